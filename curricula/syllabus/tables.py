"""Tables of a syllabus: which column holds the objective, and what the others say of it."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from curricula.objectives.lint import CANMEDS
from curricula.objectives.types import Depth
from curricula.syllabus.phrases import tags_in

Cells = tuple[tuple[str, str], ...]
_LEARNER = r"(?:students?|learners?|residents?|trainees?|participants?|candidates?|graduates?|nurses?|you)"
COLUMNS: Mapping[str, re.Pattern[str]] = {
    "objective": re.compile(
        r"(?:(?:intended|specific|student|module|course|unit|key)\s+)*(?:learning\s+)?(?:outcomes?|objectives?|goals?)"
        rf"(?:\s*\(.*\))?|(?:.*\b)?{_LEARNER}\b.*\b(?:able|can|will|should)\b.*|(?:to\s+)?be\s+able\s+to.*|able\s+to.*"
        r"|(?:learning\s+)?(?:outcome|objective|competency|epa)\s+(?:statement|text|description)|what\s+you\s+(?:will\s+)?learn",
        re.I,
    ),
    "code": re.compile(
        r"(?:(?:outcome|objective|lo|ilo)\s*)?(?:id|codes?|no\.?|nr\.?|number|#|ref\.?)|i?lo", re.I
    ),
    "level": re.compile(
        r".*\b(?:bloom|taxonomy)\b.*|(?:cognitive\s+)?(?:levels?|depth|domain)|level\s+of\s+\w+|miller.*",
        re.I,
    ),
    "module": re.compile(
        r"(?:units?|modules?|themes?|blocks?|topics?|chapters?|sections?|areas?|subjects?)", re.I
    ),
    "course": re.compile(r"courses?|programmes?|programs?|years?|stages?|phases?", re.I),
    "tags": re.compile(
        r"(?:(?:related|linked|canmeds)\s+)*(?:competenc(?:y|ies)|roles?|epas?|canmeds|milestones?|tags?|frameworks?)"
        r"(?:\s*(?:/|and|,)\s*\w+)*",
        re.I,
    ),
}
LEVELS: Mapping[Depth, re.Pattern[str]] = {
    "recall": re.compile(r"remember\w*|recall\w*|knowledge|knows?|k1|1", re.I),
    "understand": re.compile(r"understand\w*|comprehen\w*|knows?\s+how|k2|2", re.I),
    "apply": re.compile(r"appl\w+|shows?(?:\s+how)?|does|skills?|k3|3", re.I),
    "analyse": re.compile(r"analy\w+|k4|4", re.I),
    "evaluate": re.compile(r"evaluat\w+|k5|5", re.I),
    "create": re.compile(r"creat\w+|synthes\w+|k6|6", re.I),
}


class TableRow(NamedTuple):
    """What a row says; None where it has no such column or nothing in it."""

    objective: str
    code: str | None = None
    level: Depth | None = None
    module: str | None = None
    course: str | None = None
    tags: tuple[str, ...] = ()


def row_of(cells: Cells) -> TableRow | None:
    """The objective in a row of a table with a column for objectives; None in any other table."""
    found: dict[str, tuple[str, str]] = {}
    for header, value in cells:
        for column, pattern in COLUMNS.items():
            if pattern.fullmatch(header.strip()) and column not in found:
                found[column] = (header, value.strip())
                break
    if "objective" not in found:
        return None
    told = {column: value for column, (_, value) in found.items() if value}
    tags = _tags(*found["tags"]) if "tags" in told else ()
    return TableRow(
        told.get("objective", ""),
        told.get("code"),
        _level(told.get("level", "")),
        told.get("module"),
        told.get("course"),
        tags,
    )


def is_stem(cells: Cells) -> bool:
    """Whether the header of the objectives asks for a verb, as “Students should be able to” does."""
    return any(re.search(r"\bable\s+to\b", header, re.I) for header, _ in cells)


def _level(words: str) -> Depth | None:
    return next((level for level, pattern in LEVELS.items() if pattern.fullmatch(words.strip())), None)


def _tags(header: str, words: str) -> tuple[str, ...]:
    found = list(tags_in(words))
    for part in re.split(r"\s*[,;/|]\s*|\s+and\s+", words):
        role = next((role for role in CANMEDS if role.casefold() == part.casefold()), None)
        if role:
            found.append(f"CanMEDS {role}")
        elif re.match(r"EPA", header, re.I) and part.isdigit():
            found.append(f"EPA {int(part)}")
    return tuple(dict.fromkeys(found))
