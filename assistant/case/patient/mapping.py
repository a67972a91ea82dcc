"""Which shared intents the facts, findings and tests of an imported case answer: by meaning, and by cues."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np
import yaml

from assistant.case.patient.understanding import Understanding
from curricula.cases.intents import Kind
from curricula.cases.types import Askable, Case, Fact, Finding, Investigation

CUES = Path(__file__).with_name("cues.yaml")
MOST = 3
"""Intents by meaning for one statement, beside those that cue words add."""
LEAST_SHARE, LEAST_SHARE_SHOWN = 0.08, 0.25
FAMILY = "family_history"
_TELLING = re.compile(r"family|past|surgical|medication|drug|allerg|immuni|birth|development", re.IGNORECASE)
_Part = TypeVar("_Part", bound=Askable)


class _Cues(NamedTuple):
    headings: Mapping[re.Pattern[str], tuple[str, ...]]
    words: Mapping[re.Pattern[str], tuple[str, ...]]


def mapped(case: Case, understanding: Understanding) -> Case:
    """The case with intents for each fact, finding and test that has none, likeliest first."""
    return case.model_copy(
        update={
            "facts": _each(case.facts, [_of_fact(fact) for fact in case.facts], ("history",), understanding),
            "findings": _each(
                case.findings,
                [_of_finding(one) for one in case.findings],
                ("examination", "test"),
                understanding,
            ),
            "tests": _each(
                case.tests, [_of_test(one) for one in case.tests], ("test", "examination"), understanding
            ),
        }
    )


def intents_of(
    texts: Sequence[str], kinds: Sequence[Kind], understanding: Understanding
) -> list[tuple[str, ...]]:
    """For each text of a record, headings before a colon, the intents that it answers, likeliest first."""
    if not texts:
        return []
    bare = [_telling(text) if "history" in kinds else text for text in texts]
    shares = understanding.shares(bare, understanding.vectors(bare), kinds)
    relatives = [number for number, one in enumerate(understanding.intents) if one.id.startswith(FAMILY)]
    # What a manoeuvre or a test shows is one thing; a statement often tells several.
    least = LEAST_SHARE if "history" in kinds else LEAST_SHARE_SHOWN
    found = []
    for text, row in zip(texts, shares, strict=True):
        by_cue = _cued(text) if "history" in kinds else []
        if FAMILY not in by_cue:
            row[relatives] = 0
        likeliest = np.argsort(-row)[:MOST]
        by_meaning = [
            understanding.intents[place].id
            for rank, place in enumerate(likeliest)
            if rank == 0 or row[place] >= least
        ]
        found.append(tuple(dict.fromkeys([*by_cue, *by_meaning])))
    return found


def _each(
    parts: Sequence[_Part], texts: Sequence[str], kinds: Sequence[Kind], understanding: Understanding
) -> tuple[_Part, ...]:
    open_parts = [(part, text) for part, text in zip(parts, texts, strict=True) if not part.intents]
    intents = intents_of([text for _, text in open_parts], kinds, understanding)
    found = {part.id: names for (part, _), names in zip(open_parts, intents, strict=True)}
    return tuple(part.model_copy(update={"intents": found.get(part.id, part.intents)}) for part in parts)


def _telling(text: str) -> str:
    """The words of a statement, with the heading that leads to it where that tells what they are about."""
    headings, _, words = text.rpartition(": ")
    nearest = headings.rpartition(": ")[2]
    return f"{nearest}: {words}" if _TELLING.search(nearest) else words


def _cued(text: str) -> list[str]:
    headings, _, words = text.rpartition(": ")
    return [
        intent
        for patterns, part in ((_cues().words, words), (_cues().headings, headings))
        for pattern, intents in patterns.items()
        if pattern.search(part)
        for intent in intents
    ]


def _of_fact(fact: Fact) -> str:
    return fact.about or fact.says


def _of_finding(finding: Finding) -> str:
    return f"{finding.name}: {finding.finding}"


def _of_test(test: Investigation) -> str:
    readings = "; ".join(f"{one.name} {one.value} {one.unit}" for one in test.readings)
    return f"{test.name}: {test.text or readings}"


@cache
def _cues() -> _Cues:
    table = yaml.safe_load(CUES.read_text(encoding="utf-8"))
    return _Cues(
        *(
            {re.compile(words, re.IGNORECASE): tuple(intents) for words, intents in table[part].items()}
            for part in ("headings", "words")
        )
    )
