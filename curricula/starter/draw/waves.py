"""One lead of a heart's current as a sum of simple waves, in seconds and millivolts.

A wave is a Gaussian with a rise and a fall of its own; an ST segment is a level with smooth edges.
Onsets and ends of a wave lie 2.2 standard deviations from its peak, where 9% of its height is left.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

EDGE = 2.2
BEFORE, AFTER = 0.045, 0.05
"""From the onset of a narrow QRS complex to its R peak, and from there to its end, the J point."""
P_RISE, P_FALL = 0.022, 0.022
T_RISE, T_FALL = 0.055, 0.040
Signal = NDArray[np.float64]


class Wave(NamedTuple):
    """A bump of `mv` at `at` that rises and falls with these standard deviations."""

    at: float
    mv: float
    rise: float
    fall: float


class Level(NamedTuple):
    """A shift by `mv` between two times; each edge takes about four times `edge`."""

    start: float
    end: float
    mv: float
    edge: float


class Shape(NamedTuple):
    """How high each wave of a beat is in one lead; `late` is a last part of a wide QRS complex."""

    p: float = 0.0
    q: float = 0.0
    r: float = 0.0
    s: float = 0.0
    st: float = 0.0
    t: float = 0.0
    u: float = 0.0
    pr_level: float = 0.0

    def plus(self, other: "Shape", times: float = 1.0) -> "Shape":
        """The sum with another, which counts `times`."""
        return Shape(*(one + times * more for one, more in zip(self, other, strict=True)))


class Timing(NamedTuple):
    """A beat's R peak and intervals; `pr` is None where no P wave belongs to it.

    `wide` stretches the QRS complex, `peaked` narrows the T wave.
    """

    r: float
    pr: float | None = 0.16
    qt: float = 0.38
    wide: float = 1.0
    peaked: float = 1.0

    @property
    def onset(self) -> float:
        """When the QRS complex begins."""
        return self.r - BEFORE * self.wide

    @property
    def j(self) -> float:
        """When the QRS complex ends."""
        return self.r + AFTER * self.wide

    @property
    def t_peak(self) -> float:
        """When the T wave is highest."""
        return self.onset + self.qt - EDGE * T_FALL * self.peaked


def p_wave(onset: float, mv: float) -> Wave:
    """A P wave that begins then; it lasts about 97 ms."""
    return Wave(onset + EDGE * P_RISE, mv, P_RISE, P_FALL)


def beat(time: Timing, shape: Shape) -> list[Wave | Level]:
    """The waves of one beat in one lead."""
    k = time.wide
    parts: list[Wave | Level] = [
        Wave(time.r - 0.026 * k, shape.q, 0.009 * k, 0.008 * k),
        Wave(time.r, shape.r, 0.011 * k, 0.011 * k),
        Wave(time.r + 0.027 * k, shape.s, 0.010 * k, 0.010 * k),
        Level(time.j - 0.008, time.t_peak, shape.st, 0.006),
        Wave(time.t_peak, shape.t, T_RISE * time.peaked, T_FALL * time.peaked),
        Wave(time.onset + time.qt + 0.10, shape.u, 0.04, 0.04),
    ]
    if time.pr is not None:
        parts.append(p_wave(time.onset - time.pr, shape.p))
        parts.append(Level(time.onset - time.pr + 0.09, time.onset, shape.pr_level, 0.006))
    return parts


def sample(parts: Iterable[Wave | Level], times: Signal) -> Signal:
    """The voltage in mV at those times [n], in seconds."""
    total = np.zeros_like(times)
    for part in parts:
        if part.mv:
            total += _wave(part, times) if isinstance(part, Wave) else _level(part, times)
    return total


def _wave(wave: Wave, times: Signal) -> Signal:
    away = times - wave.at
    width = np.where(away < 0, wave.rise, wave.fall)
    return np.asarray(wave.mv * np.exp(-0.5 * (away / width) ** 2))


def _level(level: Level, times: Signal) -> Signal:
    up = 0.5 * (1 + np.tanh((times - level.start) / (2 * level.edge)))
    # The far edge is slow, so that the segment runs into the T wave without a corner.
    down = 0.5 * (1 + np.tanh((times - level.end) / (2 * 4 * level.edge)))
    return np.asarray(level.mv * (up - down))
