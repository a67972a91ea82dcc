"""Items on paper: the questions first, and their key apart."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Protocol

from assistant.handouts.composing import Numbering
from assistant.handouts.types import Heading, Lines, Paragraph, Part, Picture, Room, Words
from curricula.items import types as items
from curricula.items.types import GAP, ClozeCard, Item
from curricula.types import Reference

WIDEST = 1200
_ROOM = {"short_answer": 2, "image_hotspot": 2, "image_read": 6}


class Pictures(Protocol):
    """Where the pictures of items are looked up."""

    def picture(self, item_id: str, version: int, file: str) -> bytes | None:
        """The bytes of that picture; None where there is none."""


def questions(asked: Sequence[Item], pictures: Pictures) -> Iterator[Part]:
    """The questions in their order, without what is right."""
    for number, item in enumerate(asked, 1):
        yield Heading(text=f"Question {number}", level=2)
        yield from _question(item, pictures)


def key(asked: Sequence[Item], numbering: Numbering) -> Iterator[Part]:
    """What is right for each of those questions, with the reasons, on a page of its own."""
    if not asked:
        return
    yield Heading(text="Key", part=True)
    for number, item in enumerate(asked, 1):
        yield Heading(text=f"Key to question {number}", level=2)
        yield Lines(lines=tuple(_key(item, numbering)))
        if not isinstance(item, ClozeCard) and item.explanation:
            yield Paragraph(words=numbering.claim(item.explanation, _taught(item)))


def _taught(item: Item) -> tuple[Reference, ...]:
    """What the point to take home rests on: the item's own references, else those of what is right."""
    if item.references or not isinstance(item, items.SingleBestAnswer | items.MultipleResponse):
        return item.references
    return tuple(one for option in item.options if option.correct for one in option.references)


def hidden(card: ClozeCard) -> str:
    """The card's sentence with gaps to fill."""
    return _filled(card, GAP)


def shown(card: ClozeCard) -> str:
    """The card's sentence whole."""
    return _filled(card, None)


def picture_part(data: bytes | None, alt: str, caption: str) -> Picture:
    """The picture as PNG of at most 1200 pixels' width; without it where it cannot be read."""
    return Picture(png=_png(data) if data else None, alt=alt, caption=caption)


def _filled(card: ClozeCard, gap: str | None) -> str:
    parts = card.text.split("{{")
    whole = parts[0]
    for part in parts[1:]:
        inside, _, rest = part.partition("}}")
        words, _, hint = inside.partition("::")
        whole += (words if gap is None else f"{gap} ({hint})" if hint else gap) + rest
    return whole


def _question(item: Item, pictures: Pictures) -> Iterator[Part]:
    for one in item.pictures:
        yield picture_part(pictures.picture(item.id, item.version, one.file), one.alt, one.caption)
    match item:
        case ClozeCard():
            yield Paragraph(words=Words(text=hidden(item)))
            return
        case _ if item.vignette:
            yield Paragraph(words=Words(text=item.vignette))
    yield Paragraph(words=Words(text=item.lead_in), look="strong")
    if isinstance(item, items.SingleBestAnswer | items.MultipleResponse):
        yield Lines(
            lines=tuple(Words(text=one.text, label=_letter(place)) for place, one in enumerate(item.options))
        )
    else:
        yield Room(lines=_ROOM[item.type])


def _key(item: Item, numbering: Numbering) -> Iterator[Words]:
    match item:
        case items.SingleBestAnswer() | items.MultipleResponse():
            for place, one in enumerate(item.options):
                verdict = "Right" if one.correct else "Not right"
                told = f"{verdict}: {one.text}." if one.reason is None else f"{verdict}. {one.reason}"
                yield numbering.claim(told, one.references, label=_letter(place))
        case items.ShortAnswer():
            yield numbering.claim(_accepted(item), item.references)
            for miss in item.near_misses:
                yield Words(text=f"Not right: {miss.text}. {miss.reason}")
        case items.ImageHotspot():
            for region in item.regions:
                verdict = "Right" if region.correct else "Not right"
                yield numbering.claim(f"{verdict}: {region.label}. {region.reason or ''}", item.references)
        case items.ImageRead():
            for line in item.report:
                there = "" if line.presence == "present" else " (absent)"
                yield numbering.claim(f"{line.name}{there}. {line.reason or ''}", line.references)
        case ClozeCard():
            yield numbering.claim(shown(item), item.references)


def _accepted(item: items.ShortAnswer) -> str:
    told = [one.text for one in item.accepted]
    if item.number is not None:
        low, high = item.number.low, item.number.high
        told.append(
            f"{low:g} {item.number.unit}" if low == high else f"{low:g} to {high:g} {item.number.unit}"
        )
    return f"{'; '.join(one.strip() for one in told)}. {item.reason or ''}"


def _letter(place: int) -> str:
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[place]


def _png(data: bytes) -> bytes | None:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(data)) as image:
            image.thumbnail((WIDEST, WIDEST))
            out = BytesIO()
            image.convert("RGB").save(out, "PNG")
            return out.getvalue()
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None
