"""What stands under a heading of a syllabus: a module, a list of objectives, or what is no objective."""

import re
from collections.abc import Mapping

from curricula.syllabus.types import Reason

_OF = r"(?:\s+(?:and|&|of|for|in|to)\s+.{0,40})?"
GOALS = re.compile(
    r"(?:(?:intended|specific|general|key|core|student|programme|program|module|course|unit|session|enabling|"
    r"terminal|main|your|the)\s+)*(?:learning\s+)?(?:outcomes?|objectives?|goals?|milestones?|competenc(?:y|ies)|"
    r"skills?|knowledge|attitudes?|behaviou?rs?|abilities)(?:\s*(?:,|and|&|/)\s*\w+){0,3}"
    r"(?:\s+(?:of|for)\s+(?:the|this)\s+\w+)?|(?:what\s+)?you\s+(?:will|should|can)\s+\w+(?:\s+to)?"
    r"|what\s+you\s+(?:will|should)\s+(?:learn|know|be able to do)|aims\s+and\s+(?:learning\s+)?objectives"
    r"|(?:i?lo|clo|slo|mlo)s?",
    re.I,
)
_THE = (
    r"(?:(?:the|your|module|course|unit|general|further|recommended|required|final|key|core|summative|"
    r"formative|student|teaching|session|weekly|class)\s+)*"
)
BARRED: Mapping[Reason, re.Pattern[str]] = {
    "assessment": re.compile(
        rf"{_THE}(?:assessments?|examinations?|exams?|grading|marking|grades|marks|evaluation|feedback|resits?|"
        rf"assessment\s+(?:and|&|of|methods?|rules|criteria|scheme|strategy|plan|details|dates|in)\b.{{0,30}}"
        r"|(?:exam|examination|grading|marking)\s+\w+.{0,25}|how\s+(?:you|students)\s+(?:are|will\s+be)\s+"
        r"(?:marked|assessed|graded|examined)|required\s+(?:observations|numbers))",
        re.I,
    ),
    "people and addresses": re.compile(
        rf"{_THE}(?:contacts?|staff|faculty|people|tutors?|lecturers?|instructors?|teachers|team|supervisors?"
        rf"|module\s+leads?|organisers?|organizers?|office\s+hours|who\s+is\s+who){_OF}"
        r"|contact\s+\w+.{0,20}|teaching\s+(?:staff|team)",
        re.I,
    ),
    "timetable": re.compile(
        rf"{_THE}(?:timetable|schedule|calendar|dates|plan|session\s+plan|programme\s+of\s+the\s+week|week\s+plan"
        rf"|sessions|venues?|important\s+dates|key\s+dates|rota){_OF}",
        re.I,
    ),
    "reading": re.compile(
        rf"{_THE}(?:reading(?:\s+lists?)?|references|bibliography|literature|textbooks?|books|sources"
        rf"|resources|library|materials?|links|videos?){_OF}",
        re.I,
    ),
    "rules and organisation": re.compile(
        rf"{_THE}(?:rules|policies|policy|regulations|attendance|dress\s+code|conduct|requirements|prerequisites"
        r"|logistics|administration|housekeeping|leave(?:\s+and\s+.{0,30})?|duty\s+hours|plagiarism"
        r"|academic\s+(?:integrity|misconduct)|health\s+and\s+safety|support(?:\s+and\s+.{0,20})?|accommodation"
        rf"|disability\s+.{{0,20}}|complaints|appeals|logbook|portfolio|acknowledg\w+|contents|copyright){_OF}",
        re.I,
    ),
}
TOLD: Mapping[Reason, re.Pattern[str]] = {
    "people and addresses": re.compile(r"@\w|\bphone\b|\btel\b|\boffice\b|\b\d{3,5}[ -]\d{3,}", re.I),
    "timetable": re.compile(
        r"\b\d{1,2}[:.]\d{2}\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|^week\s+\d+\b", re.I
    ),
    "assessment": re.compile(
        r"\bassess(?:ed|ment)\b|\bexaminations?\b|\bpass mark\b|\bOSCE\b|\bmarks?\b|\bgraded?\b|\d\s?%", re.I
    ),
    "reading": re.compile(r"\bchapters?\s+\d|\bISBN\b|\bpp?\.\s?\d|\bedition\b|\bhttps?:|\bwww\.", re.I),
    "rules and organisation": re.compile(
        r"\b(?:attendance|attend|portal|logbook|deadline|submit|timetable|e-?mail|log ?in|upload|register"
        r"|credits|feedback form|dress|slides|book a|photo identification|resit)\b",
        re.I,
    ),
}


def is_goals(heading: str) -> bool:
    """Whether objectives stand under it, and it names no module."""
    return GOALS.fullmatch(_bare(heading)) is not None


def barred(heading: str) -> Reason | None:
    """Why nothing under this heading is an objective; None where something may be."""
    bare = _bare(heading)
    return next((reason for reason, pattern in BARRED.items() if pattern.fullmatch(bare)), None)


def kind_of(text: str) -> Reason:
    """What a text is that states no objective."""
    return next((reason for reason, pattern in TOLD.items() if pattern.search(text)), "other text")


def is_organised(text: str) -> bool:
    """Whether it is about examinations, rooms and rules rather than what is learned."""
    return any(
        TOLD[name].search(text) for name in ("rules and organisation", "people and addresses", "timetable")
    )


def _bare(heading: str) -> str:
    plain = re.sub(r"^\d+(?:\.\d+)*[.):]?\s+", "", heading.strip())
    return plain.strip(" .:*")
