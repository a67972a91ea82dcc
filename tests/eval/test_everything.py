"""All suites at once: what ran stands under its own name, what did not is named."""

import shutil
from pathlib import Path

import pytest

from eval.suites import SUITES, run_suite
from eval.suites.everything import PLAN
from eval.types import NotRun, SuiteOptions
from tests.eval.samples import SAMPLES


def test_what_ran_is_reported_and_what_did_not_is_named(tmp_path: Path) -> None:
    shutil.copytree(SAMPLES / "locate", tmp_path / "pdf")
    result = run_suite("all", SuiteOptions(data=tmp_path, cache=tmp_path / "cache"))
    assert result.scores["locate.pdf.found"].value == 1
    assert len(result.not_run) == len(PLAN) - 1
    assert any(sentence.startswith("retrieval.bioasq: ") for sentence in result.not_run)
    assert result.as_json()["not_run"] == list(result.not_run)


def test_a_folder_without_any_set_is_not_run(tmp_path: Path) -> None:
    with pytest.raises(NotRun, match="No suite was run"):
        run_suite("all", SuiteOptions(data=tmp_path))


def test_every_suite_has_its_place_in_the_plan() -> None:
    assert {planned.suite for planned in PLAN} == set(SUITES) - {"all"}
