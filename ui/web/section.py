"""A section of a source without pages, as HTML: its blocks with <mark>, and its pictures where they stand."""

from collections import deque
from collections.abc import Iterable, Sequence
from itertools import groupby

from retrieval.types import Block, Page, Segment, Value
from ui.web.markup import escape, join, path, tag, text_tag, void

Span = tuple[int, int]
PICTURE_WIDTH_PX = 1000
OPENED = "figure"
"""The id of the figure that a page was opened for."""
NOT_USED = "Looks like an instruction to a language model; not used."


class SectionPicture(Value):
    """A picture of a section. `at` is where its words begin in the section's text, None: nobody says.

    `alt` is what is said of it; `opened` says that the section was opened for this picture.
    """

    id: str
    at: int | None
    alt: str | None
    opened: bool = False


class Drawn(Value):
    """What is drawn into a section's text: marked characters, and pictures under that licence."""

    spans: tuple[Span, ...] = ()
    pictures: tuple[SectionPicture, ...] = ()
    licence: str | None = None


def section(page: Page, drawn: Drawn) -> str:
    """The section as HTML: its blocks with the marks, each picture above the words that belong to it."""
    waiting = deque(sorted(drawn.pictures, key=lambda one: (one.at is None, one.at or 0)))
    parts = []
    for _, blocks in groupby(page.blocks, key=_kin):
        run = list(blocks)
        end = max((part.page_end or 0 for block in run for part in block.segments), default=0)
        while waiting and waiting[0].at is not None and waiting[0].at < end:
            parts.append(_picture(waiting.popleft(), drawn.licence))
        parts.append(_run(run, drawn.spans))
    text = "" if page.blocks else tag("div", marked(page.text, drawn.spans), class_="plain")
    rest = join(_picture(one, drawn.licence) for one in waiting)
    return tag("div", join(parts) + text + rest, class_="section")


def _picture(one: SectionPicture, licence: str | None) -> str:
    address = path("api", "figures", f"{one.id}.png", width=PICTURE_WIDTH_PX)
    image = void(
        "img", src=address, alt=one.alt or "Figure without a caption", loading=None if one.opened else "lazy"
    )
    told = text_tag("figcaption", f"Licence: {licence}" if licence else "Licence not known")
    opened = {"class_": "opened", "id": OPENED} if one.opened else {}
    return tag("figure", image + told, **opened)


def _kin(block: Block) -> tuple[str, object]:
    """Blocks of one kin next to each other are drawn together: rows of one table, items of one list."""
    if block.kind == "table":
        return ("table", tuple(head for head, _ in block.cells))
    return ("list", None) if block.kind == "list" else ("one", id(block))


def _run(blocks: list[Block], spans: Sequence[Span]) -> str:
    if blocks[0].kind == "table":
        return _table(blocks, spans)
    if blocks[0].kind == "list":
        return tag("ul", join(tag("li", _block_text(block, spans)) for block in blocks))
    return _single(blocks[0], spans)


def _single(block: Block, spans: Sequence[Span]) -> str:
    text = _block_text(block, spans)
    if block.kind == "planted":
        return _set_apart(text)
    if block.kind == "heading":
        return tag(f"h{min(6, max(1, block.level) + 2)}", text)
    return tag("figure", tag("figcaption", text)) if block.kind == "figure" else tag("p", text)


def planted(page: Page) -> str:
    """What of a pictured page was set apart, since the picture itself cannot tell."""
    return join(_set_apart(escape(block.text)) for block in page.blocks if block.kind == "planted")


def _set_apart(text: str) -> str:
    return tag(
        "div", text_tag("p", NOT_USED, class_="note") + tag("p", text), class_="set-apart", role="note"
    )


def _table(rows: list[Block], spans: Sequence[Span]) -> str:
    heads = join(text_tag("th", head, scope="col") for head, _ in rows[0].cells)
    body = join(tag("tr", _cells(row, spans)) for row in rows)
    return tag(
        "div", tag("table", tag("thead", tag("tr", heads)) + tag("tbody", body)), class_="table", tabindex=0
    )


def _cells(row: Block, spans: Sequence[Span]) -> str:
    inside = block_spans(row, spans)
    drawn, cursor = [], 0
    for _, value in row.cells:
        at = row.text.find(value, cursor)
        cursor = max(cursor, at + len(value))
        touched = any(start < at + len(value) and at < end for start, end in inside)
        drawn.append(tag("td", text_tag("mark", value) if touched and value else escape(value)))
    return join(drawn)


def _block_text(block: Block, spans: Sequence[Span]) -> str:
    return marked(block.text, block_spans(block, spans))


def block_spans(block: Block, spans: Sequence[Span]) -> list[Span]:
    """The marked characters of the page's text, as characters of a block's text."""
    inside = (
        _mapped(segment, span)
        for segment in block.segments
        for span in spans
        if segment.page_start is not None and segment.page_end is not None
        if span[0] < segment.page_end and segment.page_start < span[1]
    )
    return _merged(inside)


def _mapped(segment: Segment, span: Span) -> Span:
    page_start, page_end = segment.page_start or 0, segment.page_end or 0
    if page_end - page_start != segment.end - segment.start:
        return (segment.start, segment.end)
    shift = segment.start - page_start
    return (max(span[0], page_start) + shift, min(span[1], page_end) + shift)


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def marked(text: str, spans: Iterable[Span]) -> str:
    """The text escaped, with the spans inside <mark>."""
    parts, cursor = [], 0
    for start, end in _merged(spans):
        parts += [escape(text[cursor:start]), text_tag("mark", text[start:end])]
        cursor = end
    return join([*parts, escape(text[cursor:])])
