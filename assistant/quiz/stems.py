"""Whether two items ask the same, so that none is met twice in a sitting."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from curricula.items.types import ClozeCard, Item
from retrieval.text import plain

NEAR = 90.0
"""Stems with more than this share of letters in common, in percent, ask the same for a learner."""


def stem(item: Item) -> str:
    """What the item asks, in plain words, with its pictures by name; equal for equal questions."""
    asked = item.text if isinstance(item, ClozeCard) else f"{item.vignette} {item.lead_in}"
    pictures = " ".join(picture.file for picture in item.pictures)
    words = "".join(letter if letter.isalnum() else " " for letter in plain(f"{asked} {pictures}"))
    return " ".join(words.split())


def is_repeated(asked: str, before: Iterable[str]) -> bool:
    """Whether a stem is one of those before, or nearly."""
    return process.extractOne(asked, list(before), scorer=fuzz.ratio, score_cutoff=NEAR) is not None
