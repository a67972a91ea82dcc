"""Sentences changed in one point, so that what supported them no longer does."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

import yaml

TABLE = Path(__file__).with_name("corruptions.yaml")
_NUMBER = re.compile(r"(?<![\w.,-])\d+(?:[.,]\d+)?(?![\w,-]|\.\d)")


class Corrupted(NamedTuple):
    """The changed sentence, and which kind of point was changed."""

    kind: str
    text: str


def corruptions(sentence: str, random: Random) -> list[Corrupted]:
    """The sentence with one point changed, once for every kind of point that it has."""
    changed = [Corrupted(kind, text) for kind, text in _swapped(sentence, random)]
    numbers = list(_NUMBER.finditer(sentence))
    if numbers:
        number = random.choice(numbers)
        other = _other_number(number.group(), random)
        changed.append(Corrupted("number", sentence[: number.start()] + other + sentence[number.end() :]))
    return [one for one in changed if one.text != sentence]


def _swapped(sentence: str, random: Random) -> Iterator[tuple[str, str]]:
    for kind, (pattern, others) in _table().items():
        found = list(pattern.finditer(sentence))
        if found:
            match = random.choice(found)
            instead = random.choice(others[match.group().lower()])
            instead = instead.capitalize() if match.start() == 0 else instead
            yield kind, sentence[: match.start()] + instead + sentence[match.end() :]


def _other_number(number: str, random: Random) -> str:
    """Another number written alike: a slip of the decimal point, or one digit changed."""
    value = float(number.replace(",", ""))
    if random.random() < 0.3 and "." not in number and "," not in number and value >= 1:
        return number + "0" if random.random() < 0.5 or not number.endswith("0") else number[:-1]
    places = [i for i, character in enumerate(number) if character.isdigit()]
    at = random.choice(places)
    lowest = 1 if at == 0 and len(number) > 1 else 0
    digits = [str(digit) for digit in range(lowest, 10) if str(digit) != number[at]]
    return number[:at] + random.choice(digits) + number[at + 1 :]


@cache
def _table() -> Mapping[str, tuple[re.Pattern[str], Mapping[str, tuple[str, ...]]]]:
    """For each kind what to look for, and what each word found can become."""
    table: dict[str, list[list[str]]] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    kinds = {}
    for kind, lines in table.items():
        others: dict[str, tuple[str, ...]] = {}
        for line in lines:
            for word in line:
                rest = tuple(other for other in line if other != word)
                others[word.lower()] = others.get(word.lower(), ()) + rest
        longest_first = sorted(others, key=len, reverse=True)
        pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)
        kinds[kind] = (pattern, others)
    return kinds
