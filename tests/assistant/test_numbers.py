"""Quantities with their units."""

import pytest

from assistant.answer.numbers import quantities


@pytest.mark.parametrize(
    ("text", "unit", "numbers"),
    [
        ("aspirin 300 mg once, then 75 mg daily", "mg", {"300", "75"}),
        ("below 140/90 mmHg", "mmhg", {"140/90"}),
        ("for 5 to 7 days", "day", {"5-7"}),
        ("within 4.5 hours", "hour", {"4.5"}),
        ("at 30 mL/kg", "ml/kg", {"30"}),
        ("reduced by 20%", "%", {"20"}),
    ],
)
def test_numbers_are_found_by_unit(text: str, unit: str, numbers: set[str]) -> None:
    assert quantities(text)[unit] == numbers


def test_a_number_without_unit_is_no_quantity() -> None:
    assert quantities("a CURB-65 score of 3 in 2019") == {}
