"""Words that settle what a question can be about, whatever its vector says.

A plain film of the spine is no answer to an MRI of it, percussion none to auscultation, and the patient's own
illness none to a question about his father.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

TABLE = Path(__file__).with_name("cued.yaml")
Named = frozenset[str]
_ANY_PICTURE = re.compile(r"\b(?:scan|image|imaging|picture)\b", re.IGNORECASE)
_PICTURES = frozenset(["mri", "ct", "film", "ultrasound", "echo"])


def fit(asked: str, texts: Iterable[str]) -> float:
    """From -1 to 1: how far the means, manoeuvre or person that the question names is that of the texts."""
    held = " ".join(texts)
    if of_relatives(asked) and not _pattern("relatives").search(held):
        return -1.0
    means = _means(asked)
    if means:
        there = _means(held)
        return -1.0 if there and not means & there else 0.05 * bool(means & there)
    if _ANY_PICTURE.search(asked):
        return 0.2 * bool(_means(held) & _PICTURES)
    ways, there = _ways(asked), _ways(held)
    return 0.0 if not ways or not there else 0.15 if ways & there else -0.1


def of_relatives(asked: str) -> bool:
    """Whether the words ask about relatives of the patient."""
    return bool(_pattern("of_the_family").search(asked))


def orders(asked: str) -> bool:
    """Whether the words ask for something to be done, not told: "listen to the chest", "send a culture"."""
    return bool(_doing().match(asked) or _means(asked))


def starts_treating(asked: str) -> bool:
    """Whether the words begin by ordering a treatment: "give", "please start"."""
    return bool(_giving().match(asked))


def stated(said: str) -> str | None:
    """The intent that the words begin with where they state rather than ask: a summary, sympathy."""
    return next((name for name, pattern in _groups("stating").items() if pattern.search(said)), None)


def treats(asked: str) -> bool:
    """Whether the words are those of a treatment: "give", a dose, a referral."""
    return bool(_pattern("treating").search(asked))


@lru_cache(maxsize=4096)
def _means(text: str) -> Named:
    return _named("means", text)


@lru_cache(maxsize=4096)
def _ways(text: str) -> Named:
    return _named("manoeuvres", text)


def _named(group: str, text: str) -> Named:
    return frozenset(name for name, pattern in _groups(group).items() if pattern.search(text))


@cache
def _table() -> Mapping[str, Any]:
    table: Mapping[str, Any] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return table


@cache
def _groups(group: str) -> Mapping[str, re.Pattern[str]]:
    if group == "stating":
        return {name: re.compile(words, re.IGNORECASE) for name, words in _table()[group].items()}
    return {name: _whole([words]) for name, words in _table()[group].items()}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return _whole(_table()[name])


@cache
def _doing() -> re.Pattern[str]:
    before, doing = ("|".join(_table()[name]) for name in ("before_doing", "doing"))
    return re.compile(rf"(?:(?:{before}) )*(?:{doing})\b", re.IGNORECASE)


@cache
def _giving() -> re.Pattern[str]:
    before, giving = ("|".join(_table()[name]) for name in ("before_doing", "giving"))
    return re.compile(rf"(?:(?:{before}) )*(?:{giving})\b", re.IGNORECASE)


def _whole(ways: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(ways)})\b", re.IGNORECASE)
