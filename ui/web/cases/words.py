"""The words of an encounter: who speaks, how old, how long, how likely."""

import re

from assistant.case.bedside.encounters import Role
from assistant.case.bedside.view import Patient
from assistant.case.debriefing.debriefed import Debrief
from assistant.case.events import Tier
from assistant.case.grading.management import PlanLine
from curricula.cases.types import Domain, Speaker

DOMAIN_WORDS: dict[Domain, str] = {
    "history": "History",
    "examination": "Examination",
    "investigation": "Investigation",
    "reasoning": "Reasoning",
    "management": "Management",
    "communication": "Communication",
    "stewardship": "Stewardship",
}
TIER_WORDS: dict[Tier, str] = {
    "most_likely": "Most likely",
    "likely": "Likely",
    "possible": "Possible",
    "must_exclude": "Must be excluded",
}
ROLE_WORDS: dict[Role, str] = {
    "history": "takes the history",
    "examination": "examines",
    "orders": "orders tests and treatment",
    "scribe": "keeps the board and commits",
}
SPEAKS_WORDS: dict[Speaker, str] = {
    "patient": "The patient",
    "parent": "A parent",
    "carer": "A carer",
    "interpreter": "An interpreter",
    "witness": "A witness",
}
NO_DOSES = "Doses and routes were not checked: a step counts by what is given, not by how much."
UNKNOWN = "Not marked, as the case names no such step"
UNSURE = "Not marked in full, as a part could be meant as ordered or as ruled out"
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
LEVEL_WORDS = {
    "early": "Early years",
    "clinical": "Clinical years",
    "final": "Final year",
    "graduate": "Graduate",
}


def speaker(patient: Patient) -> str:
    """Who answers, within a sentence: the patient by name, or whoever speaks for them."""
    if patient.speaks != "patient":
        return patient.speaker or f"the {patient.speaks}"
    return patient.name or "the patient"


def headed(words: str) -> str:
    """Words as they stand at the head of a line: without an article, beginning with a capital."""
    return capital(re.sub(r"^(the|a|an) ", "", words))


def capital(words: str) -> str:
    """The same words, beginning with a capital."""
    return words[:1].upper() + words[1:]


def who(patient: Patient) -> str:
    """The patient in a few words, e.g. Ines, 63 years, female; only what the case says."""
    words = [patient.name or "", age(patient.age, patient.age_unit), patient.sex or ""]
    return ", ".join(word for word in words if word)


def age(number: float | None, unit: str) -> str:
    """An age in words; empty where it is not known."""
    if number is None:
        return ""
    return f"{number:g} {unit.removesuffix('s') if number == 1 else unit}"


def minutes(number: int) -> str:
    """Simulated time, e.g. 45 min, 2 h 5 min, 3 days 4 h."""
    if number < 60:
        return f"{number} min"
    hours, left = divmod(number, 60)
    if hours < 48:
        return f"{hours} h {left} min" if left else f"{hours} h"
    days, hours = divmod(hours, 24)
    return f"{days} days {hours} h" if hours else f"{days} days"


def unit(words: str) -> str:
    """A unit as it is printed: 10⁹/L for 10^9/L."""
    return re.sub(r"\^(-?\d+)", lambda found: found[1].translate(_RAISED), words)


def figure(number: float) -> str:
    """A number as it is read: no exponent, no trailing zeros, a minus sign that is one."""
    return f"{number:.10g}".replace("-", "−") if abs(number) < 1e10 else f"{number:g}"


def unchecked(debrief: Debrief) -> list[str]:
    """What of the treatment and the plan was not checked or not marked, a sentence each, with the words."""
    unsure = [line for line in debrief.plan if line.unsure]
    unknown = [line for line in debrief.plan if not line.is_marked and not line.unsure]
    doses = [NO_DOSES] if debrief.managed else []
    return [*doses, *_quoted(UNSURE, unsure), *_quoted(UNKNOWN, unknown)]


def _quoted(why: str, lines: list[PlanLine]) -> list[str]:
    words = "; ".join(f"“{line.text}”" for line in lines)
    return [f"{why}: {words}."] if lines else []
