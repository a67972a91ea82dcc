"""Pictures that stand for a missing one, as they are met: resized, saved again, tinted, framed, shifted."""

from collections.abc import Iterator
from io import BytesIO

from PIL import Image, ImageFilter, ImageOps

from assistant.image.gate.placeholders import cards
from eval.made.canvas import png

EVERY = 3
"""Of the known cards every third is changed: they differ in size and words."""


def near_placeholders() -> dict[str, bytes]:
    """Each of some known cards in seven ways, as files by what was done to them."""
    files: dict[str, bytes] = {}
    for number, card in list(enumerate(cards()))[::EVERY]:
        files |= {f"card {number}, {how}": body for how, body in _changed(card)}
    return files


def _changed(card: Image.Image) -> Iterator[tuple[str, bytes]]:
    width, height = card.size
    saved = BytesIO()
    card.save(saved, "JPEG", quality=35)
    yield "saved again", saved.getvalue()
    yield "larger", png(card.resize((width * 2, height * 2), Image.Resampling.BICUBIC))
    yield "smaller and wider", png(card.resize((width // 2, height // 3), Image.Resampling.BILINEAR))
    yield "blurred", png(card.filter(ImageFilter.GaussianBlur(1.5)))
    yield "framed", png(ImageOps.expand(card, border=12, fill="white"))
    yield "darker", png(Image.blend(card, Image.new("RGB", card.size, "#203040"), 0.3))
    yield "cut", png(card.crop((width // 20, height // 20, width, height)))
