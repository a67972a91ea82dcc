"""Words that exclude one another, and which of them a sentence holds."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from retrieval.indexes.lexical import stems

TABLE = Path(__file__).with_name("contrasts.yaml")
LONGEST_PHRASE = 3
REACH = 3
"""How many words after a negation it is taken to turn."""

NEGATIONS = frozenset(
    stems("not no never without cannot neither nor n't none nobody nothing lack fail hardly t")
)


class Side(NamedTuple):
    """One side of a contrast: the kind and number of the contrast, and which of its sides."""

    kind: str
    contrast: int
    side: int


class Met(NamedTuple):
    """A side met in a sentence: in which word, and whether a negation stands before it."""

    side: Side
    word: str
    negated: bool


def sides(words: Sequence[str], written: Sequence[str]) -> list[Met]:
    """The sides of all contrasts that the stems hold, with the words as they are written."""
    found: list[Met] = []
    at = 0
    while at < len(words):
        if words[at] not in _beginnings():
            at += 1
            continue
        length = next((n for n in range(LONGEST_PHRASE, 0, -1) if tuple(words[at : at + n]) in _sides()), 0)
        phrase = tuple(words[at : at + length])
        is_negated = bool(NEGATIONS.intersection(words[max(0, at - REACH) : at]))
        found += [
            Met(side, " ".join(written[at : at + length]), is_negated) for side in _sides().get(phrase, ())
        ]
        at += max(1, length)
    return found


def negated(words: Sequence[str]) -> frozenset[str]:
    """The stems that stand at most `REACH` words after a negation."""
    return frozenset(
        word
        for at, negation in enumerate(words)
        if negation in NEGATIONS
        for word in words[at + 1 : at + 1 + REACH]
    )


@cache
def learned_forms() -> Mapping[str, tuple[str, ...]]:
    """By the stem of a thing how the learned words for it begin: "nephr" for "kidney"."""
    return {stem: tuple(forms) for words, forms in _table()["forms"] for stem in stems(" ".join(words))}


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(phrase[0] for phrase in _sides())


@cache
def _sides() -> Mapping[tuple[str, ...], tuple[Side, ...]]:
    found: dict[tuple[str, ...], tuple[Side, ...]] = {}
    for kind, contrasts in _table().items():
        if kind == "forms":
            continue
        for number, contrast in enumerate(contrasts):
            for which, words in enumerate(contrast):
                for word in words:
                    key = tuple(stems(word))
                    side = Side(kind, number, which)
                    if side not in found.get(key, ()):
                        found[key] = (*found.get(key, ()), side)
    return found


@cache
def _table() -> Mapping[str, list[list[list[str]]]]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    table: Mapping[str, list[list[list[str]]]] = yaml.load(TABLE.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 (both loaders are safe)
    return table
