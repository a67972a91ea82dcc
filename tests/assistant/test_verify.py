"""A statement beside the passages it cites: which difference is found, and what the learner is told."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.calibrated import models_of
from assistant.verify.evidence import Reading, align
from assistant.verify.signals import Signals, check, is_struck
from assistant.verify.verdict import MEANING, SHIPPED, VERBATIM, combined, verify
from retrieval.passages import cut
from retrieval.readers.markdown import MarkdownReader
from retrieval.text import sentences
from retrieval.types import Passage

LIBRARY = Path(__file__).parents[2] / "curricula" / "starter" / "library"

GOUT = "Adults with acute gout are given colchicine 500 micrograms twice a day until the pain is relieved."
BETA = (
    "Beta-blockers do not raise the risk of depression in adults. "
    "They may lower blood pressure by 5 to 10 mmHg."
)
CROUP = (
    "Children with moderate croup receive a single dose of dexamethasone. It is not given to pregnant women."
)


class Sure:
    """A verifier that finds every statement supported."""

    fingerprint = "sure"

    def supports(self, statement: str, texts: Sequence[str]) -> list[float]:
        """For each text 0..1."""
        return [0.999 for _ in texts]


@pytest.mark.parametrize(
    ("statement", "passage", "reason"),
    [
        ("In gout adults take colchicine 5 mg twice daily.", GOUT, "says 500 micrograms, the sentence 5 mg."),
        ("In gout adults take colchicine twice a week.", GOUT, "a day, the sentence twice a week."),
        ("Beta-blockers raise the risk of depression.", BETA, 'says "not raise", the sentence "raise".'),
        ("Beta-blockers may raise blood pressure.", BETA, 'the sentence "raise".'),
        ("Beta-blockers always lower blood pressure.", BETA, 'says "always", the passage leaves it open.'),
        ("Adults with moderate croup receive dexamethasone.", CROUP, "of children, the sentence of adults."),
    ],
)  # fmt: skip
def test_a_difference_is_found_and_named(statement: str, passage: str, reason: str) -> None:
    judged = verify(statement, Reading([passage]))
    assert judged.verdict != "supported"
    findings = [finding.reason for finding in check(align(statement, Reading([passage]))).findings]
    assert any(finding.endswith(reason) for finding in findings), findings


@pytest.mark.parametrize(
    ("statement", "passage"),
    [
        ("In acute gout adults take 0.5 mg of colchicine every 12 hours until pain settles.", GOUT),
        ("Beta-blockers may cut blood pressure by 5-10 mmHg.", BETA),
        ("In adults beta-blockers do not increase the risk of depression.", BETA),
        ("Moderate croup in children is treated with dexamethasone.", CROUP),
    ],
)
def test_the_same_in_other_words_is_not_struck(statement: str, passage: str) -> None:
    assert not is_struck(check(align(statement, Reading([passage]))).signals)
    assert verify(statement, Reading([passage]), Sure()).verdict == "supported"


def test_a_wrong_dose_is_struck_however_sure_the_model_is() -> None:
    judged = verify("In gout adults take colchicine 5 mg twice daily.", Reading([GOUT]), Sure())
    assert judged.verdict == "contradicted" and "500 micrograms" in judged.reason


def test_without_a_meaning_score_a_paraphrase_is_at_best_unchecked() -> None:
    judged = verify("Moderate croup in children is treated with dexamethasone.", Reading([CROUP]))
    assert judged.verdict == "unchecked" and judged.meaning is None


@pytest.mark.parametrize("passages", [[], [""], ["  \n"]])
def test_without_a_passage_it_is_unchecked(passages: list[str]) -> None:
    assert verify("Anything.", Reading(passages), Sure()).verdict == "unchecked"


def test_a_part_of_a_sentence_is_not_word_for_word() -> None:
    text = "It is not true that the drug is safe in pregnancy."
    assert verify("The drug is safe in pregnancy.", Reading([text])).verdict != "supported"
    assert verify("the drug is safe in pregnancy", Reading([text])).verdict != "supported"


def test_a_negation_elsewhere_in_the_passage_does_not_count() -> None:
    statement = "Children with moderate croup are given dexamethasone."
    found = [one.outcome for one in check(align(statement, Reading([CROUP]))).findings]
    assert "contradicted" not in found


@given(st.floats(0, 1), st.floats(0, 1))
def test_more_support_never_counts_as_less(rules: float, meaning: float) -> None:
    assert combined(rules, meaning) <= combined(rules, min(1.0, meaning + 0.1)) + 1e-9


def test_the_shipped_weights_name_the_signals() -> None:
    rules, *joint = models_of(SHIPPED)
    assert rules.features == Signals._fields and rules.ranker is None
    assert all(one.ranker and one.features == (*Signals._fields, MEANING) for one in joint)


@cache
def starter_passages() -> tuple[Passage, ...]:
    """The passages of the starter library's text files, cut as the library cuts them."""
    reader = MarkdownReader()
    read = [reader.read(path.read_bytes(), path.name) for path in sorted(LIBRARY.glob("*.md"))]
    return tuple(passage for one in read for passage in cut("d", one, lambda text: len(text.split())))


def quotes(passage: Passage) -> list[str]:
    """What an answer can quote of a passage."""
    spans = [(row.start, row.end) for row in passage.rows] or sentences(passage.text)
    return [passage.text[start:end] for start, end in spans]


def test_no_quote_of_the_starter_library_is_struck() -> None:
    judged = [verify(quote, Reading([one.text])) for one in starter_passages() for quote in quotes(one)]
    assert len(judged) > 300
    assert {(one.verdict, one.reason) for one in judged} == {("supported", VERBATIM)}


@given(st.data())
@settings(deadline=None)
def test_no_check_contradicts_a_sentence_of_its_own_passage(data: st.DataObject) -> None:
    passage = data.draw(st.sampled_from(starter_passages()))
    quote = data.draw(st.sampled_from(quotes(passage)))
    findings = check(align(quote, Reading([passage.text]))).findings
    assert [one for one in findings if one.outcome in ("contradicted", "unsupported")] == []


def test_quotes_are_verified_in_less_than_three_milliseconds_an_answer() -> None:
    given = [(quote, one.text) for one in starter_passages()[:40] for quote in quotes(one)[:1]]
    best = float("inf")
    for _ in range(3):
        started = process_time()
        for quote, text in given:
            verify(quote, Reading([text]))
        best = min(best, process_time() - started)
    assert best / len(given) * 5 < 0.003


@given(st.text(max_size=300), st.text(max_size=120))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_text_gets_a_verdict_with_a_reason(passage: str, statement: str) -> None:
    assert verify(statement, Reading([passage])).reason
