"""What educators are told of items is what scipy and numpy say of the same attempts, first ones only."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from scipy import stats
from sqlalchemy import Engine

from assistant.learner.log import Log
from assistant.learner.types import Correction
from assistant.quiz.types import Graded
from assistant.statistics.house import Asked, Statistics
from retrieval.errors import WrongUse
from tests.assistant.statistics.simulated import NOON, answered, answers, attempt, bank, item, opened

LEARNERS, ITEMS = 60, 12


@pytest.fixture
def engine(tmp_path: Path, database: str | None) -> Iterator[Engine]:
    """Twelve published items and one draft that nobody answered."""
    with opened(tmp_path, database) as made:
        bank(made, [*map(item, range(ITEMS)), item(90, status="draft"), item(91)])
        yield made


@pytest.fixture
def chosen(engine: Engine) -> np.ndarray:
    made = answers(LEARNERS, ITEMS)
    answered(engine, made)
    return made


def test_every_item_has_the_figures_of_scipy(engine: Engine, chosen: np.ndarray) -> None:
    right = (chosen == "a").astype(int)
    listing = Statistics(engine).listed(Asked(order="title", descending=False))
    assert (listing.found, listing.answered, listing.published) == (ITEMS, ITEMS, ITEMS + 1)
    for one in listing.items:
        column = int(one.id.removeprefix("item-"))
        rest = (right.sum(axis=1) - right[:, column]) / (ITEMS - 1)
        wanted = stats.pointbiserialr(right[:, column], rest).statistic
        assert one.difficulty.value == pytest.approx(right[:, column].mean())
        assert one.discrimination.value == pytest.approx(wanted)
        assert one.expected == pytest.approx(0.25 + 0.75 / 2)
        seconds = 10.0 + np.arange(LEARNERS)
        low, median, high = np.percentile(seconds, [10, 50, 90], method="inverted_cdf")
        assert one.times is not None
        assert (one.times.low, one.times.median, one.times.high) == (low, median, high)


def test_only_first_unaided_counting_attempts_of_published_versions_are_counted(engine: Engine) -> None:
    log = Log(engine)
    log.append(attempt(who, 0, "a") for who in range(12))
    later = NOON + timedelta(days=1)
    log.append(
        [
            attempt(0, 0, "b", id="again", at=later),
            attempt(20, 0, "b", assisted=True),
            attempt(20, 0, "a", id="after-help", at=later),
            attempt(21, 0, "b", graded=Graded(correct=None, reason="Not marked.")),
            attempt(22, 0, "b", item_version=7),
            attempt(23, 90, "b"),
            attempt(24, 0, "b"),
            attempt(25, 0, "b", type="cloze_card"),
        ]
    )
    log.correct("u0024", Correction(id="c", attempt="s24.0", counts=False, reason="misread", at=NOON))
    (only,) = Statistics(engine).listed(Asked()).items
    assert (only.difficulty.n, only.difficulty.value) == (12, 1.0)


def test_what_was_answered_since_is_counted_the_next_time(engine: Engine) -> None:
    statistics, log = Statistics(engine), Log(engine)
    log.append(attempt(who, 0, "a") for who in range(9))
    (few,) = statistics.listed(Asked()).items
    assert (few.difficulty.value, few.difficulty.reason) == (None, "Not enough attempts: 9 of 10.")
    log.append([attempt(9, 0, "b")])
    (enough,) = statistics.listed(Asked()).items
    assert enough.difficulty.value == 0.9
    log.correct("u0009", Correction(id="c", attempt="s9.0", counts=False, reason="misread", at=NOON))
    assert statistics.listed(Asked()).items[0].difficulty.value is None


def test_a_wrong_key_is_suspected_and_an_option_nobody_chooses_named(engine: Engine) -> None:
    made = answers(LEARNERS, ITEMS)
    able = (made[:, 1:] == "a").sum(axis=1)
    best = able >= np.median(able)
    made[:, 0] = np.where(best, "b", "a")  # the better half choose b, which is keyed wrong
    answered(engine, made)
    found = Statistics(engine).item("item-0")
    assert {"negative_discrimination", "key_suspected", "unused_option"} <= set(found.item.flags)
    notes = {one.id: one.note for one in found.options}
    assert notes["b"] == "Chosen by better learners than the key is."
    assert notes["c"] == notes["d"] == "Nobody chose it."
    assert found.upper_lower == pytest.approx(-1)
    b, a = found.options[1], found.options[0]
    assert a.ability is not None and b.ability is not None and b.ability > a.ability
    assert (a.chosen + b.chosen, a.share + b.share) == (LEARNERS, 1.0)
    sound = [one for one in Statistics(engine).listed(Asked()).items if one.id != "item-0"]
    assert not any("key_suspected" in one.flags for one in sound)


def test_a_new_version_is_compared_with_the_one_before(engine: Engine) -> None:
    bank(engine, [item(0, version=2)])
    log = Log(engine)
    log.append(attempt(who, 0, "a" if who < 36 else "b") for who in range(40))
    log.append(
        attempt(who, 0, "a" if who < 50 else "b", item_version=2, at=NOON + timedelta(days=9))
        for who in range(100)
    )
    found = Statistics(engine).item("item-0")
    old, new = found.versions
    # Of the hundred at the new version forty had seen the old one.
    assert (old.difficulty.n, new.difficulty.n) == (40, 60)
    wanted = stats.chi2_contingency([[36, 4], [10, 50]], correction=False).pvalue
    assert new.change is not None and new.change.p == pytest.approx(wanted)
    assert found.item.version == 2
    assert "changed" in found.item.flags


def test_items_are_found_sorted_and_those_without_a_figure_come_last(
    engine: Engine, chosen: np.ndarray
) -> None:
    bank(engine, [item(50, objectives=("other",))])
    Log(engine).append([attempt(0, 50, "a")])
    statistics = Statistics(engine)
    for descending in (True, False):
        found = statistics.listed(Asked(order="difficulty", descending=descending)).items
        values = [one.difficulty.value for one in found]
        assert values[-1] is None
        assert values[:-1] == sorted(values[:-1], reverse=descending)
    assert [one.id for one in statistics.listed(Asked(objective="other")).items] == ["item-50"]
    assert statistics.listed(Asked(words="item 50")).found == 1
    assert statistics.listed(Asked(enough=True)).found == ITEMS
    assert len(statistics.listed(Asked(), skip=10, most=2).items) == 2


def test_groups_are_compared_at_equal_ability(engine: Engine) -> None:
    made = answers(240, ITEMS, seed=4)
    made[120:, 0] = np.where(
        np.arange(120) % 3 == 0, made[120:, 0], "b"
    )  # item 0 is harder for the second half
    answered(engine, made)
    halves = (frozenset(f"u{who:04}" for who in some) for some in (range(120), range(120, 240)))
    reference, focal = halves
    statistics = Statistics(engine)
    assert statistics.fairness("item-0", reference, focal).grade == "C"
    assert statistics.fairness("item-1", reference, focal).grade == "A"
    few = statistics.fairness("item-0", reference, frozenset(sorted(focal)[:50]))
    assert few.grade is None and "50 of 100" in few.reason
    both = statistics.fairness("item-0", reference, reference)
    assert (both.reference, both.focal) == (0, 0)


def test_an_item_without_attempts_or_unknown_is_told(engine: Engine) -> None:
    with pytest.raises(WrongUse, match="No attempt"):
        Statistics(engine).item("item-91")
    with pytest.raises(WrongUse, match="no item"):
        Statistics(engine).item("nowhere")


def test_where_there_is_much_the_last_count_is_told_while_it_is_counted_anew(
    engine: Engine, chosen: np.ndarray
) -> None:
    waiting: list[Callable[[], None]] = []
    many = Statistics(engine, at_once=100, later=waiting.append)
    asked = Asked(order="title")
    assert many.listed(asked).items == Statistics(engine).listed(asked).items
    before = many.item("item-0")
    log = Log(engine)
    log.append(attempt(100 + who, what, "a") for who in range(10) for what in range(ITEMS))
    old = many.listed(asked)
    assert (old.is_old, old.counted) == (True, LEARNERS * ITEMS)
    assert many.item("item-0") == before
    (work,) = waiting  # begun once, however often somebody looks
    work()
    new = many.listed(asked)
    assert (new.is_old, new.counted) == (False, (LEARNERS + 10) * ITEMS)
    assert new.items == Statistics(engine).listed(asked).items
    assert many.item("item-0") == Statistics(engine).item("item-0")


def test_what_took_long_to_count_is_kept_for_the_next_start(engine: Engine, chosen: np.ndarray) -> None:
    first = Statistics(engine, at_once=100).listed(Asked())
    Log(engine).append(attempt(100 + who, 0, "a") for who in range(10))
    waiting: list[Callable[[], None]] = []
    again = Statistics(engine, at_once=100, later=waiting.append).listed(Asked())
    assert again.items == first.items and again.is_old
