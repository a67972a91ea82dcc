"""What a sitting's page draws: all to answer with, nothing that tells the key, and reasons afterwards."""

import re
from typing import Any

import pytest

from assistant.accounts import LOCAL
from assistant.quiz.types import Chosen, Graded, Pointed, Typed
from assistant.quiz.view import Explained, Interval, Spot
from tests.ui.quiz.shown import CITATION, OPTIONS, PICTURE, answered_item, item, told, view
from ui.web.quiz.parts import message, parts
from ui.web.quiz.sitting import sitting_page

AGAIN = Interval(rating="again", seconds=60)
HOSTILE = "<img src=x onerror=alert(1)> {{value}} ${x}"


def shown_item(**values: Any) -> str:
    return parts(view(item(**values)))["item"]


def test_a_single_best_answer_is_asked_with_large_labelled_radios_in_their_order() -> None:
    html = shown_item()
    assert re.findall(r'type="radio" name="option" value="(\w)" data-letter="(\w)"', html) == [
        ("c", "A"),
        ("a", "B"),
        ("b", "C"),
    ]
    assert html.count("<label") == html.count('<input type="radio"') and "checked" not in html
    assert "How sure are you?" in html and html.count('name="confidence"') == 5


def test_an_exam_asks_neither_how_sure_one_is_nor_offers_help_nor_tells_why_an_item_was_chosen() -> None:
    html = parts(view(item(why="blueprint"), mode="exam", total=5))["item"]
    assert "confidence" not in html and "Ask the sources" not in html and "plan of the exam" not in html


def test_what_was_chosen_before_is_chosen_still() -> None:
    html = shown_item(response=Chosen(options=("a",)), confidence=60)
    assert 'value="a" data-letter="B" checked' in html and 'value="60" checked' in html


@pytest.mark.parametrize(
    ("kind", "fields", "wanted"),
    [
        ("multiple_response", {}, 'type="checkbox" name="option"'),
        ("short_answer", {"options": (), "response": Typed(text='5 "mg"')}, 'value="5 &quot;mg&quot;"'),
        ("image_hotspot", {"options": (), "pictures": (PICTURE,)}, 'type="range" name="x"'),
    ],
)
def test_every_other_form_has_its_own_field(kind: str, fields: dict[str, object], wanted: str) -> None:
    assert wanted in shown_item(type=kind, **fields)


def test_a_place_in_a_picture_stands_where_it_was_pointed() -> None:
    html = shown_item(type="image_hotspot", options=(), pictures=(PICTURE,), response=Pointed(x=0.25, y=0.5))
    assert "left:25.00%;top:50.00%" in html and 'alt="A chest radiograph"' in html
    assert html.count("<img") == 1 and "/sitting/sitting-1/picture/0/chest.png" in html


def test_feedback_tells_the_chosen_and_the_right_option_before_the_rest_with_chips() -> None:
    html = parts(view(answered_item()))["item"]
    places = [
        html.index(words) for words in ("B. 17.5 mg is not right", "C. 22.5 mg is right", "A. 25 mg is")
    ]
    assert places == sorted(places)
    assert "No reason is given." in html and "You said: sure." in html
    assert f'href="/source/d1?passage=p1&amp;start=0&amp;end={CITATION.end}" class="chip" data-source' in html
    assert 'href="/?ask=Which+dose%3F"' in html


def test_an_answer_that_could_not_be_marked_is_neither_right_nor_wrong() -> None:
    html = parts(view(answered_item(feedback=told(None, explained=()))))["item"]
    assert "Not marked" in html and "Not right" not in html and "outcome-wrong" not in html


def test_partly_right_and_a_source_that_is_gone_are_told() -> None:
    graded = Graded(correct=False, score=0.5, reason="One is missing.")
    gone = (Explained(id="a", text="x", correct=True, chosen=True, reason="y", uncited=("Old book: gone",)),)
    html = parts(view(answered_item(feedback=told(graded=graded, explained=gone))))["item"]
    assert "50% of it was." in html and "One is missing." in html and "Old book: gone" in html


def test_a_card_shows_its_back_only_once_it_is_turned() -> None:
    card: dict[str, Any] = {"type": "cloze_card", "options": (), "lead_in": "", "vignette": ""}
    front = parts(view(item(**card, front="Give [...] mg."), mode="review"))["item"]
    assert 'value="turn"' in front and 'value="rate"' not in front and "hidden words" in front
    ways = [Interval(rating=one, seconds=600) for one in ("again", "hard", "good", "easy")]
    back = item(**card, front="Give [...] mg.", back="Give 5 mg.", intervals=ways)
    turned = parts(view(back, mode="review"))["item"]
    assert "Give 5 mg." in turned and turned.count('value="rate"') == 4 and "in 10 min" in turned


def test_after_a_wrong_answer_a_review_offers_again_alone() -> None:
    html = parts(view(answered_item(suggested="again", intervals=[AGAIN]), mode="review"))["item"]
    assert re.findall(r'name="rating" value="(\w+)"', html) == ["again"]


def test_while_paused_no_item_is_shown() -> None:
    shown = parts(
        view(mode="exam", phase="paused", seconds_left=100, pauses_left=0).model_copy(update={"item": None})
    )
    assert "Which dose" not in "".join(shown.values()) and 'value="resume"' in shown["status"]


def test_the_navigator_tells_what_is_answered_flagged_and_where_one_is() -> None:
    places = (
        Spot(place=0, answered=True, flagged=True),
        Spot(place=1, answered=False, flagged=False),
        Spot(place=2, answered=True, flagged=False, correct=False),
    )
    html = parts(view(places=places, at=1, total=3))["places"]
    assert "Question 1, answered, flagged" in html and "Question 3, not right" in html
    assert re.search(r'aria-label="Question 2, not answered" aria-current="step"', html)


def test_the_clock_and_the_pause_are_shown_only_where_there_are_some() -> None:
    timed = view(mode="exam", total=1, seconds_left=425.4, pauses_left=1)
    assert "7:05" in parts(timed)["status"] and 'value="pause"' in parts(timed)["status"]
    assert 'value="pause"' not in parts(timed.model_copy(update={"pauses_left": 0}))["status"]
    assert "left" not in parts(view())["status"] and message(view())["runs"] is False


def test_whatever_an_item_says_is_inert() -> None:
    options = (OPTIONS[0].model_copy(update={"text": HOSTILE}), *OPTIONS[1:])
    hostile = item(vignette=HOSTILE, lead_in=HOSTILE, options=options, review=HOSTILE)
    page = sitting_page(view(hostile, title=HOSTILE, notes=(HOSTILE,)), LOCAL)
    assert "<img src=x" not in page and "{{value}}" not in page and "${x}" not in page


def test_every_control_of_the_page_has_a_name_and_every_form_an_address() -> None:
    page = sitting_page(view(mode="exam", total=3, seconds_left=60, pauses_left=1), LOCAL)
    forms = re.findall(r"<form[^>]*>", page)
    assert forms and all('method="post" action="/sitting/sitting-1/act"' in form for form in forms)
    assert not re.findall(r"<button[^>]*></button>", page)
    assert 'data-mode="exam"' in page and 'data-left="60.0" data-runs' in page
