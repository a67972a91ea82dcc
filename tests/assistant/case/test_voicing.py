import pytest

from assistant.case.patient.patient import Patient
from assistant.case.patient.understanding import Understanding
from assistant.case.patient.voicing import is_true_to
from assistant.case.state import State
from assistant.ports import ModelFault
from curricula.cases.types import Fact
from tests.assistant.case.encounter import small_case
from tests.assistant.case.scripted import Scripted

WORDS = Understanding()
FACTS = (
    Fact(id="smoking", intents=("social.smoking",), says="I smoke ten cigarettes a day."),
    Fact(id="fever", intents=("fever",), says="No, I haven't had a fever.", absent=True),
)


def patient(model: Scripted) -> Patient:
    return Patient(small_case(facts=FACTS), WORDS, model=model)


def test_a_true_wording_is_shown_as_the_models() -> None:
    told = patient(Scripted("Well, honestly, I smoke ten cigarettes a day.")).reply(State(), "Do you smoke?")
    assert (told.text, told.worded_by) == ("Well, honestly, I smoke ten cigarettes a day.", "model")


@pytest.mark.parametrize(
    "invented",
    [
        "I smoke ten cigarettes a day and I cough up blood.",
        "I smoke twenty cigarettes a day.",
        "I smoke ten cigarettes a day, and I take aspirin.",
        "I smoke ten cigarettes a day. It is acute pericarditis.",
        "I don't smoke ten cigarettes a day.",
        "No, never.",
        "No. I smoke ten cigarettes a day.",
        "I smoke a bit.",
        "",
        "I smoke ten cigarettes a day. " * 20,
    ],
)
def test_what_a_model_adds_or_turns_round_never_reaches_the_student(invented: str) -> None:
    told = patient(Scripted(invented)).reply(State(), "Do you smoke?")
    assert (told.text, told.worded_by) == (FACTS[0].says, "script")


def test_a_denial_stays_one() -> None:
    assert is_true_to("No, I haven't had any fever, doctor.", [FACTS[1].says])
    assert not is_true_to("Yes, I have had a fever.", [FACTS[1].says])


def test_every_fact_of_the_turn_has_to_be_told() -> None:
    both = [fact.says for fact in FACTS]
    assert is_true_to("I smoke ten cigarettes a day. No fever, I haven't had that.", both)
    assert not is_true_to("I smoke ten cigarettes a day.", both)


def test_a_model_that_fails_leaves_the_script() -> None:
    fault = ModelFault("timeout", "The model did not answer.", "Try again.")
    assert patient(Scripted(fault)).reply(State(), "Do you smoke?").worded_by == "script"


def test_the_model_gets_the_facts_and_neither_the_question_nor_the_diagnosis() -> None:
    model = Scripted("I smoke ten cigarettes a day.")
    patient(model).reply(State(), "Tell me, do you smoke, my dear Wilberforce?")
    given = " ".join(message.text for message in model.given)
    assert FACTS[0].says in given
    assert "Wilberforce" not in given
    assert "pericarditis" not in given
    assert FACTS[1].says not in given


def test_what_is_no_fact_is_never_put_to_the_model() -> None:
    model = Scripted("It is pericarditis.")
    told = patient(model).reply(State(), "What is your diagnosis?")
    assert not model.given
    assert told.worded_by == "script"
