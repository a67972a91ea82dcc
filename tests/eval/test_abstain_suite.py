"""The abstain suite on questions of our own, through the real library and answer."""

from pathlib import Path

import pytest

from eval.data import Question
from eval.suites import run_suite
from eval.suites.abstain import Reply, score_replies
from eval.types import SuiteOptions, SuiteResult
from tests.eval.samples import CORPUS, run_on_sample


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def result(cache: Path) -> SuiteResult:
    return run_on_sample("abstain", cache, corpus=CORPUS)


@pytest.mark.parametrize(
    ("measure", "floor"),
    [("auroc", 0.9), ("evidence_hit", 0.6), ("answered_rate", 0.6), ("abstention_rate", 0.5)],
)
def test_the_answer_keeps_its_quality(result: SuiteResult, measure: str, floor: float) -> None:
    value = result.scores[measure].value
    assert value is not None and value >= floor


def test_each_kind_of_question_is_reported(result: SuiteResult) -> None:
    kinds = ("unanswerable_subject_absent", "unanswerable_detail_absent", "non_medical")
    assert all(f"{kind}.abstention_rate" in result.scores for kind in kinds)
    assert result.scores["answerable.answered_rate"].n == 12


def test_further_folders_add_their_questions(tmp_path: Path, cache: Path) -> None:
    labelled = '{"id": "1", "question": "croup dexamethasone", "kind": "own", "answerable": true}'
    for name, row in (
        ("data", labelled),
        ("known", '{"id": "1", "query": "gout crystals"}'),
        ("strange", '{"id": "1", "query": "capital of Mongolia"}'),
    ):
        (tmp_path / name).mkdir()
        (tmp_path / name / "questions.jsonl").write_text(row)
    options = SuiteOptions(
        data=tmp_path / "data",
        corpus=CORPUS,
        positives=(tmp_path / "known",),
        negatives=(tmp_path / "strange",),
        cache=cache,
    )
    result = run_suite("abstain", options)
    assert result.n == 3
    assert result.scores["known.answered_rate"].n == 1
    assert result.scores["strange.abstention_rate"].n == 1


def reply(confidence: float | None, *, answerable: bool, answered: bool, quoted: str = "") -> Reply:
    evidence = "Adults receive 0.5 mg into the thigh at once." if answerable else None
    question = Question(id="q", text="?", answerable=answerable, kind="k", evidence=evidence)
    return Reply(
        question=question, confidence=confidence, answered=answered, quoted=(quoted,) if quoted else ()
    )


def test_coverage_and_risk_count_as_selective_prediction_does() -> None:
    replies = [
        reply(0.9, answerable=True, answered=True, quoted="Adults receive 0.5 mg into the thigh at once."),
        reply(0.8, answerable=True, answered=True, quoted="Antihistamines relieve itching but do no more."),
        reply(0.3, answerable=True, answered=False),
        reply(0.7, answerable=False, answered=True, quoted="Something else that is quoted."),
    ]
    scores = score_replies(replies)
    assert scores["coverage"].value == pytest.approx(3 / 4)
    assert scores["risk"].value == pytest.approx(1 / 3)
    assert scores["answered_rate"].value == pytest.approx(2 / 3)
    assert scores["abstention_rate"].value == 0
    # Of three questions with evidence one shows it; the abstention is a miss.
    assert scores["evidence_hit"].value == pytest.approx(1 / 3)
    assert scores["evidence_hit_of_answered"].value == pytest.approx(1 / 2)
    # Of the three pairs, 0.9 and 0.8 stand above 0.7, 0.3 below.
    assert scores["auroc"].value == pytest.approx(2 / 3)


def test_an_answer_without_a_confidence_is_ungraded_not_wrong() -> None:
    replies = [
        reply(None, answerable=True, answered=True),
        reply(0.8, answerable=True, answered=True),
        reply(0.1, answerable=False, answered=False),
    ]
    assert (score_replies(replies)["auroc"].value, score_replies(replies)["auroc"].ungraded) == (1, 1)
