"""A cited page as HTML: the picture of a PDF page with boxes, or a section's text with <mark>."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from retrieval.types import Block, Box, Document, Page, Segment, Value
from ui.web.evidence import badges
from ui.web.markup import escape, join, long_date, path, tag, text_tag, void, web_link

Span = tuple[int, int]
PICTURE_WIDTH_PX = 1400
NOT_USED = "Looks like an instruction to a language model; not used."
NOT_PLACED = "The exact place of this quote could not be determined, so nothing is marked."


class Cited(Value):
    """What was cited: characters [start, end) of a passage. None for the end: the whole passage."""

    passage: str
    start: int = 0
    end: int | None = None


class SourceView(Value):
    """A page to be shown. `spans` are marked characters of its text, `boxes` marked parts of its picture.

    `placed` is None when nothing was cited, False when the quote has no certain place in the source.
    """

    document: Document
    page: Page
    cited: Cited | None = None
    placed: bool | None = None
    spans: tuple[Span, ...] = ()
    boxes: tuple[Box, ...] = ()
    quote: str = ""

    @property
    def pictured(self) -> bool:
        """Whether the page is shown as a picture."""
        return self.document.media_type == "application/pdf"


def page_url(document: str, page: int, cited: Cited | None = None) -> str:
    """The address of a page (0 first), keeping what was cited so that marks go on over the page break."""
    query = cited.model_dump() if cited else {}
    return path("source", document, page + 1, **query)


def picture_url(document: str, page: int) -> str:
    """The address of a page's picture."""
    return path("source", document, f"{page + 1}.png", width=PICTURE_WIDTH_PX)


def source_html(view: SourceView) -> str:
    """The page with its heading, the marks or the reason there are none, and the way to its neighbours."""
    body = _picture(view) + _planted(view.page) if view.pictured else _text(view.page, view.spans)
    return join((_head(view.document), _navigation(view), _placement(view), body, _page_text(view)))


def _head(document: Document) -> str:
    title = text_tag("h2", document.title, id="source-title", tabindex=-1)
    added = f"added {long_date(document.ingested_at.date())}"
    published = long_date(document.published) or "undated"
    facts = [document.publisher, document.edition, published, document.jurisdiction, document.licence, added]
    line = text_tag("p", " · ".join(fact for fact in facts if fact), class_="source")
    labels = badges(superseded=document.superseded_by is not None, review=document.review)
    cautions = join(text_tag("p", caution.text, class_="source") for caution in document.cautions)
    return tag("header", title + line + _newer(document, labels) + cautions, class_="source-head")


def _newer(document: Document, labels: str) -> str:
    link = ""
    if document.superseded_by:
        address = page_url(document.superseded_by, 0)
        link = text_tag("a", "Open the newer edition", href=address, data_source=True)
    return tag("p", f"{labels} {link}", class_="source-labels") if labels or link else ""


def _navigation(view: SourceView) -> str:
    index, last = view.page.index, view.document.pages - 1
    steps = (
        _step("Previous", index - 1 if index > 0 else None, view, "prev"),
        text_tag("span", place_words(view), class_="place"),
        _step("Next", index + 1 if index < last else None, view, "next"),
        _original(view.document),
    )
    return tag("nav", join(steps), class_="source-steps", aria_label="Pages of this source")


def _step(words: str, index: int | None, view: SourceView, rel: str) -> str:
    if index is None:
        return text_tag("span", words, class_="step step-off", aria_disabled="true")
    address = page_url(view.document.id, index, view.cited)
    return text_tag("a", words, class_="step", href=address, data_source=True, rel=rel)


def _original(document: Document) -> str:
    links = text_tag("a", "File", href=path("original", document.id), target="_blank", rel="noopener")
    address = web_link(document.url)
    if address:
        links += text_tag("a", "Publisher's page", href=address, target="_blank", rel="noopener noreferrer")
    return tag("span", links, class_="links")


def place_words(view: SourceView) -> str:
    """Which page this is: the printed label first, the file page beside it; or which section."""
    number = f"{view.page.index + 1} of {view.document.pages}"
    if not view.pictured:
        return f"Section {number}"
    if view.page.label is None or view.page.label == str(view.page.index + 1):
        return f"Page {number}"
    return f"Page {view.page.label} (file page {number})"


def _placement(view: SourceView) -> str:
    if view.placed is None:
        return ""
    if not view.placed:
        quote = tag("blockquote", escape(view.quote)) if view.quote else ""
        return tag("div", text_tag("p", NOT_PLACED) + quote, class_="not-placed", role="status")
    if not view.spans and not view.boxes:
        return text_tag("p", "The cited passage is on another page of this source.", class_="note")
    return ""


def _picture(view: SourceView) -> str:
    name = f"{place_words(view)} of {view.document.title}"
    image = void("img", src=picture_url(view.document.id, view.page.index), alt=name)
    boxes = join(tag("span", "", class_="box", style=_area(box)) for box in view.boxes)
    return tag("div", image + boxes, class_="sheet")


def _area(box: Box) -> str:
    sides = {
        "left": box.left,
        "top": box.top,
        "width": box.right - box.left,
        "height": box.bottom - box.top,
    }
    return "; ".join(f"{side}: {value:.4%}" for side, value in sides.items())


def _page_text(view: SourceView) -> str:
    """The words of a pictured page, for screen readers and for copying."""
    if not view.pictured or not view.page.text.strip():
        return ""
    summary = text_tag("summary", "Text of this page")
    words = tag("div", marked(view.page.text, view.spans), class_="section plain")
    return tag("details", summary + words, class_="page-text")


def _text(page: Page, spans: Sequence[Span]) -> str:
    if not page.blocks:
        return tag("div", marked(page.text, spans), class_="section plain")
    runs = groupby(page.blocks, key=_kin)
    return tag("div", join(_run(list(blocks), spans) for _, blocks in runs), class_="section")


def _kin(block: Block) -> tuple[str, object]:
    """Blocks of one kin next to each other are drawn together: rows of one table, items of one list."""
    if block.kind == "table":
        return ("table", tuple(head for head, _ in block.cells))
    return ("list", None) if block.kind == "list" else ("one", None)


def _run(blocks: list[Block], spans: Sequence[Span]) -> str:
    if blocks[0].kind == "table":
        return _table(blocks, spans)
    if blocks[0].kind == "list":
        return tag("ul", join(tag("li", _block_text(block, spans)) for block in blocks))
    return join(_single(block, spans) for block in blocks)


def _single(block: Block, spans: Sequence[Span]) -> str:
    text = _block_text(block, spans)
    if block.kind == "planted":
        return _set_apart(text)
    if block.kind == "heading":
        return tag(f"h{min(6, max(1, block.level) + 2)}", text)
    return tag("figure", tag("figcaption", text)) if block.kind == "figure" else tag("p", text)


def _planted(page: Page) -> str:
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
