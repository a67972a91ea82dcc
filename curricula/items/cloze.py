"""The gaps of a cloze card, before and after it is turned."""

import re
from typing import NamedTuple

from curricula.items.types import GAP as HIDDEN
from curricula.items.types import ClozeCard

GAP = re.compile(r"\{\{([^{}]+?)(?:::([^{}]*))?\}\}")


class Gap(NamedTuple):
    """Words that a card hides, and the hint in their place."""

    words: str
    hint: str


def gaps(text: str) -> list[Gap]:
    """The gaps of a card's text, in their order."""
    return [Gap(found[1].strip(), (found[2] or "").strip()) for found in GAP.finditer(text)]


def filled(text: str) -> str:
    """The text with all of its words."""
    return GAP.sub(lambda found: found[1], text)


def front(card: ClozeCard) -> str:
    """The text with its words hidden, a hint in the gap where there is one."""
    return GAP.sub(lambda found: f"[{hint}]" if (hint := (found[2] or "").strip()) else HIDDEN, card.text)


def back(card: ClozeCard) -> str:
    """The whole text, and below it what the card adds."""
    return f"{filled(card.text)}\n\n{card.extra}" if card.extra else filled(card.text)


def around(text: str) -> str:
    """The text without the words of its gaps."""
    return GAP.sub(" ", text)
