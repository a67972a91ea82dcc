"""Is an utterance an attempt to be told the diagnosis, or to make the patient something else than a patient?

It is judged by its own words only. A question that names a disease gets the same answer whichever it names.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

TABLE = Path(__file__).with_name("attempts.yaml")


def is_attempt(text: str) -> bool:
    """Whether the words ask for the diagnosis or for something else than a patient's answer."""
    return _held("after_the_answer", text) or _held("out_of_role", text) or guesses(text)


def guesses(text: str) -> bool:
    """Whether a disease is named as what the patient has now, rather than as an illness of the past."""
    return _held("diseases", text) and _held("names_it", text) and not _held("illness_before", text)


def _held(kind: str, text: str) -> bool:
    return bool(_patterns()[kind].search(text))


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    table = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return {kind: re.compile("|".join(ways), re.IGNORECASE) for kind, ways in table.items()}
