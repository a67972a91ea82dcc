"""What the page Progress shows: the numbers of a learner, due cards, days, and what to take away."""

import csv
import io
from datetime import timedelta, timezone

import pytest

from assistant.learner.cards import OwnCard
from assistant.learner.due import dues
from assistant.learner.export import as_csv
from assistant.learner.preferences import Preference
from assistant.learner.progress import Progress, progress
from assistant.learner.ratings import CardKey, CardRating, rated
from assistant.learner.types import Correction, Evidence, Kept
from assistant.quiz.types import Typed
from curricula.items.types import ClozeCard
from tests.assistant.learner.attempts import NOON, attempt, evidence

LATER = NOON + timedelta(hours=6)


def own(name: str) -> OwnCard:
    card = ClozeCard(type="cloze_card", id=name, title="T", author="Test", text="{{a}}")
    return OwnCard(card=card, item_id=None, attempt=None, kept_at=NOON)


def shown(given: list[Evidence], ratings: list[CardRating] | None = None, *cards: OwnCard) -> Progress:
    found = dues(cards, given, ratings or [], Preference(new_cards_a_day=2))
    return progress(given, found, LATER, words=lambda _item: None)


def test_a_new_learner_sees_that_nothing_is_known() -> None:
    found = shown([])
    assert (found.attempts, found.objectives, found.weak, found.active) == (0, (), (), 0)
    assert found.calibration.told.startswith("Too few")
    assert len(found.days) == len(found.forecast) == 30


def test_weak_objectives_come_weakest_first_and_none_on_too_few_answers() -> None:
    plan = {"worst": (0, 8), "bad": (3, 8), "good": (8, 8), "few": (0, 3)}
    given = [
        evidence(100 * place + number, correct=number < right, objectives=(name,))
        for place, (name, (right, of)) in enumerate(plan.items())
        for number in range(of)
    ]
    found = shown(given)
    assert found.weak == ("worst", "bad")
    assert {one.name: one.probability is None for one in found.objectives} == {
        "bad": False,
        "few": True,
        "good": False,
        "worst": False,
    }


def test_misses_and_own_cards_are_due_up_to_the_limit_of_the_day() -> None:
    given = [evidence(number, correct=number > 1) for number in range(4)]
    found = shown(given, [], own("own-1"))
    assert (found.due.now, found.due.new, found.due.waiting) == (0, 2, 1)
    assert [day.new for day in found.forecast[:3]] == [2, 1, 0]


def test_a_rated_card_is_due_when_its_schedule_says() -> None:
    ratings = [rated("r", CardKey("item", "item-0"), "again", NOON)]
    found = shown([evidence(0, correct=False)], ratings)
    assert (found.due.now, found.due.new) == (1, 0)
    assert found.forecast[0].reviews == 1


def test_days_are_those_of_the_learner_and_hold_what_was_answered() -> None:
    given = [evidence(0), evidence(1), evidence(2, at=NOON - timedelta(days=3))]
    found = shown(given)
    assert (found.active, found.days[-1].attempts, found.days[-4].attempts) == (2, 2, 1)
    east = LATER.astimezone(timezone(timedelta(hours=14)))
    there = progress(given, dues((), given, [], Preference()), east, words=lambda _item: None)
    assert there.days[-1].day == east.date()
    assert [one.attempts for one in there.days[-2:]] == [0, 2]


def test_help_is_counted_and_asked_again() -> None:
    found = shown([evidence(0, assisted=True), evidence(1)])
    assert (found.attempts, found.assisted) == (2, 1)
    assert [one.item_id for one in found.retests] == ["item-0"]


@pytest.mark.parametrize("typed", ["=1+1", "+3", "-5 mg", "@x", "\tx"])
def test_a_cell_that_a_spreadsheet_would_run_is_quoted(typed: str) -> None:
    kept = Kept(attempt=attempt(type="short_answer", response=Typed(text=typed)))
    [row] = csv.DictReader(io.StringIO(as_csv([kept]), newline=""))
    assert row["response"] == f"'{typed}"


def test_the_table_has_a_row_an_attempt_with_why_it_does_not_count() -> None:
    struck = Correction(id="c", attempt="s1.1", counts=False, reason="misread", at=NOON)
    kept = [Kept(attempt=attempt(0)), Kept(attempt=attempt(1, correct=None), corrections=(struck,))]
    first, second = csv.DictReader(io.StringIO(as_csv(kept)))
    assert (first["correct"], first["counts"], first["why_not"]) == ("true", "true", "")
    assert (second["correct"], second["counts"], second["why_not"]) == ("", "false", "misread")
    assert first["objectives"] == "treat-anaphylaxis" and first["response"] == "a"
