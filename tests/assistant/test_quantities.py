"""Quantities in base units, however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.verify.measure import COUNT, Measure, is_same
from assistant.verify.quantities import by_dimension, measures

LONE = ("share", "frequency")


def only(text: str) -> Measure:
    [measure] = [measure for measure in measures(text) if not measure.soft or measure.dimension in LONE]
    return measure


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("0.5 g", "500 mg"),
        ("0.5 micrograms", "500 ng"),
        ("1 in 5", "20%"),
        ("one in five", "20 percent"),
        ("two thirds of patients", "67%"),
        ("66 in every thousand", "6.6%"),
        ("24 hours", "one day"),
        ("twice a day", "every 12 hours"),
        ("bid", "twice daily"),
        ("every eight hours", "three times a day"),
        ("weekly", "once a week"),
        ("1,500 mL", "1.5 litres"),
        ("20 ng/mL", "20 micrograms per litre"),
        ("38 °C", "100.4 °F"),
        ("1.5 million", "1,500,000"),
        ("twenty-five years", "25-year"),
        ("half an hour", "30 minutes"),
        ("5 per 100,000", "0.005%"),
        ("four times as likely", "fourfold".replace("four", "4 ")),
        ("nine patients out of ten", "90%"),
        ("one patient in two", "50%"),
        ("one of every twenty", "5%"),
        ("half of them", "50%"),
        ("33 in a million", "1 in 30,000"),
        ("half a year", "6 months"),
        ("a quarter of a litre", "250 mL"),
        ("a year and a half", "18 months"),
        ("once a decade", "every 10 years"),
        ("seven days a week", "daily"),
        ("at intervals of 8 hours", "every 8 hours"),
        ("4'10\"", "58 inches"),
    ],
)
def test_the_same_in_other_words_is_the_same(one: str, other: str) -> None:
    assert is_same(only(one), only(other)) and is_same(only(other), only(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("50 mg", "500 mg"),
        ("5 mg", "5 g"),
        ("20%", "21%"),
        ("twice a day", "twice a week"),
        ("3 days", "3 weeks"),
        ("nine patients in ten", "9%"),
        ("half a year", "half a month"),
    ],
)
def test_another_value_is_not(one: str, other: str) -> None:
    assert not is_same(only(one), only(other))


@pytest.mark.parametrize("text", ["5-10 mg", "5 to 10 mg", "5–10 mg", "between 5 and 10 mg", "5 mg to 10 mg"])
def test_a_range_gives_both_its_ends(text: str) -> None:
    assert [(m.dimension, m.value) for m in measures(text)] == [("mass", 5), ("mass", 10)]


@pytest.mark.parametrize(
    "text",
    [
        "in their forties and fifties",
        "aged 40 to 59",
        "between ages 40 and 60",
        "in his 40s and 50s",
    ],
)
def test_ages_are_read_from_decades(text: str) -> None:
    years = [m.number for m in measures(text) if m.dimension == "time"]
    assert years == [40, 60]


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("at least 5 mg", "up"), ("≥ 5 mg", "up"), ("more than 5 mg", "up"), ("5 mg or more", "up"),
        ("no less than 5 mg", "up"), ("up to 5 mg", "down"), ("no more than 5 mg", "down"),
        ("< 5 mg", "down"),
        ("5 mg", ""),
    ],
)  # fmt: skip
def test_a_comparator_is_kept(text: str, bound: str) -> None:
    assert only(text).bound == bound


@pytest.mark.parametrize("text", ["vitamin B12", "the p53 gene", "IL-6", "one of them", "CURB-65"])
def test_a_number_in_a_name_is_no_quantity(text: str) -> None:
    assert measures(text) == ()


def test_by_dimension_leaves_out_bare_numbers() -> None:
    found = by_dimension("aspirin 300 mg once, then 75 mg daily, below 140/90 mmHg, a score of 3 in 2019")
    assert {name: [m.written for m in found[name]] for name in found} == {
        "mass": ["300 mg", "75 mg"],
        "pressure": ["90 mmhg"],
    }
    assert COUNT not in found


UNITS = [
    ("g", "mg", 1000),
    ("mg", "micrograms", 1000),
    ("L", "mL", 1000),
    ("hours", "minutes", 60),
    ("weeks", "days", 7),
]


@given(st.integers(1, 10**6), st.sampled_from(UNITS))
def test_a_quantity_survives_a_change_of_unit(value: int, unit: tuple[str, str, int]) -> None:
    large, small, factor = unit
    one, other = only(f"{value} {large}"), only(f"{value * factor} {small}")
    assert is_same(one, other)
    assert not is_same(one, only(f"{value * factor * 10} {small}"))


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    for measure in measures(text):
        assert measure.written
