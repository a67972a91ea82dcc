"""Figures between reading and keeping: under which headings, beside which passage, with which file."""

from collections.abc import Sequence
from pathlib import Path

from retrieval.figures.picture import FILE
from retrieval.originals import Originals, digest_text
from retrieval.readers.beside import file_below
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


def keep_pictures(
    originals: Originals, original: Path, figures: Sequence[Figure], folder: Path
) -> tuple[Figure, ...]:
    """The figures once their files from the folder are kept beside the original; others have no picture."""

    def is_kept(part: str, digest: str | None) -> bool:
        source = file_below(folder, part.removeprefix(FILE))
        return bool(source and digest and originals.keep_picture(source, digest, original))

    return tuple(
        figure.model_copy(update={"part": None})
        if figure.part is not None
        and figure.part.startswith(FILE)
        and not is_kept(figure.part, figure.digest)
        else figure
        for figure in figures
    )


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
