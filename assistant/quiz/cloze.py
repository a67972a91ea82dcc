"""A cloze card before and after it is turned."""

import re

from curricula.items.types import GAP, ClozeCard

_HIDDEN = re.compile(r"\{\{([^{}]+)\}\}")


def front(card: ClozeCard) -> str:
    """The text with its words hidden, a hint in the gap where there is one."""
    return _HIDDEN.sub(lambda found: _gap(found[1]), card.text)


def back(card: ClozeCard) -> str:
    """The whole text, and below it what the card adds."""
    whole = _HIDDEN.sub(lambda found: found[1].partition("::")[0], card.text)
    return f"{whole}\n\n{card.extra}" if card.extra else whole


def hidden(card: ClozeCard) -> tuple[str, ...]:
    """The words to recall."""
    return tuple(found[1].partition("::")[0] for found in _HIDDEN.finditer(card.text))


def _gap(words: str) -> str:
    hint = words.partition("::")[2]
    return f"[{hint}]" if hint else GAP
