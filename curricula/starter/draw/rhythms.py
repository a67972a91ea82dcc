"""Rhythms in lead II: where every P wave and QRS complex is, and the tracing that follows from it."""

from typing import NamedTuple

import numpy as np

from curricula.starter.draw.paper import seconds
from curricula.starter.draw.waves import Level, Shape, Signal, Timing, Wave, beat, p_wave, sample

LENGTH = 6.0
NORMAL = Shape(p=0.15, q=-0.06, r=1.05, s=-0.15, t=0.28)
WIDE = Shape(p=0.15, q=-0.10, r=0.95, s=-0.35, st=-0.08, t=-0.25)
FIBRILLATION_GAPS = (
    0.52, 0.70, 0.44, 0.61, 0.88, 0.47, 0.57, 0.76, 0.42, 0.66, 0.50, 0.94, 0.45, 0.63, 0.54, 0.80,
)  # fmt: skip


class Rhythm(NamedTuple):
    """A tracing [n] in mV, 500 a second, with the beats and the onsets of the P waves that it was made of."""

    mv: Signal
    beats: tuple[Timing, ...] = ()
    atrial: tuple[float, ...] = ()


def sinus(rate: float, shape: Shape = NORMAL, *, first: float = 0.45, **intervals: float) -> Rhythm:
    """Sinus rhythm at that rate per minute."""
    gap = 60 / rate
    beats = tuple(Timing(first + gap * n, **intervals) for n in range(-1, int(LENGTH / gap) + 2))
    return _of(beats, shape)


def narrow_tachycardia() -> Rhythm:
    """A regular narrow tachycardia of 188 per minute (1.6 large squares) without visible P waves."""
    gap = 0.32
    beats = tuple(Timing(0.2 + gap * n, pr=None, qt=0.25, peaked=0.8) for n in range(-1, 20))
    return _of(beats, NORMAL._replace(t=0.22))


def irregular() -> Rhythm:
    """Atrial fibrillation over 10 s with 16 QRS complexes, and a restless baseline of fibrillatory waves."""
    ends = 0.35 + np.cumsum((0.0, *FIBRILLATION_GAPS))
    beats = tuple(Timing(float(r), pr=None, qt=0.33) for r in ends if r < 10)
    times = seconds(10)
    parts = [part for one in beats for part in beat(one, NORMAL._replace(t=0.20))]
    return Rhythm(sample(parts, times) + _fibrillatory(times), beats)


def sawtooth() -> Rhythm:
    """Atrial flutter: 300 waves a minute, every second one conducted, so 150 QRS complexes a minute."""
    flutter = [Wave(0.05 + 0.2 * n, -0.28, 0.065, 0.022) for n in range(-2, 34)]
    beats = tuple(Timing(0.27 + 0.4 * n, pr=None, qt=0.28) for n in range(-1, 16))
    parts = [part for one in beats for part in beat(one, NORMAL._replace(q=0.0, r=0.85, t=0.07))]
    return Rhythm(sample([*flutter, *parts], seconds(LENGTH)), beats, tuple(w.at for w in flutter))


def broad_tachycardia() -> Rhythm:
    """A regular broad tachycardia of 176 per minute; P waves at 78 per minute go their own way."""
    gap = 60 / 176
    peaks = [0.15 + gap * n for n in range(-1, 20)]
    parts: list[Wave | Level] = []
    for at in peaks:
        parts += [Wave(at, 1.25, 0.034, 0.040), Wave(at + 0.145, -0.75, 0.050, 0.062)]
    atrial = tuple(0.05 + 60 / 78 * n for n in range(9))
    parts += [p_wave(onset, 0.13) for onset in atrial]
    beats = tuple(Timing(at, pr=None) for at in peaks if 0 <= at < LENGTH)
    return Rhythm(sample(parts, seconds(LENGTH)), beats, atrial)


def twisting() -> Rhythm:
    """Two sinus beats with a QT interval of 560 ms, then a broad tachycardia of 220 whose axis turns."""
    times = seconds(LENGTH)
    beats = (Timing(0.35, qt=0.56), Timing(1.30, qt=0.56))
    start = 1.72
    parts = [part for one in beats for part in beat(one, NORMAL._replace(t=0.32))]
    away = np.clip(times - start, 0, None)
    turning = np.sin(2 * np.pi * away / 2.7 + 0.35)
    fast = np.sin(2 * np.pi * 220 / 60 * away) + 0.22 * np.sin(4 * np.pi * 220 / 60 * away)
    grown = np.clip(away / 0.15, 0, 1)
    calm = np.where(times < start, 1.0, np.exp(-away / 0.05))
    return Rhythm(sample(parts, times) * calm + 0.98 * grown * turning * fast, beats)


def chaotic() -> Rhythm:
    """Coarse ventricular fibrillation: no complex to be told apart, 4 to 7 swings a second."""
    times = seconds(LENGTH)
    mv = np.zeros_like(times)
    for hertz, size, drift, phase in ((4.3, 0.34, 0.31, 0.2), (5.1, 0.30, 0.47, 1.9), (6.4, 0.22, 0.23, 4.0)):
        wander = 2.4 * np.sin(2 * np.pi * drift * times + phase)
        mv += (
            size * np.sin(2 * np.pi * hertz * times + wander) * (1 + 0.5 * np.sin(2 * np.pi * drift * times))
        )
    return Rhythm(0.88 * mv)


def lengthening() -> Rhythm:
    """P waves every 760 ms; PR 180, 260, 320 ms, then one without a QRS complex, again and again."""
    return _blocked((0.18, 0.26, 0.32, None), 0.76, NORMAL, 1.0)


def dropping() -> Rhythm:
    """P waves every 720 ms; PR always 180 ms, every third P wave without a QRS complex; QRS 133 ms."""
    return _blocked((0.18, 0.18, None), 0.72, WIDE, 1.4)


def independent() -> Rhythm:
    """P waves at 88 per minute, and QRS complexes of 152 ms at 36 per minute, each at a rate of its own."""
    atrial = tuple(0.10 + 60 / 88 * n for n in range(9))
    beats = tuple(Timing(0.62 + 60 / 36 * n, pr=None, qt=0.50, wide=1.6) for n in range(4))
    parts = [part for one in beats for part in beat(one, WIDE)]
    parts += [p_wave(onset, 0.15) for onset in atrial]
    return Rhythm(sample(parts, seconds(LENGTH)), beats, atrial)


def fast_and_irregular() -> Rhythm:
    """A broad irregular tachycardia of about 230 with complexes of changing width, no P waves."""
    gaps = (0.22, 0.31, 0.24, 0.20, 0.36, 0.23, 0.28, 0.21, 0.33, 0.25, 0.22, 0.27, 0.38, 0.21, 0.24, 0.30)
    widths = (2.1, 1.5, 1.9, 2.3, 1.3, 2.0, 1.7, 2.2)
    peaks = 0.18 + np.cumsum((0.0, *gaps, *gaps[:8]))
    parts: list[Wave | Level] = []
    for number, at in enumerate(peaks.tolist()):
        k = widths[number % len(widths)]
        parts += [Wave(at, 1.05 + 0.12 * (number % 3), 0.018 * k, 0.010 * k)]
        parts += [Wave(at + 0.05 * k, -0.40, 0.022 * k, 0.035)]
    beats = tuple(Timing(float(at), pr=None) for at in peaks if at < LENGTH)
    return Rhythm(sample(parts, seconds(LENGTH)), beats)


def _blocked(intervals: tuple[float | None, ...], gap: float, shape: Shape, wide: float) -> Rhythm:
    """P waves at that distance, conducted after these PR intervals in turn, or not at all."""
    atrial = tuple(0.12 + gap * n for n in range(int((LENGTH - 0.12) / gap) + 1))
    beats = []
    for number, onset in enumerate(atrial):
        pr = intervals[number % len(intervals)]
        if pr is not None:
            beats.append(Timing(onset + pr + 0.045 * wide, pr=pr, qt=0.38 + 0.02 * (wide - 1), wide=wide))
    parts = [part for one in beats for part in beat(one, shape)]
    lone = [onset for number, onset in enumerate(atrial) if intervals[number % len(intervals)] is None]
    parts += [p_wave(onset, shape.p) for onset in lone]
    return Rhythm(sample(parts, seconds(LENGTH)), tuple(beats), atrial)


def _of(beats: tuple[Timing, ...], shape: Shape) -> Rhythm:
    parts = [part for one in beats for part in beat(one, shape)]
    atrial = tuple(one.onset - one.pr for one in beats if one.pr is not None)
    return Rhythm(sample(parts, seconds(LENGTH)), beats, atrial)


def _fibrillatory(times: Signal) -> Signal:
    total = np.zeros_like(times)
    for hertz, phase in ((5.9, 0.0), (6.8, 1.3), (7.7, 2.9)):
        total += 0.028 * np.sin(2 * np.pi * hertz * times + 1.6 * np.sin(1.9 * times + phase) + phase)
    return total
