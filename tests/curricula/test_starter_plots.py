"""The drawn plots, films and slices: the numbers that the items rest on hold in what is drawn."""

import numpy as np
import pytest

from curricula.starter.draw import breath, burns, chest, curves, evidence, films, labour
from curricula.starter.draw.canvas import Drawing, Place


def test_one_overdose_lies_above_the_line_that_can_be_read() -> None:
    line = curves.treatment_line
    assert [line(hour) for hour in (4, 8, 12)] == pytest.approx([100, 50, 25])
    assert line(15) == pytest.approx(15, abs=0.2)
    read = {name for name, (hours, level) in curves.PATIENTS.items() if hours >= 4 and level >= line(hours)}
    assert read == {"C"} and curves.PATIENTS["A"][0] < 4


def test_one_baby_lies_above_the_threshold() -> None:
    hours, limits = zip(*curves.PHOTOTHERAPY, strict=True)
    above = {name for name, (age, level) in curves.BABIES.items() if level > np.interp(age, hours, limits)}
    assert above == {"B"}


def test_courses_cross_the_limits_that_the_items_name() -> None:
    sodium, creatinine = dict(curves.SODIUM), dict(curves.CREATININE)
    assert sodium[24] - sodium[0] == 18
    assert 3 <= max(creatinine.values()) / creatinine[0] < 354 / creatinine[0]
    falls = -np.diff(curves.KETOSIS["ketones"])
    assert falls.max() < 0.5 and min(curves.KETOSIS["glucose"]) > 14
    swings = [(evening - morning) / ((evening + morning) / 2) for morning, evening in curves.PEAK_FLOW]
    assert np.mean(swings) == pytest.approx(0.33, abs=0.03) and len(swings) == 14


def test_each_sample_is_its_disorder() -> None:
    tension = {name: curves.carbon_dioxide(*sample) for name, sample in curves.GASES.items()}
    assert tension["A"] == pytest.approx(5.3, abs=0.1)
    low, high = curves.GASES["B"], curves.GASES["C"]
    assert low[0] < 7.3 and low[1] < 15 and tension["B"] < 4.5
    assert high[0] < 7.35 and tension["C"] > 6.5 and high[1] > 26
    assert tension["D"] < 4.5 and curves.GASES["D"][0] > 7.45
    assert curves.GASES["E"][1] > 28 and tension["E"] > 6


def test_the_four_loops_have_the_spirometry_of_their_pattern() -> None:
    ratios = {name: breath.one_second(loop) / loop.capacity for name, loop in breath.LOOPS.items()}
    assert ratios["D"] < 0.7 and ratios["C"] > 0.75 and ratios["A"] > 0.8
    assert breath.LOOPS["A"].capacity < 0.6 * breath.LOOPS["C"].capacity
    plateau = [breath.out(breath.LOOPS["B"], volume) for volume in (0.8, 1.6, 2.4)]
    assert np.ptp(plateau) == 0
    halfway = {name: breath.out(loop, loop.capacity / 2) / loop.peak for name, loop in breath.LOOPS.items()}
    assert halfway["D"] < 0.2 < 0.5 < halfway["C"]


def test_studies_say_what_the_items_ask() -> None:
    spans = [evidence.interval(ratio, error) for _, ratio, error in evidence.TRIALS]
    assert all(low < 1 < high for low, high in spans)
    ratio, low, high = evidence.pooled()
    assert (round(ratio, 2), round(low, 2), round(high, 2)) == (0.85, 0.72, 0.99)
    assert 1 / (evidence.RISKS["drug"] - evidence.RISKS["placebo"]) == pytest.approx(25)
    found = {name: evidence.sensitivity(false) for name, false in evidence.THRESHOLDS.items()}
    assert [name for name in found if found[name] >= 0.95] == ["C", "D"]
    assert found["B"] / evidence.THRESHOLDS["B"] == pytest.approx(7.1, abs=0.1)


def test_decelerations_are_late_and_the_rate_hardly_varies() -> None:
    at = labour.times()
    rates, force = labour.heart_rate(at), labour.contractions(at)
    for peak in labour.PEAKS:
        near = (at > peak - 0.7) & (at < peak + 1.4)
        lowest, strongest = at[near][rates[near].argmin()], at[near][force[near].argmax()]
        assert 0.4 < lowest - strongest < 0.9
        assert 30 < labour.BASE - rates[near].min() < 40
    quiet = rates[(at > 0.1) & (at < 0.9)]
    assert np.ptp(quiet) < 5


def test_the_coloured_skin_is_a_third_of_the_body() -> None:
    assert burns.total() == 36
    assert 2 * sum(burns.SHARES.values()) == 99


def grey(drawing: Drawing, place: Place) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    pixels = np.asarray(drawing.image.convert("L"), dtype=float)
    high, wide = pixels.shape
    return pixels[
        round(place.top * high) : round(place.bottom * high),
        round(place.left * wide) : round(place.right * wide),
    ]


def test_only_the_right_lower_zone_is_opaque() -> None:
    plain, patch = films.clear(), films.opacity()
    brighter = {
        name: float(grey(patch, place).mean() - grey(plain, place).mean())
        for name, place in plain.places.items()
    }
    assert {name for name, more in brighter.items() if more > 25} == {"rlower"}
    assert max(abs(more) for name, more in brighter.items() if name[0] == "l") < 2


def test_air_beside_the_lung_is_darker_than_lung_and_free_gas_than_the_abdomen() -> None:
    away = films.detached()
    inside, outside = Place(0.62, 0.45, 0.69, 0.55), Place(0.78, 0.45, 0.83, 0.55)
    assert grey(away, outside).mean() < grey(away, inside).mean() - 15
    free, plain = films.gas(), films.clear()
    below = Place(0.25, 0.715, 0.35, 0.728)
    assert grey(free, below).mean() < grey(plain, below).mean() - 40


def test_hearts_are_as_wide_as_the_items_say() -> None:
    assert chest.ratio(chest.HEART) == pytest.approx(0.4, abs=0.01)
    assert chest.ratio(chest.LARGE_HEART) == pytest.approx(0.6, abs=0.01)


def test_tubes_end_where_the_items_say() -> None:
    x, y = films.TUBE[-1]
    assert (y - chest.CARINA[1]) > 30 and x < chest.CARINA[0]
    assert films.FEEDING[-1][1] < min(down for _, down in chest.RIGHT_LUNG[8:11])
