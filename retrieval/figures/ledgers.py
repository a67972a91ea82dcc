"""What the indexes of figures are made from: their words, and the stored vectors of captions and pictures."""

from collections.abc import Iterator

import numpy as np
from sqlalchemy import Engine

from retrieval.ports import IndexRow
from retrieval.store import Change, Store, documents, figures
from retrieval.store.engine import reading
from retrieval.store.figures import Kind
from retrieval.types import Figure

NO_VECTOR = np.zeros(0, np.float32)


class WordLedger:
    """The figures that have words, as a lexical index wants them; it follows the store's own log."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.changes = store.changes
        self.latest_change = store.latest_change

    def rows_of(self, document_id: str, encoder: str | None = None) -> Iterator[IndexRow]:
        """A document's figures that have words, without vectors."""
        with reading(self._store.engine) as connection:
            document = documents.find_document(connection, document_id)
            found = figures.figures_of(connection, document_id)
        title = document.title if document else ""
        for figure in found:
            if figure.words:
                headings = " > ".join(figure.headings)
                yield IndexRow(figure.n, document_id, title, headings, figure.words, NO_VECTOR)

    def count_passages(self, encoder: str | None = None) -> int:
        """How many figures have words."""
        with reading(self._store.engine) as connection:
            return figures.count_with(connection, "caption")


class VectorLedger:
    """The figures with vectors of one kind, as a dense index wants them; it follows the log of those."""

    def __init__(self, engine: Engine, kind: Kind) -> None:
        self._engine = engine
        self._kind = kind

    def changes(self, after: int) -> list[Change]:
        """What happened to these vectors since change number `after`, oldest first."""
        with reading(self._engine) as connection:
            return figures.changes_after(connection, self._kind, after)

    def latest_change(self) -> int:
        """The number of the newest change, 0 if there is none."""
        with reading(self._engine) as connection:
            return figures.latest_change(connection, self._kind)

    def rows_of(self, document_id: str, encoder: str | None = None) -> Iterator[IndexRow]:
        """The vectors of a document's figures by this encoder, without their words."""
        with reading(self._engine) as connection:
            rows = list(figures.vectors_of(connection, document_id, self._kind, encoder or ""))
        for n, vector in rows:
            yield IndexRow(n, document_id, "", "", "", vector)

    def count_passages(self, encoder: str | None = None) -> int:
        """How many figures have a vector by this encoder."""
        with reading(self._engine) as connection:
            return figures.count_vectors(connection, self._kind, encoder or "")


def caption_text(figure: Figure) -> str:
    """What the encoder sees of a figure: its headings and what is said of it."""
    return "\n".join(filter(None, (" > ".join(figure.headings), figure.words)))
