"""What a case says about sides, levels and kinds that its diagnosis leaves open."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from assistant.case.grading.words import forms, spelt, tokens_of
from curricula.cases.types import Case

# Only these are told from the words around them; "acute" or "anterior" stands in every record.
_TOLD = ("side", "level")
_ENOUGH = 3
"""A side counts as the case's own when it is named this many times as often as the other."""


class Evidence(NamedTuple):
    """The words of a case, and how often it names each side and level."""

    words: frozenset[str]
    marks: Mapping[tuple[str, str], int]

    def holds(self, words: Iterable[str]) -> bool:
        """Whether the case speaks of all of these words; False for none at all."""
        wanted = frozenset(words)
        return bool(wanted) and wanted <= self.words

    def against(self, kind: str, value: str) -> str | None:
        """The other side or level of which the case speaks instead of this one, None where it does not."""
        if kind not in _TOLD or value == "both":
            return None
        counts = {other: count for (of, other), count in self.marks.items() if of == kind and other != "both"}
        said = counts.pop(value, 0)
        other = max(counts, key=lambda name: (counts[name], name), default=None)
        return other if other is not None and counts[other] >= max(_ENOUGH * said, 1) else None


def evidence_in(texts: Iterable[str]) -> Evidence:
    """The evidence of these texts."""
    table = forms()
    words = [spelt(token) for text in texts for token in tokens_of(re.sub(r"[_/]", " ", text))]
    marks = Counter(table.marks[word] for word in words if word in table.marks and len(word) > 2)
    return Evidence(frozenset(table.same.get(word, word) for word in words), marks)


def evidence_of(case: Case) -> Evidence:
    """The evidence of a case: all that can be told, found and measured in it."""
    return evidence_in(
        [
            case.opening,
            *(fact.says for fact in case.facts),
            *(f"{finding.name} {finding.finding}" for finding in case.findings),
            *(f"{test.name} {test.text}" for test in case.tests),
            *(f"{reading.name} {reading.value}" for test in case.tests for reading in test.readings),
        ]
    )
