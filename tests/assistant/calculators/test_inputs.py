"""What is typed: units both ways, what is missing, what is refused and how it is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.calculators import CALCULATORS, calculator, compute
from assistant.calculators.figures import brief, fixed, rounded
from assistant.calculators.reading import within
from assistant.calculators.types import Input, Unit
from retrieval.errors import WrongUse
from tests.assistant.calculators.laws import law

WOMAN = {"age": "70", "sex": "female"}
NUMBERS = [(one, unit) for each in CALCULATORS for one in each.inputs for unit in one.units]


def refused(name: str = "egfr", **inputs: str) -> str:
    result = compute(name, inputs)
    assert result.figures == ()
    [sentence] = result.refused
    return sentence


def test_the_same_creatinine_in_either_unit_gives_the_same_egfr() -> None:
    american = compute("egfr", {**WOMAN, "creatinine": "1.4 mg/dL"})
    metric = compute("egfr", {**WOMAN, "creatinine": "123.76 µmol/L"})
    assert american.figures == metric.figures
    assert metric.entered[-1].text == "123.8 µmol/L = 1.4 mg/dL"


@pytest.mark.parametrize("written", ["90umol/L", "90 µmol/L", "90 μmol/l", " 90  UMOL/L ", "90,0 umol/L"])
def test_units_are_read_as_people_write_them(written: str) -> None:
    assert compute("egfr", {**WOMAN, "creatinine": written}).figures[0].value == 59


def test_a_creatinine_in_the_wrong_unit_is_refused_with_the_hint() -> None:
    sentence = refused(**WOMAN, creatinine="90 mg/dL")
    assert sentence == (
        "Serum creatinine 90 mg/dL is outside 0.2 to 25 mg/dL; is the unit another? "
        "90 µmol/L would be 1.018 mg/dL."
    )
    assert "1.2 mg/dL would be 106.1 µmol/L" in refused(**WOMAN, creatinine="1.2 umol/L")


def test_a_number_without_its_unit_is_never_guessed() -> None:
    assert refused(**WOMAN, creatinine="1.4") == (
        "Serum creatinine: say the unit, mg/dL or µmol/L (1.4 is plausible in mg/dL only)."
    )
    assert refused(**WOMAN, creatinine="20") == "Serum creatinine: say the unit, mg/dL or µmol/L."


@pytest.mark.parametrize(
    ("creatinine", "words"),
    [
        ("1.4 mmHg", "is not read in 'mmHg'"),
        ("high", "is not a number with a unit"),
        ("-1 mg/dL", "is outside 0.2 to 25 mg/dL"),
        ("1,200 mg/dL", "can be read in two ways"),
        ("1e3 mg/dL", "is not read in"),
        ("nan mg/dL", "is not a number"),
        ("9" * 400, "is not a number"),
    ],
)
def test_nonsense_is_refused_in_one_sentence(creatinine: str, words: str) -> None:
    sentence = refused(**WOMAN, creatinine=creatinine)
    assert words in sentence
    assert len(sentence) < 200


def test_children_are_refused_with_the_reason() -> None:
    sentence = refused(age="12 years", sex="female", creatinine="0.5 mg/dL")
    assert sentence == "Age 12 years is outside 18 to 120 years: the equation was made for adults."


def test_what_is_missing_is_named_and_no_number_is_given() -> None:
    result = compute("egfr", {"age": "70", "sex": " "})
    assert result.figures == ()
    assert result.steps == ()
    assert result.missing == ("Sex", "Serum creatinine")


@pytest.mark.parametrize("name", [one.name for one in CALCULATORS])
def test_without_any_input_everything_needed_is_missing(name: str) -> None:
    result = compute(name, {})
    assert result.figures == ()
    needed = [one.label for one in calculator(name).inputs if not one.optional]
    assert list(result.missing) == needed


def test_an_optional_input_becomes_needed_with_another_answer() -> None:
    dose = {"dose_per_kg": "90 mg/kg", "weight": "20 kg"}
    assert compute("dose-by-weight", {**dose, "per": "dose"}).missing == ()
    assert compute("dose-by-weight", {**dose, "per": "day"}).missing == ("Doses a day",)


def test_an_answer_that_is_not_offered_is_refused() -> None:
    assert refused(age="70", sex="unknown", creatinine="1 mg/dL") == (
        "Sex: choose one of female, male, not 'unknown'."
    )
    yes = {one.key: "no" for one in calculator("has-bled").inputs}
    assert refused("has-bled", **{**yes, "liver": "perhaps"}).endswith("answer yes or no, not 'perhaps'.")


def test_a_finer_reading_than_the_chart_is_refused() -> None:
    chart = {"respiratory_rate": "16.5"}
    assert compute("news2", chart).refused == ("Respiratory rate is read to 1 /min, not 16.5.",)
    assert compute("news2", {"temperature": "38.05 C"}).refused == (
        "Temperature is read to 0.1 °C, not 38.05.",
    )
    assert compute("dose-by-weight", {"doses_a_day": "2.5"}).refused == (
        "Doses a day is read to 1, not 2.5.",
    )
    assert compute("news2", {"temperature": "100.5 F"}).entered[0].text == "100.5 °F = 38.1 °C"


def test_an_unknown_name_or_key_says_what_there_is() -> None:
    with pytest.raises(WrongUse, match="preceptor calculate"):
        compute("apache", {})
    with pytest.raises(WrongUse, match=r"has no input 'race'\. It has: age, sex, creatinine"):
        compute("egfr", {"race": "x"})
    with pytest.raises(WrongUse, match="Choose: wells-dvt, wells-pe"):
        compute("wells score", {})
    assert calculator(" CKD-EPI ").name == "egfr"


@law
@given(st.sampled_from(NUMBERS), st.floats(0, 1))
def test_units_round_trip(number: tuple[Input, Unit], place: float) -> None:
    one, unit = number
    base = one.low + place * (one.high - one.low)
    assert unit.to_base(unit.from_base(base)) == pytest.approx(base, rel=1e-9)


@pytest.mark.parametrize(("one", "unit"), NUMBERS, ids=lambda value: getattr(value, "key", None))
def test_both_ends_of_every_range_are_plausible_in_every_unit(one: Input, unit: Unit) -> None:
    assert within(one, unit.to_base(unit.from_base(one.low)))
    assert within(one, unit.to_base(unit.from_base(one.high)))
    assert not within(one, one.high * 1.01)


@pytest.mark.parametrize(
    ("unit", "given_", "base"),
    [
        ("creatinine", "88.4 umol/L", "1 mg/dL"), ("bilirubin", "17.1 umol/L", "1 mg/dL"),
        ("albumin", "35 g/L", "3.5 g/dL"),
    ],
)  # fmt: skip
def test_conversions_of_the_laboratory(unit: str, given_: str, base: str) -> None:
    assert compute("meld", {unit: given_}).entered[0].text == f"{given_.replace('u', 'µ')} = {base}"


@pytest.mark.parametrize(
    ("name", "key", "typed", "text"),
    [
        ("bmi", "weight", "154 lb", "154 lb = 69.85 kg"),
        ("bmi", "height", "70 in", "70 in = 177.8 cm"),
        ("bmi", "height", "1.7 m", "1.7 m = 170 cm"),
        ("corrected-sodium", "glucose", "30 mmol/L", "30 mmol/L = 540 mg/dL"),
        ("corrected-calcium", "calcium", "2.5 mmol/L", "2.5 mmol/L = 10.02 mg/dL"),
        ("osmolality", "urea", "10 mmol/L", "10 mmol/L = 28 mg/dL BUN"),
        ("osmolality", "ethanol", "20 mmol/L", "20 mmol/L = 92.17 mg/dL"),
        ("curb-65", "urea", "28 mg/dL", "28 mg/dL BUN = 10 mmol/L"),
        ("qtc", "qt", "0.4 s", "0.4 s = 400 ms"),
        ("infusion-rate", "dose_rate", "0.3 mg/kg/h", "0.3 mg/kg/h = 5 microgram/kg/min"),
    ],
)
def test_conversions_show_both_numbers(name: str, key: str, typed: str, text: str) -> None:
    assert compute(name, {key: typed}).entered[0].text == text


def test_halves_are_rounded_up_as_on_paper() -> None:
    assert [rounded(value) for value in (0.5, 1.5, 2.5, -0.5)] == [1, 2, 3, -1]
    assert rounded(2.675, 2) == 2.68
    assert fixed(-0.04, 1) == "0.0"
    assert brief(-0.0) == "0"
    assert (brief(0.6470314), brief(1234.56), brief(2.0), brief(123456.7)) == (
        "0.647",
        "1234.6",
        "2",
        "123457",
    )


@pytest.mark.parametrize("one", CALCULATORS, ids=lambda one: one.name)
def test_every_calculator_says_what_it_is_and_is_not(one: object) -> None:
    from assistant.calculators.types import Calculator

    assert isinstance(one, Calculator)
    assert one.purpose.endswith(".")
    assert one.not_for.startswith(("Not", "Suggests no", "A normal gap does not"))
    assert one.formula
    assert one.source.origin
    assert one.review == "not clinician-reviewed"
    assert len({each.key for each in one.inputs}) == len(one.inputs)
    assert [band.at_least for band in one.bands] == sorted(band.at_least for band in one.bands)
    assert len(CALCULATORS) >= 15
