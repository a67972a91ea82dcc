"""Flow-volume loops of four patterns: volume breathed out in litres, flow in litres a second."""

from typing import NamedTuple

import numpy as np

from curricula.starter.draw.canvas import FAINT, SOFT, Canvas, Drawing, Point
from curricula.starter.draw.plot import Axes, Scale


class Loop(NamedTuple):
    """A forced breath: vital capacity, peak flow out, bend of the descent, peak flow in.

    A bend of 1 is straight, one above 1 hollow; `roof` cuts off the flow that a fixed narrowing keeps back.
    """

    capacity: float
    peak: float
    bend: float
    inspired: float
    roof: float = 99.0


LOOPS = {
    "A": Loop(2.4, 5.2, 0.9, 4.0),
    "B": Loop(4.4, 2.9, 1.0, 2.8, roof=2.9),
    "C": Loop(4.6, 8.6, 1.0, 6.0),
    "D": Loop(3.5, 4.2, 3.2, 4.6),
}


def out(loop: Loop, volume: float) -> float:
    """Flow breathed out in L/s once that volume has left; the peak comes at a ninth of the capacity."""
    first = loop.capacity / 9
    if volume <= first:
        return loop.peak * float(np.sin(np.pi / 2 * volume / first))
    left = (loop.capacity - volume) / (loop.capacity - first)
    if loop.roof < 99:
        return min(loop.roof, loop.peak * 2.4 * float(max(0.0, left) ** 0.8))
    return loop.peak * float(max(0.0, left) ** loop.bend)


def one_second(loop: Loop) -> float:
    """Litres breathed out in the first second, by adding up volume over flow."""
    steps = np.linspace(0.002 * loop.capacity, 0.999 * loop.capacity, 4000)
    needed = np.cumsum(np.gradient(steps) / np.array([out(loop, volume) for volume in steps.tolist()]))
    return float(np.interp(1.0, needed, steps))


def loops() -> Drawing:
    """Four loops A to D, each a place."""
    canvas = Canvas(900, 960)
    x, y = Scale(0, 6, range(7), "Volume out (L)"), Scale(-8, 10, range(-8, 11, 2), "Flow (L/s)")
    for number, (name, loop) in enumerate(LOOPS.items()):
        left, top = 70 + 450 * (number % 2), 60 + 470 * (number // 2)
        axes = Axes(canvas, (left, top, left + 350, top + 320), x, y)
        axes.curve([(0, 0), (6, 0)], SOFT, 1.5)
        axes.curve(_outline(loop), width=3)
        canvas.text((left + 330, top + 20), name, size=34, anchor="mm")
        canvas.mark(name, (left - 60, top - 45, left + 370, top + 395))
    canvas.line([(450, 20), (450, 920)], FAINT, 1)
    canvas.text(
        (888, 946), "schematic drawing; flow out is above the line", size=17, anchor="rm", colour=SOFT
    )
    return canvas.done()


def _outline(loop: Loop) -> list[Point]:
    volumes = np.linspace(0, loop.capacity, 121).tolist()
    up = [(volume, out(loop, volume)) for volume in volumes]
    shape = 0.16 if loop.roof < 99 else 0.5
    down = []
    for volume in reversed(volumes):
        share = float(np.sin(np.pi * volume / loop.capacity))
        down.append((volume, -loop.inspired * max(0.0, share) ** shape))
    return [*up, *down]
