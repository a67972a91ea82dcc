"""Does a statement give each row of a table its own figure: "Seizures 50% Short stature 90%"?"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from assistant.verify.evidence import Evidence, Unit
from assistant.verify.finding import Finding
from assistant.verify.measure import SHARE, Measure, is_same

FEWEST = 3
"""So many names with a share of their own, one after the other, are a table."""
_ROW = re.compile(r"([A-Z][^\d%.;:]{3,60}?) (\d+(?:\.\d+)?%|\d{1,3}/\d{1,3})(?= [A-Z]|$)")


class Row(NamedTuple):
    """The name of a row, its meaningful stems, and the share it has."""

    name: str
    stems: frozenset[str]
    share: Measure


def check_rows(evidence: Evidence) -> list[Finding]:
    """A finding for each row that the statement names with shares of which none is the row's own."""
    said = [one for one in evidence.statement.quantities.measures if one.dimension == SHARE]
    if not said:
        return []
    rows = [row for unit in evidence.reading.sentences for row in _rows(unit)]
    named = [row for row in rows if row.stems and row.stems <= evidence.statement.meaning]
    return [_wrong(row, said[0]) for row in named if not any(_is_its(one, row.share) for one in said)]


def _rows(unit: Unit) -> Iterator[Row]:
    found = _ROW.findall(unit.text)
    if len(found) >= FEWEST:
        for name, share in found:
            words = Unit(name)
            for measure in Unit(share).quantities.measures:
                if measure.dimension == SHARE:
                    yield Row(name, words.meaning, measure)


def _is_its(said: Measure, share: Measure) -> bool:
    if is_same(said, share) or is_same(said, share._replace(value=1 - share.value)):
        return True
    return (said.bound == "up" and share.value >= said.value) or (
        said.bound == "down" and share.value <= said.value
    )


def _wrong(row: Row, said: Measure) -> Finding:
    reason = f"The passage gives {row.share.written} for {row.name}, the sentence {said.written}."
    return Finding("contradicted", reason)
