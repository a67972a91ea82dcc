"""All suites at once: what ran stands under its own name, what did not is named."""

import shutil
from pathlib import Path

import pytest

from assistant.settings import read_settings
from eval.suites import SUITES, run_suite
from eval.suites.everything import PLAN
from eval.types import AskOptions, NotRun, SuiteOptions
from tests.assistant.scripted_server import scripted_server
from tests.eval.answering import oracle
from tests.eval.samples import SAMPLES


def test_what_ran_is_reported_and_what_did_not_is_named(tmp_path: Path) -> None:
    shutil.copytree(SAMPLES / "locate", tmp_path / "pdf")
    result = run_suite("all", SuiteOptions(data=tmp_path, cache=tmp_path / "cache"))
    assert result.scores["locate.pdf.found"].value == 1
    assert len(result.not_run) + len(result.left_out) == len(PLAN) - 1
    assert any(sentence.startswith("retrieval.bioasq: ") for sentence in result.not_run)
    assert result.as_json()["not_run"] == list(result.not_run)


def test_what_would_ask_a_model_is_left_out_and_named_until_one_is_set(tmp_path: Path) -> None:
    shutil.copytree(SAMPLES / "mcq", tmp_path / "mcq")
    shutil.copytree(SAMPLES / "phi", tmp_path / "phi")
    alone = run_suite("all", SuiteOptions(data=tmp_path))
    assert alone.left_out[0] == "mcq.mcq: no model is set (docs/evaluation.md)."
    assert alone.as_json()["left_out"] == list(alone.left_out)
    with scripted_server(oracle) as host:
        asking = AskOptions(model=read_settings(model_url=host.url))
        result = run_suite("all", SuiteOptions(data=tmp_path, cache=tmp_path / "cache", asking=asking))
    assert result.scores["mcq.mcq.without.accuracy"].value == 1
    assert [reason.split(":")[0] for reason in result.left_out] == ["rubric.rubric"]


def test_a_folder_without_any_set_is_not_run(tmp_path: Path) -> None:
    with pytest.raises(NotRun, match="No suite was run"):
        run_suite("all", SuiteOptions(data=tmp_path))


def test_every_suite_has_its_place_in_the_plan() -> None:
    assert {planned.suite for planned in PLAN} == set(SUITES) - {"all"}
