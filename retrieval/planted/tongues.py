"""The same instructions in other languages: to set earlier ones aside, or to a model on what to say."""

import re
from collections.abc import Set
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from retrieval.planted.english import SURE

TABLE = Path(__file__).with_name("tongues.yaml")
OVERRIDE = "tells it, in another language, to set its instructions aside"
ADDRESS = "addresses a language model in another language and tells it what to say"


# Three letters in a row: a single β is no Greek.
_OTHER_SCRIPT = re.compile(r"[\u0370-\u06ff\u0900-\u097f\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]{3}")


class Tongue(NamedTuple):
    """What gives an instruction away in a language; `script` is None where its letters are Latin."""

    cues: frozenset[str]
    script: re.Pattern[str] | None
    override: re.Pattern[str]
    model: re.Pattern[str]
    about: re.Pattern[str]
    say: re.Pattern[str]


@cache
def tongues() -> tuple[Tongue, ...]:
    """The languages that are known."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    listed = yaml.load(TABLE.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 (both loaders are safe)
    return tuple(_tongue(entry) for entry in listed.values())


def _tongue(entry: dict[str, str]) -> Tongue:
    patterns = (re.compile(entry[name], re.IGNORECASE) for name in ("override", "model", "about", "say"))
    script = re.compile(entry["script"]) if "script" in entry else None
    return Tongue(frozenset(entry.get("cues", "").split()), script, *patterns)


@cache
def _cues() -> frozenset[str]:
    return frozenset().union(*(tongue.cues for tongue in tongues()))


def spoken(text: str, words: Set[str]) -> tuple[Tongue, ...]:
    """The languages worth trying on a text with these words (in lower case)."""
    plain = text.isascii() or not _OTHER_SCRIPT.search(text)
    if plain and _cues().isdisjoint(words):
        return ()
    return tuple(
        tongue
        for tongue in tongues()
        if (not plain and tongue.script.search(text) if tongue.script else not tongue.cues.isdisjoint(words))
    )


def foreign_signals(sentence: str, among: tuple[Tongue, ...]) -> dict[str, int]:
    """The reasons found in a sentence with their points, tried in these languages."""
    for tongue in among:
        if tongue.override.search(sentence):
            return {OVERRIDE: SURE}
        named = tongue.model.search(sentence) or tongue.about.search(sentence)
        if named and tongue.say.search(sentence):
            return {ADDRESS: SURE}
    return {}
