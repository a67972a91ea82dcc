"""What only shows in many items together."""

from pathlib import Path
from random import Random

import pytest

from curricula.check import check
from curricula.items.lint.whole import Spread, lint_bank, repeats, tail
from curricula.items.load import to_yaml
from curricula.items.types import Item
from tests.curricula.items.samples import OPTIONS, card, single

WORDS = ("Aspirin", "Heparin", "Digoxin", "Insulin")


def bank_of(keys: list[int], *, long: bool = False) -> list[Item]:
    return [_with_key(number, key, long=long) for number, key in enumerate(keys)]


def _with_key(number: int, key: int, *, long: bool) -> Item:
    options = [
        {
            **OPTIONS[0],
            "id": "abcd"[place],
            "correct": place == key,
            "text": word + " daily" * (long and place == key),
        }
        for place, word in enumerate(WORDS)
    ]
    asks = f"Which drug is given in disease {number} {chr(97 + number // 26)}{chr(97 + number % 26)}x?"
    return single(f"item-{number}", options=options, lead_in=asks, vignette="")


def test_keys_that_stand_in_one_place_are_told() -> None:
    (remark,) = [one for one in lint_bank(bank_of([1] * 15 + [0, 2, 3] * 3)) if "B as the key" in one.what]
    assert "B as the key in 15 of 24 items, 6 by chance" in remark.what
    assert remark.warning


def test_a_place_that_is_never_right_is_told() -> None:
    assert any("D as the key in 0" in one.what for one in lint_bank(bank_of([0, 1, 2] * 20)))


def test_keys_spread_by_chance_pass() -> None:
    chance = Random(5)
    alarms = sum(bool(lint_bank(bank_of(chance.choices(range(4), k=40)))) for _ in range(100))
    assert alarms <= 5


def test_few_items_show_no_habit() -> None:
    assert lint_bank(bank_of([1] * 19)) == []


def test_keys_that_are_mostly_the_longest_are_told() -> None:
    (remark,) = lint_bank(bank_of([0, 1, 2, 3] * 6, long=True))
    assert "longest option as the key in 24 of 24" in remark.what


@pytest.mark.parametrize(
    ("spread", "expected"),
    [(Spread(0, 10, 0.5), 1.0), (Spread(8, 10, 0.5), 56 / 1024), (Spread(3, 3, 0.25), 1 / 64)],
)
def test_the_tail_is_that_of_the_binomial_distribution(spread: Spread, expected: float) -> None:
    assert tail(spread) == pytest.approx(expected)


def test_an_item_that_asks_the_same_as_an_earlier_one_is_told() -> None:
    items = [single("first"), card(), single("second")]
    ((place, remark),) = repeats(items)
    assert (place, remark.what) == (2, "asks the same as first (100% of the telling words)")


def test_the_whole_is_told_of_the_folder_and_cards_are_counted_apart(tmp_path: Path) -> None:
    for item in [*bank_of([2] * 20), card(topics=["heart"])]:
        tmp_path.joinpath(f"{item.id}.yaml").write_text(to_yaml(item), encoding="utf-8")
    checked = check([tmp_path])
    assert checked.counts == {"items": 20, "cases": 0, "objectives": 0, "cards": 1, "audits": 0}
    assert checked.faults == ()
    whole = [fault for fault in checked.warnings if fault.file == tmp_path]
    assert ["C as the key in 20 of 20" in fault.what for fault in whole][0:1] == [True]
