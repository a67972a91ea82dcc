"""The half that every answer begins with: search, judge whether the evidence suffices, and quote it."""

from collections.abc import Sequence
from hashlib import sha256
from time import perf_counter
from typing import NamedTuple

from assistant.answer.cite import Once, Sources, cite, state
from assistant.answer.conflicts import disagreeing
from assistant.answer.followup import standalone
from assistant.answer.quote import Chosen, choose, rate
from assistant.answer.sufficiency import features, model_for, probability
from assistant.calibrated import Calibrated
from assistant.guard.screen import fitting
from assistant.types import Abstention, Answer, Citation, Conflict, Fingerprint, Notice, Statement
from retrieval.library import Library
from retrieval.models.working import Models, with_what_works
from retrieval.types import Found, Hit, Query

EVIDENCE = 10
NEAREST = 3
COVERED_TITLES = 8


class Gathered(NamedTuple):
    """What the library has on a question. `chosen` are the units to quote, none if it does not suffice.

    `asked` is the question as it stands alone; `started` and `searched` are moments of the clock, in seconds.
    """

    query: Query
    asked: str
    found: Found
    chosen: Sequence[Chosen]
    suffices: bool
    confidence: float
    sources: Sources
    fingerprint: Fingerprint
    notes: tuple[str, ...]
    started: float
    searched: float


def gather(library: Library, query: Query, asked: str, *, started: float) -> Gathered:
    """The ranked passages on the question, the units of them that answer it, and whether they suffice."""
    found = library.search(query.model_copy(update={"text": asked, "history": ()}), k=EVIDENCE)
    searched = perf_counter()
    (rated, ranker), notes = with_what_works(
        lambda models: (rate(found, models.encoder, models.ranker), models.ranker),
        Models(library.encoder, library.ranker),
    )
    model = model_for(ranker.fingerprint if ranker else None)
    confidence = probability(model, features(found, rated))
    suffices = bool(rated) and confidence >= model.threshold
    return Gathered(
        query=query,
        asked=asked,
        found=found,
        chosen=choose(rated) if suffices else (),
        suffices=suffices,
        confidence=confidence,
        sources=Once(library),
        fingerprint=_fingerprint(library, model),
        notes=tuple(dict.fromkeys([*found.notes, *notes])),
        started=started,
        searched=searched,
    )


def quoted(gathered: Gathered, notices: tuple[Notice, ...]) -> Answer:
    """The answer of quote mode: verbatim statements, or an abstention."""
    found, sources = gathered.found, gathered.sources
    follows = gathered.asked != gathered.query.text
    return Answer(
        id=_id(gathered.query, gathered.fingerprint),
        question=gathered.query.text,
        standalone=found.query.text,
        mode="quote",
        statements=tuple(_statement(sources, one) for one in gathered.chosen),
        abstained=None if gathered.suffices else _abstention(sources, found),
        conflicts=_conflicts(sources, gathered.chosen),
        evidence=tuple(_whole(sources, hit) for hit in found.hits),
        confidence=gathered.confidence,
        notices=fitting(notices, answered=gathered.suffices, follows=follows),
        notes=gathered.notes,
        timings_ms={
            "evidence": (gathered.searched - gathered.started) * 1000 - found.timings_ms.get("rank", 0.0),
            "answer": since(gathered.started),
            **found.timings_ms,
        },
        fingerprint=gathered.fingerprint,
    )


def help_only(library: Library, query: Query, notices: tuple[Notice, ...]) -> Answer:
    """The answer that is nothing but its notices."""
    fingerprint = _fingerprint(library, model_for(library.ranker.fingerprint if library.ranker else None))
    return Answer(
        id=_id(query, fingerprint),
        question=query.text,
        standalone=query.text,
        mode="quote",
        notices=notices,
        fingerprint=fingerprint,
    )


def since(started: float) -> float:
    """The milliseconds since that moment of the clock."""
    return (perf_counter() - started) * 1000


def _statement(sources: Sources, chosen: Chosen) -> Statement:
    candidate = chosen.candidate
    return state(sources, candidate.hit.passage, candidate.start, candidate.end, candidate.cells)


def _conflicts(sources: Sources, chosen: Sequence[Chosen]) -> tuple[Conflict, ...]:
    return tuple(
        Conflict(about=unit, statements=tuple(_statement(sources, one) for one in pair))
        for unit, pair in disagreeing(chosen)
    )


def _whole(sources: Sources, hit: Hit) -> Citation:
    return cite(sources, hit.passage, 0, len(hit.passage.text))


def _abstention(sources: Sources, found: Found) -> Abstention:
    if not found.hits:
        reason = "The library has no passage on this."
    else:
        reason = "The library's passages do not answer this with enough certainty."
    titles = [sources.document(hit.passage.document).title for hit in found.hits]
    return Abstention(
        reason=reason,
        nearest=tuple(_whole(sources, hit) for hit in found.hits[:NEAREST]),
        covers=tuple(dict.fromkeys(titles))[:COVERED_TITLES],
    )


def _fingerprint(library: Library, model: Calibrated) -> Fingerprint:
    settings = sha256(model.model_dump_json().encode()).hexdigest()[:12]
    return Fingerprint(
        settings=settings,
        encoder=library.encoders.now.name,
        model=None,
        library=str(library.store.latest_change()),
        ranker=library.ranker.fingerprint if library.ranker else None,
    )


def _id(query: Query, fingerprint: Fingerprint) -> str:
    """The same question to the same library gives the same id, whoever made it stand alone."""
    asked = standalone(query.text, query.history)
    parts = (query.model_dump_json(), asked, fingerprint.model_dump_json())
    return sha256("\n".join(parts).encode()).hexdigest()[:24]
