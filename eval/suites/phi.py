"""Is personal health information found in a text, and nothing else?"""

from collections.abc import Sequence
from pathlib import Path

from assistant.guard.privacy import Span, find
from eval.metrics import share
from eval.types import NotRun, OnProgress, Score, SuiteOptions, SuiteResult
from retrieval.errors import PreceptorError
from retrieval.rows import Row, rows
from retrieval.types import Value


class Place(Value):
    """Characters [start, end) of a text; `kind` is None where masking is optional."""

    start: int
    end: int
    kind: str | None = None


class Marked(Value):
    """A text with what must be found in it and what may be."""

    id: str
    text: str
    spans: tuple[Place, ...]
    optional: tuple[Place, ...] = ()


class Screened(Value):
    """A marked text with what was found in it."""

    marked: Marked
    found: tuple[Span, ...]


def run(options: SuiteOptions, on_progress: OnProgress) -> SuiteResult:
    """The figures over the texts of `options.data`."""
    screened, given = [], texts(options.data)
    for done, marked in enumerate(given, 1):
        screened.append(Screened(marked=marked, found=find(marked.text)))
        on_progress("Screening", done, len(given))
    return SuiteResult(
        suite="phi",
        n=len(screened),
        ungraded=0,
        scores=score_screened(screened),
        settings={"data": options.data.resolve().name},
    )


def texts(folder: Path) -> list[Marked]:
    """The texts of texts.jsonl."""
    path = folder / "texts.jsonl"
    if not path.is_file():
        raise NotRun(
            f"Not run: {folder} holds no texts.jsonl.", "Point --data at a folder of the suite's layout."
        )
    return [_marked(path, row) for row in rows(path)]


def score_screened(screened: Sequence[Screened]) -> dict[str, Score]:
    """The suite's figures, with the recall of each kind."""
    judged = [(place, _masked(one, place)) for one in screened for place in one.marked.spans]
    kinds = sorted({place.kind for place, _ in judged if place.kind})
    private = [one for one in screened if one.marked.spans]
    return {
        "span_recall": share([masked for _, masked in judged]),
        "span_precision": share([_wanted(one, span) for one in screened for span in one.found]),
        "whole_texts": share([all(_masked(one, place) for place in one.marked.spans) for one in private]),
        "false_alarm": share([bool(one.found) for one in screened if not one.marked.spans]),
        "kind_named": share([_named(one, place) for one in screened for place in one.marked.spans]),
        **{f"{kind}.recall": share([hit for place, hit in judged if place.kind == kind]) for kind in kinds},
    }


def _masked(one: Screened, place: Place) -> bool:
    """Whether every letter and digit of the place is masked."""
    return all(
        any(span.start <= at < span.end for span in one.found)
        for at in range(place.start, place.end)
        if one.marked.text[at].isalnum()
    )


def _wanted(one: Screened, span: Span) -> bool:
    """Whether the span lies mostly in what must or may be masked, titles and marks beside it aside."""
    places = (*one.marked.spans, *one.marked.optional)
    inside = sum(any(place.start <= at < place.end for place in places) for at in range(span.start, span.end))
    return 2 * inside > span.end - span.start


def _named(one: Screened, place: Place) -> bool | None:
    """Whether the kind of the place was named; None where nothing was found there."""
    kinds = {span.kind for span in one.found if span.start < place.end and place.start < span.end}
    return place.kind in kinds if kinds else None


def _marked(path: Path, row: Row) -> Marked:
    try:
        places = {
            name: tuple(Place(**span) for span in row.get(name) or ()) for name in ("spans", "optional")
        }
        marked = Marked(id=row["id"], text=row["text"], **places)
    except (KeyError, TypeError, ValueError) as fault:
        raise PreceptorError(
            f"The record {row.get('id', '?')} of {path} cannot be read.",
            "Give each record id, text and spans of start, end and kind.",
        ) from fault
    if any(not 0 <= place.start < place.end <= len(marked.text) for place in marked.spans):
        raise PreceptorError(
            f"A span of {marked.id} in {path} lies outside its text.", "Correct its offsets."
        )
    return marked
