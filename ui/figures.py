"""Figures found, as they are shown and printed: each with its source and page looked up."""

from datetime import date

from retrieval.errors import WrongUse
from retrieval.figures.types import FigureHit, FiguresFound
from retrieval.library import Library
from retrieval.types import Box, Value

LARGEST = 20 * 1024 * 1024


def checked_picture(data: bytes) -> bytes:
    """The picture that figures are compared with; WrongUse where there is none or it is too large."""
    if not data:
        raise WrongUse("No picture was sent.", "Choose one.")
    if len(data) > LARGEST:
        raise WrongUse("The picture is larger than 20 MB.", "Save it smaller.")
    return data


class ShownFigure(Value):
    """A figure found. `page` is the printed label, else the file page or section; `file_page` counts from 1.

    `caption` is None where the source gives none; `nearby` is then the nearest text. `pictured` says whether
    the picture itself can be shown.
    """

    id: str
    caption: str | None
    alt: str | None
    nearby: str | None
    section: str
    score: float
    alike: float | None
    document: str
    title: str
    publisher: str | None
    edition: str | None
    published: date | None
    licence: str | None
    page: str
    file_page: int
    box: Box | None
    passage: str | None
    pictured: bool
    superseded: bool


class FigureResult(Value):
    """What a search for figures gave; `notes` say what was off."""

    figures: tuple[ShownFigure, ...]
    notes: tuple[str, ...] = ()


def figure_result(library: Library, found: FiguresFound) -> FigureResult:
    """The figures found with their sources looked up."""
    return FigureResult(figures=tuple(_shown(library, hit) for hit in found.hits), notes=found.notes)


def _shown(library: Library, hit: FigureHit) -> ShownFigure:
    figure, document = hit.figure, library.document(hit.figure.document)
    label = library.page(document.id, figure.page).label or str(figure.page + 1)
    return ShownFigure(
        id=figure.id,
        caption=figure.caption,
        alt=figure.alt,
        nearby=figure.nearby,
        section=" > ".join(figure.headings),
        score=hit.score,
        alike=hit.alike,
        document=document.id,
        title=document.title,
        publisher=document.publisher,
        edition=document.edition,
        published=document.published,
        licence=document.licence,
        page=label,
        file_page=figure.page + 1,
        box=figure.box,
        passage=figure.passage,
        pictured=figure.has_picture and library.source_file(document.id) is not None,
        superseded=document.superseded_by is not None,
    )
