"""Mend the slips of fast typing: "amoxicilin in pnuemonia" asks for amoxicillin in pneumonia."""

import re

from rapidfuzz.distance import DamerauLevenshtein

from retrieval.abbreviations import senses_of
from retrieval.indexes.lexical import stems
from retrieval.ports import TermIndex
from retrieval.rarity import is_common
from retrieval.text import plain

_WORD = re.compile(r"[^\W\d_]{5,}")
# One slip: a letter missing, added, changed, or two exchanged. Two slips lead from one drug to another.
SLIPS = 1


def spelt(text: str, index: TermIndex) -> str:
    """The text with each word mended that nobody knows but one slip explains."""
    return _WORD.sub(lambda match: _mended(match.group(), index), text)


def _mended(word: str, index: TermIndex) -> str:
    bare = plain(word)
    if word.isupper() or senses_of(word) or _is_known(bare, index):
        return word
    near = {
        known: held
        for known, held in index.vocabulary(bare[0]).items()
        if abs(len(known) - len(bare)) <= SLIPS
        and DamerauLevenshtein.distance(bare, known, score_cutoff=SLIPS) <= SLIPS
    }
    return max(near, key=lambda known: (near[known], known)) if near else word


def _is_known(word: str, index: TermIndex) -> bool:
    return any(index.frequencies(word).values()) or any(is_common(stem) for stem in stems(word))
