"""Curves of the ward: levels, gases, breaths and results over time, every point computed or written here."""

from collections.abc import Iterable

import numpy as np

from curricula.starter.draw.canvas import BLUE, INK, ORANGE, SOFT, Canvas, Drawing, Point
from curricula.starter.draw.plot import Axes, Scale, sheet

PATIENTS = {"A": (3.0, 120.0), "B": (6.0, 52.0), "C": (8.0, 62.0), "D": (12.0, 14.0)}
"""Hours after a single overdose, and paracetamol in mg/L."""
BABIES = {"A": (20.0, 150.0), "B": (30.0, 255.0), "C": (54.0, 230.0), "D": (84.0, 300.0)}
"""Hours after birth at 39 weeks, and bilirubin in micromol/L."""
PHOTOTHERAPY = ((0, 100), (12, 150), (24, 200), (36, 225), (48, 250), (72, 300), (96, 350), (108, 350))
SODIUM = ((0, 108), (4, 112), (8, 116), (12, 119), (18, 123), (24, 126))
CREATININE = ((0, 82), (1, 96), (2, 150), (3, 214), (4, 262), (5, 255))
PEAK_FLOW = (
    (310, 430), (320, 440), (290, 430), (300, 420), (330, 450), (310, 440), (280, 410),
    (300, 430), (320, 440), (310, 450), (290, 410), (300, 440), (320, 430), (310, 440),
)  # fmt: skip
"""A morning and an evening reading in L/min for each of fourteen days."""
KETOSIS = {
    "hours": (0, 1, 2, 3, 4, 5, 6),
    "ketones": (6.2, 6.0, 5.9, 5.7, 5.6, 5.5, 5.4),
    "glucose": (28.0, 25.5, 23.0, 20.5, 18.5, 16.5, 15.0),
}
GASES = {"A": (7.40, 24.0), "B": (7.15, 8.0), "C": (7.22, 31.0), "D": (7.53, 19.0), "E": (7.54, 41.0)}
"""pH and bicarbonate in mmol/L."""


def treatment_line(hours: float) -> float:
    """Paracetamol in mg/L on the line that begins at 100 at 4 h and halves every 4 h."""
    return float(100 * 2 ** (-(hours - 4) / 4))


def carbon_dioxide(ph: float, bicarbonate: float) -> float:
    """PaCO2 in kPa by the Henderson-Hasselbalch equation, pK 6.1 and 0.23 mmol/L for each kPa."""
    return float(bicarbonate / (0.23 * 10 ** (ph - 6.1)))


def drug_level() -> Drawing:
    """Paracetamol against time with the line of 100 mg/L at 4 h, and four patients."""
    x = Scale(2, 16, range(2, 17, 2), "Hours after the overdose")
    axes = sheet(x, Scale(0, 140, range(0, 141, 20), "Paracetamol (mg/L)"))
    hours = np.linspace(4, 16, 61).tolist()
    axes.curve([(hour, treatment_line(hour)) for hour in hours], BLUE)
    axes.label((4.5, 100), "line from 100 mg/L at 4 hours", colour=BLUE)
    for name, point in PATIENTS.items():
        axes.dot(point, name=name)
    return axes.canvas.done()


def bilirubin() -> Drawing:
    """Bilirubin against age with the line of phototherapy from 38 weeks, and four babies."""
    x = Scale(0, 108, range(0, 109, 12), "Hours after birth")
    axes = sheet(x, Scale(0, 400, range(0, 401, 50), "Bilirubin (micromol/L)"))
    axes.curve(PHOTOTHERAPY, BLUE)
    axes.label((106, 374), "threshold, born from 38 weeks", anchor="rm", colour=BLUE)
    for name, point in BABIES.items():
        axes.dot(point, name=name)
    return axes.canvas.done()


def sodium() -> Drawing:
    """Sodium over the first day of treatment."""
    x = Scale(0, 24, range(0, 25, 4), "Hours of treatment")
    return _followed(sheet(x, Scale(104, 132, range(104, 133, 4), "Sodium (mmol/L)")), SODIUM)


def creatinine() -> Drawing:
    """Creatinine over five days in hospital, with the baseline at day 0."""
    x = Scale(0, 5, range(6), "Day in hospital")
    axes = sheet(x, Scale(0, 300, range(0, 301, 50), "Creatinine (micromol/L)"))
    axes.label((0.1, 52), "baseline 82", colour=SOFT)
    axes.label((3.9, 282), "262", anchor="mm", colour=SOFT)
    return _followed(axes, CREATININE)


def peak_flow() -> Drawing:
    """Two weeks of peak flow, a reading every morning and evening."""
    x = Scale(0.5, 15, range(1, 15), "Day: left dot in the morning, right dot in the evening")
    axes = sheet(x, Scale(200, 500, range(200, 501, 50), "Peak flow (L/min)"))
    points = [
        (day + 1 + half / 2, float(flow))
        for day, two in enumerate(PEAK_FLOW)
        for half, flow in enumerate(two)
    ]
    return _followed(axes, points, size=5)


def ketones() -> Drawing:
    """Ketones and glucose over six hours of treatment, each on axes of its own."""
    canvas = Canvas(900, 900)
    hours = [float(hour) for hour in KETOSIS["hours"]]
    x = Scale(0, 6, range(7), "Hours of treatment")
    scales = (
        ("ketones", Scale(0, 8, range(0, 9, 2), "Blood ketones (mmol/L)"), INK),
        ("glucose", Scale(0, 30, range(0, 31, 5), "Blood glucose (mmol/L)"), BLUE),
    )
    for row, (name, y, colour) in enumerate(scales):
        top = 60 + row * 420
        axes = Axes(canvas, (100, top, 870, top + 270), x, y)
        _followed(axes, list(zip(hours, KETOSIS[name], strict=True)), colour=colour)
    canvas.text((888, 888), "schematic drawing", size=17, anchor="rm", colour=SOFT)
    return canvas.done()


def gases() -> Drawing:
    """Bicarbonate against pH with lines of equal PaCO2, and five arterial samples as places."""
    x = Scale(7.0, 7.7, (7.0, 7.1, 7.2, 7.3, 7.4, 7.5, 7.6, 7.7), "Arterial pH")
    axes = sheet(x, Scale(0, 48, range(0, 49, 8), "Bicarbonate (mmol/L)"), height=700)
    for kpa in (3.0, 5.3, 8.0, 12.0):
        line = [(ph, 0.23 * kpa * 10 ** (ph - 6.1)) for ph in np.linspace(7.0, 7.7, 71).tolist()]
        inside = [(ph, bicarbonate) for ph, bicarbonate in line if bicarbonate <= 48]
        axes.curve(inside, SOFT, 1.8)
        axes.label(
            inside[-1], f"{kpa:g} kPa" if inside[-1][0] < 7.69 else f"{kpa:g} kPa  ", anchor="rd", colour=SOFT
        )
    for name, (ph, bicarbonate) in GASES.items():
        axes.dot((ph, bicarbonate), ORANGE, size=9, name=name)
        axes.mark(name, (ph - 0.035, bicarbonate - 3), (ph + 0.05, bicarbonate + 4.5))
    return axes.canvas.done()


def expired_gas() -> Drawing:
    """Expired carbon dioxide in resuscitation: plateaus of 1.9 kPa, then up to 5.6 kPa from second 36."""
    x = Scale(0, 60, range(0, 61, 10), "Seconds")
    axes = sheet(x, Scale(0, 8, range(0, 9, 2), "Carbon dioxide in the breath (kPa)"))
    points: list[Point] = []
    for breath in range(10):
        start, top = breath * 6.0, 1.9 if breath < 6 else (4.6, 5.4, 5.6, 5.6)[breath - 6]
        points += [(start, 0), (start + 2.0, 0), (start + 2.4, top * 0.85), (start + 3.0, top * 0.95)]
        points += [(start + 5.0, top), (start + 5.3, 0)]
    axes.curve([*points, (60, 0)])
    return axes.canvas.done()


def _followed(axes: Axes, points: Iterable[Point], *, size: float = 7, colour: str = INK) -> Drawing:
    values = list(points)
    axes.curve(values, colour, 2.5)
    for value in values:
        axes.dot(value, colour, size=size)
    return axes.canvas.done()
