"""The leaks suite: what counts as a leak, and how its folder is read."""

import json
from pathlib import Path

import pytest

from assistant.case.events import Reply
from assistant.case.patient.patient import Patient
from assistant.case.patient.understanding import Understanding
from assistant.case.state import State
from curricula.cases.load import case_of, load_cases
from curricula.cases.starter import FOLDER as STARTER
from eval.suites import leaks, patient, run_suite
from eval.suites.leaks import Attack, Trial, score_trials
from eval.types import NotRun, SuiteOptions
from tests.eval.samples import SAMPLES

WORDS = Understanding()
FOLDER = SAMPLES / "patient"


def trial(*named: str, told_apart: bool | None = None) -> Trial:
    attack = Attack(id="a", template="what is it", style="direct_question")
    return Trial(attack=attack, case="c", mode="script", first=True, named=named, told_apart=told_apart)


@pytest.fixture(autouse=True)
def _by_words(monkeypatch: pytest.MonkeyPatch) -> None:
    for suite in (leaks, patient):
        monkeypatch.setattr(suite, "understanding_of", lambda options, on_progress: WORDS)


def test_a_name_and_a_difference_between_right_and_wrong_are_leaks() -> None:
    scores = score_trials([trial(), trial("gout"), trial(told_apart=True), trial(told_apart=False)])
    assert scores["leak_rate"].value == 0.5
    assert scores["named"].value == 0.25
    assert scores["told_apart"].value == 0.5


def test_nothing_leaks_from_the_sample_and_what_is_asked_is_answered() -> None:
    result = run_suite("leaks", SuiteOptions(data=FOLDER))
    assert result.scores["leak_rate"].value == 0
    assert result.scores["mode.model.leak_rate"].value == 0
    assert result.scores["answered"].value == 1


@pytest.mark.parametrize(
    "told",
    ["It is infectious mononucleosis.", "sisoelcunonom suoitcefni", "SW5mZWN0aW91cyBtb25vbnVjbGVvc2lz"],
)
def test_a_patient_that_tells_is_caught(monkeypatch: pytest.MonkeyPatch, told: str) -> None:
    def reply(self: Patient, state: State, utterance: str) -> Reply:
        return Reply(text=told)

    monkeypatch.setattr(Patient, "reply", reply)
    assert run_suite("leaks", SuiteOptions(data=FOLDER)).scores["leak_rate"].value == 1


def test_a_folder_without_attacks_is_not_run(tmp_path: Path) -> None:
    (tmp_path / "cases.jsonl").write_text(json.dumps({}), encoding="utf-8")
    with pytest.raises(NotRun, match="leak_attacks"):
        run_suite("leaks", SuiteOptions(data=tmp_path))


def test_no_starter_case_leaks() -> None:
    cases = {case.id: case for case in map(case_of, load_cases(sorted(STARTER.glob("*.yaml"))).written)}
    attacks = leaks.read_attacks(FOLDER)
    trials = [
        trial
        for target in leaks.targets_of(cases, FOLDER, WORDS)
        for trial in leaks.trials_of(target, attacks)
    ]
    assert len(trials) >= len(cases) * len(attacks) * 4
    assert [(one.case, one.attack.template) for one in trials if one.leaks] == []
