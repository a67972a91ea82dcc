"""From an address to a page with its marks: exact, or none and a word about it."""

from collections.abc import Sequence
from functools import partial

from retrieval.errors import PreceptorError, WrongUse
from retrieval.highlight import Mark, marks
from retrieval.library import Library
from retrieval.readers.pdf.view import page_png, span_boxes
from retrieval.types import Box, Document, Page, Passage
from ui.web.source_view import Cited, SourceView


class NoSuchPage(WrongUse):
    """An address that names nothing in this library."""


def source_view(library: Library, document_id: str, index: int | None, cited: Cited | None) -> SourceView:
    """The page of that index (0 first), or without one the page on which the cited quote begins."""
    document = library.document(document_id)
    if cited is None:
        return SourceView(document=document, page=_page(library, document, index or 0))
    passage = _passage(library, document, cited)
    end = len(passage.text) if cited.end is None else cited.end
    found = _marks(library, document, passage, (cited.start, end))
    if index is None:
        index = found[0].page if found else passage.page or 0
    here = [mark for mark in found or () if mark.page == index]
    return SourceView(
        document=document,
        page=_page(library, document, index),
        cited=cited,
        placed=found is not None,
        spans=tuple(span for mark in here for span in mark.spans),
        boxes=tuple(box for mark in here for box in mark.boxes),
        quote=passage.text[cited.start : end],
    )


def page_picture(library: Library, document_id: str, index: int, width_px: int) -> bytes:
    """The page as a PNG. Refuses sources that have no pictures."""
    document = library.document(document_id)
    file = library.source_file(document_id)
    if document.media_type != "application/pdf" or file is None:
        raise NoSuchPage(f"{document.title} has no page pictures.", "Open its section instead.")
    return page_png(file, index, width_px)


def _passage(library: Library, document: Document, cited: Cited) -> Passage:
    passage = library.passage(cited.passage)
    if passage.document != document.id:
        raise NoSuchPage("This passage is not in this source.", "Open the citation again from its answer.")
    return passage


def _page(library: Library, document: Document, index: int) -> Page:
    if not 0 <= index < document.pages:
        raise NoSuchPage(f"{document.title} has no page {index + 1}.", f"It has {document.pages}.")
    return library.page(document.id, index)


def _marks(
    library: Library, document: Document, passage: Passage, quote: tuple[int, int]
) -> tuple[Mark, ...] | None:
    file = library.source_file(document.id) if document.media_type == "application/pdf" else None

    def boxes_of(index: int, spans: Sequence[tuple[int, int]]) -> tuple[Box, ...]:
        return span_boxes(file, index, spans) if file else ()

    page_of = partial(library.page, document.id)
    try:
        return marks(page_of, passage, *quote, boxes_of=boxes_of if file else None)
    except PreceptorError:
        return None
