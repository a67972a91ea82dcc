"""What is typed at a sitting, and what it asks for."""

import pytest

from assistant.quiz.sitting.actions import (
    Action,
    Answer,
    Finish,
    Flag,
    Help,
    Move,
    Next,
    Pause,
    Rate,
    Turn,
    Undo,
)
from assistant.quiz.types import Chosen, Pointed, Typed
from assistant.quiz.view import ShownOption, View
from retrieval.errors import WrongUse
from tests.ui.quiz.views import answered, item, view
from ui.cli.quiz_lines import Asked, Here, asked_by, confidence_of

ID = "new-id-01"
CARD = item(type="cloze_card", options=(), lead_in="", vignette="", front="Give [...] 5 mg.")
TURNED = CARD.model_copy(update={"back": "Give salbutamol 5 mg."})
SHORT = item(type="short_answer", options=())
PICTURE = item(type="image_hotspot", options=())
MANY = item(type="multiple_response")


def asks(line: str, here: View) -> Action | Asked | None:
    return asked_by(line, Here(here, ID))


def chosen(*options: str, confidence: int | None = None) -> Answer:
    return Answer.model_validate(
        {"id": ID, "place": 1, "response": Chosen(options=options), "confidence": confidence}
    )


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("b", chosen("a")),
        (" B ", chosen("a")),
        ("b 4", chosen("a", confidence=80)),
        ("b5", chosen("a", confidence=95)),
        ("", Next(id=ID, place=1)),
        ("n", Next(id=ID, place=1)),
        ("p", Move(id=ID, place=0)),
        ("go 3", Move(id=ID, place=2)),
        ("f", Flag(id=ID, place=1, on=False)),
        ("ask", Help(id=ID, place=1)),
        ("end", Finish(id=ID)),
        ("pause", Pause(id=ID)),
        ("list", "list"),
        ("?", "keys"),
        ("q", "quit"),
    ],
)
def test_a_letter_answers_by_the_id_of_its_option_and_words_do_the_rest(
    line: str, expected: Action | Asked
) -> None:
    assert asks(line, view()) == expected


def test_several_options_are_chosen_where_several_are_asked_for() -> None:
    for line in ("a c", "ac", "A, C", "c a"):
        got = asks(line, view(item=MANY))
        assert isinstance(got, Answer) and isinstance(got.response, Chosen)
        assert set(got.response.options) == {"b", "c"}
    got = asks("a c 2", view(item=MANY))
    assert isinstance(got, Answer) and got.confidence == 40
    with pytest.raises(WrongUse, match="One answer is best"):
        asks("a c", view())


def test_a_letter_that_an_option_has_chooses_it_and_a_slash_makes_it_a_command() -> None:
    letters = "ABCDEFGHIJKLMNOPQ"
    many = tuple(ShownOption(id=letter.lower(), letter=letter, text=letter) for letter in letters)
    here = view(item=item(options=many))
    for letter in "fnpq":
        assert asks(letter, here) == chosen(letter)
    assert asks("/q", here) == "quit"
    assert asks("/n", here) == Next(id=ID, place=1)


def test_words_and_numbers_answer_what_has_no_options() -> None:
    here = view(item=SHORT)
    assert asks("Salbutamol 5 mg", here) == Answer(id=ID, place=1, response=Typed(text="Salbutamol 5 mg"))
    assert asks("5", here) == Answer(id=ID, place=1, response=Typed(text="5"))
    assert asks("= n", here) == Answer(id=ID, place=1, response=Typed(text="n"))
    assert asks("n", here) == Next(id=ID, place=1)


def test_a_picture_is_answered_by_percents() -> None:
    here = view(item=PICTURE)
    for line in ("40 62.5", "40%, 62.5%", "40;62.5"):
        assert asks(line, here) == Answer(id=ID, place=1, response=Pointed(x=0.4, y=0.625))
    for line in ("40", "left", "140 20"):
        with pytest.raises(WrongUse, match="pointing"):
            asks(line, here)


def test_a_card_is_turned_before_it_is_rated() -> None:
    front, back = view(mode="review", item=CARD), view(mode="review", item=TURNED)
    assert asks("", front) == Turn(id=ID, place=1)
    with pytest.raises(WrongUse, match="card"):
        asks("3", front)
    assert asks("3", back) == Rate(id=ID, place=1, rating="good")
    assert asks("undo", back) == Undo(id=ID)
    with pytest.raises(WrongUse, match="How well"):
        asks("", back)


def test_an_item_of_a_review_is_rated_once_it_is_answered_and_going_on_takes_what_is_proposed() -> None:
    told = answered(mode="review")
    assert told.item is not None
    waits = told.model_copy(update={"item": told.item.model_copy(update={"suggested": "hard"})})
    assert asks("1", waits) == Rate(id=ID, place=1, rating="again")
    assert asks("", waits) == Next(id=ID, place=1)
    rated = told.model_copy(update={"item": told.item.model_copy(update={"rating": "hard"})})
    assert asks("", rated) == Next(id=ID, place=1)


@pytest.mark.parametrize("line", ["d", "7", "salbutamol", "/fly", "go 9", "go 0", "b 9", "b b c"])
def test_what_is_no_answer_is_refused_with_what_can_be_typed(line: str) -> None:
    with pytest.raises(WrongUse) as caught:
        asks(line, view())
    assert caught.value.next_step


def test_an_answer_that_counts_is_not_given_again() -> None:
    with pytest.raises(WrongUse, match="means nothing here"):
        asks("b", answered())
    assert asks("", answered()) == Next(id=ID, place=1)


def test_a_finished_or_paused_sitting_takes_commands_only() -> None:
    for phase in ("finished", "paused"):
        with pytest.raises(WrongUse):
            asks("b", view(phase=phase))
        assert asks("", view(phase=phase, item=None)) is None
        assert asks("q", view(phase=phase, item=None)) == "quit"


def test_only_one_digit_from_one_to_five_states_a_confidence() -> None:
    assert [confidence_of(line) for line in ("1", " 5 ", "6", "0", "", "n", "12")] == [
        20,
        95,
        None,
        None,
        None,
        None,
        None,
    ]
