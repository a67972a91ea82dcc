"""What a search for figures gives."""

from retrieval.types import Figure, Value


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
