"""A model may put the tutor's question in its own words; it can give nothing away and add nothing."""

from pathlib import Path

import pytest

from assistant.case.bedside.actions import Answer, Say
from assistant.case.bedside.tutor import Tutor
from assistant.case.bedside.tutor_voice import Voice, Wording
from assistant.case.bedside.tutor_words import QUESTIONS
from assistant.case.bedside.view import Question
from assistant.case.events import CaseEvent, Framed, Prompted
from assistant.case.leak import is_safe, secrets_of
from assistant.case.patient.illnesses import Illnesses
from assistant.case.state import fold
from assistant.ports import ModelFault
from curricula.cases.intents import shipped_intents
from eval.naming import Naming
from tests.assistant.case.bedside import ADA, make_bedside, make_engine, started
from tests.assistant.case.encounter import NOW, ordered, said, small_case, waited
from tests.assistant.case.scripted import Scripted

ILLNESSES = Illnesses(shipped_intents())
CASE = small_case()
TALKED: tuple[CaseEvent, ...] = (
    said("tell me", "onset", "position", "fever"),
    ordered(findings=["rub"]),
    Framed(id="f", at=NOW, by="me", text="A young man, perhaps pericarditis."),
)
ASKED = Question(prompt="what_else", text=QUESTIONS["what_else"])
GOOD = "Before you order tests: what else could this be, if it is better when he leans forward?"


def worded(model: Scripted | Naming, *more: CaseEvent) -> Wording:
    return Voice(model, ILLNESSES).worded(ASKED, CASE, fold(CASE, [*TALKED, *more]))


def test_a_wording_that_fits_what_was_found_is_the_models() -> None:
    assert worded(Scripted(f'"{GOOD}"')) == Wording(GOOD, "model")


@pytest.mark.parametrize(
    "unfit",
    [
        "Before you order tests: what else could this be besides pericarditis?",
        "Before you order tests: what else could this be, a pneumonia?",
        "Before you order tests: what else could this be, with this small effusion?",
        "Before you order tests: what else could this be, with such a fever?",
        "Before you order tests: what else could this be, since it never began?",
        "Before you order tests: what else could this be after five days?",
        "Before you order tests: what else could this be? And what fits least?",
        "Before you order tests, think what else this could be.",
        "Is it better when he leans forward?",
        "I think you know. Before you order tests: what else could this be?",
        "Before you order tests: what else could this be, p e r i c a r d i t i s?",
        "",
        ModelFault("timeout", "The model was silent.", "Try later."),
    ],
)
def test_what_names_adds_denies_or_asks_something_else_gives_way_to_the_script(
    unfit: str | ModelFault,
) -> None:
    assert worded(Scripted(unfit)) == Wording(ASKED.text, "script")


def test_the_model_is_told_what_was_found_and_nothing_else() -> None:
    model = Scripted(GOOD)
    worded(model, ordered("troponin", "echo"))
    assert model.given[-1].text.splitlines() == [
        f"Q| {ASKED.text}",
        "F| It began two days ago.",
        "F| It is better when I lean forward.",
        "F| No, no fever.",
        "F| Heart sounds: A scratching sound in time.",
    ]
    worded(model, ordered("troponin"), waited(70))
    assert model.given[-1].text.splitlines()[-1] == "F| Troponin: Troponin 4.0 ng/L"


def test_no_question_of_a_model_that_names_the_diagnosis_is_asked() -> None:
    secrets = secrets_of(CASE)
    for name in ("acute pericarditis", "pericarditis", "heart attack", "PE"):
        model = Naming(name)
        for _ in range(8):
            wording = worded(model)
            assert wording.worded_by == "script" and is_safe(wording.text, secrets)


def test_every_question_of_the_script_would_pass_its_own_check() -> None:
    for prompt, text in QUESTIONS.items():
        voice = Voice(Scripted(text), ILLNESSES)
        asked = Question(prompt=prompt, text=text)
        assert voice.worded(asked, CASE, fold(CASE, TALKED)).worded_by == "model"


def test_the_wording_is_kept_once_and_needs_no_model_again(tmp_path: Path) -> None:
    room = make_bedside(make_engine(tmp_path), wording=Wording("And what else might it be?", "model"))
    started(room)
    first = room.act(ADA, "encounter-1", Say(id="say-onset", text="onset"))
    assert first.question is not None and first.question.text == "And what else might it be?"
    assert [turn.kind for turn in first.transcript] == ["said"]
    room.act(ADA, "encounter-1", Say(id="say-again", text="fever"))
    again = make_bedside(make_engine(tmp_path))
    seen = again.view(ADA, "encounter-1")
    assert seen.question == first.question
    after = again.act(ADA, "encounter-1", Answer(id="answer-one", prompt="first", text="a clot"))
    assert after.answered[0].question == "And what else might it be?"
    kinds = [event.kind for event in again.opened(ADA, "encounter-1").log.events]
    assert kinds == ["said", "worded", "said", "prompted"]


def test_the_tutor_asks_in_the_words_that_were_kept() -> None:
    tutor = Tutor((), voice=Voice(Scripted(GOOD), ILLNESSES))
    state = fold(CASE, TALKED)
    asked = tutor.question(CASE, state)
    assert asked is not None and asked.text == ASKED.text
    wording = tutor.worded(asked, CASE, state)
    assert wording is not None
    state = state._replace(worded={asked.prompt: wording.text})
    kept = tutor.question(CASE, state)
    assert kept is not None and kept.text == GOOD
    answered = Prompted(id="p", at=NOW, by="me", prompt=asked.prompt, question=GOOD)
    assert tutor.question(CASE, state._replace(prompts=(answered,))) is None
    assert Tutor(()).worded(asked, CASE, state) is None
