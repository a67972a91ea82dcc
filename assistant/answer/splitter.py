"""Sentences out of a stream: each as soon as it is certain that it has ended."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from retrieval.text import sentences

_NUMBERS = r"\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*"
_NAMED = r"(?:passages?|sources?)\s*"
CITED = rf"(?:\[(?:{_NAMED})?{_NUMBERS}\]|\({_NAMED}{_NUMBERS}\))"
_CITATIONS = re.compile(rf"\s*(?:{CITED}[\s,;]*)+[.]?", re.IGNORECASE)
_OPEN_BRACKET = re.compile(r"\[[^\]]*$")
_LETTER = re.compile(r"[^\W\d_]")
_MARKER = re.compile(r"(?P<indent>\s*)(?:(?P<bullet>[-*•–]|\d{1,2}[.)])\s+|(?P<hash>#{1,6})\s+|(?:>\s*)+)?")
_BOLD_LINE = re.compile(r"\*\*[^*]+\*\*:?|__[^_]+__:?")
_CLOSED = re.compile(r"""[.!?:;…][\])"'”’»*_]*$|[\])|*]$""")

Kind = Literal["heading", "item", "more", "sentence", "half"]


class Said(NamedTuple):
    """A sentence as a model wrote it, citations and markup in it.

    "item" is the first sentence of a list item, `indent` columns in; "more" are those after it; "half" is a
    sentence that was never ended.
    """

    kind: Kind
    text: str
    indent: int = 0


class Splitter:
    """Takes a reply piece by piece and gives its sentences, each with the citations that follow it."""

    def __init__(self) -> None:
        self._line = ""
        self._passed = 0
        self._last: Said | None = None

    def feed(self, text: str) -> Iterator[Said]:
        """The sentences that are certain to have ended with these characters."""
        *lines, self._line = (self._line + text.replace("\r", "\n")).split("\n")
        for line in lines:
            yield from self._ended(line)
        yield from self._begun()

    def end(self) -> Iterator[Said]:
        """The rest, when the reply has come to its end."""
        yield from self._ended(self._line)
        if self._last:
            yield self._last if _CLOSED.search(self._last.text) else self._last._replace(kind="half")

    def _begun(self) -> Iterator[Said]:
        """Of an unfinished line, all sentences but the last."""
        marker, parts = self._parts(self._line)
        if not parts or not _LETTER.search(self._line, parts[-1][0]):
            return
        if _OPEN_BRACKET.match(self._line, parts[-1][0]):
            return
        yield from self._released()
        for start, end in parts[:-1]:
            yield _said(self._line, marker, start, end)
            self._passed = end

    def _ended(self, line: str) -> Iterator[Said]:
        """The rest of a finished line. Its last sentence waits: the next line may hold its citation only."""
        marker, parts = self._parts(line)
        if self._last and parts and _CITATIONS.fullmatch(line.strip()):
            self._last = self._last._replace(text=f"{self._last.text} {line.strip()}")
        elif parts:
            yield from self._released()
            *before, last = parts
            yield from (_said(line, marker, *part) for part in before)
            self._last = _said(line, marker, *last)
        self._passed = 0

    def _released(self) -> Iterator[Said]:
        if self._last:
            yield self._last
        self._last = None

    def _parts(self, line: str) -> tuple[re.Match[str] | None, list[tuple[int, int]]]:
        marker = _MARKER.match(line)
        begin = max(self._passed, marker.end() if marker else 0)
        return marker, _with_citations(line, [(begin + a, begin + b) for a, b in sentences(line[begin:])])


def _said(line: str, marker: re.Match[str] | None, start: int, end: int) -> Said:
    text = line[start:end]
    if marker is None or start > marker.end():
        return Said("more" if marker and marker["bullet"] else "sentence", text)
    if marker["bullet"]:
        return Said("item", text, len(marker["indent"].expandtabs(4)))
    is_heading = marker["hash"] or (_BOLD_LINE.fullmatch(text) and end == len(line.rstrip()))
    return Said("heading" if is_heading else "sentence", text)


def _with_citations(line: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans, citations at the beginning of one moved to the end of the one before: "Text. [1] Next"."""
    moved: list[tuple[int, int]] = []
    for start, end in spans:
        cited = _CITATIONS.match(line, start, end) if moved else None
        if cited:
            moved[-1] = (moved[-1][0], cited.end())
            start = cited.end() + len(line[cited.end() : end]) - len(line[cited.end() : end].lstrip())
        if start < end:
            moved.append((start, end))
    return moved
