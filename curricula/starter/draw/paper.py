"""ECG paper: 1 mm squares, 25 mm/s and 10 mm/mV, with the calibration mark before the tracing."""

from collections.abc import Callable, Iterable, Mapping

import numpy as np

from curricula.starter.draw.canvas import INK, SOFT, Canvas, Drawing
from curricula.starter.draw.leads import CHEST, LIMB, Twelve
from curricula.starter.draw.waves import Signal, beat, sample

MM = 7
"""Pixels to a millimetre."""
SPEED, GAIN = 25, 10
RATE = 500
THIN, THICK = "#f6d9d6", "#e2a39c"
Box = tuple[float, float, float, float]
LEFT = 10 * MM
"""The calibration mark, 5 mm wide, and 5 mm of paper stand before the tracing."""


def seconds(length: float) -> Signal:
    """The times [n] at which a tracing of that length is drawn."""
    return np.arange(0, length, 1 / RATE)


def strip(rows: Iterable[Signal], *, lead: str = "II") -> Drawing:
    """One tracing [n] in mV, in one row or cut into several."""
    parts = list(rows)
    tall = 30 * MM
    width = LEFT + round(max(len(part) for part in parts) / RATE * SPEED * MM) + 2 * MM
    canvas = Canvas(width, tall * len(parts) + 4 * MM)
    _grid(canvas, tall * len(parts))
    for number, part in enumerate(parts):
        base = tall * number + 18 * MM
        _calibrate(canvas, base)
        _trace(canvas, part, LEFT, base)
        canvas.text((LEFT, base - 15.5 * MM), f"{lead}, continued" if number else lead, size=22)
    _legend(canvas, tall * len(parts))
    return canvas.done()


def box(start: float, end: float, *, top: float, bottom: float) -> Box:
    """The pixels of a one-row strip between two seconds, from `top` down to `bottom` in mV."""
    base = 18 * MM
    return (_x(start), base - top * GAIN * MM, _x(end), base - bottom * GAIN * MM)


def marked(drawing: Drawing, boxes: Mapping[str, Box]) -> Drawing:
    """The drawing with those boxes, in pixels, among its places."""
    sheet = Canvas(*drawing.image.size)
    for name, edges in boxes.items():
        sheet.mark(name, edges)
    return drawing._replace(places=sheet.places)


def panel(record: Twelve) -> Drawing:
    """Twelve leads in two columns of 2.4 s, limb leads left and chest leads right."""
    times = seconds(2.4)
    tall, wide = 23 * MM, round(2.5 * SPEED * MM)
    canvas = Canvas(LEFT + 2 * wide + 2 * MM, 6 * tall + 4 * MM)
    _grid(canvas, 6 * tall)
    for column, leads in enumerate((LIMB, CHEST)):
        for row, lead in enumerate(leads):
            left, base = LEFT + column * wide, row * tall + 14 * MM
            parts = [part for one in record.beats for part in beat(one, record.shapes[lead])]
            _trace(canvas, sample(parts, times), left, base)
            canvas.text((left + 3, row * tall + 3 * MM), lead, size=22)
            canvas.mark(lead, (left, row * tall, left + wide, (row + 1) * tall))
            if column == 0:
                _calibrate(canvas, base)
    _legend(canvas, 6 * tall)
    return canvas.done()


def each(record: Twelve, measure: Callable[[Signal], float]) -> dict[str, float]:
    """What is measured on each lead's tracing [n] of 2.4 s, by the name of the lead."""
    times = seconds(2.4)
    found = {}
    for lead, shape in record.shapes.items():
        parts = [part for one in record.beats for part in beat(one, shape)]
        found[lead] = measure(sample(parts, times))
    return found


def _x(at: float) -> float:
    return LEFT + at * SPEED * MM


def _grid(canvas: Canvas, bottom: float) -> None:
    for colour, step, width in ((THIN, MM, 1), (THICK, 5 * MM, 1.4)):
        for x in range(0, canvas.width, step):
            canvas.line([(x, 0), (x, bottom)], colour, width)
        for y in range(0, round(bottom) + 1, step):
            canvas.line([(0, y), (canvas.width, y)], colour, width)


def _calibrate(canvas: Canvas, base: float) -> None:
    x, top = 2 * MM, base - GAIN * MM
    steps = [(MM, base), (x, base), (x, top), (x + 5 * MM, top), (x + 5 * MM, base), (x + 6 * MM, base)]
    canvas.line(steps, INK, 2)


def _trace(canvas: Canvas, mv: Signal, left: float, base: float) -> None:
    across = left + np.arange(len(mv)) / RATE * SPEED * MM
    down = base - mv * GAIN * MM
    canvas.line(zip(across.tolist(), down.tolist(), strict=True), INK, 2.2)


def _legend(canvas: Canvas, top: float) -> None:
    words = "25 mm/s     10 mm/mV     small square 40 ms, 0.1 mV     schematic drawing"
    canvas.text((LEFT, top + 2 * MM), words, size=17, colour=SOFT)
