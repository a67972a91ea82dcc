"""The sentences of a text that speak of the same thing as a statement."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from retrieval.indexes.lexical import meaningful_stems
from retrieval.rarity import rarity
from retrieval.text import sentences

MOST = 3
"""As many sentences as one statement is commonly merged from."""
LENGTH_COST = 0.01
"""What each stem takes off the worth of a sentence: of two that hold the same, the shorter is nearer."""


def nearest_sentences(statement: str, text: str, most: int = MOST) -> str:
    """At most `most` sentences of the text that together hold most of the statement's words, in their order.

    The whole of a text that has no more; where no sentence shares a word with the statement, the first ones.
    """
    spans = sentences(text)
    if len(spans) <= most:
        return text.strip()
    held = [frozenset(meaningful_stems(text[begin:end])) for begin, end in spans]
    places = nearest(frozenset(meaningful_stems(statement)), held, most) or range(most)
    return " ".join(text[slice(*spans[place])] for place in sorted(places))


def nearest(said: AbstractSet[str], held: Sequence[AbstractSet[str]], most: int = MOST) -> list[int]:
    """The places of at most `most` sets of stems that together hold most of what is said, the nearest first.

    A rare stem counts for more than a common one, and each only once: a second sentence must add something.
    """
    missing = {stem: rarity(stem, 0, 0) for stem in said}
    found: list[int] = []
    while missing and len(found) < most:
        worth = [
            sum(missing[stem] for stem in missing.keys() & stems) / (1 + LENGTH_COST * len(stems))
            for stems in held
        ]
        best = max(range(len(held)), key=worth.__getitem__, default=None)
        if best is None or not worth[best]:
            break
        found.append(best)
        missing = {stem: weight for stem, weight in missing.items() if stem not in held[best]}
    return found
