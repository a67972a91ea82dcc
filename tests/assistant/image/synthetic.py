"""Pictures made by rule that show no patient, each by its name, and a few that look like real studies."""

from collections.abc import Callable, Iterator
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

Colour = tuple[int, int, int]
SIDE = 320
TEXT = (
    "The patient was seen in clinic and the blood pressure was taken twice at rest before "
    "a letter was written to the family doctor who will see them again within three weeks"
)
WORDS = TEXT.split()


def png(picture: Image.Image) -> bytes:
    """The picture as a file."""
    body = BytesIO()
    picture.save(body, "PNG")
    return body.getvalue()


def _grey(values: NDArray[np.float64]) -> Image.Image:
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8)).convert("RGB")


def _rgb(values: NDArray[np.float64]) -> Image.Image:
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8), "RGB")


def _plane() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    x, y = np.meshgrid(np.linspace(0, 1, SIDE), np.linspace(0, 1, SIDE))
    return x, y


def _clouds(seed: int, cells: int) -> NDArray[np.float64]:
    """Smooth random values from 0 to 1, with about so many hills a side."""
    draw = np.random.default_rng(seed).random((cells, cells)) * 255
    small = Image.fromarray(draw.astype(np.uint8))
    return np.asarray(small.resize((SIDE, SIDE), Image.Resampling.BICUBIC), np.float64) / 255


def _solids() -> Iterator[tuple[str, Image.Image]]:
    colours = {"white": "white", "black": "black", "grey": "#808080", "red": "#c01818", "blue": "#1040d0"}
    for name, colour in {**colours, "green": "#20a040", "skin coloured": "#e0ac90"}.items():
        yield f"solid {name}", Image.new("RGB", (SIDE, SIDE), colour)
    x, _ = _plane()
    hum = np.random.default_rng(1).normal(0, 1.5, (SIDE, SIDE))
    yield "near-black with sensor noise", _grey(4 + hum)
    yield "near-white with sensor noise", _grey(250 + hum)
    speck = Image.new("RGB", (SIDE, SIDE), "black")
    speck.putpixel((10, 10), (255, 255, 255))
    yield "black with one pixel", speck
    yield "one thin line", _line()
    yield "a frame around nothing", _framed()
    yield "half black, half white", _grey(np.where(x < 0.5, 0.0, 255.0))


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
    yield "noise uniform", _grey(rng.random(shape) * 255)
    yield "noise normal", _grey(rng.normal(128, 40, shape))
    yield "noise in colour", _rgb(rng.random((*shape, 3)) * 255)
    yield "noise of two values", _grey((rng.random(shape) < 0.5) * 255.0)
    yield "salt and pepper", _grey(128 + 127.0 * rng.choice([-1, 0, 1], shape, p=[0.1, 0.8, 0.1]))
    yield "noise speckled", _grey(rng.rayleigh(50, shape))
    yield "noise in blocks", _grey(np.kron(rng.random((40, 40)), np.ones((8, 8))) * 255)
    yield "noise in rows", _grey(np.repeat(rng.random((SIDE, 1)), SIDE, axis=1) * 255)
    yield "noise in columns", _grey(np.repeat(rng.random((1, SIDE)), SIDE, axis=0) * 255)
    yield "noise blurred a little", _grey(rng.random(shape) * 255).filter(ImageFilter.GaussianBlur(1))
    yield "noise blurred more", _stretched(_grey(rng.random(shape) * 255).filter(ImageFilter.GaussianBlur(2)))
    yield "noise on a gradient", _grey(_plane()[0] * 60 + rng.normal(100, 45, shape))


def _stretched(picture: Image.Image) -> Image.Image:
    values = np.asarray(picture.convert("L"), np.float64)
    return _grey((values - values.min()) / (values.max() - values.min()) * 255)


def _gradients() -> Iterator[tuple[str, Image.Image]]:
    x, y = _plane()
    yield "gradient across", _grey(x * 255)
    yield "gradient down", _grey(y * 255)
    yield "gradient on the slant", _grey((x + y) * 127)
    yield "gradient from the middle", _grey(255 - 330 * np.hypot(x - 0.5, y - 0.5))
    yield "gradient in colour", _rgb(np.stack([x * 255, y * 255, 255 - x * 255], axis=2))
    yield "gradient, faint", _grey(100 + 30 * x)
    yield "vignette", _grey(220 - 300 * ((x - 0.5) ** 2 + (y - 0.5) ** 2))
    yield "gradient with hum", _grey(x * 200 + np.random.default_rng(3).normal(20, 3, x.shape))


def _tiny() -> Iterator[tuple[str, Image.Image]]:
    scene = _scene(4)
    for side in (1, 2, 8, 16, 31):
        yield f"{side} pixels a side", scene.resize((side, side))
    yield "a strip of 5 rows", scene.resize((400, 5))


def _texts() -> Iterator[tuple[str, Image.Image]]:
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
    return _rgb(np.asarray(tilted, np.float64) + hum)


def _scenes() -> Iterator[tuple[str, Image.Image]]:
    for seed, name in enumerate(("meadow", "sea", "dusk", "street", "room"), start=10):
        yield f"photograph-like {name}", _scene(seed)
    yield "photograph-like animal", _animal()
    yield "photograph-like plate of food", _plate()
    yield "photograph-like forest", _forest()
    yield "photograph-like, grey", _scene(10).convert("L").convert("RGB")
    yield "animal, grey", _animal().convert("L").convert("RGB")


def _scene(seed: int) -> Image.Image:
    """A sky over a textured ground with a few soft things standing on it."""
    rng = np.random.default_rng(seed)
    x, y = _plane()
    horizon = 0.35 + 0.3 * rng.random() + 0.05 * np.sin(x * 9 + seed)
    sky = np.stack([120 + 60 * y, 160 + 50 * y, 230 - 20 * y], axis=2)
    ground = np.stack([60 + 80 * _clouds(seed, 9), 120 + 70 * _clouds(seed + 1, 24), 40 + 40 * y], axis=2)
    picture = _rgb(np.where((y < horizon)[..., None], sky, ground + rng.normal(0, 9, (SIDE, SIDE, 1))))
    draw = ImageDraw.Draw(picture)
    for _ in range(6):
        left, top = rng.integers(0, SIDE - 70), rng.integers(90, SIDE - 80)
        hue: Colour = tuple(int(part) for part in rng.integers(40, 230, 3))  # type: ignore[assignment]
        draw.ellipse((left, top, left + int(rng.integers(20, 70)), top + int(rng.integers(20, 80))), fill=hue)
    return picture.filter(ImageFilter.GaussianBlur(1.2))


def _animal() -> Image.Image:
    fur = _clouds(21, 60)[..., None] * np.array([90, 70, 40]) + np.array([120, 85, 50])
    picture = _rgb(np.full((SIDE, SIDE, 3), (90, 130, 160), np.float64) + 30 * _clouds(22, 5)[..., None])
    mask = Image.new("L", (SIDE, SIDE), 0)
    draw = ImageDraw.Draw(mask)
    draw.ellipse((70, 90, 250, 290), fill=255)
    draw.polygon(((85, 130), (95, 40), (150, 100)), fill=255)
    draw.polygon(((235, 130), (225, 40), (170, 100)), fill=255)
    picture.paste(_rgb(fur), (0, 0), mask.filter(ImageFilter.GaussianBlur(1)))
    draw = ImageDraw.Draw(picture)
    for left in (115, 180):
        draw.ellipse((left, 150, left + 28, 180), fill="#c8d040")
        draw.ellipse((left + 11, 152, left + 17, 178), fill="black")
    draw.polygon(((150, 205), (170, 205), (160, 217)), fill="#d08080")
    return picture.filter(ImageFilter.GaussianBlur(0.8))


def _plate() -> Image.Image:
    picture = _rgb(np.full((SIDE, SIDE, 3), (130, 90, 50), np.float64) + 40 * _clouds(31, 40)[..., None])
    draw = ImageDraw.Draw(picture)
    draw.ellipse((30, 30, 290, 290), fill="#f0f0ee")
    for left, top, colour in ((80, 80, "#c03020"), (150, 70, "#40a030"), (110, 160, "#e0b040")):
        draw.ellipse((left, top, left + 90, top + 80), fill=colour)
    return picture.filter(ImageFilter.GaussianBlur(1.5))


def _forest() -> Image.Image:
    leaves = _clouds(41, 70)[..., None] * np.array([60, 130, 40]) + np.array([10, 30, 10])
    picture = _rgb(leaves)
    draw = ImageDraw.Draw(picture)
    for left in range(10, SIDE, 50):
        draw.rectangle((left, 60, left + 14, SIDE), fill="#4a3420")
    return picture.filter(ImageFilter.GaussianBlur(1))


def _patterns() -> Iterator[tuple[str, Image.Image]]:
    x, y = _plane()
    for cells in (2, 8, 40):
        board = ((x * cells).astype(int) + (y * cells).astype(int)) % 2
        yield f"checkerboard of {cells}", _grey(board * 255.0)
    rng = np.random.default_rng(6)
    code = np.kron((rng.random((25, 25)) < 0.5) * 255.0, np.ones((12, 12)))
    yield "square code", _grey(np.pad(code, 20, constant_values=255))
    bars = np.repeat((rng.random(80) < 0.5) * 255.0, 4)
    yield "bar code", _grey(np.tile(bars, (SIDE, 1)))
    yield "stripes", _grey(127 + 127 * np.sin(x * 90))
    yield "rings", _grey(127 + 127 * np.sin(np.hypot(x - 0.5, y - 0.5) * 120))
    yield "colour bars", _bars()
    yield "grey steps", _grey(np.floor(x * 8) / 7 * 255)
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


def _interfaces() -> Iterator[tuple[str, Image.Image]]:
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


def _cards() -> Iterator[tuple[str, Image.Image]]:
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


GROUPS: tuple[Callable[[], Iterator[tuple[str, Image.Image]]], ...] = (
    _solids,
    _noises,
    _gradients,
    _tiny,
    _texts,
    _scenes,
    _patterns,
    _interfaces,
    _cards,
)


def nothing_to_see() -> dict[str, bytes]:
    """Pictures that show no patient, as PNG files by their names, and some files that are broken."""
    files = {name: png(picture) for group in GROUPS for name, picture in group()}
    whole = files["photograph-like meadow"]
    broken = {"truncated": whole[: len(whole) // 2], "no file at all": b"", "words": b"This is no picture."}
    return {**files, **broken, "a header alone": whole[:40]}


def film(seed: int = 50) -> bytes:
    """Soft bright and dark areas as of a chest film: two lungs, a heart, ribs, grain."""
    x, y = _plane()
    body = 150 * np.exp(-(((x - 0.5) / 0.42) ** 4))
    lungs = sum(110 * np.exp(-(((x - c) / 0.13) ** 2) - ((y - 0.42) / 0.28) ** 2) for c in (0.3, 0.7))
    heart = 60 * np.exp(-(((x - 0.54) / 0.13) ** 2) - ((y - 0.6) / 0.16) ** 2)
    ribs = 14 * np.sin(y * 55 + 6 * np.abs(x - 0.5)) * (lungs > 25)
    grain = np.random.default_rng(seed).normal(0, 3, x.shape) + 18 * _clouds(seed, 12)
    return png(_grey(25 + body - lungs + heart + ribs + grain))


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
    x, y = _plane()
    skin = np.array([222, 172, 148]) + 16 * (_clouds(61, 50)[..., None] - 0.5)
    spot = np.array([105, 62, 45]) + 40 * (_clouds(62, 20)[..., None] - 0.5)
    edge = np.hypot((x - 0.5) / 0.24, (y - 0.48) / 0.2) + 0.25 * (_clouds(63, 7) - 0.5)
    share = 1 / (1 + np.exp((edge - 1) * 18))
    return png(_rgb(skin * (1 - share[..., None]) + spot * share[..., None]))
