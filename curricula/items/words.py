"""Lists of words by which questions are judged and compared."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml

FILE = Path(__file__).with_name("words.yaml")


def listed(name: str) -> frozenset[str]:
    """The words of that list, in small letters."""
    return _lists()[name]


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    lists = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return MappingProxyType({name: frozenset(words.split()) for name, words in lists.items()})
