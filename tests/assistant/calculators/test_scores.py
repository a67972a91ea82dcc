"""Point scores: every combination or every mark, recounted in another way."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.calculators import calculator, compute
from assistant.calculators.types import Figure
from tests.assistant.calculators.laws import law

CHADS = ("heart_failure", "hypertension", "diabetes", "stroke", "vascular_disease")


def score(name: str, **inputs: object) -> Figure:
    result = compute(name, {key: _word(value) for key, value in inputs.items()})
    assert result.figures, (result.missing, result.refused)
    return result.figures[0]


def _word(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


@pytest.mark.parametrize("ticks", list(product((False, True), repeat=5)))
@pytest.mark.parametrize(("age", "points"), [(64, "0"), (65, "A"), (74, "A"), (75, "AA")])
def test_cha2ds2_vasc_counts_its_letters(ticks: tuple[bool, ...], age: int, points: str) -> None:
    letters = "".join(
        letter for letter, tick in zip(("C", "H", "D", "SS", "V"), ticks, strict=True) if tick
    ) + points.strip("0")
    given_ = dict(zip(CHADS, ticks, strict=True))
    male, female = (score("cha2ds2-vasc", age=age, sex=sex, **given_) for sex in ("male", "female"))
    assert (male.value, female.value) == (len(letters), len(letters) + 1)
    levels = ("low", "moderate", "high")
    assert [str(one.band).split()[0] for one in (male, female)] == [
        levels[min(len(letters), 2)], levels[min(len(letters) + 1, 2)]
    ]  # fmt: skip


@law
@given(st.lists(st.booleans(), min_size=9, max_size=9))
def test_has_bled_counts_the_yeses(ticks: list[bool]) -> None:
    keys = [one.key for one in calculator("has-bled").inputs]
    got = score("has-bled", **dict(zip(keys, ticks, strict=True)))
    assert got.value == ticks.count(True)
    assert str(got.band).startswith("high") is (ticks.count(True) > 2)


CURB = {
    "confusion": False,
    "urea": "5 mmol/L",
    "respiratory_rate": 18,
    "systolic": 120,
    "diastolic": 75,
    "age": 50,
}


@pytest.mark.parametrize(
    ("changed", "points"),
    [
        ({}, 0), ({"confusion": True}, 1), ({"urea": "7 mmol/L"}, 0), ({"urea": "7.1 mmol/L"}, 1),
        ({"urea": "21 mg/dL BUN"}, 1), ({"urea": "19 mg/dL BUN"}, 0),
        ({"respiratory_rate": 29}, 0), ({"respiratory_rate": 30}, 1),
        ({"systolic": 90}, 0), ({"systolic": 89}, 1), ({"diastolic": 61}, 0), ({"diastolic": 60}, 1),
        ({"systolic": 80, "diastolic": 40}, 1), ({"age": 64}, 0), ({"age": 65}, 1),
        ({"confusion": True, "urea": "20 mmol/L", "respiratory_rate": 40, "systolic": 70, "age": 90}, 5),
    ],
)  # fmt: skip
def test_curb_65_at_each_mark(changed: dict[str, object], points: int) -> None:
    got = score("curb-65", **{**CURB, **changed})
    assert got.value == points
    assert (
        got.band == compute("curb-65", {k: _word(v) for k, v in {**CURB, **changed}.items()}).figures[0].band
    )


@pytest.mark.parametrize(
    ("points", "word"), [(0, "low"), (1, "low"), (2, "intermediate"), (3, "high"), (5, "high")]
)
def test_curb_65_bands(points: int, word: str) -> None:
    worse: list[dict[str, object]] = [
        {"confusion": True}, {"urea": "9 mmol/L"}, {"respiratory_rate": 35}, {"systolic": 80}, {"age": 80},
    ]  # fmt: skip
    changed = {key: value for one in worse[:points] for key, value in one.items()}
    assert str(score("curb-65", **{**CURB, **changed}).band).startswith(word)


@law
@given(st.lists(st.booleans(), min_size=10, max_size=10))
def test_wells_dvt_is_the_yeses_less_three_for_an_alternative(ticks: list[bool]) -> None:
    keys = [one.key for one in calculator("wells-dvt").inputs]
    got = score("wells-dvt", **dict(zip(keys, ticks, strict=True)))
    assert keys[-1] == "alternative"
    expected = ticks.count(True) - 3 * ticks[-1]
    assert got.value == expected
    assert got.band == ("DVT likely (2 or more)" if expected > 1 else "DVT unlikely (1 or less)")


@law
@given(st.lists(st.booleans(), min_size=7, max_size=7))
def test_wells_pe_in_half_points(ticks: list[bool]) -> None:
    halves = {"dvt_signs": 6, "pe_likeliest": 6, "fast_heart": 3, "immobile": 3, "previous": 3}
    keys = [one.key for one in calculator("wells-pe").inputs]
    expected = sum(halves.get(key, 2) for key, tick in zip(keys, ticks, strict=True) if tick)
    got = score("wells-pe", **dict(zip(keys, ticks, strict=True)))
    assert got.value * 2 == expected
    assert got.band == ("PE likely (more than 4)" if expected > 8 else "PE unlikely (4 or less)")


PUGH = {"bilirubin": "1 mg/dL", "albumin": "4 g/dL", "inr": 1, "ascites": "none", "encephalopathy": "none"}


@pytest.mark.parametrize(
    ("changed", "points"),
    [
        ({"bilirubin": "1.9 mg/dL"}, 1), ({"bilirubin": "2 mg/dL"}, 2), ({"bilirubin": "3 mg/dL"}, 2),
        ({"bilirubin": "3.1 mg/dL"}, 3), ({"bilirubin": "33 umol/L"}, 1), ({"bilirubin": "34 umol/L"}, 2),
        ({"bilirubin": "51 umol/L"}, 2), ({"bilirubin": "52 umol/L"}, 3),
        ({"albumin": "36 g/L"}, 1), ({"albumin": "35 g/L"}, 2), ({"albumin": "3.5 g/dL"}, 2),
        ({"albumin": "28 g/L"}, 2), ({"albumin": "27 g/L"}, 3), ({"albumin": "2.7 g/dL"}, 3),
        ({"inr": 1.69}, 1), ({"inr": 1.7}, 2), ({"inr": 2.3}, 2), ({"inr": 2.31}, 3),
        ({"ascites": "mild"}, 2), ({"ascites": "severe"}, 3),
        ({"encephalopathy": "grade-1-2"}, 2), ({"encephalopathy": "grade-3-4"}, 3),
    ],
)  # fmt: skip
def test_child_pugh_at_each_mark(changed: dict[str, object], points: int) -> None:
    assert score("child-pugh", **{**PUGH, **changed}).value == 4 + points


@law
@given(st.tuples(*[st.integers(0, 2)] * 5))
def test_child_pugh_classes_follow_the_sum(grades: tuple[int, ...]) -> None:
    levels = (
        ("1 mg/dL", "2.5 mg/dL", "6 mg/dL"), ("4 g/dL", "3 g/dL", "2 g/dL"), ("1.1", "2", "3"),
        ("none", "mild", "severe"), ("none", "grade-1-2", "grade-3-4"),
    )  # fmt: skip
    chosen = {key: levels[at][grade] for at, (key, grade) in enumerate(zip(PUGH, grades, strict=True))}
    got = score("child-pugh", **chosen)
    assert got.value == 5 + sum(grades)
    assert str(got.band).startswith("class " + "AABBBCCCCCC"[sum(grades)])


# The chart of NEWS2 read row by row: each value of a row and its points.
CHART = {
    "respiratory_rate": {3: (4, 8), 1: (9, 11), 0: (12, 20), 2: (21, 24), -3: (25, 60)},
    "systolic": {3: (50, 90), 2: (91, 100), 1: (101, 110), 0: (111, 219), -3: (220, 280)},
    "heart_rate": {3: (25, 40), 1: (41, 50), 0: (51, 90), -1: (91, 110), 2: (111, 130), -3: (131, 220)},
}
WELL = {
    "respiratory_rate": 16, "spo2": 97, "scale": 1, "oxygen": False, "systolic": 120, "heart_rate": 70,
    "consciousness": "alert", "temperature": "37 C",
}  # fmt: skip


@pytest.mark.parametrize("key", CHART)
def test_news2_at_both_ends_of_every_box(key: str) -> None:
    for points, ends in CHART[key].items():
        for end in ends:
            assert score("news2", **{**WELL, key: end}).value == abs(points), (key, end)


@pytest.mark.parametrize(
    ("temperature", "points"),
    [
        ("35 C", 3), ("35.1 C", 1), ("36 C", 1), ("36.1 C", 0), ("38 C", 0), ("38.1 C", 1), ("39 C", 1),
        ("39.1 C", 2), ("100.4 F", 0), ("100.5 F", 1), ("95 F", 3), ("102.4 F", 2),
    ],
)  # fmt: skip
def test_news2_temperatures(temperature: str, points: int) -> None:
    assert score("news2", **{**WELL, "temperature": temperature}).value == points


SCALE_1 = {91: 3, 92: 2, 93: 2, 94: 1, 95: 1, 96: 0, 100: 0}
SCALE_2_AIR = {83: 3, 84: 2, 85: 2, 86: 1, 87: 1, 88: 0, 92: 0, 93: 0, 97: 0, 100: 0}
SCALE_2_OXYGEN = {83: 3, 84: 2, 85: 2, 86: 1, 87: 1, 88: 0, 92: 0, 93: 1, 94: 1, 95: 2, 96: 2, 97: 3, 100: 3}


@pytest.mark.parametrize(
    ("scale", "oxygen", "row"),
    [(1, False, SCALE_1), (1, True, SCALE_1), (2, False, SCALE_2_AIR), (2, True, SCALE_2_OXYGEN)],
)
def test_news2_saturation_on_both_scales(scale: int, oxygen: bool, row: dict[int, int]) -> None:
    for spo2, points in row.items():
        got = score("news2", **{**WELL, "scale": scale, "oxygen": oxygen, "spo2": spo2})
        assert got.value == points + 2 * oxygen, (scale, oxygen, spo2)


@pytest.mark.parametrize(
    ("changed", "band"),
    [
        ({}, "low (0 to 4)"),
        ({"oxygen": True, "heart_rate": 115}, "low (0 to 4)"),
        ({"consciousness": "cvpu"}, "a single measurement scores 3"),
        ({"respiratory_rate": 25, "heart_rate": 95}, "a single measurement scores 3"),
        ({"oxygen": True, "heart_rate": 115, "systolic": 105}, "medium (5 or 6)"),
        ({"oxygen": True, "heart_rate": 135, "systolic": 95}, "high (7 or more)"),
    ],
)
def test_news2_bands_and_the_single_three(changed: dict[str, object], band: str) -> None:
    assert str(score("news2", **{**WELL, **changed}).band).startswith(band)


observed = st.tuples(
    st.integers(1, 80), st.integers(40, 100), st.sampled_from([1, 2]), st.booleans(), st.integers(30, 300),
    st.integers(20, 250), st.sampled_from(["alert", "cvpu"]), st.decimals(25, 44, places=1),
)  # fmt: skip


@law
@given(observed)
def test_news2_stays_between_0_and_20(chart: tuple[object, ...]) -> None:
    inputs = dict(zip(WELL, chart, strict=True))
    inputs["temperature"] = f"{inputs['temperature']} C"
    assert 0 <= score("news2", **inputs).value <= 20
