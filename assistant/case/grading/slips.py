"""Misspelt words of a diagnosis, mended where only one known word can be meant."""

import re
from collections.abc import Callable, Collection, Iterator
from itertools import islice, product

from rapidfuzz.distance import DamerauLevenshtein

from assistant.case.grading.lexicon import Lexicon
from assistant.case.grading.words import spelt
from retrieval.abbreviations import senses_of
from retrieval.indexes.lexical import stems
from retrieval.rarity import is_common

_WORD = re.compile(r"[^\W\d_]+(?:['’]s)?")
MOST_READINGS = 24
SHORTEST_MENDED = 5
"""Shorter words have too many neighbours: "sorry" is no slip for Cori."""
# A slip never leads from one of these to another: hypothyroidism is no misspelt hyperthyroidism.
_BEGINNINGS = (
    "hipo",
    "hiper",
    "macro",
    "micro",
    "intra",
    "inter",
    "ecto",
    "endo",
    "anti",
    "poli",
    "oligo",
    "brad",
    "tach",
    "pre",
    "post",
)
_ENDINGS = (
    "itis",
    "osis",
    "oma",
    "emia",
    "uria",
    "opati",
    "penia",
    "citosis",
    "megali",
    "ectasis",
    "plasia",
    "trofi",
    "algia",
    "plegia",
)


def readings(text: str, lexicon: Lexicon) -> list[str]:
    """The text with abbreviations written out and slips mended, each way it can be read; first as it is."""
    words = _WORD.findall(text)
    ways = [[word, *_meant(word, lexicon)] for word in words]
    gaps = _WORD.split(text)
    made = (
        "".join(part for pair in zip(gaps, [*way, ""], strict=True) for part in pair)
        for way in islice(product(*ways), MOST_READINGS)
    )
    return list(dict.fromkeys([text, *made]))


def _meant(word: str, lexicon: Lexicon) -> list[str]:
    senses = senses_of(word)
    if senses:
        return list(senses)
    bare = spelt(re.sub(r"['’]s$", "", word.casefold()))
    if bare in lexicon.words or len(bare) < 4:
        return []
    found = nearest(bare, lexicon.words)
    is_ordinary = any(is_common(stem) for stem in stems(word))
    return [one for one in found if not is_ordinary or sorted(one) == sorted(bare)]


def nearest(word: str, known: Collection[str]) -> list[str]:
    """The known words nearest to this one in spelling; none where they are too far, or mean the contrary.

    One slip is allowed in four letters, two from eight, three from twelve; two where only the order of the
    letters is wrong ("Chron").
    """
    most = min(len(word) // 4, 3)
    near: dict[str, int] = {}
    for one in _of_length(known, len(word), most):
        allowed = max(most, 2) if sorted(one) == sorted(word) else most
        distance = DamerauLevenshtein.distance(word, one, score_cutoff=allowed)
        if distance <= allowed:
            near[one] = distance
    best = min(near.values(), default=0)
    found = sorted(one for one, distance in near.items() if distance == best)
    return [] if _is_torn(found) else [one for one in found if not _contrary(word, one)]


def _of_length(known: Collection[str], length: int, slack: int) -> Iterator[str]:
    return (one for one in known if len(one) >= SHORTEST_MENDED and abs(len(one) - length) <= slack)


def _is_torn(found: list[str]) -> bool:
    """Whether the nearest words are opposites of each other, so that nobody can say which was meant."""
    return any(_contrary(one, other) for one in found for other in found)


def _contrary(one: str, other: str) -> bool:
    return _differ(one, other, _BEGINNINGS, str.startswith) or _differ(one, other, _ENDINGS, str.endswith)


def _differ(one: str, other: str, parts: tuple[str, ...], has: Callable[[str, str], bool]) -> bool:
    first, second = ([part for part in parts if has(word, part)] for word in (one, other))
    return bool(first and second) and set(first).isdisjoint(second)
