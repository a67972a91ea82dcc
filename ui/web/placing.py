"""From an address to a page with its marks: exact, or none and a word about it."""

from collections.abc import Iterator, Sequence
from functools import partial

from retrieval.errors import PreceptorError, WrongUse
from retrieval.highlight import Mark, marks
from retrieval.library import Library
from retrieval.readers.pdf.view import page_png, span_boxes
from retrieval.types import Box, Document, Figure, Page, Passage
from ui.web.section import SectionPicture, Span
from ui.web.source_view import PDF, Cited, SourceView

NO_PICTURE = "The picture itself is not in the library; what is said of it is marked."


class NoSuchPage(WrongUse):
    """An address that names nothing in this library."""


def source_view(library: Library, document_id: str, index: int | None, cited: Cited | None) -> SourceView:
    """The page of that index (0 first), or without one the page on which the cited quote begins."""
    document = library.document(document_id)
    if cited is None:
        return _view(library, document, index or 0)
    passage = _passage(library, document, cited)
    end = len(passage.text) if cited.end is None else cited.end
    found = _marks(library, document, passage, (cited.start, end))
    if index is None:
        index = found[0].page if found else passage.page or 0
    here = [mark for mark in found or () if mark.page == index]
    marked = {
        "cited": cited,
        "placed": found is not None,
        "spans": tuple(span for mark in here for span in mark.spans),
        "boxes": tuple(box for mark in here for box in mark.boxes),
        "quote": passage.text[cited.start : end],
    }
    return _view(library, document, index).model_copy(update=marked)


def figure_view(library: Library, document_id: str, index: int, figure_id: str) -> SourceView:
    """The page of that index (0 first) with the figure framed, where it is on it.

    The words of a figure are marked instead where the library has no picture of it.
    """
    document, figure = library.document(document_id), library.figures.figure(figure_id)
    if figure.document != document.id:
        raise NoSuchPage("This figure is not in this source.", "Search for it again.")
    view = _view(library, document, index, opened=figure.id)
    if figure.page != index:
        return view
    if figure.has_picture:
        return view.model_copy(update={"frame": figure.box})
    return view.model_copy(update={"spans": tuple(_words_of(view.page, figure)), "note": NO_PICTURE})


def page_picture(library: Library, document_id: str, index: int, width_px: int) -> bytes:
    """The page as a PNG. Refuses sources that have no pictures."""
    document = library.document(document_id)
    file = library.source_file(document_id)
    if document.media_type != PDF or file is None:
        raise NoSuchPage(f"{document.title} has no page pictures.", "Open its section instead.")
    return page_png(file, index, width_px)


def _view(library: Library, document: Document, index: int, *, opened: str | None = None) -> SourceView:
    page = _page(library, document, index)
    pictures = tuple(_pictures(library, document, index, opened)) if document.media_type != PDF else ()
    return SourceView(document=document, page=page, pictures=pictures)


def _pictures(
    library: Library, document: Document, index: int, opened: str | None
) -> Iterator[SectionPicture]:
    if library.source_file(document.id) is None:
        return
    for one in library.figures.of(document.id):
        if one.page == index and one.has_picture:
            yield SectionPicture(id=one.id, at=one.at, alt=one.alt or one.caption, opened=one.id == opened)


def _words_of(page: Page, figure: Figure) -> Iterator[Span]:
    """The paragraph in which the words of a figure begin."""
    for block in page.blocks:
        for part in block.segments:
            start, end = part.page_start, part.page_end
            if figure.at is not None and start is not None and end is not None and start <= figure.at < end:
                yield (start, end)


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
    file = library.source_file(document.id) if document.media_type == PDF else None

    def boxes_of(index: int, spans: Sequence[tuple[int, int]]) -> tuple[Box, ...]:
        return span_boxes(file, index, spans) if file else ()

    page_of = partial(library.page, document.id)
    try:
        return marks(page_of, passage, *quote, boxes_of=boxes_of if file else None)
    except PreceptorError:
        return None
