"""Turn what was chosen into citations and statements. Labels are looked up here, never written by a model."""

from functools import cache
from typing import Protocol

from assistant.answer.candidates import Cells
from assistant.types import Citation, Statement
from assistant.verify.evidence import Reading
from assistant.verify.verdict import verify
from retrieval.types import Document, Page, Passage


class Sources(Protocol):
    """What is looked up of a library."""

    def document(self, document_id: str) -> Document:
        """The document of this id."""

    def page(self, document_id: str, index: int) -> Page:
        """One page (0 first) of a document."""


class Once:
    """Sources that look each thing up once, for the length of one answer."""

    def __init__(self, sources: Sources) -> None:
        self.document = cache(sources.document)
        self.page = cache(sources.page)


def cite(sources: Sources, passage: Passage, start: int, end: int) -> Citation:
    """The citation of characters [start, end) of the passage."""
    document = sources.document(passage.document)
    page = _page(sources, document, passage, start, end)
    return Citation(
        passage=passage.id,
        start=start,
        end=end,
        quote=passage.text[start:end],
        document=document.id,
        title=document.title,
        publisher=document.publisher,
        edition=document.edition,
        published=document.published,
        page=(page.label or str(page.index + 1)) if page else None,
        file_page=page.index + 1 if page else None,
        section=" > ".join(heading for heading in passage.headings if heading != document.title),
        superseded=document.superseded_by is not None,
        review=document.review,
    )


def state(sources: Sources, passage: Passage, start: int, end: int, cells: Cells = ()) -> Statement:
    """The verbatim statement of characters [start, end) of the passage, with its citation."""
    citation = cite(sources, passage, start, end)
    judged = verify(citation.quote, Reading([passage.text]))
    return Statement(
        text=citation.quote,
        citations=(citation,),
        verdict=judged.verdict,
        reason=judged.reason,
        cells=cells,
    )


def _page(sources: Sources, document: Document, passage: Passage, start: int, end: int) -> Page | None:
    """The page on which the quote begins; None for sources without pages."""
    if document.media_type != "application/pdf":
        return None
    places = [segment for segment in passage.segments if segment.end > start and segment.start < end]
    return sources.page(document.id, places[0].page) if places else None
