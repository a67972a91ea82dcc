"""How telling a word is: its rarity in the library, steadied by its rarity in medical English.

A small library alone would call every word that it happens to lack the rarest of all.
"""

from functools import cache
from math import log
from pathlib import Path
from typing import NamedTuple

TABLE = Path(__file__).with_name("word_counts.tsv")
# The table counts as this many passages more: about a bookshelf of guidelines.
PRIOR_PASSAGES = 2000
# A stem that is not in the table stands in fewer than one passage in a thousand.
UNLISTED_SHARE = 0.00025


class _Counts(NamedTuple):
    passages: int
    by_stem: dict[str, int]


@cache
def _counts() -> _Counts:
    first, *lines = TABLE.read_text(encoding="utf-8").splitlines()
    return _Counts(int(first), {stem: int(count) for stem, count in (line.split("\t") for line in lines)})


def is_common(stem: str) -> bool:
    """Whether at least one passage of medical English in a thousand holds the stem."""
    return stem in _counts().by_stem


def rarity(stem: str, held: int, passages: int) -> float:
    """The inverse document frequency (BM25 form, in nats) of a stem in `held` of `passages` passages."""
    counts = _counts()
    known = counts.by_stem.get(stem)
    share = UNLISTED_SHARE if known is None else known / counts.passages
    holding = held + PRIOR_PASSAGES * share
    return log(1 + (passages + PRIOR_PASSAGES - holding + 0.5) / (holding + 0.5))
