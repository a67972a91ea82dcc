"""In what order options are shown: mixed by seed, unless their order says something."""

import random
import re
from collections.abc import Sequence

from curricula.items.types import Item, MultipleResponse, Option, OptionId, SingleBestAnswer

_OTHERS = re.compile(
    r"\b(?:all|none|both|neither|any|either|two|some) of the (?:above|below|others?|following|options?)\b"
    r"|\b(?:above|below|preceding)\b.{0,20}\boptions?\b|\boptions?\s+[a-z]\b|^\s*(?:both\s+)?[A-H]\s*(?:,|and|or|&)\s*[A-H]\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"^\W{0,3}(?:about|around|at least|at most|up to|within|less than|more than|under|over|after|before|below"
    r"|above|every|in|once every)?\s*[<>≤≥~±]?\s*\d",
    re.IGNORECASE,
)
_STEP = re.compile(r"\d+(?:[.,]\d+)*|\b[ivx]{1,4}\b", re.IGNORECASE)
_PAIRS = ({"yes", "no"}, {"true", "false"})


def shown_order(item: Item, seed: str) -> tuple[OptionId, ...]:
    """The ids of the item's options as they are shown; the same for the same seed, () where it has none."""
    if not isinstance(item, SingleBestAnswer | MultipleResponse):
        return ()
    ids = [option.id for option in item.options]
    if not keeps_order(item.options):
        # The digest of the whole seed decides, so that sittings that begin alike differ.
        random.Random(seed).shuffle(ids)
    return tuple(ids)


def keeps_order(options: Sequence[Option]) -> bool:
    """Whether the order says something: amounts, steps of a scale, yes and no, words for other options."""
    texts = [option.text.strip() for option in options]
    if any(_OTHERS.search(text) for text in texts):
        return True
    if {text.casefold().rstrip(".") for text in texts} in _PAIRS:
        return True
    if all(_AMOUNT.match(text) for text in texts):
        return True
    return all(_STEP.search(text) for text in texts) and len({_STEP.sub("#", text) for text in texts}) == 1
