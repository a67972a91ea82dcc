"""Given a sentence alone, does the app open the right file at the right page and mark the right words?

The marks are judged by pdfplumber, an extractor that no part of the answer came from.
"""

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from eval.metrics import share
from eval.types import NotRun, OnProgress, Score, Setting, SuiteOptions, SuiteResult
from eval.wording import endings, lettered, letters, span_of
from retrieval.highlight import Mark, marks
from retrieval.library import Library
from retrieval.readers.pdf.view import span_boxes
from retrieval.rows import rows
from retrieval.types import Box, Passage, Query, Value

SHOWN = 10
"""Passages searched through, as many as the app shows."""
LARGEST_AREA = 2.0
"""Times the area of the sentence's own words: a mark may have leading and margins, not whole neighbours."""


class Sentence(Value):
    """A sentence, and where it stands: the file, and its page counted from 1."""

    id: str
    file: str
    page: int
    quote: str


class Word(Value):
    """A word of a page as pdfplumber reads it, placed like a Box."""

    text: str
    box: Box


class Located(NamedTuple):
    """Where the app found a sentence: the file, the page counted from 1, and its marks (None: not placed).

    `quote` is the sentence, or its end where the set has a heading glued to its beginning.
    """

    quote: str
    file: str
    path: Path
    page: int | None
    marks: tuple[Mark, ...] | None


def run(options: SuiteOptions, on_progress: OnProgress) -> SuiteResult:
    """The figures over the sentences of `options.data`, all its PDFs being in one library."""
    asked = sentences(options.data)
    files = sorted(options.data.glob("*.pdf"))
    missing = {sentence.file for sentence in asked} - {path.name for path in files}
    if missing:
        raise NotRun(f"Not run: {options.data} lacks {', '.join(sorted(missing))}.", "Put the file there.")
    with TemporaryDirectory() as scratch, Library.open(Path(scratch) / "library") as library:
        added = [line for line in library.add(files) if line.outcome == "added"]
        places = []
        for done, sentence in enumerate(asked, 1):
            places.append((sentence, locate(library, sentence.quote)))
            on_progress("Locating", done, len(asked))
        scores = score_places(places)
    settings: dict[str, Setting] = {
        "data": options.data.resolve().name,
        "files": len(files),
        "files_added": len(added),
    }
    return SuiteResult(suite="locate", n=len(asked), ungraded=0, scores=scores, settings=settings)


def score_places(places: Sequence[tuple[Sentence, Located | None]]) -> dict[str, Score]:
    """The share of the sentences found, and of these the share on the right page and marked right."""
    words_of = cache(words_on)
    found = [(sentence, place) for sentence, place in places if place is not None]
    columns = {
        "found": [place is not None for _, place in places],
        "page_accuracy": [(p.file, p.page) == (sentence.file, sentence.page) for sentence, p in found],
        "highlight_accuracy": [_is_marked_right(place, words_of) for _, place in found],
        "highlight_absent": [place.marks is None for _, place in found],
        "found_by_end": [place.quote != sentence.quote for sentence, place in found],
    }
    return {name: share(column) for name, column in columns.items()}


def locate(library: Library, quote: str) -> Located | None:
    """Where the app's best passage with these words stands; None if no passage it shows has them."""
    hits = library.search(Query(text=quote), SHOWN).hits
    texts = [lettered(hit.passage.text) for hit in hits]
    for wanted in endings(quote):
        for hit, text in zip(hits, texts, strict=True):
            span = span_of(wanted, text)
            if span is not None:
                return _place(library, wanted, hit.passage, span)
    return None


def sentences(folder: Path) -> list[Sentence]:
    """The sentences of locate.jsonl."""
    path = folder / "locate.jsonl"
    if not path.is_file():
        raise NotRun(
            f"Not run: {folder} holds no locate.jsonl.", "Point --data at a folder of the suite's layout."
        )
    return [
        Sentence(id=str(row["id"]), file=row["file"], page=row["page"], quote=row["quote"])
        for row in rows(path)
    ]


def marks_exactly(quote: str, boxes: Sequence[Box], page_words: Sequence[Word]) -> bool:
    """Whether the boxes hold the quote's words and no others, and are not much larger than those."""
    inside = list(dict.fromkeys(word for box in boxes for word in page_words if _holds(box, word.box)))
    if letters(" ".join(word.text for word in inside)) != letters(quote):
        return False
    return sum(map(_area, boxes)) <= LARGEST_AREA * sum(_area(word.box) for word in inside)


def words_on(path: Path, page: int) -> list[Word]:
    """The words of a page (1 first), in pdfplumber's reading, as fractions of the page as shown."""
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        shown = pdf.pages[page - 1]
        left, top, right, bottom = shown.cropbox
        width, height = right - left, bottom - top
        return [
            Word(
                text=word["text"],
                box=Box(
                    left=(word["x0"] - left) / width,
                    top=(word["top"] - top) / height,
                    right=(word["x1"] - left) / width,
                    bottom=(word["bottom"] - top) / height,
                ),
            )
            for word in shown.extract_words()
        ]


def _place(library: Library, quote: str, passage: Passage, span: tuple[int, int]) -> Located | None:
    path = library.source_file(passage.document)
    if path is None:
        return None
    placed = marks(
        lambda page: library.page(passage.document, page),
        passage,
        *span,
        boxes_of=lambda page, spans: span_boxes(path, page, spans),
    )
    pages = [segment.page for segment in passage.segments if segment.start <= span[0] < segment.end]
    page = pages[0] + 1 if pages else None
    return Located(quote, library.document(passage.document).filename, path, page, placed)


def _is_marked_right(place: Located, words_of: Callable[[Path, int], list[Word]]) -> bool:
    """Whether there is one mark, on one page, and it is exact."""
    if place.marks is None or len(place.marks) != 1:
        return False
    (mark,) = place.marks
    return marks_exactly(place.quote, mark.boxes, words_of(place.path, mark.page + 1))


def _holds(box: Box, word: Box) -> bool:
    across, down = (word.left + word.right) / 2, (word.top + word.bottom) / 2
    return box.left <= across <= box.right and box.top <= down <= box.bottom


def _area(box: Box) -> float:
    return (box.right - box.left) * (box.bottom - box.top)
