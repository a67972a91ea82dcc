"""How a sitting is drawn in a terminal."""

import io
from typing import Any

import pytest
from rich.console import Console

from assistant.quiz.types import Chosen, Graded, Typed
from assistant.quiz.view import Outcome, Spot, Tally, View
from tests.ui.quiz.views import QUOTE, RIGHT, answered, item, view
from ui.cli.quiz_drawn import feedback_lines, item_lines, said, span, spot_lines, verdict
from ui.cli.quiz_screen import SittingScreen


def drawn(shown: View, *, width: int = 100, soft_wrap: bool = False) -> str:
    """What is printed when that is opened."""
    out = Console(file=io.StringIO(), width=width, markup=False, highlight=False, soft_wrap=soft_wrap)
    SittingScreen(out).opening(shown)
    assert isinstance(out.file, io.StringIO)
    return out.file.getvalue()


def words(printed: str) -> str:
    return " ".join(printed.split())


def test_the_item_is_shown_with_where_it_stands_and_why_it_comes() -> None:
    printed = words(drawn(view(seconds_left=245.0)))
    assert "2 of 3, a weak objective, flagged. 4:05 left." in printed
    assert "What is given first? A Oral montelukast B Nebulised salbutamol C" in printed


def test_nothing_tells_the_key_before_the_answer_counts() -> None:
    for shown in (view(), view(mode="exam", item=item(response=Chosen(options=("a",))))):
        lines = " ".join(f"{line.head} {line.text}" for line in item_lines(shown))
        assert "right" not in lines and "reason" not in lines
        assert shown.item is not None and feedback_lines(shown.item) == []


def test_the_chosen_and_the_right_option_are_explained_first_with_their_source() -> None:
    wrong = answered().item
    assert wrong is not None
    printed = words(drawn(answered()))
    assert "Right." in printed
    assert "B Nebulised salbutamol (yours, right) It opens the airways within minutes. [1]" in printed
    assert printed.index("(yours, right)") < printed.index("Too slow in an attack.")
    assert "[1] Asthma in adults. 2. p. 12 (file page 14)." in printed and f"“{QUOTE}”" in printed


def test_what_is_not_known_is_said() -> None:
    printed = words(drawn(answered()))
    assert "C Intravenous amoxicillin No reason is given." in printed
    assert "these words no longer stand there" in printed
    assert verdict(Graded(correct=None, reason="It was not answered.")) == "It was not answered."
    assert verdict(Graded(correct=None)) == "Not marked: no reason is given."


def test_a_part_that_is_right_is_told() -> None:
    assert verdict(Graded(correct=False, score=0.5)) == "Wrong, 50% of it right."
    assert verdict(Graded(correct=False, score=0.0)) == "Wrong."


def test_every_place_has_its_mark_and_an_exam_tells_none_before_its_end() -> None:
    places = (
        Spot(place=0, answered=True, flagged=False, correct=None),
        Spot(place=1, answered=False, flagged=True),
    )
    assert spot_lines(view(places=places))[0].text == "1? [2.f]"
    assert spot_lines(view(places=places, mode="exam"))[0].text == "1o [2.f]"
    assert spot_lines(view())[0].text == "1- [2.f] 3."


def test_the_result_counts_what_was_not_answered_or_not_marked_apart() -> None:
    outcome = Outcome(
        right=6,
        graded=9,
        ungraded=1,
        unanswered=2,
        per_objective=(
            Tally(name="asthma-treat", right=6, graded=9, ungraded=1),
            Tally(name="asthma-signs", right=0, graded=0, ungraded=0),
        ),
        seconds=3750,
    )
    printed = words(drawn(view(phase="finished", item=None, outcome=outcome, mode="exam")))
    for told in (
        "6 of 9 right (67%).",
        "2 not answered; in an exam these count as wrong.",
        "1 could not be marked and count as neither.",
        "Time: 1:02:30.",
        "asthma-treat #############------- 6 of 9 1",
        "asthma-signs 0 of 0",
    ):
        assert told in printed


def test_a_narrow_terminal_cuts_nothing_off() -> None:
    narrow, wide = drawn(answered(), width=30), drawn(answered())
    assert max(map(len, narrow.splitlines())) <= 30
    assert sorted(words(narrow).replace(" ", "")) == sorted(words(wide).replace(" ", ""))


def test_a_pipe_gets_lines_that_are_not_wrapped() -> None:
    printed = drawn(answered(), width=30, soft_wrap=True)
    assert f"“{QUOTE}”" in printed


def test_what_an_item_says_does_not_steer_the_terminal() -> None:
    printed = drawn(view(item=item(lead_in="What \x1b[2Jis [red]given[/red]?")))
    assert "\x1b[2J" not in printed and "[red]given[/red]" in printed


def test_a_paused_sitting_shows_no_item() -> None:
    printed = drawn(view(phase="paused", seconds_left=60.0))
    assert "Paused. 1:00 left." in printed and "What is given first?" not in printed


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (Chosen(options=("a", "b")), "B, C"),
        (Chosen(options=()), "none"),
        (Typed(text="5 mg"), "5 mg"),
    ],
)
def test_a_response_is_told_in_the_letters_of_the_screen(given: Any, told: str) -> None:
    assert said(item(), given) == told


def test_lengths_of_time_are_told_as_on_a_clock() -> None:
    assert [span(seconds) for seconds in (0, 59.9, 61, 3600)] == ["0:00", "0:59", "1:01", "1:00:00"]
    assert RIGHT.graded.correct
