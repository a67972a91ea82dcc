"""Cut a document into passages that respect sentences, headings, lists and tables."""

from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from typing import NamedTuple

from retrieval.text import pieces, sentences
from retrieval.types import Block, Passage, PassageKind, ReadDocument, Row, Segment

LIMIT_TOKENS = 200
# No sentence of guideline prose is this long; what is (a data dump) is cut at white space.
LIMIT_CHARACTERS = 1200

CountTokens = Callable[[str], int]


class Unit(NamedTuple):
    """A sentence, list item, caption or table row: never cut further."""

    block: Block
    start: int
    end: int
    joint: str
    tokens: int
    offset: int

    @property
    def text(self) -> str:
        return self.block.text[self.start : self.end]

    @property
    def runs_on(self) -> bool:
        """The second half of a sentence that began on the page before."""
        return self.start == 0 and self.joint == " "


def cut(document_id: str, read: ReadDocument, count_tokens: CountTokens) -> list[Passage]:
    """The passages of a document in reading order, each of at most about 200 tokens."""
    passages: list[Passage] = []
    for headings, units in _sections(read, count_tokens):
        for group in _groups(units):
            passages.append(_passage(document_id, len(passages), headings, group))
    return passages


def indexed_text(title: str, headings: tuple[str, ...], text: str) -> str:
    """What the encoder sees of a passage: its text under its title and heading path."""
    path = [heading for heading in headings if heading != title]
    return "\n".join([title, *([" > ".join(path)] if path else []), text])


def _sections(read: ReadDocument, count_tokens: CountTokens) -> Iterator[tuple[tuple[str, ...], list[Unit]]]:
    """Runs of units under one heading and of one shape: text, table or figure."""
    headings: list[tuple[int, str]] = []
    units: list[Unit] = []
    offset = 0
    for block in (block for page in read.pages for block in page.blocks):
        if block.kind == "planted":
            offset += len(block.text) + 1
            continue
        if units and (block.kind == "heading" or _shape(block) != _shape(units[-1].block)):
            yield tuple(text for _, text in headings), units
            units = []
        if block.kind == "heading":
            headings = [h for h in headings if h[0] < block.level] + [(block.level, block.text)]
        else:
            units.extend(_units(block, units[-1] if units else None, offset, count_tokens))
        offset += len(block.text) + 1
    if units:
        yield tuple(text for _, text in headings), units


def _shape(block: Block) -> str:
    return "text" if block.kind in ("prose", "list") else block.kind


def _units(block: Block, before: Unit | None, offset: int, count_tokens: CountTokens) -> Iterator[Unit]:
    whole = block.kind in ("table", "figure")
    spans = [(0, len(block.text))] if whole else sentences(block.text)
    joint = _joint(before, block)
    for span in spans:
        for start, end in pieces(block.text, *span, size=LIMIT_CHARACTERS):
            yield Unit(block, start, end, joint, count_tokens(block.text[start:end]), offset)
            joint = " "


def _joint(before: Unit | None, block: Block) -> str:
    """What joins a block to the one before: a space where a sentence runs on over a page or column break."""
    if before is None:
        return ""
    runs_on = before.text[-1:] not in ".!?:;" and block.text[:1].islower()
    return " " if runs_on and before.block.kind == block.kind == "prose" else "\n"


def _groups(units: list[Unit]) -> Iterator[list[Unit]]:
    """Share the units out evenly over as few passages as hold them, so that no short tail is left."""
    total = sum(unit.tokens for unit in units)
    share = total / max(1, -(-total // LIMIT_TOKENS))
    group: list[Unit] = []
    size = 0
    for unit in units:
        alone = unit.block.kind == "figure"
        full = size + unit.tokens > LIMIT_TOKENS or (size >= share and not unit.runs_on)
        if group and (alone or full):
            yield group
            group, size = [], 0
        group.append(unit)
        size += unit.tokens
    if group:
        yield group


def _passage(document_id: str, ordinal: int, headings: tuple[str, ...], group: list[Unit]) -> Passage:
    text = ""
    segments: list[Segment] = []
    rows: list[Row] = []
    for unit in group:
        text += unit.joint if text else ""
        segments.extend(_shifted(unit, len(text)))
        if unit.block.cells:
            rows.append(Row(start=len(text), end=len(text) + len(unit.text), cells=unit.block.cells))
        text += unit.text
    span = f"{document_id}:{group[0].offset + group[0].start}:{group[-1].offset + group[-1].end}"
    return Passage(
        id=sha256(span.encode()).hexdigest()[:24],
        document=document_id,
        ordinal=ordinal,
        kind=_kind(group),
        text=text,
        headings=headings,
        segments=tuple(_merged(segments)),
        rows=tuple(rows),
    )


def _kind(group: list[Unit]) -> PassageKind:
    kinds = {unit.block.kind for unit in group}
    if kinds == {"table"}:
        return "table"
    if kinds == {"figure"}:
        return "figure"
    return "list" if kinds == {"list"} else "prose"


def _shifted(unit: Unit, at: int) -> Iterator[Segment]:
    """The unit's part of its block's segments, moved to where the unit stands in the passage."""
    for segment in unit.block.segments:
        start, end = max(segment.start, unit.start), min(segment.end, unit.end)
        if start >= end:
            continue
        moved = {"start": start - unit.start + at, "end": end - unit.start + at}
        if _is_exact(segment):
            first = (segment.page_start or 0) + start - segment.start
            moved |= {"page_start": first, "page_end": first + end - start}
        yield segment.model_copy(update=moved)


def _merged(segments: Iterable[Segment]) -> Iterator[Segment]:
    """Join segments that continue each other in the passage and on the page."""
    last: Segment | None = None
    for segment in segments:
        if last and _continues(last, segment):
            last = last.model_copy(update={"end": segment.end, "page_end": segment.page_end})
            continue
        if last:
            yield last
        last = segment
    if last:
        yield last


def _is_exact(segment: Segment) -> bool:
    if segment.page_start is None or segment.page_end is None:
        return False
    return segment.page_end - segment.page_start == segment.end - segment.start


def _continues(last: Segment, segment: Segment) -> bool:
    exact = _is_exact(last) and _is_exact(segment)
    adjacent = last.end == segment.start and last.page_end == segment.page_start
    return exact and adjacent and last.page == segment.page
