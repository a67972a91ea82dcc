"""Signals of an instruction to a language model in English: a reason and points for each (english.yaml).

They come from the general knowledge of such attacks and from examples of our own (tests/samples/planted).
"""

import re
from collections.abc import Sequence, Set
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

# Points of a sign. With as many as one sure sign has, a sentence is taken for an instruction to a model.
LIKELY, SURE = 1, 2
TABLE = Path(__file__).with_name("english.yaml")

_NAME = re.compile(r"<([A-Z_]+)>")
# Signs that models take for the frame of a conversation.
_SIGN = re.compile(
    r"<[|</]|<\w+_of_turn|\"role\"|\[/INST|[a-z]_[a-z]+\(|^\W*(?:human|user|assistant|system|ai|model)\s*:",
    re.I,
)
# A sentence about such attacks or about a study quotes what it does not mean.
_MENTIONS = re.compile(
    r"\b(?:prompt[- ]injections?|injection attacks?|attack\w*|adversar\w+|jailbreak\w*|red[- ]team\w*|"
    r"malicious|phishing|typed|entered|prompts? (?:was|were|is|read|used|such)|(?:an? |the )?example of|"
    r"was (?:told|asked) to|in (?:one|a|the|our) (?:study|trial|experiment))\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"“[^”]{0,400}”|\"[^\"]{0,400}\"|‘[^’]{0,400}’|«[^»]{0,400}»|`[^`]{0,400}`")


class _Signal(NamedTuple):
    why: str
    points: int
    pattern: re.Pattern[str]


class _Hints(NamedTuple):
    """Words without which a sentence has no signal."""

    models: frozenset[str]
    common: frozenset[str]
    orders: frozenset[str]
    alone: frozenset[str]


def is_worth_reading(words: Set[str], text: str) -> bool:
    """Whether a text with these words (in lower case) could hold a signal at all."""
    hints = _hints()
    if len(hints.common.intersection(words)) > 1:
        return True
    if not (hints.models.isdisjoint(words) or hints.orders.isdisjoint(words)):
        return True
    return not hints.alone.isdisjoint(words) or _SIGN.search(text) is not None


def signals(sentence: str) -> dict[str, int]:
    """The reasons found in a sentence with their points.

    Of one that tells of attacks or studies only sure signs count, and none that stands in quotation marks.
    """
    mentions = _MENTIONS.search(sentence) is not None
    said = _QUOTED.sub(" ", sentence) if mentions else sentence
    found: dict[str, int] = {}
    for why, points, pattern in _signals():
        if points > found.get(why, LIKELY if mentions else 0) and pattern.search(said):
            found[why] = points
    return found


@cache
def _table() -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = TABLE.read_text(encoding="utf-8")
    table: dict[str, Any] = yaml.load(text, Loader=loader)  # noqa: S506 (both loaders are safe)
    return table


@cache
def _hints() -> _Hints:
    words = {name: frozenset(listed.split()) for name, listed in _table()["worth_reading"].items()}
    return _Hints(**words | {"common": words["common"] | words["models"]})


@cache
def _signals() -> tuple[_Signal, ...]:
    # To compile them takes a tenth of a second, which texts without hints need not wait for.
    vocabulary: dict[str, str] = {}
    for name, pattern in _table()["vocabulary"].items():
        vocabulary[name] = _filled(pattern, vocabulary)
    return tuple(
        _signal(why, points, signs[name], vocabulary)
        for why, signs in _table()["signals"].items()
        for name, points in (("sure", SURE), ("likely", LIKELY))
        if name in signs
    )


def _signal(why: str, points: int, signs: Sequence[str], vocabulary: dict[str, str]) -> _Signal:
    joined = "|".join(f"(?:{_filled(sign, vocabulary)})" for sign in signs)
    return _Signal(why, points, re.compile(joined, re.IGNORECASE))


def _filled(pattern: str, vocabulary: dict[str, str]) -> str:
    """The pattern with the vocabulary's entries for their names, which stand before it in the table."""
    return _NAME.sub(lambda name: vocabulary[name[1]], pattern)
