"""Blocks cut so that some of their characters stand in blocks of their own, with their place on the page."""

from collections.abc import Collection, Iterator, Sequence

from retrieval.text import Span
from retrieval.types import Block, Segment

Cell = tuple[str, str]


def set_apart(block: Block, spans: Sequence[Span]) -> Iterator[Block]:
    """The block with these spans as blocks of kind "planted"; a table row keeps its other cells."""
    if block.kind == "table":
        yield from _row_without(block, frozenset(spans))
        yield from (planted for span in spans for planted in _planted(block, span))
        return
    at = 0
    for span in spans:
        yield from _part(block, (at, span[0]))
        yield from _planted(block, span)
        at = span[1]
    yield from _part(block, (at, len(block.text)))


def placed_cells(block: Block) -> Iterator[tuple[Span, Cell]]:
    """The cells of a table row that hold something, each with its span in the row's text, header included."""
    at = 0
    for header, value in block.cells:
        said = f"{header}: {value}" if header else value
        start = block.text.find(said, at) if value else -1
        if start >= 0:
            at = start + len(said)
            yield (start, at), (header, value)


def _planted(block: Block, span: Span) -> Iterator[Block]:
    for part in _part(block, span):
        yield part.model_copy(update={"kind": "planted", "cells": (), "level": 0})


def _part(block: Block, span: Span) -> Iterator[Block]:
    """The block's characters of the span, trimmed; nothing where they are blank."""
    text = block.text[slice(*span)]
    start = span[0] + len(text) - len(text.lstrip())
    end = start + len(text.strip())
    if start < end:
        segments = tuple(_moved(block, (start, end), to=0))
        yield block.model_copy(update={"text": block.text[start:end], "segments": segments})


def _row_without(row: Block, taken: Collection[Span]) -> Iterator[Block]:
    """The row with the cells at these spans emptied, if another one holds something."""
    kept = (
        []
        if (0, len(row.text)) in taken
        else [(span, cell) for span, cell in placed_cells(row) if span not in taken]
    )
    text = ""
    segments: list[Segment] = []
    for span, _ in kept:
        text += "; " if text else ""
        segments += _moved(row, span, to=len(text))
        text += row.text[slice(*span)]
    if kept:
        left = {cell for _, cell in kept}
        cells = tuple(cell if cell in left else (cell[0], "") for cell in row.cells)
        yield row.model_copy(update={"text": text, "cells": cells, "segments": tuple(segments)})


def _moved(block: Block, span: Span, *, to: int) -> Iterator[Segment]:
    """The parts of the block's segments within the span, as if that began at character `to`."""
    for one in block.segments:
        start, end = max(one.start, span[0]), min(one.end, span[1])
        if start < end:
            yield one.model_copy(
                update={"start": start - span[0] + to, "end": end - span[0] + to, **_pages(one, start, end)}
            )


def _pages(segment: Segment, start: int, end: int) -> dict[str, int]:
    """Where the characters stand on the page, if the segment maps character by character."""
    first, last = segment.page_start, segment.page_end
    if first is None or last is None or last - first != segment.end - segment.start:
        return {}
    return {"page_start": first + start - segment.start, "page_end": first + end - segment.start}
