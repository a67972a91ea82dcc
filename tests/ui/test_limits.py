"""Rate limits: so many requests a minute, each key by itself."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from ui.api.limits import MOST_REMEMBERED, Buckets


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_minutes_worth_passes_at_once_and_the_next_has_to_wait() -> None:
    buckets = Buckets(6, Clock())
    assert [buckets.take("ada") for _ in range(6)] == [0.0] * 6
    assert buckets.take("ada") == pytest.approx(10.0)


def test_the_bucket_fills_with_time_and_never_beyond_a_minutes_worth() -> None:
    clock = Clock()
    buckets = Buckets(6, clock)
    for _ in range(6):
        buckets.take("ada")
    clock.now += 10.0
    assert buckets.take("ada") == 0.0
    assert buckets.take("ada") == pytest.approx(10.0)
    clock.now += 3600.0
    assert [buckets.take("ada") for _ in range(7)].count(0.0) == 6


def test_one_who_asks_too_often_takes_nothing_from_another() -> None:
    buckets = Buckets(2, Clock())
    for _ in range(9):
        buckets.take("ada")
    assert buckets.take("bob") == 0.0


def test_waiting_is_not_made_longer_by_asking_again() -> None:
    clock = Clock()
    buckets = Buckets(1, clock)
    buckets.take("ada")
    for _ in range(5):
        buckets.take("ada")
    clock.now += 60.0
    assert buckets.take("ada") == 0.0


def test_many_threads_together_get_no_more_than_a_minutes_worth() -> None:
    buckets = Buckets(100, Clock())
    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(lambda _: buckets.take("ada"), range(400)))
    assert waits.count(0.0) == 100


def test_those_who_have_not_asked_for_a_minute_are_forgotten() -> None:
    clock = Clock()
    buckets = Buckets(1, clock)
    for n in range(MOST_REMEMBERED):
        buckets.take(f"key{n}")
    clock.now += 60.0
    buckets.take("one more")
    assert len(buckets._levels) == 1
