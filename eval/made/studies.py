"""Pictures made by rule that look like studies: a chest film, strips of an ECG, a spot on skin."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from eval.made.canvas import clouds, grey, plane, png, rgb


def film(seed: int = 50) -> bytes:
    """Soft bright and dark areas as of a chest film: two lungs, a heart, ribs, grain."""
    x, y = plane()
    body = 150 * np.exp(-(((x - 0.5) / 0.42) ** 4))
    lungs = sum(110 * np.exp(-(((x - c) / 0.13) ** 2) - ((y - 0.42) / 0.28) ** 2) for c in (0.3, 0.7))
    heart = 60 * np.exp(-(((x - 0.54) / 0.13) ** 2) - ((y - 0.6) / 0.16) ** 2)
    ribs = 14 * np.sin(y * 55 + 6 * np.abs(x - 0.5)) * (lungs > 25)
    grain = np.random.default_rng(seed).normal(0, 3, x.shape) + 18 * clouds(seed, 12)
    return png(grey(25 + body - lungs + heart + ribs + grain))


def strip(*, grid: bool = True) -> bytes:
    """Three leads of an ECG on its paper."""
    width, height = 700, 330
    picture = Image.new("RGB", (width, height), "#fff6f6" if grid else "white")
    draw = ImageDraw.Draw(picture)
    for place in range(0, width, 10) if grid else ():
        draw.line((place, 0, place, height), fill="#f0a0a0" if place % 50 == 0 else "#fadcdc")
        draw.line((0, place, width, place), fill="#f0a0a0" if place % 50 == 0 else "#fadcdc")
    t = np.linspace(0, 7, width)
    beat = t % 0.86
    wave = 5 * _hill(beat, 0.16, 0.03) - 6 * _hill(beat, 0.29, 0.008) + 55 * _hill(beat, 0.32, 0.012)
    wave = wave - 12 * _hill(beat, 0.35, 0.01) + 12 * _hill(beat, 0.56, 0.05)
    for lead, size in enumerate((0.7, 1.0, -0.5)):
        points = [(place, 70 + lead * 100 - size * value) for place, value in enumerate(wave)]
        draw.line(points, fill="black", width=2)
        draw.text((8, 30 + lead * 100), ("I", "II", "aVR")[lead], fill="black", font_size=14)
    return png(picture)


def _hill(at: NDArray[np.float64], centre: float, width: float) -> NDArray[np.float64]:
    return np.exp(-(((at - centre) / width) ** 2))


def lesion() -> bytes:
    """A brown spot on skin."""
    x, y = plane()
    skin = np.array([222, 172, 148]) + 16 * (clouds(61, 50)[..., None] - 0.5)
    spot = np.array([105, 62, 45]) + 40 * (clouds(62, 20)[..., None] - 0.5)
    edge = np.hypot((x - 0.5) / 0.24, (y - 0.48) / 0.2) + 0.25 * (clouds(63, 7) - 0.5)
    share = 1 / (1 + np.exp((edge - 1) * 18))
    return png(rgb(skin * (1 - share[..., None]) + spot * share[..., None]))
