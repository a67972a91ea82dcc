"""Questions that were asked before are found, and those that only sound like them are not."""

from random import Random

import pytest

from curricula.items.similar import Stems, similar
from curricula.items.types import Item
from tests.curricula.items.samples import OPTIONS, card, short, single

RENAMED = [{**option, "text": f"Statement {number}"} for number, option in enumerate(OPTIONS)]


def asks(item_id: str, lead_in: str, vignette: str = "", **more: object) -> Item:
    return single(item_id, lead_in=lead_in, vignette=vignette, **more)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Drug of choice for bacterial vaginosis in pregnancy",
            "DRUG of choice: pregnancy, bacterial vaginosis",
        ),
        (
            "Which nerve supplies the capsule of the jaw joint?",
            "Capsule of the jaw joint: which nerve supplies it?",
        ),
        ("What are the causes of oesophageal haemorrhage?", "What is the cause of esophageal hemorrhage?"),
    ],
    ids=["case and order of words", "turned round", "spelling of two countries"],
)
def test_the_same_question_is_found(one: str, other: str) -> None:
    found = similar(asks("new", one), Stems([asks("old", other), asks("far", "Which bone is the longest?")]))
    assert [item_id for item_id, _ in found] == ["old"]
    assert found[0][1] >= 0.7


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Which ECG change is typical of hyperkalaemia?", "Which ECG change is typical of hypokalaemia?"),
        ("First drug for absence seizures in children?", "First drug for focal seizures in adults?"),
    ],
)
def test_a_question_about_another_thing_is_not_found(one: str, other: str) -> None:
    assert similar(asks("new", one), Stems([asks("old", other)])) == []


def test_questions_that_say_little_are_told_apart_by_their_answers() -> None:
    lead_in = "Which of the following statements about diabetes is true?"
    stems = Stems([asks("old", lead_in), asks("other", lead_in, options=RENAMED)])
    assert similar(asks("new", lead_in), stems) == [("old", 1.0)]


def test_forms_are_compared_with_each_other_and_an_item_not_with_itself() -> None:
    stems = Stems([short(), card()])
    assert similar(short(), stems) == []
    other = card(id="copy", text="{{Calcium}} gluconate protects the heart within minutes.")
    assert similar(other, stems)[0] == ("card", 1.0)


def test_a_new_version_takes_the_place_of_the_former() -> None:
    stems = Stems([asks("old", "Which valve lies between left atrium and ventricle?")])
    stems.add(asks("old", "Which bone is the longest in the body?"))
    assert similar(asks("new", "Which valve lies between left atrium and ventricle?"), stems) == []


@pytest.mark.parametrize("at_least", [0.4, 0.6, 0.9])
def test_looking_at_rare_words_first_loses_none(at_least: float) -> None:
    chance = Random(3)
    words = [f"{first}{second}" for first in "bcdfghk" for second in ("ala", "ene", "ori", "uto")]
    items = [asks(f"i{number}", " ".join(chance.choices(words, k=6))) for number in range(120)]
    stems = Stems(items)
    for item in items[:20]:
        everything = {other for other, share in stems.like(item, at_least=0.0) if share >= at_least}
        assert {other for other, _ in stems.like(item, at_least=at_least)} == everything
