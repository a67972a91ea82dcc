"""The patient suite: what is counted, and how its folder is read."""

from pathlib import Path

import pytest

from assistant.case.events import Reply
from assistant.case.patient.understanding import Understanding
from curricula.cases.intents import shipped_intents
from eval.suites import patient, run_suite
from eval.suites.patient import Heard, Instead, Utterance, score_heard
from eval.types import NotRun, SuiteOptions
from tests.eval.samples import SAMPLES


def heard(*told: str, denies: bool = False, text: str = "", **asked: object) -> Heard:
    fields = {"id": "q", "case_id": "c", "utterance": "?", "kind": "history", **asked}
    return Heard(
        asked=Utterance.model_validate(fields),
        reply=Reply(text=text),
        told=told,
        denials=tuple(denies for _ in told),
        ms=1.0,
    )


def test_a_fact_told_from_its_place_or_another_that_holds_it_is_conveyed() -> None:
    also = (Instead(instead_of="fever", pointer="/b"),)
    asked = {"expects": ("/a",), "evidence": ("fever",), "also": also}
    assert heard("/a", **asked).conveyed
    assert heard("/b", **asked).conveyed
    assert not heard("/c", **asked).conveyed


def test_every_fact_asked_for_has_to_be_told() -> None:
    asked = {"expects": ("/a", "/b"), "evidence": ("fever", "cough")}
    assert not heard("/a", **asked).conveyed
    assert heard("/a", "/b", **asked).conveyed


def test_places_beyond_those_asked_for_are_counted_once() -> None:
    one = heard("/a", "/x", "/x", "/y", expects=("/a",), evidence=("fever",))
    assert score_heard([one])["extra_leaves"].value == 2


def test_any_fact_told_off_script_is_counted_against_it() -> None:
    scores = score_heard([heard(kind="off_script"), heard("/a", kind="off_script")])
    assert scores["refused_off_script"].value == 0.5


def test_a_denial_told_as_an_affirmation_is_the_wrong_way_round() -> None:
    asked = {"expects": ("/a",), "evidence": ("fever",), "polarity": "absent"}
    assert score_heard([heard("/a", **asked)])["polarity"].value == 0
    assert score_heard([heard("/a", denies=True, **asked)])["polarity"].value == 1


def test_forbidden_strings_count_as_whole_words_in_any_case() -> None:
    scores = score_heard(
        [heard(text="It is GOUT.", forbidden=("gout",)), heard(text="gouty", forbidden=("gout",))]
    )
    assert scores["forbidden_leaks"].value == 0.5


def test_the_patient_is_measured_on_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    words_alone = Understanding(intents=shipped_intents())
    monkeypatch.setattr(patient, "understanding_of", lambda options, on_progress: words_alone)
    result = run_suite("patient", SuiteOptions(data=SAMPLES / "patient"))
    assert result.n == 5
    assert result.scores["answered"].value == 1
    assert result.scores["refused_off_script"].value == 1
    assert result.scores["forbidden_leaks"].value == 0
    assert result.scores["smalltalk_clean"].value == 1


def test_a_folder_without_utterances_is_not_run(tmp_path: Path) -> None:
    with pytest.raises(NotRun, match="patient_questions"):
        run_suite("patient", SuiteOptions(data=tmp_path))
