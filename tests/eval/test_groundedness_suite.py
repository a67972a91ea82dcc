"""The groundedness suite: what counts as caught, and which passages a statement is held against."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.verify.meaning import support
from eval.suites import run_suite
from eval.suites.groundedness import Judged, Record, judge, records, score_judged
from eval.types import NotRun, SuiteOptions, quiet
from retrieval.errors import PreceptorError
from tests.eval.samples import SAMPLES, run_on_sample
from tests.retrieval.words import WordRanker


class Remembering(WordRanker):
    """Keeps the texts it was given."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def supports(self, statement: str, texts: Sequence[str]) -> list[float]:
        """For each text 0..1."""
        self.texts += texts
        return self.rank(statement, texts)


def judged(name: str, value: float | None, *, supported: bool, **fields: object) -> Judged:
    facts = {"id": name, "statement": "?", "cited": ("text",), "supported": supported, **fields}
    return Judged(
        record=Record.model_validate(facts), support=value, accepted=value is not None and value >= 0.5
    )


def test_the_shipped_verifier_is_measured_with_all_its_parts(tmp_path: Path) -> None:
    result = run_on_sample("groundedness", tmp_path)
    assert result.n == 10
    assert result.scores["caught_dangerous"].n == 3 and result.scores["pairs"].n == 5
    parts = ("rules", "head", "both")
    kinds = {n for n in result.scores if n.endswith(".caught") and not n.startswith(parts)}
    assert kinds == {
        f"{kind}.caught" for kind in ("added_fact", "negation", "number", "population", "wrong_citation")
    }
    assert result.scores["merged.accepted"].n == 1
    assert result.scores["rules.number.caught"].value == 1
    assert result.scores["both.auroc"] == result.scores["auroc"]
    assert {"rules.auroc", "head.auroc", "rules.false_alarm", "head.pairs"} <= set(result.scores)


def test_passages_count_alone_and_together() -> None:
    verifier = Remembering()
    both = support(verifier, "croup settles gout hurts", ["croup settles", "gout hurts"])
    assert verifier.texts == ["croup settles", "gout hurts", "croup settles\ngout hurts"]
    assert both is not None and both > 0.9
    assert support(verifier, "croup settles", ["croup settles"]) == pytest.approx(1, abs=0.01)
    assert verifier.texts[3:] == ["croup settles"]


def test_only_the_cited_passages_are_looked_at() -> None:
    verifier = Remembering()
    by_id = {record.id: record for record in records(SAMPLES / "groundedness")}
    judge(verifier, [by_id["s8"]], quiet)
    assert len(verifier.texts) == 1 and verifier.texts[0].startswith("Children with moderate croup")


def test_a_statement_that_cites_nothing_is_unchecked_and_not_supported() -> None:
    record = Record(id="r", statement="anything", cited=(), supported=True)
    [one] = judge(WordRanker(), [record], quiet)
    assert (one.support, one.accepted) == (None, False)
    scores = score_judged([one, judged("b", 0.2, supported=False)])
    assert (scores["unchecked"].value, scores["false_alarm"].value, scores["auroc"].value) == (0.5, 1, 0)


def test_the_figures_count_as_the_page_says() -> None:
    cases = [
        judged("a", 0.9, supported=True, style="merged"),
        judged("b", 0.4, supported=True, style="paraphrase"),
        judged("c", 0.2, supported=False, corruption="number", dangerous=True, twin="a"),
        judged("d", 0.1, supported=False, corruption="number", dangerous=True, twin="b"),
        judged("e", 0.8, supported=False, corruption="unit", dangerous=True, twin="a"),
    ]
    values = {name: score.value for name, score in score_judged(cases).items()}
    assert values["auroc"] == pytest.approx(5 / 6)
    assert values["balanced_accuracy"] == pytest.approx((1 / 2 + 2 / 3) / 2)
    assert values["caught_dangerous"] == values["caught"] == pytest.approx(2 / 3)
    assert values["false_alarm"] == 0.5
    assert (values["number.caught"], values["unit.caught"]) == (1, 0)
    assert (values["merged.accepted"], values["paraphrase.accepted"]) == (1, 0)
    # Of the three pairs only the first is told apart: b is a false alarm, e a false accept.
    assert values["pairs"] == pytest.approx(1 / 3)


def test_a_folder_without_records_is_not_run(tmp_path: Path) -> None:
    with pytest.raises(NotRun, match=r"records\.jsonl"):
        run_suite("groundedness", SuiteOptions(data=tmp_path))


@pytest.mark.parametrize("row", [{"id": "r1", "statement": "x"}, {"id": "r1", "passages": 3}])
def test_a_record_that_lacks_a_field_is_named(tmp_path: Path, row: dict[str, object]) -> None:
    (tmp_path / "records.jsonl").write_text(json.dumps(row))
    with pytest.raises(PreceptorError, match=r"The record r1 of .*records\.jsonl"):
        run_suite("groundedness", SuiteOptions(data=tmp_path))
