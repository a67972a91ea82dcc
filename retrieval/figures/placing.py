"""Figures between reading and keeping: under which headings, and beside which passage."""

from collections.abc import Sequence

from retrieval.originals import digest_text
from retrieval.types import Figure, FigureRead, Passage, Segment


def placed(document_id: str, found: Sequence[FigureRead], passages: Sequence[Passage]) -> tuple[Figure, ...]:
    """The figures with ids, each linked to the passage that holds its caption or its nearest text."""
    figures = []
    for number, read in enumerate(found):
        passage = _beside(read, passages)
        figures.append(
            Figure(
                **read.model_dump(exclude={"box"}),
                box=read.box,
                id=digest_text(document_id, "figure", str(number))[:24],
                document=document_id,
                headings=passage.headings if passage else (),
                passage=passage.id if passage else None,
            )
        )
    return tuple(figures)


def _beside(read: FigureRead, passages: Sequence[Passage]) -> Passage | None:
    if read.at is None:
        return None
    return next(
        (one for one in passages if any(_holds(part, read.page, read.at) for part in one.segments)), None
    )


def _holds(part: Segment, page: int, at: int) -> bool:
    if part.page != page or part.page_start is None or part.page_end is None:
        return False
    return part.page_start <= at < part.page_end
