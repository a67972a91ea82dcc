"""The gaps of a cloze card."""

import re
from typing import NamedTuple

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


def around(text: str) -> str:
    """The text without the words of its gaps."""
    return GAP.sub(" ", text)
