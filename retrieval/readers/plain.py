"""Plain text: paragraphs, and the headings and lists that are obvious."""

import re
from collections.abc import Iterator

from retrieval.readers.encoding import decode
from retrieval.readers.flow import Flow
from retrieval.types import Metadata, ReadDocument

MEDIA_TYPE = "text/plain"
UNDERLINES = {"=": 1, "-": 2, "~": 2}
ITEM = re.compile(r"\s{0,12}(?:[-*•‣·–]|\d{1,2}[.)]|[a-z]\))\s+(?=\S)")
HEADING_CHARS = 80


class PlainReader:
    """Reads a text file."""

    def read(self, data: bytes, name: str) -> ReadDocument:
        """Paragraphs, their lines joined; underlined lines and lines in capitals are headings."""
        text, notes = decode(data)
        flow = Flow()
        for note in notes:
            flow.note(note)
        for lines in _paragraphs(text):
            _put(lines, flow)
        return flow.document(MEDIA_TYPE, Metadata(title=flow.title))


def _paragraphs(text: str) -> Iterator[list[str]]:
    lines: list[str] = []
    for line in text.splitlines():
        if line.strip():
            lines.append(line)
        elif lines:
            yield lines
            lines = []
    if lines:
        yield lines


def _put(lines: list[str], flow: Flow) -> None:
    if len(lines) > 1 and (level := _underline(lines[1])) and len(lines[0]) <= HEADING_CHARS:
        flow.heading(lines[0], level)
        lines = lines[2:]
    elif _is_capital_heading(lines[0]):
        flow.heading(lines[0], 2)
        lines = lines[1:]
    gathered: list[str] = []
    for line in lines:
        if ITEM.match(line):
            _put_paragraph(gathered, flow)
            gathered = []
        gathered.append(line)
    _put_paragraph(gathered, flow)


def _put_paragraph(lines: list[str], flow: Flow) -> None:
    if not lines:
        return
    item = ITEM.match(lines[0])
    text = " ".join([lines[0][item.end() :] if item else lines[0], *lines[1:]])
    flow.add("list" if item else "prose", text)


def _underline(line: str) -> int | None:
    drawn = line.strip()
    return UNDERLINES.get(drawn[0]) if len(drawn) >= 3 and len(set(drawn)) == 1 else None


def _is_capital_heading(line: str) -> bool:
    """Short, in capitals, and not a sentence: 'MANAGEMENT OF SEPSIS', but not 'BP 120' or 'STOP.'."""
    shown = line.strip()
    if len(shown) > HEADING_CHARS or not shown.isupper():
        return False
    return sum(letter.isalpha() for letter in shown) >= 5 and shown[-1] not in ".,;!?"
