"""Pictures made by rule that show no patient, each by its name."""

from collections.abc import Callable, Iterator

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from eval.made.canvas import SIDE, grey, plane, png, rgb
from eval.made.pages import cards, interfaces, texts
from eval.made.scenes import scene, scenes


def _solids() -> Iterator[tuple[str, Image.Image]]:
    colours = {"white": "white", "black": "black", "grey": "#808080", "red": "#c01818", "blue": "#1040d0"}
    for name, colour in {**colours, "green": "#20a040", "skin coloured": "#e0ac90"}.items():
        yield f"solid {name}", Image.new("RGB", (SIDE, SIDE), colour)
    x, _ = plane()
    hum = np.random.default_rng(1).normal(0, 1.5, (SIDE, SIDE))
    yield "near-black with sensor noise", grey(4 + hum)
    yield "near-white with sensor noise", grey(250 + hum)
    speck = Image.new("RGB", (SIDE, SIDE), "black")
    speck.putpixel((10, 10), (255, 255, 255))
    yield "black with one pixel", speck
    yield "one thin line", _line()
    yield "a frame around nothing", _framed()
    yield "half black, half white", grey(np.where(x < 0.5, 0.0, 255.0))


def _line() -> Image.Image:
    picture = Image.new("RGB", (SIDE, SIDE), "white")
    ImageDraw.Draw(picture).line((20, 30, 300, 31), fill="black")
    return picture


def _framed() -> Image.Image:
    picture = Image.new("RGB", (SIDE, SIDE), "black")
    ImageDraw.Draw(picture).rectangle((4, 4, SIDE - 5, SIDE - 5), outline="white", width=3)
    return picture


def _noises() -> Iterator[tuple[str, Image.Image]]:
    rng = np.random.default_rng(2)
    shape = (SIDE, SIDE)
    yield "noise uniform", grey(rng.random(shape) * 255)
    yield "noise normal", grey(rng.normal(128, 40, shape))
    yield "noise in colour", rgb(rng.random((*shape, 3)) * 255)
    yield "noise of two values", grey((rng.random(shape) < 0.5) * 255.0)
    yield "salt and pepper", grey(128 + 127.0 * rng.choice([-1, 0, 1], shape, p=[0.1, 0.8, 0.1]))
    yield "noise speckled", grey(rng.rayleigh(50, shape))
    yield "noise in blocks", grey(np.kron(rng.random((40, 40)), np.ones((8, 8))) * 255)
    yield "noise in rows", grey(np.repeat(rng.random((SIDE, 1)), SIDE, axis=1) * 255)
    yield "noise in columns", grey(np.repeat(rng.random((1, SIDE)), SIDE, axis=0) * 255)
    yield "noise blurred a little", grey(rng.random(shape) * 255).filter(ImageFilter.GaussianBlur(1))
    yield "noise blurred more", _stretched(grey(rng.random(shape) * 255).filter(ImageFilter.GaussianBlur(2)))
    yield "noise on a gradient", grey(plane()[0] * 60 + rng.normal(100, 45, shape))


def _stretched(picture: Image.Image) -> Image.Image:
    values = np.asarray(picture.convert("L"), np.float64)
    return grey((values - values.min()) / (values.max() - values.min()) * 255)


def _gradients() -> Iterator[tuple[str, Image.Image]]:
    x, y = plane()
    yield "gradient across", grey(x * 255)
    yield "gradient down", grey(y * 255)
    yield "gradient on the slant", grey((x + y) * 127)
    yield "gradient from the middle", grey(255 - 330 * np.hypot(x - 0.5, y - 0.5))
    yield "gradient in colour", rgb(np.stack([x * 255, y * 255, 255 - x * 255], axis=2))
    yield "gradient, faint", grey(100 + 30 * x)
    yield "vignette", grey(220 - 300 * ((x - 0.5) ** 2 + (y - 0.5) ** 2))
    yield "gradient with hum", grey(x * 200 + np.random.default_rng(3).normal(20, 3, x.shape))


def _tiny() -> Iterator[tuple[str, Image.Image]]:
    meadow = scene(4)
    for side in (1, 2, 8, 16, 31):
        yield f"{side} pixels a side", meadow.resize((side, side))
    yield "a strip of 5 rows", meadow.resize((400, 5))


def _patterns() -> Iterator[tuple[str, Image.Image]]:
    x, y = plane()
    for cells in (2, 8, 40):
        board = ((x * cells).astype(int) + (y * cells).astype(int)) % 2
        yield f"checkerboard of {cells}", grey(board * 255.0)
    rng = np.random.default_rng(6)
    code = np.kron((rng.random((25, 25)) < 0.5) * 255.0, np.ones((12, 12)))
    yield "square code", grey(np.pad(code, 20, constant_values=255))
    bars = np.repeat((rng.random(80) < 0.5) * 255.0, 4)
    yield "bar code", grey(np.tile(bars, (SIDE, 1)))
    yield "stripes", grey(127 + 127 * np.sin(x * 90))
    yield "rings", grey(127 + 127 * np.sin(np.hypot(x - 0.5, y - 0.5) * 120))
    yield "colour bars", _bars()
    yield "grey steps", grey(np.floor(x * 8) / 7 * 255)
    yield "dots", _dots()


def _bars() -> Image.Image:
    colours = ("#c0c0c0", "#c0c000", "#00c0c0", "#00c000", "#c000c0", "#c00000", "#0000c0")
    picture = Image.new("RGB", (SIDE, SIDE))
    draw = ImageDraw.Draw(picture)
    for place, colour in enumerate(colours):
        draw.rectangle((place * SIDE / 7, 0, (place + 1) * SIDE / 7, SIDE), fill=colour)
    return picture


def _dots() -> Image.Image:
    picture = Image.new("RGB", (SIDE, SIDE), "white")
    draw = ImageDraw.Draw(picture)
    for left in range(10, SIDE, 20):
        for top in range(10, SIDE, 20):
            draw.ellipse((left, top, left + 8, top + 8), fill="black")
    return picture


GROUPS: tuple[Callable[[], Iterator[tuple[str, Image.Image]]], ...] = (
    _solids,
    _noises,
    _gradients,
    _tiny,
    texts,
    scenes,
    _patterns,
    interfaces,
    cards,
)


def nothing_to_see() -> dict[str, bytes]:
    """Pictures that show no patient, as PNG files by their names, and some files that are broken."""
    files = {name: png(picture) for group in GROUPS for name, picture in group()}
    whole = files["photograph-like meadow"]
    broken = {"truncated": whole[: len(whole) // 2], "no file at all": b"", "words": b"This is no picture."}
    return {**files, **broken, "a header alone": whole[:40]}
