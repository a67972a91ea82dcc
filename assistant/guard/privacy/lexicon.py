"""The word lists of the name finder: names of many cultures, and words that look like names."""

import json
import unicodedata
from functools import cache
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent


class Lexicon(NamedTuple):
    """Lower-case and without accents, as `folded` makes them."""

    given: frozenset[str]
    surnames: frozenset[str]
    eponyms: frozenset[str]
    words: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """The lists that come with the product (3,700 words, read in a few milliseconds, once)."""
    names, others = (
        json.loads((FOLDER / name).read_text(encoding="utf-8")) for name in ("names.json", "not_names.json")
    )
    return Lexicon(
        given=_folded(names["given"].values()),
        surnames=_folded(names["surnames"].values()),
        eponyms=_folded(others["eponyms"]),
        words=_folded(others["words"]),
    )


def folded(word: str) -> str:
    """The word in lower case, accents and a possessive 's removed."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).removesuffix("'s")


def _folded(lines: list[str]) -> frozenset[str]:
    return frozenset(folded(word) for line in lines for word in line.split())
