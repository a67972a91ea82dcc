"""Whether words are the same but for a slip of spelling that cannot lead to another thing."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import zip_longest
from pathlib import Path

from rapidfuzz.distance import DamerauLevenshtein

from assistant.case.grading.slips import nearest
from assistant.case.grading.words import spelt, tokens_of
from retrieval.indexes.lexical import stems
from retrieval.rarity import is_common

OWN_WORDS = Path(__file__).with_name("own_words.txt")
MOST_SLIPS = 2
SHORTEST = 5
"""Shorter words have too many neighbours."""
LONG = 9
"""From so many letters on two slips are allowed, but for what may be the name of a substance."""
_SUBSTANCE = re.compile(
    r"(?:in|ine|ol|one|ide|ate|il|an|am|ole|ium|ab|ib|ir|en|ast|al|yl|ax|ose|ase|ane|ene|um|xime|mab|min)s?$"
)
_SAME_BEGINNING = re.compile(r"hipo|hiper|bradi|tachi|poli|oligo|endo|peri|mio|para|anti")
_BEGINNING = frozenset(("it", "is", "its", "this", "give", "start", "use", "do", "perform", "the", "a", "an"))
_ORDERED = frozenset(("to", "from", "before", "after", "than", "of", "with", "without", "not", "no", "then"))

_NUMBERED = frozenset(("type", "stage", "grade", "class", "phase", "factor", "nerve"))
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}


def words_of(text: str) -> tuple[str, ...]:
    """The words that count, in one spelling for British and American writers."""
    tokens = tokens_of(text)
    while len(tokens) > 1 and tokens[0] in _BEGINNING:
        tokens = tokens[1:]
    before = ("", *tokens)
    return tuple(
        _ROMAN.get(token, token) if last in _NUMBERED else spelt(token)
        for last, token in zip(before, tokens, strict=False)
    )


def are_same(said: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether these are the same words, in any order unless one of them gives the order a meaning."""
    if tuple(said) == tuple(wanted):
        return True
    return sorted(said) == sorted(wanted) and _ORDERED.isdisjoint(said)


def slips(said: Sequence[str], wanted: Sequence[str]) -> int | None:
    """How many letters are wrong where the words are meant to be those wanted; None where they may not be."""
    if len(said) != len(wanted):
        return None
    found = [_slip(one, other) for one, other in zip_longest(said, wanted) if one != other]
    if None in found or len(found) > MOST_SLIPS:
        return None
    return sum(one for one in found if one is not None)


def _slip(said: str, wanted: str) -> int | None:
    if is_own_word(said):
        return None
    begins = _SAME_BEGINNING.match(wanted)
    if begins and said.startswith(begins[0]):
        # What sets such words apart is their rest, so the slips allowed are those of the rest.
        said, wanted = said.removeprefix(begins[0]), wanted.removeprefix(begins[0])
    if min(len(said), len(wanted)) < SHORTEST or not (said.isalpha() and wanted.isalpha()):
        return None
    most = 2 if len(wanted) >= LONG and not _SUBSTANCE.search(wanted) else 1
    distance = DamerauLevenshtein.distance(said, wanted, score_cutoff=most)
    if distance > most or not nearest(said, (wanted,)):
        return None
    return int(distance)


@cache
def _own() -> frozenset[str]:
    lines = OWN_WORDS.read_text(encoding="utf-8").splitlines()
    return frozenset(spelt(word) for line in lines if not line.startswith("#") for word in line.split())


def is_own_word(word: str) -> bool:
    """Whether the word is a word, and so no slip for another."""
    return word in _own() or any(is_common(stem) for stem in stems(word))
