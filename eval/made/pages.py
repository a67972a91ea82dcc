"""Pages, screens, diagrams and cards made by rule: what is no picture of a patient though it is neat."""

from collections.abc import Iterator

import numpy as np
from PIL import Image, ImageDraw

from eval.made.canvas import SIDE, Colour, rgb

TEXT = (
    "The patient was seen in clinic and the blood pressure was taken twice at rest before "
    "a letter was written to the family doctor who will see them again within three weeks"
)
WORDS = TEXT.split()


def texts() -> Iterator[tuple[str, Image.Image]]:
    """Pages of text."""
    yield "text, dark on light", _text(ink="black", paper="white")
    yield "text, light on dark", _text(ink="#d0d0d0", paper="#1e1e1e")
    yield "text, large", _text(ink="black", paper="white", size=28)
    yield "text, small", _text(ink="#222", paper="#fafafa", size=9)
    yield "text on yellow", _text(ink="#333", paper="#fff4c0")
    yield "text scanned", _scanned(_text(ink="#303030", paper="#ece9e0", size=14))
    yield "a few lines of text", _text(ink="black", paper="white", lines=4)
    yield "code on dark", _text(ink="#80ffa0", paper="#101018", size=12, indent=True)
    yield "text in two columns", _columns()


def _text(
    *, ink: str, paper: str, size: int = 13, lines: int = 99, indent: bool = False, width: int = SIDE
) -> Image.Image:
    picture = Image.new("RGB", (width, SIDE), paper)
    draw, number = ImageDraw.Draw(picture), 0
    for row in range(min(lines, (SIDE - 16) // int(size * 1.5))):
        x = 8.0 + (16 * (row % 4) if indent else 0)
        while x < width - 7 * size:
            word = WORDS[number % len(WORDS)]
            draw.text((x, 8 + row * size * 1.5), word, fill=ink, font_size=size)
            x += draw.textlength(word + " ", font_size=size)
            number += 1
    return picture


def _columns() -> Image.Image:
    picture = Image.new("RGB", (SIDE * 2, SIDE), "white")
    column = _text(ink="black", paper="white", size=11)
    picture.paste(column, (0, 0))
    picture.paste(column, (SIDE, 0))
    return picture


def _scanned(page: Image.Image) -> Image.Image:
    tilted = page.rotate(1.2, fillcolor="#ece9e0", resample=Image.Resampling.BICUBIC)
    hum = np.random.default_rng(5).normal(0, 4, (SIDE, SIDE, 1))
    return rgb(np.asarray(tilted, np.float64) + hum)


def interfaces() -> Iterator[tuple[str, Image.Image]]:
    """Screens, charts and cartoons."""
    yield "interface, light", _interface("#ffffff", "#f0f2f5", "#1a73e8", "#333")
    yield "interface, dark", _interface("#15181c", "#22262c", "#4f9cff", "#ddd")
    yield "table of numbers", _table()
    yield "pie chart", _pie()
    yield "cartoon face", _face()
    yield "cartoon house", _house()
    yield "coloured shapes", _shapes()
    yield "logo", _logo()


def _interface(page: str, panel: str, accent: str, ink: str) -> Image.Image:
    picture = Image.new("RGB", (480, SIDE), page)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 480, 36), fill=accent)
    draw.rectangle((0, 36, 110, SIDE), fill=panel)
    for row, word in enumerate(("Inbox", "Sent", "Drafts", "Archive", "Settings")):
        draw.text((12, 50 + row * 26), word, fill=ink)
    for row in range(4):
        draw.rounded_rectangle((126, 52 + row * 64, 466, 104 + row * 64), 8, fill=panel)
        draw.text((138, 60 + row * 64), " ".join(WORDS[row * 5 : row * 5 + 6]), fill=ink)
        draw.rounded_rectangle((390, 76 + row * 64, 456, 98 + row * 64), 6, fill=accent)
    return picture


def _table() -> Image.Image:
    picture = Image.new("RGB", (SIDE, SIDE), "white")
    draw = ImageDraw.Draw(picture)
    for row in range(12):
        draw.line((10, 10 + row * 25, 310, 10 + row * 25), fill="#999")
        for column in range(4):
            draw.text(
                (16 + column * 75, 15 + row * 25), f"{(row * 37 + column * 11) % 97}.{row}", fill="black"
            )
    return picture


def _pie() -> Image.Image:
    picture = Image.new("RGB", (SIDE, SIDE), "white")
    draw = ImageDraw.Draw(picture)
    for start, end, colour in ((0, 120, "#e45756"), (120, 250, "#4c78a8"), (250, 360, "#72b7b2")):
        draw.pieslice((40, 40, 280, 280), start, end, fill=colour)
    return picture


def _face() -> Image.Image:
    picture = Image.new("RGB", (SIDE, SIDE), "#87ceeb")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((50, 50, 270, 270), fill="#ffd93b", outline="black", width=4)
    draw.ellipse((110, 120, 135, 150), fill="black")
    draw.ellipse((185, 120, 210, 150), fill="black")
    draw.arc((105, 130, 215, 230), 20, 160, fill="black", width=6)
    return picture


def _house() -> Image.Image:
    picture = Image.new("RGB", (SIDE, SIDE), "#bfe3ff")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 230, SIDE, SIDE), fill="#58a945")
    draw.rectangle((90, 140, 230, 250), fill="#d9a066")
    draw.polygon(((80, 140), (240, 140), (160, 70)), fill="#a03030")
    return picture


def _shapes() -> Image.Image:
    rng = np.random.default_rng(8)
    picture = Image.new("RGB", (SIDE, SIDE), "white")
    draw = ImageDraw.Draw(picture)
    for _ in range(14):
        left, top = rng.integers(0, 250, 2)
        colour: Colour = tuple(int(part) for part in rng.integers(0, 255, 3))  # type: ignore[assignment]
        draw.rectangle(
            (left, top, left + int(rng.integers(20, 90)), top + int(rng.integers(20, 90))), fill=colour
        )
    return picture


def _logo() -> Image.Image:
    picture = Image.new("RGB", (SIDE, SIDE), "white")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((60, 60, 260, 260), fill="#0b6e4f")
    draw.text((118, 130), "ACME", fill="white", font_size=34)
    return picture


def cards() -> Iterator[tuple[str, Image.Image]]:
    """Placeholders drawn otherwise than those that the gate knows by heart."""
    for name, words in (("missing", "Image not found"), ("none", "No photo"), ("coming", "Coming soon")):
        picture = Image.new("RGB", (400, 300), "#dddddd")
        ImageDraw.Draw(picture).text((130, 140), words, fill="#888", font_size=20)
        yield f"placeholder {name}", picture
    picture = Image.new("RGB", (400, 300), "#eeeeee")
    draw = ImageDraw.Draw(picture)
    draw.polygon(((80, 240), (170, 120), (230, 200), (280, 150), (340, 240)), fill="#c0c0c0")
    draw.ellipse((270, 60, 310, 100), fill="#c0c0c0")
    yield "placeholder mountains", picture
    crossed = Image.new("RGB", (300, 300), "white")
    draw = ImageDraw.Draw(crossed)
    draw.line((0, 0, 300, 300), fill="#c00", width=4)
    draw.line((300, 0, 0, 300), fill="#c00", width=4)
    draw.rectangle((0, 0, 299, 299), outline="#c00", width=4)
    yield "placeholder crossed out", crossed
    dummy = Image.new("RGB", (300, 200), "#cccccc")
    ImageDraw.Draw(dummy).text((105, 85), "300 x 200", fill="#969696", font_size=20)
    yield "placeholder with its size", dummy
