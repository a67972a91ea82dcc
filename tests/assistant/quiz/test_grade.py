"""Grading items of every form."""

import pytest
from pydantic import TypeAdapter

from assistant.quiz.marking.grade import grade
from assistant.quiz.types import Chosen, Pointed, Rated, Typed
from curricula.items.types import ITEM as _ITEM
from curricula.items.types import Item, MultipleResponse, ShortAnswer
from retrieval.errors import WrongUse
from tests.assistant.quiz.bank import question

ITEM: TypeAdapter[Item] = _ITEM
TOLD = {"id": "an-item", "title": "T", "author": "A", "lead_in": "What is it?"}
MULTIPLE = MultipleResponse.model_validate(
    TOLD
    | {
        "type": "multiple_response",
        "options": [
            {"id": "a", "text": "one", "correct": True},
            {"id": "b", "text": "two", "correct": True},
            {"id": "c", "text": "three"},
            {"id": "d", "text": "four"},
        ],
    }
)
SPOTS = ITEM.validate_python(
    TOLD
    | {
        "type": "image_hotspot",
        "pictures": [{"file": "film.png", "alt": "A film"}],
        "regions": [
            {"id": "a", "left": 0.1, "top": 0.1, "right": 0.4, "bottom": 0.4, "label": "the heart"},
            {
                "id": "b",
                "left": 0.3,
                "top": 0.3,
                "right": 0.6,
                "bottom": 0.6,
                "label": "the tube",
                "correct": True,
            },
        ],
    }
)


def short(**given: object) -> ShortAnswer:
    return ShortAnswer.model_validate(TOLD | {"type": "short_answer"} | given)


DRUG = short(
    accepted=[{"text": "adrenaline", "also": ["epinephrine"]}],
    near_misses=[{"text": "noradrenaline", "reason": "That is for septic shock."}],
)


def test_a_single_best_answer_is_graded_by_its_id() -> None:
    assert grade(question(1), Chosen(options=("a",))).correct is True
    assert grade(question(1), Chosen(options=("b",))).correct is False
    for wrong in (("z",), ("a", "b")):
        with pytest.raises(WrongUse):
            grade(question(1), Chosen(options=wrong))


@pytest.mark.parametrize(
    ("chosen", "correct", "score"),
    [
        ("ab", True, 1),
        ("a", False, 0.5),
        ("ac", False, 0),
        ("abc", False, 0.5),
        ("abcd", False, 0),
        ("", False, 0),
    ],
)
def test_several_right_options_count_as_a_whole_and_score_by_part(
    chosen: str, correct: bool, score: float
) -> None:
    graded = grade(MULTIPLE, Chosen(options=tuple(chosen)))
    assert (graded.correct, graded.score) == (correct, score)


@pytest.mark.parametrize(
    ("x", "y", "correct"),
    [(0.5, 0.5, True), (0.35, 0.35, True), (0.6, 0.6, True), (0.15, 0.15, False), (0.9, 0.9, False)],
)
def test_a_place_is_right_inside_any_right_region(x: float, y: float, correct: bool) -> None:
    assert grade(SPOTS, Pointed(x=x, y=y)).correct is correct


@pytest.mark.parametrize(
    ("text", "correct"),
    [
        ("adrenaline", True),
        (" Adrenaline. ", True),
        ("Epinephrine", True),
        ("adrenalin", True),
        ("adrenaine", True),
        ("give adrenaline", True),
        ("noradrenaline", False),
        ("Noradrenalin", False),
        ("norepinephrine", None),
        ("ephedrine", None),
        ("adenosine", None),
        ("not adrenaline", None),
        ("adrenaline or atropine", None),
        ("wibble", None),
        ("?", None),
    ],
)
def test_short_answers_forgive_slips_and_leave_the_unknown_open(text: str, correct: bool | None) -> None:
    graded = grade(DRUG, Typed(text=text))
    assert graded.correct is correct
    assert graded.reason or correct


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("hypothyroidism", "hyperthyroidism"),
        ("hyperkalaemia", "hypokalaemia"),
        ("prednisolone", "prednisone"),
        ("clonidine", "quinidine"),
        ("dysphagia", "dysphasia"),
        ("ileum", "ilium"),
        ("cefotaxime", "cefuroxime"),
        ("vinblastine", "vincristine"),
        ("tachycardia", "bradycardia"),
        ("nifedipine", "nimodipine"),
        ("abduction", "adduction"),
        ("insulin", "inulin"),
        ("creatinine", "creatine"),
        ("intravenous fluids", "intravenous fluid restriction"),
    ],
)
def test_another_word_is_no_slip(wanted: str, said: str) -> None:
    assert grade(short(accepted=[{"text": wanted}]), Typed(text=said)).correct is None


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("oesophageal varices", "esophageal varices"),
        ("haemolytic anaemia", "hemolytic anemia"),
        ("myocardial infarction", "MI"),
        ("pulmonary embolism", "pulmonary embolsim"),
        ("diverticulitis", "diverticulitus"),
        ("type 2 diabetes", "Type II diabetes"),
        ("ceftriaxone", "ceftriaxon"),
        ("Addison's disease", "addisons disease"),
    ],
)
def test_the_same_thing_in_other_letters_is_right(wanted: str, said: str) -> None:
    assert grade(short(accepted=[{"text": wanted}]), Typed(text=said)).correct is True


@pytest.mark.parametrize(
    ("text", "correct"),
    [
        ("500 mg", True),
        ("0.5 g", True),
        ("500 milligrams", True),
        ("500 micrograms", False),
        ("5 mg", False),
        ("0.5", None),
        ("500", None),
        ("500 mmol", None),
        ("3 days", False),
        ("400 to 500 mg", None),
        ("about half a gram", True),
        ("more than 500 mg", None),
    ],
)
def test_numbers_are_compared_in_one_unit(text: str, correct: bool | None) -> None:
    item = short(number={"low": 500, "high": 500, "unit": "mg"})
    assert grade(item, Typed(text=text)).correct is correct


def test_a_bare_number_is_taken_in_the_unit_that_is_asked_for() -> None:
    asked = {"lead_in": "What is it in mmol/L?", "number": {"low": 135, "high": 145, "unit": "mmol/L"}}
    assert grade(short(**asked), Typed(text="140")).correct is True
    assert grade(short(**asked), Typed(text="120")).correct is False


def test_a_unit_that_is_not_known_is_compared_as_written() -> None:
    item = short(number={"low": 60, "high": 100, "unit": "beats per minute"})
    assert grade(item, Typed(text="80 beats per minute")).correct is True
    assert grade(item, Typed(text="80 sausages")).correct is None


def test_a_card_is_graded_by_its_learner() -> None:
    card = ITEM.validate_python(
        {"id": "card", "title": "T", "author": "A", "type": "cloze_card", "text": "It is {{this}}."}
    )
    assert [grade(card, Rated(rating=one)).correct for one in ("again", "hard", "good", "easy")] == [
        False,
        True,
        True,
        True,
    ]
    with pytest.raises(WrongUse):
        grade(card, Typed(text="this"))
