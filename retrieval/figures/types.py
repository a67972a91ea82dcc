"""What a search for figures gives."""

from collections.abc import Mapping

from retrieval.types import Figure, Value


class FigureCounts(Value):
    """How many figures each document has that has any, and the documents whose figures are not read yet."""

    of: Mapping[str, int] = {}
    unread: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """How many figures there are."""
        return sum(self.of.values())

    def told(self, document_id: str) -> int | None:
        """How many figures the document has, None while they are not read."""
        return None if document_id in self.unread else self.of.get(document_id, 0)


class FigureHit(Value):
    """A figure found: its document's title, a score (0..1), and its rank (from 1) in each leg that found it.

    `alike` is the cosine of its picture with what was asked for, None where no picture was compared.
    """

    figure: Figure
    title: str
    score: float
    lexical_rank: int | None = None
    dense_rank: int | None = None
    alike: float | None = None


class FiguresFound(Value):
    """The figures found, best first; `notes` say which part of the search was off, and why."""

    hits: tuple[FigureHit, ...]
    notes: tuple[str, ...] = ()
