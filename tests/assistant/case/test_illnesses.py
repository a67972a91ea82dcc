import pytest

from assistant.case.patient.illnesses import INSTEAD, Illnesses
from curricula.cases.intents import shipped_intents

ILLNESSES = Illnesses(shipped_intents())
NOTHING: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    "name",
    [
        "acute pericarditis",
        "lupus",
        "HIV",
        "heart failure",
        "Tetralogy of Fallot",
        "PE",
        "Gitelman syndrome",
        "some unheard-of fictitiopathy",
    ],
)
def test_the_name_of_a_disease_is_taken_out(name: str) -> None:
    taken = ILLNESSES.taken_out(f"is it {name}?", NOTHING, is_guess=True)
    assert taken.names
    assert INSTEAD in taken.text
    assert name.split()[-1] not in taken.text


@pytest.mark.parametrize(
    "text",
    [
        "send a lupus blood test",
        "do you have a fever?",
        "any diarrhoea?",
        "is it painful?",
        "take 400 mg",
        "is it as bad as before",
    ],
)
def test_words_for_a_complaint_stay(text: str) -> None:
    assert ILLNESSES.taken_out(text, NOTHING) == (text, False)


def test_what_the_case_speaks_of_itself_stays() -> None:
    assert not ILLNESSES.taken_out("how long have you had asthma?", frozenset(["asthma"])).names


def test_what_any_patient_is_asked_about_stays_where_it_may() -> None:
    text = "has anyone in your family had diabetes?"
    assert ILLNESSES.taken_out(text, NOTHING, but_common=True).text == text


def test_health_is_a_guess_like_any_other() -> None:
    assert ILLNESSES.taken_out("is it normal behavior?", NOTHING, is_guess=True).names
    assert not ILLNESSES.taken_out("are your stools a normal colour?", NOTHING).names


def test_words_around_a_name_do_not_tell_it() -> None:
    one = ILLNESSES.taken_out("do you have a new myasthenia gravis of the left eye?", NOTHING)
    other = ILLNESSES.taken_out("do you have adhesive capsulitis (frozen shoulder)?", NOTHING)
    assert one.text == other.text


@pytest.mark.parametrize(
    "text",
    [
        "ergometrine 500 micrograms IM",
        "haloperidol IM",
        "ceftriaxone 2 g BD",
        "diazepam 10 mg PR",
        "give phenobarbital IM",
    ],
)
def test_the_way_a_drug_is_given_is_no_illness(text: str) -> None:
    assert ILLNESSES.taken_out(text, NOTHING) == (text, False)


@pytest.mark.parametrize("text", ["is it IM?", "do you have BD?", "IM", "acute IM", "steroids 30 mg for IM"])
def test_the_same_letters_name_an_illness_elsewhere(text: str) -> None:
    assert ILLNESSES.taken_out(text, NOTHING, is_guess="?" in text).names
