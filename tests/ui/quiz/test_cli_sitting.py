"""A sitting in the terminal: typed or scripted, left and taken up again."""

import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from sqlalchemy import Engine

from assistant.accounts import LOCAL
from assistant.learner.types import Attempt
from assistant.quiz.sitting.actions import Beginning
from assistant.quiz.sitting.sit import Quizzes
from assistant.types import Answer
from curricula.items.types import Option
from retrieval.errors import WrongUse
from tests.assistant.quiz.bank import Hands, make_engine, make_quizzes, question
from tests.ui.answers import answer, statement
from tests.ui.shelf import preceptor
from ui.cli.quiz_play import sat, taken_up
from ui.cli.quiz_screen import SittingScreen
from ui.quizwork import LocalQuizwork

SITTING = "sitting-0001"


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = make_engine(tmp_path)
    yield engine
    engine.dispose()


@pytest.fixture
def quizzes(engine: Engine, hands: Hands) -> Quizzes:
    """Twelve questions whose key is option a."""
    return make_quizzes(engine, now=hands)


class Terminal:
    """What is typed there, and what was printed and asked of the sources."""

    def __init__(self, quizzes: Quizzes) -> None:
        self.quizwork = LocalQuizwork(quizzes)
        self._log = quizzes.house.learning.log
        self.asked: list[str] = []
        self.out = Console(file=io.StringIO(), width=100, markup=False, highlight=False)

    def begin(self, lines: Iterable[str], **beginning: Any) -> dict[str, Any]:
        """What comes of these lines in a new sitting."""
        view = self.quizwork.start(Beginning.model_validate({"id": SITTING} | beginning))
        return sat(self.quizwork, view, lines, SittingScreen(self.out), self._ask)

    def go_on(self, lines: Iterable[str], given: str = "last") -> dict[str, Any]:
        """What comes of these lines in a sitting that waits."""
        return sat(self.quizwork, taken_up(self.quizwork, given), lines, SittingScreen(self.out), self._ask)

    def attempts(self) -> list[Attempt]:
        """What was kept about the person of this terminal."""
        return [kept.attempt for kept in self._log.of(LOCAL.user_id)]

    def letters(self) -> str:
        """The letter of the key at the place one is at."""
        item = self.quizwork.view(SITTING).item
        assert item is not None
        return next(option.letter for option in item.options if option.id == "a")

    def printed(self) -> str:
        assert isinstance(self.out.file, io.StringIO)
        return " ".join(self.out.file.getvalue().split())

    def _ask(self, text: str) -> Answer:
        self.asked.append(text)
        return answer(statement())


@pytest.fixture
def terminal(quizzes: Quizzes) -> Terminal:
    return Terminal(quizzes)


def right(terminal: Terminal, *after: str) -> Iterator[str]:
    """The letter of the key, read when it is typed, and what is typed then."""
    yield terminal.letters()
    yield from after


def test_a_study_asks_how_sure_one_is_and_then_tells_why(terminal: Terminal) -> None:
    record = terminal.begin(right(terminal, "4", "n"))
    assert record["refused"] == []
    for told in ("How sure are you?", "Right.", "(yours, right) It works.", "No reason is given.", "2, new"):
        assert told in terminal.printed()
    [kept] = terminal.attempts()
    assert (kept.graded.correct, kept.confidence) == (True, 80)


@pytest.mark.parametrize("then", [["", "n"], ["n"], []])
def test_how_sure_one_is_may_be_left_out_and_the_answer_counts(terminal: Terminal, then: list[str]) -> None:
    record = terminal.begin(right(terminal, *then))
    assert (record["refused"], record["view"]["places"][0]["correct"]) == ([], True)
    assert len(record["view"]["places"]) == (2 if then else 1)


def test_stopping_at_the_question_how_sure_loses_no_answer(terminal: Terminal) -> None:
    def typed() -> Iterator[str]:
        yield terminal.letters()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        terminal.begin(typed())
    assert terminal.quizwork.view(SITTING).places[0].answered
    assert f"Go on with: preceptor quiz --resume {SITTING[:8]}" in terminal.printed()


def test_asking_the_sources_before_an_answer_counts_as_help_and_after_it_does_not(terminal: Terminal) -> None:
    terminal.begin(["ask", "a", "", "ask", "n", "b", "", "ask"])
    first, second = terminal.attempts()
    assert (first.assisted, second.assisted) == (True, False)
    assert len(terminal.asked) == 3 and "at once" not in terminal.asked[0]


def test_an_exam_tells_nothing_before_its_end_and_everything_after(terminal: Terminal) -> None:
    terminal.begin(["a", "f", "n", "b", "", "list", "end"], mode="exam", count=3, minutes=5)
    before = terminal.printed()
    assert "Noted: A." in before and "1of 2o [3.]" in before
    assert "Not answered is 3. Type end once more to finish." in before
    assert "It works." not in before and "Right." not in before
    record = terminal.go_on(["end", "end", "go 1", "n", "n", "n"])
    after = terminal.printed()[len(before) :]
    assert record["view"]["outcome"]["unanswered"] == 1
    assert "1 not answered; in an exam these count as wrong." in after and "objective-" in after
    assert after.count("It works.") == 3
    assert [one["reason"].split(".")[0] for one in record["refused"]] == ["There is no such place"]


def test_an_answer_in_an_exam_is_changed_until_the_end(terminal: Terminal) -> None:
    record = terminal.begin(["a", "c", "n", "p", "d 2"], mode="exam", count=2)
    item = record["view"]["item"]
    assert item["response"]["options"] == [item["options"][3]["id"]] and item["confidence"] == 40


def test_a_paused_exam_goes_on_when_it_is_taken_up(terminal: Terminal, hands: Hands) -> None:
    paused = terminal.begin(["pause"], mode="exam", count=2, minutes=2)
    assert (paused["view"]["phase"], paused["view"]["item"]) == ("paused", None)
    hands.pass_(3600)
    record = terminal.go_on(["a"], SITTING[:9])
    assert (record["view"]["phase"], record["refused"]) == ("open", [])


def test_the_clock_ends_an_exam_whatever_is_typed(terminal: Terminal, hands: Hands) -> None:
    def typed() -> Iterator[str]:
        yield "a"
        hands.pass_(200)
        yield "b"

    record = terminal.begin(typed(), mode="exam", count=2, minutes=2)
    assert record["view"]["phase"] == "finished"
    assert [one["line"] for one in record["refused"]] == ["b"]
    assert "its time is up" in terminal.printed()


def test_what_cannot_be_done_is_told_and_the_rest_goes_on(terminal: Terminal) -> None:
    lines = ["z", "/fly", "go 9", "undo", "pause"]
    record = terminal.begin([*lines, "a", ""])
    assert [one["line"] for one in record["refused"]] == lines
    assert record["view"]["places"][0]["answered"]


def test_a_sitting_is_found_by_the_beginning_of_its_id(terminal: Terminal) -> None:
    terminal.begin(["q"])
    assert taken_up(terminal.quizwork, "sitting").sitting == SITTING
    with pytest.raises(WrongUse, match="no sitting"):
        taken_up(terminal.quizwork, "nothing")
    terminal.quizwork.start(Beginning(id="sitting-0002"))
    with pytest.raises(WrongUse, match="several sittings"):
        taken_up(terminal.quizwork, "sitting")


def test_what_an_item_says_does_not_steer_the_terminal(engine: Engine) -> None:
    bad = question(1, lead_in="What \x1b[2Jis [red]asked[/red]?", options=_steering())
    terminal = Terminal(make_quizzes(engine, bad))
    terminal.begin(["a", ""])
    assert "\x1b" not in terminal.printed() and "[red]asked[/red]" in terminal.printed()


def _steering() -> tuple[Option, ...]:
    return (
        Option(id="a", text="\x1b]0;title\x07one", correct=True, reason="\x1b[1mbold"),
        Option(id="b", text="two"),
    )


def test_the_items_that_come_with_the_product_are_answered_by_command(filled: Path) -> None:
    listed = json.loads(preceptor("quiz", "--list", "--json").out)
    assert listed["offers"]["items"] >= 60 and listed["sittings"] == []
    done = preceptor("quiz", "--topic", "anaphylaxis", "--json", typed="a 3\nn\nq\n")
    record = json.loads(done.out)
    assert (done.code, record["refused"]) == (0, [])
    assert [place["answered"] for place in record["view"]["places"]] == [True, False]
    again = json.loads(preceptor("quiz", "--resume", "last", "--json", typed="").out)
    assert again["view"]["sitting"] == record["view"]["sitting"]


def test_a_wrong_wish_is_one_sentence_with_the_next_step(filled: Path) -> None:
    for wrong, told in (
        (("--topic", "anafylaxis"), "Did you mean anaphylaxis"),
        (("--minutes", "5"), "Add --exam"),
        (("--resume", "last"), "no sitting"),
        (("--resume", "last", "--exam"), "as it was begun"),
    ):
        done = preceptor("quiz", *wrong, typed="")
        assert (done.code, told in done.err, done.err.count("\n")) == (2, True, 1)
