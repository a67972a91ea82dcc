"""Blocks, segments and rows as short JSON: lists without field names, a tenth of the pydantic form."""

import json
from typing import Any

from retrieval.types import Block, Box, Page, Row, Segment


def dump(value: Any) -> str:
    """JSON without blanks."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def dump_segments(segments: tuple[Segment, ...]) -> str:
    """Each segment as [start, end, page, page_start, page_end], or [start, end, page, [boxes]]."""
    return dump([_segment(segment) for segment in segments])


def load_segments(text: str) -> tuple[Segment, ...]:
    """The segments that `dump_segments` wrote."""
    return tuple(_to_segment(item) for item in json.loads(text))


def dump_rows(rows: tuple[Row, ...]) -> str:
    """Each row as [start, end, cells]."""
    return dump([[row.start, row.end, row.cells] for row in rows])


def load_rows(text: str) -> tuple[Row, ...]:
    """The rows that `dump_rows` wrote."""
    return tuple(Row(start=item[0], end=item[1], cells=_cells(item[2])) for item in json.loads(text))


def dump_blocks(page: Page) -> str:
    """The page's blocks; a block that is one exact span of the page's text does not repeat it."""
    return dump([_block(block, page.text) for block in page.blocks])


def load_blocks(text: str, page_text: str) -> tuple[Block, ...]:
    """The blocks that `dump_blocks` wrote."""
    return tuple(_to_block(item, page_text) for item in json.loads(text))


def _segment(segment: Segment) -> list[Any]:
    place = [segment.start, segment.end, segment.page]
    if segment.boxes:
        return [*place, [[box.left, box.top, box.right, box.bottom] for box in segment.boxes]]
    return [*place, segment.page_start, segment.page_end]


def _to_segment(item: list[Any]) -> Segment:
    start, end, page, *rest = item
    if len(rest) == 1:
        boxes = tuple(
            Box(left=left, top=top, right=right, bottom=bottom) for left, top, right, bottom in rest[0]
        )
        return Segment(start=start, end=end, page=page, boxes=boxes)
    return Segment(start=start, end=end, page=page, page_start=rest[0], page_end=rest[1])


def _block(block: Block, page_text: str) -> list[Any]:
    text = None if _is_span(block, page_text) else block.text
    return [block.kind, text, block.level, block.cells, [_segment(segment) for segment in block.segments]]


def _is_span(block: Block, page_text: str) -> bool:
    if len(block.segments) != 1 or block.segments[0].page_start is None:
        return False
    return page_text[block.segments[0].page_start : block.segments[0].page_end] == block.text


def _to_block(item: list[Any], page_text: str) -> Block:
    kind, text, level, cells, raw = item
    segments = tuple(_to_segment(entry) for entry in raw)
    if text is None:
        text = page_text[segments[0].page_start : segments[0].page_end]
    return Block(kind=kind, text=text, level=level, cells=_cells(cells), segments=segments)


def _cells(items: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((header, value) for header, value in items)
