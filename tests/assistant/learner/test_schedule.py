"""Schedules: those of the library's own scheduler, replayed from the ratings that stand."""

import random
from datetime import datetime, timedelta, timezone

import pytest
from fsrs import Card, ReviewLog, Scheduler
from fsrs import Rating as FsrsRating

from assistant.learner.ratings import CardKey, CardRating, rated, taken_back
from assistant.learner.schedule import RATINGS, forecast, intervals, plan, queue, recall
from assistant.quiz.types import Rating
from tests.assistant.learner.attempts import NOON

WORDS: tuple[Rating, ...] = ("again", "hard", "good", "easy")
ONE = CardKey("item", "one")


def given(*words: Rating, card: CardKey = ONE, begun: datetime = NOON, days: float = 2) -> list[CardRating]:
    return [
        rated(f"{card}.{place}", card, word, begun + timedelta(days=days * place))
        for place, word in enumerate(words)
    ]


def a_year_of(cards: int, seed: int) -> list[CardRating]:
    """Ratings as people give them: on time, too early, too late, of every word."""
    draw, found = random.Random(seed), []
    for number in range(cards):
        at = NOON + timedelta(hours=draw.uniform(0, 100))
        for place in range(draw.randint(1, 12)):
            word = draw.choices(WORDS, (2, 2, 6, 1))[0]
            found.append(rated(f"{number}.{place:02}", CardKey("item", f"card-{number}"), word, at))
            at += timedelta(minutes=draw.choice((1, 10, 700, 3000, 20_000, 90_000)))
    draw.shuffle(found)
    return found


@pytest.mark.parametrize("retention", [0.85, 0.9, 0.95])
def test_schedules_equal_those_of_the_librarys_own_scheduler(retention: float) -> None:
    log = a_year_of(60, seed=7)
    planned = plan(log, retention)
    own = Scheduler(desired_retention=retention, enable_fuzzing=False)
    for key, found in planned.items():
        mine = sorted((one for one in log if one.card == key), key=lambda one: one.at)
        reviews = [ReviewLog(0, RATINGS[one.rating], one.at, None) for one in mine if one.rating]
        card = Card(card_id=0, due=mine[0].at)
        for review in reviews:
            card, _ = own.review_card(card, review.rating, review.review_datetime)
        for truth in (card, own.reschedule_card(Card(card_id=0, due=mine[0].at), reviews)):
            assert (found.due, found.stability, found.difficulty, found.step, found.last) == (
                truth.due,
                truth.stability,
                truth.difficulty,
                truth.step,
                truth.last_review,
            )
    assert len(planned) == 60


def test_another_retention_plans_anew_and_a_higher_one_asks_sooner() -> None:
    log = given("good", "good", "good", "easy")
    low, high = (plan(log, retention)["item:one"] for retention in (0.85, 0.95))
    assert high.due < low.due
    assert high.stability == low.stability


def test_a_rating_that_is_taken_back_might_never_have_been() -> None:
    log = given("good", "good", "again")
    undone = [*log, taken_back("undo", log[2], NOON + timedelta(days=5))]
    assert plan(undone, 0.9) == plan(log[:2], 0.9)
    assert plan([log[0], taken_back("undo", log[0], NOON)], 0.9) == {}


def test_the_intervals_on_the_buttons_are_those_that_come_true() -> None:
    log = given("good", "good", "good")
    known, now = plan(log, 0.9)["item:one"], NOON + timedelta(days=9)
    for word, interval in intervals(known, now, 0.9).items():
        after = plan([*log, rated("next", ONE, word, now)], 0.9)["item:one"]
        assert after.due == now + interval
    shown = intervals(known, now, 0.9)
    assert shown["again"] < shown["hard"] < shown["good"] < shown["easy"]


def test_a_new_card_has_intervals_too() -> None:
    shown = intervals(None, NOON, 0.9)
    assert shown["again"] == timedelta(minutes=1) and shown["easy"] > timedelta(days=1)


def test_the_longest_overdue_come_first_then_new_ones_up_to_the_limit_of_the_day() -> None:
    log = [
        *given("easy", card=CardKey("item", "later")),
        *given("again", card=CardKey("item", "b")),
        *given("again", card=CardKey("item", "a"), begun=NOON - timedelta(days=3)),
    ]
    now = NOON + timedelta(hours=1)
    found = queue(plan(log, 0.9), ["item:x", "item:b", "own:y", "own:z", "item:x"], now, new_a_day=4)
    assert found.due == ("item:a", "item:b")
    assert found.new == ("item:x", "own:y"), "two cards were new today already"
    assert found.waiting == 1
    assert found.next_due is not None and found.next_due > now


def test_the_day_is_that_of_the_learners_time_zone() -> None:
    east = timezone(timedelta(hours=14))
    planned, night = plan(given("easy"), 0.9), NOON + timedelta(hours=13)
    here, there = (queue(planned, ["own:x"], now, new_a_day=1) for now in (night, night.astimezone(east)))
    assert (here.new, there.new) == (("own:x",), ())


def test_the_forecast_holds_every_card_once_and_what_is_overdue_today() -> None:
    log = a_year_of(40, seed=3)
    planned, now = plan(log, 0.9), NOON + timedelta(days=20)
    last = max(one.due for one in planned.values())
    new = [f"own:{number}" for number in range(7)]
    days = forecast(planned, new, now, new_a_day=3, days=(last - now).days + 2)
    assert sum(day.reviews for day in days) == 40
    assert days[0].reviews == sum(one.due.date() <= now.date() for one in planned.values())
    assert [day.new for day in days[:4]] == [3, 3, 1, 0]
    assert len(forecast(planned, [], now, new_a_day=3)) == 30


def test_a_lapse_is_forgetting_what_was_known() -> None:
    assert plan(given("again", "good", "good", "again", days=9), 0.9)["item:one"].lapses == 1
    assert plan(given("again", "again"), 0.9)["item:one"].lapses == 0


def test_the_chance_of_recall_is_the_wished_one_when_a_card_is_due() -> None:
    known = plan(given("good", "good", "good", "good", days=12), 0.9)["item:one"]
    assert recall(known, known.due, 0.9) == pytest.approx(0.9, abs=0.01)


def test_every_rating_is_known_to_the_library() -> None:
    assert list(RATINGS) == list(WORDS)
    assert set(RATINGS.values()) == set(FsrsRating)
