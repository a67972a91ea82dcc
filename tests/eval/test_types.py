"""Results as the command line writes them, and the registry of suites."""

import json
from pathlib import Path

import pytest

from eval.suites import SUITES, run_suite
from eval.types import NotRun, Score, SuiteOptions, SuiteResult
from retrieval.errors import WrongUse


def result() -> SuiteResult:
    scores = {
        "fused.ndcg@10": Score(value=0.5, n=10, low=0.4, high=0.6),
        "fused.recall@10": Score(value=0.25, n=8),
        "kappa": Score(value=None, n=10, reason="one class only"),
    }
    return SuiteResult(suite="retrieval", n=10, ungraded=2, scores=scores, settings={"seed": 0})


def test_json_is_flat_with_the_interval_beside_its_metric() -> None:
    assert result().as_json() == {
        "suite": "retrieval",
        "n": 10,
        "ungraded": 2,
        "metrics": {
            "fused.ndcg@10": 0.5,
            "fused.ndcg@10.low": 0.4,
            "fused.ndcg@10.high": 0.6,
            "fused.recall@10": 0.25,
            "fused.recall@10.n": 8,
            "kappa": None,
        },
        "settings": {"seed": 0},
    }


def test_an_unknown_figure_survives_json_as_null() -> None:
    assert json.loads(json.dumps(result().as_json(), allow_nan=False))["metrics"]["kappa"] is None


@pytest.mark.parametrize("name", SUITES)
def test_a_suite_whose_folder_is_absent_is_not_run_rather_than_passed(name: str, tmp_path: Path) -> None:
    with pytest.raises(NotRun, match="not run"):
        run_suite(name, SuiteOptions(data=tmp_path / "nowhere"))


def test_an_unknown_suite_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="Choose one of retrieval, abstain, locate"):
        run_suite("karaoke", SuiteOptions(data=tmp_path))
