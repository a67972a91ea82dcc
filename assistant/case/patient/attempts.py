"""Is an utterance an attempt to be told the diagnosis, or to make the patient something else than a patient?

It is judged by its own words only, never by what the case is about.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

TABLE = Path(__file__).with_name("attempts.yaml")


def is_attempt(text: str) -> bool:
    """Whether the words ask for the diagnosis or for something else than a patient's answer."""
    return _held("after_the_answer", text) or _held("out_of_role", text)


def is_of_before(text: str) -> bool:
    """Whether a disease is named as one of the past, of relatives, or as a fear, not as what this is."""
    return _held("illness_before", text)


def asks_plainly(text: str) -> bool:
    """Whether the words ask for an illness as one asks any patient: "do you have ...?", "any ...?"."""
    return _held("asks_plainly", text)


def compares(text: str) -> bool:
    """Whether the words ask how a complaint behaves: "is it worse when you bend?"."""
    return _held("compares", text)


def names_it(text: str) -> bool:
    """Whether the words are those of naming what the patient has: "is it ...?", "do you have ...?"."""
    return _held("names_it", text)


def _held(kind: str, text: str) -> bool:
    return bool(_patterns()[kind].search(text))


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    table = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return {kind: re.compile("|".join(ways), re.IGNORECASE) for kind, ways in table.items()}
