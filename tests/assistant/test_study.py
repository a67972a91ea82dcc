"""Study style: the learner tries first, and what they are asked gives nothing away."""

import pytest

from assistant.answer import answer
from assistant.answer.study import CHOICE, DIFFERING, FIGURE, OPEN, REASONS
from assistant.types import Answer
from retrieval.indexes.lexical import meaningful_stems
from retrieval.library import Library
from retrieval.types import Query
from tests.assistant.test_answer import library

__all__ = ("library",)

DOSE = "paracetamol dose for sore throat"
DAYS = "phenoxymethylpenicillin for bacterial sore throat how many days"


def study(library: Library, text: str, attempt: str | None = None) -> Answer:
    return answer(library, Query(text=text), style="study", attempt=attempt)


def test_before_an_attempt_the_learner_is_asked_and_shown_nothing(library: Library) -> None:
    given = study(library, DOSE)
    assert given.asks is not None and given.asks.endswith("?")
    assert (given.statements, given.evidence, given.conflicts) == ((), (), ())
    assert given.abstained is None and given.confidence is not None


@pytest.mark.parametrize("question", [DOSE, DAYS, "clarithromycin dose"])
def test_what_the_learner_is_asked_holds_no_word_of_the_sources(library: Library, question: str) -> None:
    asks = study(library, question).asks or ""
    told = {
        stem for one in answer(library, Query(text=question)).evidence for stem in meaningful_stems(one.quote)
    }
    assert not told & set(meaningful_stems(asks))


def test_an_attempt_or_the_wish_to_be_shown_gives_the_whole_answer(library: Library) -> None:
    straight = answer(library, Query(text=DOSE)).model_dump(exclude={"timings_ms"})
    for attempt in ("", "I think 1 g every 6 hours"):
        assert study(library, DOSE, attempt).model_dump(exclude={"timings_ms"}) == straight


def test_what_is_asked_fits_the_question(library: Library) -> None:
    assert FIGURE in (study(library, DOSE).asks or "")
    assert DIFFERING in (study(library, DAYS).asks or "")
    assert REASONS in (study(library, "Why does paracetamol relieve pain of a sore throat?").asks or "")
    assert CHOICE in (study(library, "Paracetamol or phenoxymethylpenicillin for sore throat?").asks or "")
    assert OPEN in (study(library, "paracetamol for the pain of a sore throat in adults").asks or "")


def test_without_evidence_nobody_is_asked_to_try(library: Library) -> None:
    given = study(library, "dose of adalimumab in psoriasis")
    assert given.asks is None and given.abstained is not None


def test_who_needs_help_is_not_asked_to_try(library: Library) -> None:
    given = study(library, "I want to kill myself")
    assert given.asks is None and given.notices
