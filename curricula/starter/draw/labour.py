"""A cardiotocograph: fetal heart rate above, contractions below, 1 cm of paper a minute."""

import numpy as np

from curricula.starter.draw.canvas import FAINT, INK, SOFT, Canvas, Drawing
from curricula.starter.draw.waves import Signal

MINUTES = 12
PEAKS = (1.6, 4.4, 7.2, 10.0)
"""When each contraction is strongest, in minutes."""
LAG = 0.65
"""Minutes from there until the heart rate is lowest."""
BASE, DROP = 155.0, 35.0


def times() -> Signal:
    """The minutes [n] at which both curves are drawn."""
    return np.linspace(0, MINUTES, 1441)


def contractions(at: Signal) -> Signal:
    """Pressure in mmHg: 15 at rest, 70 at the peak, each contraction about 80 seconds long."""
    return np.asarray(15 + sum(55 * np.exp(-0.5 * ((at - peak) / 0.28) ** 2) for peak in PEAKS))


def heart_rate(at: Signal) -> Signal:
    """Beats per minute: 155 with a variability of 3, and slow dips of 35 after each contraction."""
    dips = sum(DROP * np.exp(-0.5 * ((at - peak - LAG) / 0.30) ** 2) for peak in PEAKS)
    restless = 0.8 * np.sin(19 * at) + 0.5 * np.sin(31.7 * at + 1) + 0.4 * np.sin(47.3 * at + 2)
    return np.asarray(BASE - dips + restless)


def trace() -> Drawing:
    """The two curves on paper with a line every half minute."""
    canvas = Canvas(960, 620)
    left, wide = 80, 860 / MINUTES
    for x in range(2 * MINUTES + 1):
        place = left + x * wide / 2
        canvas.line([(place, 40), (place, 360)], FAINT, 1.4 if x % 2 == 0 else 0.7)
        canvas.line([(place, 410), (place, 550)], FAINT, 1.4 if x % 2 == 0 else 0.7)

    def rate_y(rate: float) -> float:
        return 360 - (rate - 60) / 150 * 320

    def force_y(force: float) -> float:
        return 550 - force / 100 * 140

    for rate in range(60, 211, 10):
        canvas.line([(left, rate_y(rate)), (left + 860, rate_y(rate))], FAINT, 1.4 if rate % 30 == 0 else 0.7)
        if rate % 30 == 0:
            canvas.text((left - 8, rate_y(rate)), str(rate), size=22, anchor="rm")
    for force in range(0, 101, 25):
        canvas.line([(left, force_y(force)), (left + 860, force_y(force))], FAINT, 1)
    at = times()
    across = (left + at * wide).tolist()
    canvas.line(zip(across, [rate_y(rate) for rate in heart_rate(at).tolist()], strict=True), INK, 2.4)
    canvas.line(zip(across, [force_y(force) for force in contractions(at).tolist()], strict=True), INK, 2.4)
    canvas.text((left, 20), "Fetal heart rate (beats per minute)", size=24)
    canvas.text((left, 390), "Contractions", size=24)
    canvas.text((left + 430, 576), "12 minutes, a heavy line every minute", size=22, anchor="mm")
    canvas.text((948, 606), "schematic drawing", size=17, anchor="rm", colour=SOFT)
    return canvas.done()
