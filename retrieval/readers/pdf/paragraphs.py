"""Lines become paragraphs: where one ends, how its lines join, and which are list items."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from retrieval.readers.pdf.lines import BULLET, HYPHEN_MARKS, Line, Run, join_neighbours
from retrieval.types import Segment

BULLETS = BULLET + "▪●◦‣■□☐☑☒❑❒❏❐○◆◇✓✔➔→▸▶➢➤►·∙–—*"
# Second halves that keep their hyphen where the document does not show how it writes the word.
_TAILS = re.compile(
    "acting|aged|associated|based|being|blind|care|controlled|day|dependent|dose|driven|effective|fat|free"
    "|friendly|income|induced|level|like|line|living|making|month|old|onset|out|quality|related|reported"
    "|resistant|risk|scale|sensitive|specific|stage|term|threatening|time|to|type|up|week|weight|wide|year"
)
_BULLET = re.compile(rf"^(?:[{re.escape(BULLETS)}-]|o(?= [A-Z]))\s*(?=\S)")
_NUMBER = re.compile(r"^\(?(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{1,4})[.)]\s+(?=\S)")
_ENDS = re.compile(r"[.!?:;][\"'”’)\]\d]*$")
_DASHED = re.compile(r"\w—$|://\S*/$")  # a dash without spaces, an address cut at a slash
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together."""

    lines: tuple[Line, ...]
    listed: bool = False

    @property
    def size(self) -> float:
        """The type size of most lines."""
        return median(line.size for line in self.lines)

    @property
    def font(self) -> str:
        """The typeface of its first line."""
        return self.lines[0].font

    @property
    def bold(self) -> bool:
        """Whether every line is bold."""
        return all(line.bold for line in self.lines)


def words_seen(lines: Iterable[Line]) -> set[str]:
    """Every word in lower case that is not the last of its line: what rejoining a hyphen asks."""
    return {word for line in lines for word in _WORD.findall(line.text.lower())[:-1]}


def paragraphs(column: Sequence[Line], text: str) -> list[Paragraph]:
    """The paragraphs of one column, from top to bottom."""
    lines = join_neighbours(column, text, widest_gap=1e9)
    if not lines:
        return []
    margin = _right_margin(lines)
    leading = _leading(lines)
    groups: list[list[Line]] = [[lines[0]]]
    listed = [_is_listed(lines[0], None)]
    for last, line in pairwise(lines):
        item = _is_listed(line, last)
        if item or _parts(groups[-1], line, margin, leading, listed[-1]):
            groups.append([])
            listed.append(item)
        groups[-1].append(line)
    return [Paragraph(tuple(group), item) for group, item in zip(groups, listed, strict=True)]


def _right_margin(lines: Sequence[Line]) -> float:
    """Where full lines end: the ninth tenth, so that one long line does not make all others short."""
    return sorted(line.rect.right for line in lines)[int(0.9 * (len(lines) - 1))]


def _leading(lines: Sequence[Line]) -> float:
    """The usual step from base line to base line, in units of the type size."""
    steps = [
        (line.base - last.base) / last.size
        for last, line in pairwise(lines)
        if 0 < line.base - last.base < 2.2 * last.size
    ]
    return min(1.6, max(1.0, sorted(steps)[len(steps) // 3])) if steps else 1.3


def _is_listed(line: Line, last: Line | None) -> bool:
    """A bullet opens an item; a number or letter only where a sentence or a line has just ended."""
    if _BULLET.match(line.text):
        return line.text[0] not in "-–—*" or last is None or bool(_ENDS.search(last.text))
    if not _NUMBER.match(line.text):
        return False
    if last is None or _ENDS.search(last.text) or last.size > 1.1 * line.size:
        return True
    return line.base - last.base > 1.5 * line.size or last.bold != line.bold or bool(_NUMBER.match(last.text))


def _parts(group: Sequence[Line], line: Line, margin: float, leading: float, listed: bool) -> bool:
    """Whether a new paragraph begins at `line`."""
    last = group[-1]
    step = (line.base - last.base) / max(last.size, line.size)
    if step > 1.3 * leading or abs(line.size - last.size) > max(0.8, 0.12 * last.size):
        return True
    first_word = line.rect.width * len(line.text.split(" ", 1)[0]) / max(1, len(line.text))
    short = margin - last.rect.right > first_word + 0.5 * line.size
    ended = bool(_ENDS.search(last.text))
    if (line.bold != last.bold or line.font != last.font) and (short or ended or step > 1.12 * leading):
        return True
    opens = line.text[:1].isupper() or not line.text[:1].isalpha()
    if short and ended and opens:
        return True
    indent = line.rect.left - min(part.rect.left for part in group)
    if not listed and ended and opens and indent > 0.8 * line.size and len(group) > 1:
        return True
    return listed and ended and line.rect.left < group[0].rect.left - 0.8 * line.size


def runs_on(last: Paragraph, first: Paragraph) -> bool:
    """Whether a paragraph goes on at the top of the next column."""
    same = abs(last.size - first.size) < 0.8 and last.bold == first.bold and last.font == first.font
    return (
        same
        and not first.listed
        and not _ENDS.search(last.lines[-1].text)
        and first.lines[0].text[:1].islower()
    )


@dataclass
class Readable:
    """A growing readable text with its segments."""

    text: str = ""
    segments: tuple[Segment, ...] = ()

    def add(self, text: str, runs: Iterable[Run], page: int) -> None:
        """Append a text with its runs, joining a segment that simply goes on."""
        grown = list(self.segments)
        for run in runs:
            moved = run.moved(len(self.text))
            grown.append(_segment(moved, page))
            if len(grown) > 1 and _goes_on(grown[-2], grown[-1]):
                last = grown.pop()
                grown[-1] = grown[-1].model_copy(update={"end": last.end, "page_end": last.page_end})
        self.text += text
        self.segments = tuple(grown)


def _segment(run: Run, page: int) -> Segment:
    return Segment(start=run.start, end=run.end, page=page, page_start=run.page_start, page_end=run.page_end)


def _goes_on(a: Segment, b: Segment) -> bool:
    if a.page_start is None or b.page_start is None or a.page_end is None or b.page_end is None:
        return False
    even = a.end - a.start == a.page_end - a.page_start and b.end - b.start == b.page_end - b.page_start
    return even and a.end == b.start and a.page_end == b.page_start and a.page == b.page


def joined(lines: Sequence[Line], text: str, seen: set[str]) -> Readable:
    """The lines as one text: hyphens at line ends resolved, one space between lines."""
    whole = Readable()
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else None
        shown, runs = _without_end_mark(line) if following is None else _joining(line, following, text, seen)
        whole.add(shown, runs, line.page)
    return whole


def _without_end_mark(line: Line) -> tuple[str, Sequence[Run]]:
    if line.text[-1:] in HYPHEN_MARKS:
        return line.text[:-1] + "-", line.runs
    return line.text, line.runs


def _joining(line: Line, following: Line, text: str, seen: set[str]) -> tuple[str, Sequence[Run]]:
    """The line as it stands before the next: with a space, with its hyphen, or without."""
    shown, runs = _without_end_mark(line)
    parted = re.search(r"[^\W_]+(?:-[^\W_]+)*[-‐]$", shown)
    if parted and re.search(r"[/@]\S*$", shown):
        return shown, runs  # an address keeps its hyphen
    if parted and following.text[:1].isalnum():
        if line.text[-1] == "\u00ad" or not _keeps_hyphen(parted[0][:-1], following.text, seen):
            return shown[:-1], _cut(runs, len(shown) - 1)
        return shown, runs
    if _DASHED.search(shown) or following.text[:1] == "—":
        return shown, runs
    end = runs[-1].page_end
    if end < len(text) and text[end].isspace():
        return shown + " ", [*runs, Run(len(shown), len(shown) + 1, end, end + 1)]
    return shown + " ", runs


def _cut(runs: Sequence[Run], length: int) -> list[Run]:
    kept = [run for run in runs if run.start < length]
    last = kept[-1] if kept else None
    if last and last.end > length:
        kept[-1] = Run(last.start, length, last.page_start, last.page_end - (last.end - length))
    return kept


def _keeps_hyphen(before: str, following: str, seen: set[str]) -> bool:
    """`long-` + `term` keeps it, `treat-` + `ment` does not: the document's own words decide."""
    after = re.match(r"[^\W_]+", following)
    if after is None or not after[0][0].islower() or any(char.isdigit() for char in before):
        return True
    head, tail = before.lower(), after[0].lower()
    if head + tail in seen:
        return False
    if f"{head}-{tail}" in seen or _TAILS.fullmatch(tail):
        return True
    return len(head) > 3 and head in seen and tail in seen
