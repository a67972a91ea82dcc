"""Search hits as they are shown and printed: each with its source and page looked up."""

from collections.abc import Mapping
from datetime import date

from retrieval.library import Library
from retrieval.types import Document, Found, Hit, PassageKind, Query, Value


class SearchHit(Value):
    """A passage found. `page` is the printed label, else the file page; `file_page` counts from 1."""

    passage: str
    text: str
    kind: PassageKind
    section: str
    score: float
    lexical_rank: int | None
    dense_rank: int | None
    relevance: float | None
    document: str
    title: str
    publisher: str | None
    edition: str | None
    published: date | None
    page: str | None
    file_page: int | None
    superseded: bool


class SearchResult(Value):
    """What a search gave. `expanded` is the query with abbreviations spelt out; `notes` say what was off."""

    query: Query
    expanded: str
    hits: tuple[SearchHit, ...]
    timings_ms: dict[str, float]
    notes: tuple[str, ...] = ()


def search_result(library: Library, found: Found) -> SearchResult:
    """The hits of a search with their sources looked up."""
    ids = {hit.passage.document for hit in found.hits}
    documents = {document_id: library.document(document_id) for document_id in ids}
    return SearchResult(
        query=found.query,
        expanded=found.expanded,
        hits=tuple(_shown(library, hit, documents) for hit in found.hits),
        timings_ms=found.timings_ms,
        notes=found.notes,
    )


def _shown(library: Library, hit: Hit, documents: Mapping[str, Document]) -> SearchHit:
    passage, document = hit.passage, documents[hit.passage.document]
    page, file_page = _place(library, hit, document)
    return SearchHit(
        passage=passage.id,
        text=passage.text,
        kind=passage.kind,
        section=" > ".join(passage.headings),
        score=hit.score,
        lexical_rank=hit.lexical_rank,
        dense_rank=hit.dense_rank,
        relevance=hit.relevance,
        document=document.id,
        title=document.title,
        publisher=document.publisher,
        edition=document.edition,
        published=document.published,
        page=page,
        file_page=file_page,
        superseded=document.superseded_by is not None,
    )


def _place(library: Library, hit: Hit, document: Document) -> tuple[str | None, int | None]:
    index = hit.passage.page
    if index is None or document.media_type != "application/pdf":
        return None, None
    return library.page(document.id, index).label or str(index + 1), index + 1
