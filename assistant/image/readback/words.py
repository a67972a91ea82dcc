"""Words of reports in one form: abbreviations written out, one word for those that say the same, stems."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import yaml

from retrieval.indexes.lexical import stems

TABLE = Path(__file__).with_name("words.yaml")
_TOKEN = re.compile(r"w/o|[^\W\d_]+\d?(?!\w)|\d+(?:[.,]\d+)?|[^\W_]+|\?|[,;:]")
_SPELLINGS = (("ae", "e"), ("oe", "e"), ("tumour", "tumor"), ("colour", "color"))

Words = tuple[str, ...]


class Token(NamedTuple):
    """A word by its stem and as it was written in small letters, with its place in the text it is from."""

    stem: str
    word: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """The words, numbers and marks of the text in order, abbreviations written out where they stand."""
    found: list[Token] = []
    for match in _TOKEN.finditer(_plain(text)):
        written = match.group()
        for word in _written_out(written):
            found.append(Token(stem(word), word, match.start(), match.end()))
    return found


def stems_of(text: str) -> Words:
    """The stems of the words of the text."""
    return tuple(token.stem for token in tokens(text) if token.stem not in ",;:")


@cache
def stem(word: str) -> str:
    """The stem of a word, the same for all that say the same."""
    return _same().get(_stemmed(word), _stemmed(word))


@cache
def table() -> Mapping[str, Any]:
    """The tables of words, as they are written."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    read = yaml.load(TABLE.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 (both loaders are safe)
    return MappingProxyType(read)


@cache
def listed(name: str) -> frozenset[str]:
    """The stems of that list of words."""
    return frozenset(one for word in table()[name] for one in stems_of(str(word)))


@cache
def valued(name: str) -> Mapping[str, str]:
    """What words of that table stand for, by their stems: "tiny" for "small"."""
    pairs: dict[str, str] = {}
    for key, value in table()[name].items():
        said = [(word, key) for word in value] if isinstance(value, list) else [(key, value)]
        pairs |= {_stemmed(word): stands_for for word, stands_for in said}
    return MappingProxyType(pairs)


@cache
def phrases(*path: str) -> tuple[Words, ...]:
    """The phrases of that list as stems, the longest first."""
    found: Any = table()
    for name in path:
        found = found[name]
    return tuple(sorted({stems_of(str(one)) for one in found}, key=len, reverse=True))


def places_of(stemmed: Sequence[str], sought: Words) -> Iterator[int]:
    """Where the words of a phrase stand side by side."""
    for at in range(len(stemmed) - len(sought) + 1):
        if tuple(stemmed[at : at + len(sought)]) == sought:
            yield at


def _plain(text: str) -> str:
    """The text with one kind of apostrophe and dash, letter for letter as long as before."""
    return text.replace("’", "'").replace("–", "-").replace("—", "-")


def _written_out(written: str) -> list[str]:
    capitals, any_case = _abbreviations()
    said = capitals.get(written) or any_case.get(written.lower())
    return said.split() if said else [written.lower()]


@cache
def _abbreviations() -> tuple[Mapping[str, str], Mapping[str, str]]:
    known = table()["abbreviations"]
    return MappingProxyType(known["capitals"]), MappingProxyType(known["any_case"])


@cache
def _stemmed(word: str) -> str:
    bare = word.lower()
    for written, instead in _SPELLINGS:
        bare = bare.replace(written, instead)
    found = stems(bare) if bare.isalpha() else []
    return found[0] if len(found) == 1 else bare


@cache
def _same() -> Mapping[str, str]:
    groups = ([_stemmed(word) for word in group] for group in table()["same"])
    return MappingProxyType({one: group[0] for group in groups for one in group})
