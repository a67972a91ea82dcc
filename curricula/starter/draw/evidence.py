"""Plots of studies: survival, a meta-analysis and a test's curve, computed from the numbers written here."""

from collections.abc import Callable
from statistics import NormalDist

import numpy as np

from curricula.starter.draw.canvas import BLUE, INK, ORANGE, SOFT, Canvas, Drawing, Point
from curricula.starter.draw.plot import Scale, sheet

RISKS = {"drug": 0.84, "placebo": 0.80}
"""Alive without an event at five years."""
TRIALS = (
    ("Trial 1", 0.78, 0.30),
    ("Trial 2", 0.92, 0.22),
    ("Trial 3", 0.60, 0.38),
    ("Trial 4", 0.85, 0.13),
    ("Trial 5", 1.08, 0.28),
    ("Trial 6", 0.81, 0.16),
)
"""Risk ratio, and the standard error of its logarithm."""
THRESHOLDS = {"A": 0.02, "B": 0.12, "C": 0.45, "D": 0.80}
"""1 minus specificity of a test at four thresholds."""
APART = 2.2
"""Standard deviations between the well and the ill in what the test measures."""


def pooled() -> tuple[float, float, float]:
    """The trials' risk ratio and its 95% confidence interval, by inverse variance with a fixed effect."""
    weights = np.array([1 / error**2 for _, _, error in TRIALS])
    logs = np.log([ratio for _, ratio, _ in TRIALS])
    mean, error = float(weights @ logs / weights.sum()), float(weights.sum() ** -0.5)
    return (float(np.exp(mean)), float(np.exp(mean - 1.96 * error)), float(np.exp(mean + 1.96 * error)))


def interval(ratio: float, error: float) -> tuple[float, float]:
    """The 95% confidence interval of a risk ratio from the standard error of its logarithm."""
    return (float(ratio * np.exp(-1.96 * error)), float(ratio * np.exp(1.96 * error)))


def sensitivity(false_positive: float) -> float:
    """The test's sensitivity at that false positive rate above 0 and below 1, by the binormal model."""
    bell = NormalDist()
    return bell.cdf(bell.inv_cdf(false_positive) + APART)


def survival() -> Drawing:
    """Two step curves over five years that end at 84% and 80%; the axis begins at 70%."""
    x = Scale(0, 5, range(6), "Years after randomisation")
    axes = sheet(x, Scale(70, 100, range(70, 101, 5), "Without an event (%)"))
    for (name, end), colour in zip(RISKS.items(), (BLUE, ORANGE), strict=True):
        axes.curve(_steps(100 * end), colour)
        beside = 100 * end + (4.6 if name == "drug" else -2.2)
        axes.label((4.95, beside), f"{name} {end:.0%}", anchor="rm", colour=colour)
    axes.label((0.1, 71.5), "the axis begins at 70%", colour=SOFT)
    return axes.canvas.done()


def forest() -> Drawing:
    """Six trials and their pooled result on a logarithmic axis of the risk ratio."""
    canvas = Canvas(900, 700)
    top, left, right = 90, 190, 640

    def across(ratio: float) -> float:
        return left + float(np.log(ratio / 0.25)) / float(np.log(10)) * (right - left)

    canvas.text((left - 170, 40), "Study", size=24)
    canvas.text((right + 20, 40), "Risk ratio (95% CI)", size=24)
    rows = [(name, ratio, *interval(ratio, error)) for name, ratio, error in TRIALS]
    for number, (name, ratio, low, high) in enumerate(rows):
        y = top + 62 * number
        half = 4 + 1.3 / TRIALS[number][2]
        canvas.text((left - 170, y), name, size=24)
        canvas.line([(across(low), y), (across(high), y)], INK, 2.5)
        square = [
            (across(ratio) + dx, y + dy)
            for dx, dy in ((-half, -half), (half, -half), (half, half), (-half, half))
        ]
        canvas.area(square, BLUE)
        canvas.text((right + 20, y), f"{ratio:.2f} ({low:.2f}-{high:.2f})", size=24)
    _diamond(canvas, across, top + 62 * len(rows) + 20, right)
    bottom = top + 62 * len(rows) + 70
    canvas.line([(across(1), 60), (across(1), bottom)], INK, 1.8)
    canvas.line([(left, bottom), (right, bottom)], INK, 2)
    for tick in (0.25, 0.5, 1, 2):
        canvas.text((across(tick), bottom + 20), f"{tick:g}", size=24, anchor="mm")
    canvas.text((across(0.95), bottom + 56), "fewer with drug", size=22, anchor="rm")
    canvas.text((across(1.05), bottom + 56), "more with drug", size=22)
    canvas.text((888, 686), "schematic drawing", size=17, anchor="rm", colour=SOFT)
    return canvas.done()


def thresholds() -> Drawing:
    """A receiver operating characteristic curve with four thresholds as places."""
    x = Scale(0, 1, (0, 0.2, 0.4, 0.6, 0.8, 1.0), "1 minus specificity")
    axes = sheet(x, Scale(0, 1, (0, 0.2, 0.4, 0.6, 0.8, 1.0), "Sensitivity"), width=800, height=800)
    axes.canvas.dashes(axes.at(0, 0), axes.at(1, 1))
    rates = np.linspace(0.0005, 0.9995, 400).tolist()
    axes.curve([(0, 0), *((rate, sensitivity(rate)) for rate in rates), (1, 1)], BLUE)
    for name, x_value in THRESHOLDS.items():
        y_value = sensitivity(x_value)
        axes.dot((x_value, y_value), size=9)
        axes.label((x_value + 0.03, y_value - 0.045), name)
        axes.mark(
            name, (max(0.0, x_value - 0.06), y_value - 0.09), (x_value + 0.09, min(1.0, y_value + 0.05))
        )
    return axes.canvas.done()


def _steps(end: float) -> list[Point]:
    points: list[Point] = [(0.0, 100.0)]
    count = round((100 - end) * 1.5)
    for number in range(count):
        at = 5 * (number + 0.6 + 0.35 * float(np.sin(7.3 * number))) / count
        points += [(at, points[-1][1]), (at, 100 - (100 - end) * (number + 1) / count)]
    return [*points, (5.0, end)]


def _diamond(canvas: Canvas, across: Callable[[float], float], y: float, right: float) -> None:
    ratio, low, high = pooled()
    corners = [(across(low), y), (across(ratio), y - 16), (across(high), y), (across(ratio), y + 16)]
    canvas.area(corners, INK)
    canvas.text((20, y), "All trials", size=24)
    canvas.text((right + 20, y), f"{ratio:.2f} ({low:.2f}-{high:.2f})", size=24)
