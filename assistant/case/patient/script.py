"""What may be told of a case: all that the patient and the examiner know, and nothing that they do not.

The diagnosis, the differential, the checklist and the teaching never come into it, so none can leak.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from curricula.cases.types import Askable, Case, Fact, Finding, Investigation, Person

Source = Literal["fact", "finding", "test"]


class Treatment(NamedTuple):
    """Something that can be done, and how a student orders it. Nothing is shown of it."""

    id: str
    accepts: tuple[str, ...]


class Script(NamedTuple):
    """The part of a case from which replies are made."""

    person: Person
    opening: str
    facts: tuple[Fact, ...]
    findings: tuple[Finding, ...]
    tests: tuple[Investigation, ...]
    treatments: tuple[Treatment, ...]

    @property
    def told(self) -> list[str]:
        """The words of the patient."""
        return [self.opening, *(fact.says for fact in self.facts)]

    @property
    def entries(self) -> list["Entry"]:
        """Everything that can be asked for."""
        return [
            *(Entry("fact", fact, _texts_of_fact(fact)) for fact in self.facts),
            *(Entry("finding", one, _texts_of_finding(one)) for one in self.findings),
            *(Entry("test", one, _texts_of_test(one)) for one in self.tests),
        ]


class Entry(NamedTuple):
    """Something that can be asked for, and the texts by which it is found, its own wording first."""

    source: Source
    part: Askable
    texts: tuple[str, ...]


def script_of(case: Case) -> Script:
    """The case without what the student is to find out."""
    return Script(
        case.patient,
        case.opening,
        case.facts,
        case.findings,
        case.tests,
        tuple(Treatment(step.id, (step.text, *step.accepts)) for step in case.steps),
    )


def _texts_of_fact(fact: Fact) -> tuple[str, ...]:
    about = fact.about.rpartition(": ")[2]
    return _distinct([fact.says, about, *fact.asks])


def _texts_of_finding(finding: Finding) -> tuple[str, ...]:
    return _distinct([f"{finding.name}: {finding.finding}", finding.name, *finding.asks])


def _texts_of_test(test: Investigation) -> tuple[str, ...]:
    return _distinct(
        [f"{test.name}: {test.text}" if test.text else test.name, test.name, *test.also, *test.asks]
    )


def _distinct(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text.strip()))
