"""Scenes made by rule that look as photographs do: no patient is on them."""

from collections.abc import Iterator

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from eval.made.canvas import SIDE, Colour, clouds, plane, rgb


def scenes() -> Iterator[tuple[str, Image.Image]]:
    """Landscapes, an animal, food, in colour and grey."""
    for seed, name in enumerate(("meadow", "sea", "dusk", "street", "room"), start=10):
        yield f"photograph-like {name}", scene(seed)
    yield "photograph-like animal", _animal()
    yield "photograph-like plate of food", _plate()
    yield "photograph-like forest", _forest()
    yield "photograph-like, grey", scene(10).convert("L").convert("RGB")
    yield "animal, grey", _animal().convert("L").convert("RGB")


def scene(seed: int) -> Image.Image:
    """A sky over a textured ground with a few soft things standing on it."""
    rng = np.random.default_rng(seed)
    x, y = plane()
    horizon = 0.35 + 0.3 * rng.random() + 0.05 * np.sin(x * 9 + seed)
    sky = np.stack([120 + 60 * y, 160 + 50 * y, 230 - 20 * y], axis=2)
    ground = np.stack([60 + 80 * clouds(seed, 9), 120 + 70 * clouds(seed + 1, 24), 40 + 40 * y], axis=2)
    picture = rgb(np.where((y < horizon)[..., None], sky, ground + rng.normal(0, 9, (SIDE, SIDE, 1))))
    draw = ImageDraw.Draw(picture)
    for _ in range(6):
        left, top = int(rng.integers(0, SIDE - 70)), int(rng.integers(90, SIDE - 80))
        hue: Colour = tuple(int(part) for part in rng.integers(40, 230, 3))  # type: ignore[assignment]
        draw.ellipse((left, top, left + int(rng.integers(20, 70)), top + int(rng.integers(20, 80))), fill=hue)
    return picture.filter(ImageFilter.GaussianBlur(1.2))


def _animal() -> Image.Image:
    fur = clouds(21, 60)[..., None] * np.array([90, 70, 40]) + np.array([120, 85, 50])
    picture = rgb(np.full((SIDE, SIDE, 3), (90, 130, 160), np.float64) + 30 * clouds(22, 5)[..., None])
    mask = Image.new("L", (SIDE, SIDE), 0)
    draw = ImageDraw.Draw(mask)
    draw.ellipse((70, 90, 250, 290), fill=255)
    draw.polygon(((85, 130), (95, 40), (150, 100)), fill=255)
    draw.polygon(((235, 130), (225, 40), (170, 100)), fill=255)
    picture.paste(rgb(fur), (0, 0), mask.filter(ImageFilter.GaussianBlur(1)))
    draw = ImageDraw.Draw(picture)
    for left in (115, 180):
        draw.ellipse((left, 150, left + 28, 180), fill="#c8d040")
        draw.ellipse((left + 11, 152, left + 17, 178), fill="black")
    draw.polygon(((150, 205), (170, 205), (160, 217)), fill="#d08080")
    return picture.filter(ImageFilter.GaussianBlur(0.8))


def _plate() -> Image.Image:
    picture = rgb(np.full((SIDE, SIDE, 3), (130, 90, 50), np.float64) + 40 * clouds(31, 40)[..., None])
    draw = ImageDraw.Draw(picture)
    draw.ellipse((30, 30, 290, 290), fill="#f0f0ee")
    for left, top, colour in ((80, 80, "#c03020"), (150, 70, "#40a030"), (110, 160, "#e0b040")):
        draw.ellipse((left, top, left + 90, top + 80), fill=colour)
    return picture.filter(ImageFilter.GaussianBlur(1.5))


def _forest() -> Image.Image:
    leaves = clouds(41, 70)[..., None] * np.array([60, 130, 40]) + np.array([10, 30, 10])
    picture = rgb(leaves)
    draw = ImageDraw.Draw(picture)
    for left in range(10, SIDE, 50):
        draw.rectangle((left, 60, left + 14, SIDE), fill="#4a3420")
    return picture.filter(ImageFilter.GaussianBlur(1))
