"""The diagnosis suite: what is counted, and how its folder is read."""

import json
from pathlib import Path

import pytest

from assistant.case.grading.diagnosis import Grade, Verdict
from eval.suites import run_suite
from eval.suites.diagnosis import Answer, Graded, score_graded
from eval.types import NotRun, SuiteOptions
from retrieval.errors import PreceptorError
from tests.eval.samples import SAMPLES

CASE = {
    "id": "c1",
    "OSCE_Examination": {"Correct_Diagnosis": "Gout", "Patient_Actor": {"History": "A red toe."}},
}


def graded(truth: Verdict, said: Verdict | None, feature: str = "synonym") -> Graded:
    answer = Answer(id="a", case_id="c1", submitted="gout", verdict=truth, feature=feature)
    return Graded(answer=answer, grade=Grade(verdict=said, reason="..."))


def write(folder: Path, *records: dict[str, object]) -> SuiteOptions:
    lines = "\n".join(json.dumps(record) for record in records)
    (folder / "differential_grading.jsonl").write_text(lines, encoding="utf-8")
    (folder / "cases.jsonl").write_text(json.dumps(CASE), encoding="utf-8")
    return SuiteOptions(data=folder)


def test_the_shipped_grader_is_measured_by_feature() -> None:
    result = run_suite("diagnosis", SuiteOptions(data=SAMPLES / "diagnosis"))
    assert result.n == 6
    assert result.scores["accuracy"].value == 1
    assert result.scores["look_alike.accuracy"].n == 2


def test_an_ungraded_answer_counts_as_not_right_and_never_as_correct() -> None:
    scores = score_graded([graded("correct", None), graded("wrong", None), graded("correct", "correct")])
    assert scores["accuracy"].value == pytest.approx(1 / 3)
    assert scores["false_correct"].value == 0
    assert scores["ungraded"].value == pytest.approx(2 / 3)
    assert scores["kappa"].ungraded == 2


def test_false_correct_is_the_share_of_lesser_answers_marked_correct() -> None:
    scores = score_graded(
        [graded("wrong", "correct"), graded("partly", "partly"), graded("correct", "wrong")]
    )
    assert scores["false_correct"].value == 0.5
    assert scores["false_correct"].n == 2


def test_a_near_verdict_costs_less_agreement_than_a_far_one() -> None:
    right = [graded("correct", "correct"), graded("wrong", "wrong"), graded("partly", "partly")]
    near = score_graded([*right, graded("correct", "partly")])["kappa"].value
    far = score_graded([*right, graded("correct", "wrong")])["kappa"].value
    assert near is not None and far is not None and near > far


def test_cases_are_looked_for_in_the_folder_and_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "answers"
    folder.mkdir()
    options = write(folder, {"id": "a", "case_id": "c1", "submitted": "gout", "verdict": "correct"})
    (tmp_path / "cases").mkdir()
    (folder / "cases.jsonl").rename(tmp_path / "cases" / "cases.jsonl")
    assert run_suite("diagnosis", options).scores["accuracy"].value == 1


def test_a_folder_without_answers_or_cases_is_not_run(tmp_path: Path) -> None:
    with pytest.raises(NotRun, match=r"differential_grading\.jsonl"):
        run_suite("diagnosis", SuiteOptions(data=tmp_path))
    options = write(tmp_path, {"id": "a", "case_id": "c1", "submitted": "gout", "verdict": "correct"})
    with pytest.raises(NotRun, match="--cases"):
        run_suite("diagnosis", options.model_copy(update={"cases": tmp_path / "none.jsonl"}))


@pytest.mark.parametrize(
    "record", [{"id": "a"}, {"id": "a", "case_id": "c1", "submitted": "gout", "verdict": "maybe"}]
)
def test_a_record_that_cannot_be_read_is_named(record: dict[str, object], tmp_path: Path) -> None:
    with pytest.raises(PreceptorError, match="The record a of"):
        run_suite("diagnosis", write(tmp_path, record))


def test_an_answer_to_an_unknown_case_is_named(tmp_path: Path) -> None:
    options = write(tmp_path, {"id": "a", "case_id": "c9", "submitted": "gout", "verdict": "correct"})
    with pytest.raises(PreceptorError, match="no case c9"):
        run_suite("diagnosis", options)
