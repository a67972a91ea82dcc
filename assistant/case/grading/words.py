"""The words of a disease's name in a form in which spelling, order, plurals and word class do not matter."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from retrieval.text import plain

TABLE = Path(__file__).with_name("words.yaml")
_TOKEN = re.compile(r"[a-z0-9]+")
_ELIDED = re.compile(r"\b(i|we|they|he|she|it|that)'(?:d|m|s|ll|ve|re)\b")
_POSSESSIVE = re.compile(r"(?<=\w)'s?(?!\w)")
_ENDED = re.compile(r"(?<=\d)(?:st|nd|rd|th)$")
_DOUBLED = re.compile(r"(.)\1+")
_GREEK = str.maketrans({"α": "alpha ", "β": "beta ", "γ": "gamma ", "δ": "delta "})
SHORT = 4
"""Words up to this length are mostly abbreviations: nothing in them is a matter of spelling."""
_SPELLINGS = (
    ("ae", "e"),
    ("oe", "e"),
    ("ph", "f"),
    ("rh", "r"),
    ("th", "t"),
    ("k", "c"),
    ("z", "s"),
    ("y", "i"),
    ("ou", "o"),
)
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}
_ROMAN |= {"x": "10", "xi": "11", "xii": "12"}
_ORDINAL = {"first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6"}
_ORDINAL |= {"seventh": "7", "eighth": "8", "ninth": "9", "tenth": "10", "eleventh": "11", "twelfth": "12"}
_NERVES = "olfactory optic oculomotor trochlear trigeminal abducens facial vestibulocochlear glossopharyngeal"
_CRANIAL = dict(enumerate(f"{_NERVES} vagus accessory hypoglossal".split(), 1))
_BEGIN_NUMBERS = frozenset("0123456789") | {word[0] for word in _ORDINAL}
# A number or letter after one of these names a kind of the disease; "a" there is no article.
_NUMBERED = frozenset(["type", "stage", "grade", "class", "degree", "bipolar", "nerve", "cn"])
_LETTERED = frozenset(
    [
        "hepatitis",
        "hep",
        "vitamin",
        "vit",
        "haemophilia",
        "hemophilia",
        "influenza",
        "flu",
        "group",
        "immunoglobulin",
    ]
)


class Name(NamedTuple):
    """A name by its words, in order, and its marks: side, course, level, type and the like, by class.

    `words` are in one spelling, without words of no meaning; `heads` of them ("disease", "syndrome") are
    apart, because they come and go.
    """

    words: tuple[str, ...]
    heads: tuple[str, ...]
    marks: frozenset[tuple[str, str]]

    @property
    def core(self) -> frozenset[str]:
        """The words that say which disease, whatever their order."""
        return frozenset(self.words)

    @property
    def head(self) -> str:
        """The last word, which in English says what kind of thing the name is for."""
        return self.words[-1]

    @property
    def joined(self) -> str:
        """The words written as one."""
        return "".join(self.words)


class Forms(NamedTuple):
    """The table of word forms, with its words already in the one spelling."""

    same: Mapping[str, str]
    heads: frozenset[str]
    fillers: frozenset[str]
    marks: Mapping[str, tuple[str, str]]
    spared: frozenset[str]
    contrary: frozenset[str]
    combining: frozenset[str]


@cache
def forms() -> Forms:
    """The table that ships."""
    table = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return Forms(
        {spelt(word): spelt(group[0]) for group in table["same"] for word in group},
        frozenset(map(spelt, table["heads"])),
        frozenset(map(spelt, table["fillers"])),
        {spelt(word): (kind, value) for kind, row in table["marks"].items() for word, value in row.items()},
        frozenset(table["spared"]),
        frozenset(map(spelt, table["contrary"])),
        frozenset(table["combining"]),
    )


def name_of(text: str) -> Name:
    """The name that the text is; words of no meaning are kept only where there is nothing else."""
    tokens = _numbers(tokens_of(text))
    table = forms()
    words: list[str] = []
    heads: list[str] = []
    marks: set[tuple[str, str]] = set()
    for token in tokens:
        word = spelt(token)
        if ":" in token:
            kind, value = token.split(":")
            marks.add((kind, value))
        elif word in table.marks:
            marks.add(table.marks[word])
        elif word not in table.fillers:
            word = table.same.get(word, word)
            (heads if word in table.heads else words).append(word)
    if not words:
        words, heads = heads or [spelt(token) for token in tokens if ":" not in token], []
    return Name(tuple(words), tuple(heads), frozenset(marks))


def tokens_of(text: str) -> list[str]:
    """The words as typed, in lower case, without possessives and articles; combining forms are joined."""
    bare = text.casefold() if text.isascii() else plain(text.translate(_GREEK)).replace("’", "'")
    if "'" in bare:
        bare = _POSSESSIVE.sub("", _ELIDED.sub(r"\1", bare))
    return _without_articles(_joined(_TOKEN.findall(bare)))


@cache
def spelt(word: str) -> str:
    """The word in one spelling for British and American writers, singular, no letter doubled."""
    if len(word) > 3 and word.endswith("ies"):
        word = word[:-3] + "y"
    elif len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    if len(word) <= SHORT:
        return word.replace("ph", "f")
    for written, one in _SPELLINGS:
        word = word.replace(written, one)
    return _DOUBLED.sub(r"\1", word)


def _joined(tokens: Sequence[str]) -> list[str]:
    joined: list[str] = []
    for token in tokens:
        if joined and joined[-1] in forms().combining:
            joined[-1] += token
        else:
            joined.append(token)
    return joined


def _without_articles(tokens: Sequence[str]) -> list[str]:
    """An "a" is an article unless it stands last or after "hepatitis"; an "i" unless after "type"."""
    kept = []
    for at, typed in enumerate(tokens):
        before = tokens[at - 1] if at else ""
        is_article = typed == "a" and before not in _LETTERED | _NUMBERED and at + 1 < len(tokens)
        if not is_article and not (typed == "i" and before not in _NUMBERED):
            kept.append(typed)
    return kept


def _numbers(tokens: Sequence[str]) -> list[str]:
    """Numerals as digits, "type ii" as one mark `type:2`, the ninth cranial nerve by its name."""
    found: list[str] = []
    for typed in tokens:
        before = found[-1] if found else ""
        if before not in _NUMBERED and typed[0] not in _BEGIN_NUMBERS and typed not in ("nerve", "degree"):
            found.append(typed)
            continue
        number = _ORDINAL.get(typed) or _ENDED.sub("", typed)
        number = _ROMAN.get(typed, number) if before in _NUMBERED else number
        if before in ("type", "stage", "grade", "class") and (number.isdigit() or len(number) <= 2):
            found[-1] = f"{before}:{number}"
        elif before == "bipolar" and number in ("1", "2"):
            found.append(f"type:{number}")
        elif before in ("nerve", "cn") and number.isdigit() and int(number) in _CRANIAL:
            found[-1] = "nerve"
            found.insert(-1, _CRANIAL[int(number)])
        elif typed == "nerve" and before.isdigit() and int(before) in _CRANIAL:
            found[-1:] = [_CRANIAL[int(before)], "nerve"]
        elif typed in ("degree",) and before.isdigit():
            found[-1] = f"type:{before}"
        else:
            found.append(number)
    return [typed for typed in found if typed not in ("cranial", "cn") or "nerve" not in found]
