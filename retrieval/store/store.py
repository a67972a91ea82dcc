"""The SQL truth of a library. Every method is one transaction."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Engine

from retrieval.errors import PreceptorError
from retrieval.ports import IndexRow, Vectors
from retrieval.store import changes, documents, figures, passages, vectors
from retrieval.store.changes import Change
from retrieval.store.compact import dump
from retrieval.store.engine import reading, writing
from retrieval.store.vectors import Matrix
from retrieval.types import Document, Figure, Page, Passage


class Entry(NamedTuple):
    """A document with all that is kept of it. `encoder` and `cutter` say what made vectors and passages."""

    document: Document
    pages: Sequence[Page]
    passages: Sequence[Passage]
    vectors: Vectors
    encoder: str
    cutter: str
    has_original: bool
    notes: tuple[str, ...] = ()
    said_supersedes: str | None = None
    figures: Sequence[Figure] = ()


class Catalogue(NamedTuple):
    """The documents by id, and which of them a newer edition replaces, as of one change."""

    change: int
    documents: dict[str, Document]
    superseded: frozenset[str]


class Store:
    """Documents, pages, passages, vectors and the log of changes."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._kept: Catalogue | None = None

    def add(self, entry: Entry) -> int:
        """The number of the change; everything of the entry is kept together or not at all."""
        with writing(self.engine) as connection:
            code = changes.take_numbers(connection, "document", 1)
            first_n = changes.take_numbers(connection, "passage", len(entry.passages))
            document = entry.document
            facts = {
                "cutter": entry.cutter,
                "has_original": int(entry.has_original),
                "notes": dump(entry.notes),
                "said_supersedes": entry.said_supersedes,
                "figures_read": 1,
            }
            documents.insert_document(connection, code, document, facts)
            documents.insert_pages(connection, code, document.media_type, entry.pages)
            passages.insert_passages(connection, code, first_n, entry.passages)
            figures.insert_figures(connection, code, entry.figures)
            vectors.insert_vectors(connection, code, first_n, encoder=entry.encoder, rows=entry.vectors)
            return changes.log(connection, "add", document.id, document.ingested_at)

    def add_figures(self, document_id: str, found: Sequence[Figure], at: datetime) -> None:
        """Keeps the figures of a document that had not been looked at for any; one that is gone has none."""
        with writing(self.engine) as connection:
            code = figures.mark_read(connection, document_id)
            if code is not None and found:
                figures.insert_figures(connection, code, found)
                changes.log(connection, "remove", document_id, at)
                changes.log(connection, "add", document_id, at)

    def without_figures_read(self) -> tuple[str, ...]:
        """The documents that have not been looked at for figures, in the order they came."""
        with reading(self.engine) as connection:
            return figures.unread(connection)

    def remove(self, document_id: str, at: datetime) -> int:
        """The number of the change; its chain of editions is closed over the gap."""
        with writing(self.engine) as connection:
            figures.log_removal(connection, document_id)
            documents.delete_document(connection, document_id)
            return changes.log(connection, "remove", document_id, at)

    def change(self, document: Document, at: datetime) -> int:
        """The number of the change that overwrites the document's fields; indexes are not told."""
        with writing(self.engine) as connection:
            documents.change_document(connection, document)
            return changes.log(connection, "edit", document.id, at)

    def set_superseded(self, old: str | None, new: str, at: datetime) -> None:
        """Makes `new` the successor of `old`, None: of no document."""
        self.set_supersedes({new: old}, at)

    def set_supersedes(self, links: Mapping[str, str | None], at: datetime) -> None:
        """Sets which document each of these supersedes, all at once."""
        with writing(self.engine) as connection:
            documents.set_supersedes(connection, links)
            for newer in links:
                changes.log(connection, "edit", newer, at)

    def waiting_editions(self) -> list[tuple[str, str]]:
        """Documents that name a predecessor and are linked to none, each with what they say."""
        with reading(self.engine) as connection:
            return documents.waiting_editions(connection)

    def say_supersedes(self, document_id: str, said: str) -> None:
        """Keeps what a document says it supersedes, until that is here."""
        with writing(self.engine) as connection:
            documents.say_supersedes(connection, document_id, said)

    def documents(self) -> list[Document]:
        """Every document, by title, then newest first."""
        return list(self.catalogue().documents.values())

    def document(self, document_id: str) -> Document:
        """The document of this id."""
        found = self.catalogue().documents.get(document_id)
        if found is None:
            raise PreceptorError(
                f"The library has no document {document_id!r}.", "List them with: preceptor library list"
            )
        return found

    def catalogue(self) -> "Catalogue":
        """The documents as of the latest change, read again only after one."""
        with reading(self.engine) as connection:
            latest = changes.latest_change(connection)
            if self._kept is None or self._kept.change != latest:
                listed = documents.all_documents(connection)
                self._kept = Catalogue(
                    change=latest,
                    documents={document.id: document for document in listed},
                    superseded=frozenset(document.id for document in listed if document.superseded_by),
                )
            return self._kept

    def has_document(self, document_id: str) -> bool:
        """Whether the document is here."""
        with reading(self.engine) as connection:
            return documents.find_document(connection, document_id) is not None

    def with_original(self) -> frozenset[str]:
        """The ids of the documents whose file was kept."""
        with reading(self.engine) as connection:
            return documents.with_original(connection)

    def page(self, document_id: str, index: int) -> Page:
        """One page (0 first) of a document."""
        with reading(self.engine) as connection:
            found = documents.find_page(connection, document_id, index)
        if found is None:
            raise PreceptorError(
                f"The library has no page {index + 1} of document {document_id!r}.",
                "See its pages with: preceptor library show ID",
            )
        return found

    def passages(self, ns: Sequence[int]) -> list[Passage]:
        """The passages of these rows in the order asked; rows removed since are left out."""
        with reading(self.engine) as connection:
            return passages.find_passages(connection, ns)

    def passage(self, passage_id: str) -> Passage:
        """The passage of this id."""
        with reading(self.engine) as connection:
            found = passages.find_passage(connection, passage_id)
        if found is None:
            raise PreceptorError(
                f"The library has no passage {passage_id!r}.", "Ask again: its source was removed."
            )
        return found

    def passages_of(self, document_id: str) -> list[Passage]:
        """A document's passages in order."""
        with reading(self.engine) as connection:
            return list(passages.passages_of(connection, document_id))

    def count_passages(self, encoder: str | None = None) -> int:
        """How many passages the library holds, or how many of them with vectors of this encoder."""
        with reading(self.engine) as connection:
            return passages.count(connection) if encoder is None else vectors.count(connection, encoder)

    def changes(self, after: int) -> list[Change]:
        """What happened since change number `after`, oldest first."""
        with reading(self.engine) as connection:
            return changes.changes_after(connection, after)

    def latest_change(self) -> int:
        """The number of the newest change, 0 for an empty library."""
        with reading(self.engine) as connection:
            return changes.latest_change(connection)

    def rows_of(self, document_id: str, encoder: str | None = None) -> Iterator[IndexRow]:
        """A document's passages with their stored vectors, as an index wants them.

        None if it is gone, or if another encoder than the one given made its vectors.
        """
        with reading(self.engine) as connection:
            document = documents.find_document(connection, document_id)
            cut = list(passages.passages_of(connection, document_id))
            stored = vectors.vectors_of(connection, document_id, encoder)
        if document is None or stored is None:
            return
        for passage, vector in zip(cut, stored, strict=True):
            headings = " > ".join(passage.headings)
            yield IndexRow(passage.n, document_id, document.title, headings, passage.text, vector)

    def keep_vectors(self, document_id: str, rows: Vectors, encoder: str) -> None:
        """Keeps a document's vectors of an encoder whose vectors no index holds yet."""
        with writing(self.engine) as connection:
            code, first_n = vectors.place_of(connection, document_id)
            vectors.insert_vectors(connection, code, first_n, encoder=encoder, rows=rows)

    def replace_vectors(self, document_id: str, rows: Vectors, encoder: str, at: datetime) -> int:
        """The number of the change that gives a document new vectors of this encoder."""
        with writing(self.engine) as connection:
            code, first_n = vectors.place_of(connection, document_id)
            vectors.insert_vectors(connection, code, first_n, encoder=encoder, rows=rows)
            changes.log(connection, "remove", document_id, at)
            return changes.log(connection, "add", document_id, at)

    def without_vectors(self, encoder: str) -> list[str]:
        """Documents that have no vectors of this encoder."""
        with reading(self.engine) as connection:
            return vectors.documents_without(connection, encoder)

    def encoders(self) -> dict[str, int]:
        """The encoders whose vectors are kept, and of how many documents, most first."""
        with reading(self.engine) as connection:
            return vectors.encoders(connection)

    def forget_other_vectors(self, encoder: str) -> None:
        """Throws away the vectors that other encoders made."""
        with writing(self.engine) as connection:
            vectors.forget_others(connection, encoder)

    def matrix(self, encoder: str) -> Matrix:
        """Every stored vector of this encoder."""
        with reading(self.engine) as connection:
            return vectors.load_matrix(connection, encoder)

    def close(self) -> None:
        """Lets go of the database."""
        self.engine.dispose()
