"""The drawn tracings of the heart: what is drawn is read back from the curves."""

import numpy as np
import pytest

from curricula.starter.draw import leads, rhythms, strips
from curricula.starter.draw.leads import CHEST, LIMB, Twelve
from curricula.starter.draw.paper import GAIN, RATE, each
from curricula.starter.draw.rhythms import Rhythm
from curricula.starter.draw.waves import Signal, Timing

RAISED = {
    "inferior": {"I": -1.5, "II": 1.5, "III": 3, "aVR": 0, "aVL": -2.25, "aVF": 2.25, "V2": 0, "V5": 0},
    "anterior": {"I": 1, "III": -1.5, "aVF": -1, "aVL": 1.25, "V1": 1.5, "V2": 3, "V3": 4, "V4": 3, "V6": 0},
    "widespread": {"I": 1.2, "II": 2, "aVF": 1.4, "aVR": -1.6, "aVL": 0.2, "V1": 0, "V4": 1.6},
    "right_chest_depression": {"I": 0, "II": 0, "V1": -1.2, "V2": -2.5, "V3": -2.5, "V4": -1.2, "V6": 0},
    "lateral_depression": {"I": -0.5, "II": -0.5, "aVR": 0.5, "V3": 0, "V4": -1.5, "V5": -1.5, "V6": -1.5},
}
"""ST segment in mm."""


def peaks(mv: Signal, *, above: float, apart: float = 0.15) -> list[float]:
    """The seconds of the local maxima above that voltage, the highest within that distance."""
    tops = [n for n in range(1, len(mv) - 1) if mv[n - 1] < mv[n] >= mv[n + 1] and mv[n] > above]
    kept: list[int] = []
    for n in sorted(tops, key=lambda n: -mv[n]):
        if all(abs(n - other) > apart * RATE for other in kept):
            kept.append(n)
    return sorted(n / RATE for n in kept)


def gaps(rhythm: Rhythm, *, above: float = 0.5) -> Signal:
    return np.diff(peaks(rhythm.mv, above=above))


def rate(rhythm: Rhythm, *, above: float = 0.5) -> float:
    return float(60 / gaps(rhythm, above=above).mean())


def width(mv: Signal, at: float) -> float:
    """Milliseconds for which the wave around that time is above half of its height."""
    middle = round(at * RATE)
    left = right = middle
    while mv[left] > mv[middle] / 2:
        left -= 1
    while mv[right] > mv[middle] / 2:
        right += 1
    return (right - left) * 1000 / RATE


@pytest.mark.parametrize(
    ("rhythm", "per_minute", "steady"),
    [
        (strips.calm(), 75, True),
        (rhythms.irregular(), 98, False),
        (rhythms.sawtooth(), 150, True),
        (rhythms.narrow_tachycardia(), 187.5, True),
        (rhythms.broad_tachycardia(), 176, True),
        (rhythms.independent(), 36, True),
        (strips.fast_and_wide(), 125, True),
        (rhythms.fast_and_irregular(), 227, False),
    ],
)
def test_rates_and_regularity(rhythm: Rhythm, per_minute: float, steady: bool) -> None:
    found = gaps(rhythm, above=0.6)
    assert rate(rhythm, above=0.6) == pytest.approx(per_minute, rel=0.03)
    assert bool(found.std() / found.mean() < 0.02) is steady
    assert steady or found.std() / found.mean() > 0.15


def test_ten_seconds_hold_the_number_of_complexes_that_an_item_counts() -> None:
    rhythm = rhythms.irregular()
    assert len(rhythm.mv) == 10 * RATE
    assert len(peaks(rhythm.mv, above=0.6)) == 16
    assert len(peaks(rhythm.mv[: 5 * RATE], above=0.6)) == 8


def test_flutter_waves_are_twice_as_many_as_complexes() -> None:
    rhythm = rhythms.sawtooth()
    flutter = np.diff(rhythm.atrial)
    assert flutter == pytest.approx(0.2)
    troughs = peaks(-rhythm.mv, above=0.05, apart=0.1)
    assert np.diff(troughs) == pytest.approx(0.2, abs=0.03)


def test_broad_complexes_are_broad_and_narrow_ones_narrow() -> None:
    for broad in (
        rhythms.broad_tachycardia(),
        rhythms.independent(),
        strips.peaked(),
        strips.fast_and_wide(),
    ):
        at = peaks(broad.mv, above=0.6)[1]
        assert width(broad.mv, at) > 1.4 * width(strips.calm().mv, peaks(strips.calm().mv, above=0.6)[1])
    assert [one.j - one.onset for one in strips.peaked().beats[:2]] == pytest.approx([0.152] * 2)


def test_the_axis_turns() -> None:
    mv = rhythms.twisting().mv[round(1.9 * RATE) :]
    windows = [mv[n : n + round(0.28 * RATE)] for n in range(0, len(mv) - 140, 140)]
    swings = [float(window.max() - window.min()) for window in windows]
    assert max(swings) > 3 * min(swings)
    assert mv.max() > 0.9 and mv.min() < -0.9
    assert rhythms.twisting().beats[0].qt == 0.56


def test_fibrillation_has_no_complexes() -> None:
    mv = rhythms.chaotic().mv
    power = np.abs(np.fft.rfft(mv - mv.mean())) ** 2
    hertz = np.fft.rfftfreq(len(mv), 1 / RATE)
    assert power[(hertz > 3) & (hertz < 8)].sum() > 0.9 * power.sum()
    beats = peaks(mv, above=0.1, apart=0.05)
    assert np.diff(beats).std() / np.diff(beats).mean() > 0.2


def p_to_r(rhythm: Rhythm) -> list[float]:
    """Milliseconds from the onset of each conducted P wave to that of its complex, from the peaks of both."""
    found = []
    atrial = [at for at in peaks(rhythm.mv, above=0.10, apart=0.05) if min_gap(at, rhythm.atrial)]
    ventricular = peaks(rhythm.mv, above=0.6)
    for at in atrial:
        after = [r for r in ventricular if 0 < r - at < 0.5]
        if after:
            wide = rhythm.beats[0].wide
            found.append(round(1000 * (after[0] - 0.045 * wide - (at - 0.0484))))
    return found


def min_gap(at: float, onsets: tuple[float, ...]) -> bool:
    return min(abs(at - 0.0484 - onset) for onset in onsets) < 0.006


def test_pr_intervals() -> None:
    assert p_to_r(strips.long_pr()) == pytest.approx([300] * 6, abs=6)
    assert p_to_r(rhythms.lengthening()) == pytest.approx([180, 260, 320] * 2, abs=6)
    assert p_to_r(rhythms.dropping()) == pytest.approx([180] * 6, abs=6)


def test_blocked_p_waves_keep_their_time() -> None:
    for rhythm, conducted in (
        (rhythms.lengthening(), 6),
        (rhythms.dropping(), 6),
        (rhythms.independent(), 4),
    ):
        assert np.ptp(np.diff(rhythm.atrial)) < 1e-9
        assert len(peaks(rhythm.mv, above=0.6)) == conducted < len(rhythm.atrial)
    distances = [
        min((one.onset - p) for p in rhythms.independent().atrial if p < one.onset)
        for one in rhythms.independent().beats
    ]
    assert np.ptp(distances) > 0.2


def test_electrolytes_and_intervals() -> None:
    high, low = strips.peaked(), strips.flat()
    t_waves = peaks(high.mv, above=0.9)
    assert max(high.mv) == pytest.approx(1.05, abs=0.03)
    assert np.diff(t_waves) == pytest.approx(60 / 58, abs=0.01)
    time = low.beats[2]
    segment = low.mv[round((time.j + 0.03) * RATE)] * GAIN
    u_wave = low.mv[round((time.onset + time.qt + 0.10) * RATE)] * GAIN
    t_wave = low.mv[round(time.t_peak * RATE)] * GAIN
    assert segment == pytest.approx(-1, abs=0.25) and u_wave == pytest.approx(2, abs=0.25)
    assert t_wave < 0.6 * u_wave
    assert strips.long_qt().beats[0].qt / (60 / 75) ** 0.5 == pytest.approx(0.559, abs=0.001)


def record(name: str) -> Twelve:
    made = getattr(leads, name)()
    assert isinstance(made, Twelve)
    return made


def segment(made: Twelve) -> dict[str, float]:
    """The ST segment of each lead in mm, 20 ms after the J point, against the line before the P wave."""
    time: Timing = next(one for one in made.beats if one.onset > 0.6)
    before = round((time.onset - (time.pr or 0.0) - 0.01) * RATE)
    return each(made, lambda mv: float(GAIN * (mv[round((time.j + 0.02) * RATE)] - mv[before])))


@pytest.mark.parametrize("name", sorted(RAISED))
def test_st_segments_in_millimetres(name: str) -> None:
    found = segment(record(name))
    assert {lead: found[lead] for lead in RAISED[name]} == pytest.approx(RAISED[name], abs=0.35)


@pytest.mark.parametrize("name", [*sorted(RAISED), "right_strain", "right_chest_inversion"])
def test_the_leads_agree_with_each_other(name: str) -> None:
    made = record(name)
    assert tuple(made.shapes) == (*LIMB, *CHEST)
    total = each(made, lambda mv: float(mv[450]))
    assert total["I"] + total["III"] == pytest.approx(total["II"])
    assert total["aVR"] + total["aVL"] + total["aVF"] == pytest.approx(0)


@pytest.mark.parametrize(
    ("name", "inverted"),
    [
        ("right_strain", {"III", "aVR", "V1", "V2", "V3", "V4"}),
        ("right_chest_inversion", {"aVR", "V1", "V2", "V3"}),
        ("lateral_depression", {"aVR", "V5", "V6"}),
    ],
)
def test_inverted_t_waves(name: str, inverted: set[str]) -> None:
    made = record(name)
    time = made.beats[1]
    heights = each(made, lambda mv: float(mv[round(time.t_peak * RATE)]) * GAIN)
    assert {lead for lead, height in heights.items() if height < -0.4} == inverted
