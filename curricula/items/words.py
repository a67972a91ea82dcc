"""Words of questions, made comparable, and the lists by which they are judged."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from unicodedata import combining, normalize

import yaml

FILE = Path(__file__).with_name("words.yaml")
WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")


def listed(name: str) -> frozenset[str]:
    """The words of that list, in small letters."""
    return _lists()[name]


def tokens(text: str) -> list[str]:
    """Words and numbers in their order, in small letters without accents."""
    bare = (letter for letter in normalize("NFKD", text.lower()) if not combining(letter))
    return WORD.findall("".join(bare))


def telling(text: str) -> frozenset[str]:
    """The words that tell one question from another, singular and in one of the spellings of two."""
    return frozenset(map(_ending_off, tokens(text))) - listed("generic")


def within(part: Sequence[str], whole: Sequence[str]) -> int | None:
    """The place from which on the whole has these words in this order, None where it does not."""
    last = len(whole) - len(part)
    places = (place for place in range(last + 1) if list(whole[place : place + len(part)]) == list(part))
    return next(places, None)


def _ending_off(word: str) -> str:
    word = word.replace("ae", "e").replace("oe", "e")
    is_plural = len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "is", "us"))
    return word[:-1] if is_plural else word


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    lists = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return MappingProxyType({name: frozenset(words.split()) for name, words in lists.items()})
