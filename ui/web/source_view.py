"""A cited page as HTML: the picture of a PDF page with boxes, or a section's text with its pictures."""

from retrieval.types import Box, Document, Page, Value
from ui.web.evidence import badges
from ui.web.markup import escape, join, long_date, path, tag, text_tag, void, web_link
from ui.web.section import OPENED, Drawn, SectionPicture, Span, marked, planted, section

PDF = "application/pdf"
PICTURE_WIDTH_PX = 1400
NOT_PLACED = "The exact place of this quote could not be determined, so nothing is marked."


class Cited(Value):
    """What was cited: characters [start, end) of a passage. None for the end: the whole passage."""

    passage: str
    start: int = 0
    end: int | None = None


class SourceView(Value):
    """A page to be shown. `spans` are marked characters of its text, `boxes` marked parts of its picture.

    `placed` is None when nothing was cited, False when the quote has no certain place in the source. `frame`
    is the place of the figure that the page was opened for on its picture, `pictures` are those of a section,
    and `note` is what else there is to say.
    """

    document: Document
    page: Page
    cited: Cited | None = None
    placed: bool | None = None
    spans: tuple[Span, ...] = ()
    boxes: tuple[Box, ...] = ()
    quote: str = ""
    frame: Box | None = None
    pictures: tuple[SectionPicture, ...] = ()
    note: str = ""

    @property
    def pictured(self) -> bool:
        """Whether the page is shown as a picture."""
        return self.document.media_type == PDF


def page_url(document: str, page: int, cited: Cited | None = None) -> str:
    """The address of a page (0 first), keeping what was cited so that marks go on over the page break."""
    query = cited.model_dump() if cited else {}
    return path("source", document, page + 1, **query)


def picture_url(document: str, page: int) -> str:
    """The address of a page's picture."""
    return path("source", document, f"{page + 1}.png", width=PICTURE_WIDTH_PX)


def source_html(view: SourceView) -> str:
    """The page with its heading, the marks or the reason there are none, and the way to its neighbours."""
    drawn = Drawn(spans=view.spans, pictures=view.pictures, licence=view.document.licence)
    body = _picture(view) + planted(view.page) if view.pictured else section(view.page, drawn)
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
        return text_tag("p", view.note, class_="note") if view.note else ""
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
    if view.frame:
        boxes += tag("span", "", class_="box frame", id=OPENED, style=_area(view.frame))
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
