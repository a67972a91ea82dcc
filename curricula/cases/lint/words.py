"""Words against marks: denials that affirm, and patients who speak before they can."""

import re
from collections.abc import Iterator

from curricula.cases.parts import facts_of
from curricula.cases.types import Case, Person
from curricula.tree import Remark

# That all is as usual denies a complaint as well as a "no" does.
NEGATION = re.compile(
    r"\b(?:no|not|never|none|nothing|nobody|neither|nor|nowhere|without|nope|nah|cannot|denie[sd]?|hardly|negative"
    r"|fine|normal|usual|well|good|ok|okay|clear|regular|unremarkable)\b|n['’]t\b",
    re.IGNORECASE,
)
DENIAL = re.compile(r"(?:no|nope|never|not at all|none|nothing)\b[,.!]", re.IGNORECASE)
YEARS = {"years": 1.0, "months": 12.0, "weeks": 52.2, "days": 365.25}
SPEAKS_FROM, OLDEST = 4, 120


def word_remarks(case: Case) -> Iterator[Remark]:
    """Facts whose words say the opposite of their mark, and an age that does not fit who speaks."""
    for spot, fact in facts_of(case):
        if fact.absent and not NEGATION.search(fact.says):
            what = "is marked absent, but denies nothing"
            yield Remark((*spot, "says"), what, "a denial, or absent: false", warning=True)
        if not fact.absent and DENIAL.match(fact.says):
            what = "begins with a denial, but is not marked absent"
            yield Remark((*spot, "absent"), what, "absent: true", warning=True)
    yield from _speaker(case.patient)


def years(person: Person) -> float | None:
    """The age in years, None where it is not said."""
    return None if person.age is None else person.age / YEARS[person.age_unit]


def _speaker(person: Person) -> Iterator[Remark]:
    age = years(person)
    if age is not None and age < SPEAKS_FROM and person.speaks == "patient":
        what = f"is {person.age:g} {person.age_unit}, and speaks for itself"
        yield Remark(("patient", "age"), what, "another who speaks, such as a parent")
    if age is not None and age > OLDEST:
        yield Remark(("patient", "age"), f"is {age:.0f} years", f"at most {OLDEST} years")
    if person.speaks != "patient" and not person.speaker:
        what = f"does not say who the {person.speaks} is"
        yield Remark(("patient", "speaker"), what, "such as “her mother”", warning=True)
