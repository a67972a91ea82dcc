"""Are diagnoses in free text graded as a person with the key in hand grades them?"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import get_args

from assistant.case.grading.diagnosis import Grade, Verdict, grade
from assistant.case.grading.evidence import evidence_in
from assistant.case.grading.lexicon import shipped_lexicon
from curricula.cases.types import Diagnosis
from eval.cases import KEY, Record, case_of, case_records, texts_of
from eval.metrics import share, weighted_kappa
from eval.types import NotRun, OnProgress, Score, SuiteOptions, SuiteResult
from retrieval.errors import PreceptorError
from retrieval.rows import Row, rows
from retrieval.types import Value

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


class Answer(Value):
    """A diagnosis as a student typed it, with the verdict it deserves, and what makes it hard."""

    id: str
    case_id: str
    submitted: str
    verdict: Verdict
    feature: str = ""


class Graded(Value):
    """An answer and the grade it got."""

    answer: Answer
    grade: Grade


def run(options: SuiteOptions, on_progress: OnProgress) -> SuiteResult:
    """The figures over the answers of `options.data`, each graded by the key of its case alone."""
    given = answers(options.data)
    records = case_records(options.data, options.cases)
    graded = []
    for done, answer in enumerate(given, 1):
        graded.append(
            Graded(answer=answer, grade=graded_by_key(answer.submitted, case_of(records, answer.case_id)))
        )
        on_progress("Grading", done, len(given))
    ungraded = sum(one.grade.verdict is None for one in graded)
    scores = score_graded(graded, seed=options.seed)
    return SuiteResult(
        suite="diagnosis",
        n=len(graded) - ungraded,
        ungraded=ungraded,
        scores=scores,
        settings={"data": options.data.resolve().name, "seed": options.seed},
    )


def answers(folder: Path) -> list[Answer]:
    """The answers of differential_grading.jsonl."""
    path = folder / "differential_grading.jsonl"
    if not path.is_file():
        raise NotRun(
            f"Not run: {folder} holds no differential_grading.jsonl.",
            "Point --data at a folder of the suite's layout.",
        )
    return [_answer(path, row) for row in rows(path)]


def graded_by_key(submitted: str, record: Record) -> Grade:
    """The grade by the record's key; its other texts tell only sides and levels that the key leaves open."""
    return grade(submitted, Diagnosis(name=record[KEY]), shipped_lexicon(), evidence_in(texts_of(record)))


def score_graded(graded: Sequence[Graded], *, seed: int = 0) -> dict[str, Score]:
    """The suite's figures; an answer without a verdict counts as not right."""
    features = sorted({one.answer.feature for one in graded if one.answer.feature})
    lesser = [one for one in graded if one.answer.verdict != "correct"]
    told = [(one.answer.verdict, one.grade.verdict) for one in graded if one.grade.verdict is not None]
    agreement = weighted_kappa(
        [VERDICTS.index(truth) for truth, _ in told], [VERDICTS.index(said) for _, said in told], seed=seed
    )
    return {
        "accuracy": share([_is_right(one) for one in graded]),
        "false_correct": share([one.grade.verdict == "correct" for one in lesser]),
        "ungraded": share([one.grade.verdict is None for one in graded]),
        "kappa": agreement.model_copy(update={"ungraded": len(graded) - len(told)}),
        **{f"{name}.recall": _recall(graded, name) for name in VERDICTS},
        **{f"{feature}.accuracy": _accuracy(graded, feature) for feature in features},
    }


def _recall(graded: Sequence[Graded], verdict: Verdict) -> Score:
    return share([_is_right(one) for one in graded if one.answer.verdict == verdict])


def _accuracy(graded: Sequence[Graded], feature: str) -> Score:
    return share([_is_right(one) for one in graded if one.answer.feature == feature])


def _is_right(one: Graded) -> bool:
    return one.grade.verdict == one.answer.verdict


def _answer(path: Path, row: Row) -> Answer:
    fields: Mapping[str, object] = {name: row[name] for name in Answer.model_fields if name in row}
    try:
        return Answer.model_validate(fields)
    except ValueError as fault:
        raise PreceptorError(
            f"The record {row.get('id', '?')} of {path} cannot be read.",
            f"Give each record id, case_id, submitted and a verdict: {', '.join(VERDICTS)}.",
        ) from fault
