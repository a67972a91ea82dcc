"""Question in, answer out: retrieve, judge whether the evidence suffices, then quote or abstain."""

from collections.abc import Sequence
from hashlib import sha256
from time import perf_counter

from assistant.answer.cite import Once, Sources, cite, state
from assistant.answer.conflicts import disagreeing
from assistant.answer.followup import standalone
from assistant.answer.quote import Chosen, choose, rate
from assistant.answer.sufficiency import features, model_for, probability
from assistant.calibrated import Calibrated
from assistant.guard.screen import fitting, needs_help, screened
from assistant.types import Abstention, Answer, Citation, Conflict, Fingerprint, Notice, Statement
from retrieval.library import Library
from retrieval.models.working import Models, with_what_works
from retrieval.types import Found, Hit, Query

EVIDENCE = 10
NEAREST = 3
COVERED_TITLES = 8


def answer(library: Library, query: Query, *, country: str | None = None) -> Answer:
    """Verbatim, cited statements that answer the question, or an abstention that says why there are none.

    Its notices are for the person; who needs help at once gets these alone, with the numbers of `country`.
    """
    started = perf_counter()
    notices = screened(query, country)
    if needs_help(notices):
        return _help_only(library, query, notices)
    asked = standalone(query.text, query.history)
    found = library.search(query.model_copy(update={"text": asked, "history": ()}), k=EVIDENCE)
    searched = perf_counter()
    (rated, ranker), notes = with_what_works(
        lambda models: (rate(found, models.encoder, models.ranker), models.ranker),
        Models(library.encoder, library.ranker),
    )
    model = model_for(ranker.fingerprint if ranker else None)
    confidence = probability(model, features(found, rated))
    suffices = bool(rated) and confidence >= model.threshold
    chosen = choose(rated) if suffices else []
    fingerprint = _fingerprint(library, model)
    sources = Once(library)
    return Answer(
        id=_id(query, asked, fingerprint),
        question=query.text,
        standalone=found.query.text,
        mode="quote",
        statements=tuple(_statement(sources, one) for one in chosen),
        abstained=None if suffices else _abstention(sources, found),
        conflicts=_conflicts(sources, chosen),
        evidence=tuple(_whole(sources, hit) for hit in found.hits),
        confidence=confidence,
        notices=fitting(notices, answered=suffices, follows=asked != query.text),
        notes=tuple(dict.fromkeys([*found.notes, *notes])),
        timings_ms={
            "evidence": (searched - started) * 1000 - found.timings_ms.get("rank", 0.0),
            "answer": (perf_counter() - started) * 1000,
            **found.timings_ms,
        },
        fingerprint=fingerprint,
    )


def _help_only(library: Library, query: Query, notices: tuple[Notice, ...]) -> Answer:
    fingerprint = _fingerprint(library, model_for(library.ranker.fingerprint if library.ranker else None))
    return Answer(
        id=_id(query, query.text, fingerprint),
        question=query.text,
        standalone=query.text,
        mode="quote",
        notices=notices,
        fingerprint=fingerprint,
    )


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


def _id(query: Query, asked: str, fingerprint: Fingerprint) -> str:
    """The same question to the same library gives the same id."""
    parts = (query.model_dump_json(), asked, fingerprint.model_dump_json())
    return sha256("\n".join(parts).encode()).hexdigest()[:24]
