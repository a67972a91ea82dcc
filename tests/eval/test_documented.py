"""docs/evaluation.md and the code name the same suites and metrics."""

import re
from pathlib import Path

import pytest

from eval.suites import SUITES
from eval.suites.abstain import score_replies
from eval.suites.diagnosis import score_graded
from eval.suites.gate import score_trials as score_gates
from eval.suites.groundedness import score_judged
from eval.suites.injection import score_trials
from eval.suites.leaks import score_trials as score_attacks
from eval.suites.locate import score_places
from eval.suites.mcq import score_choices
from eval.suites.patient import score_heard
from eval.suites.phi import score_screened
from eval.suites.retrieval import CONFIGURATIONS, score_rankings
from eval.suites.rubric import score_judged as score_rubrics

PAGE = (Path(__file__).parents[2] / "docs" / "evaluation.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"`([^`]+)`", PAGE))


@pytest.mark.parametrize("suite", [name for name in SUITES if name != "all"])
def test_each_suite_has_a_section(suite: str) -> None:
    assert f"\n## {suite}\n" in PAGE


def test_each_metric_is_explained() -> None:
    ranked = score_rankings({"q": ["a"]}, {"q": {"a": 1, "b": 0}}, 1)
    metrics = {f"fused.{name}" for name in ranked} | set(score_replies([])) | set(score_places([]))
    metrics |= set(score_judged([])) | set(score_screened([])) | set(score_trials([]))
    metrics |= set(score_choices({"without": []}, known=[])) | set(score_rubrics([]))
    metrics |= set(score_graded([])) | set(score_gates([]))
    metrics |= set(score_heard([])) | set(score_attacks([]))
    assert metrics <= NAMED


def test_each_configuration_is_named() -> None:
    assert f"for each of {', '.join(CONFIGURATIONS)}" in PAGE
