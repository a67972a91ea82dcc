"""Sentences that say that objectives follow, or hold one: “By the end students will be able to …”."""

import re
from typing import NamedTuple

WHO = (
    r"(?:students?|learners?|residents?|trainees?|participants?|candidates?|graduates?|nurses?|fellows?|interns?"
    r"|you)"
)
END = re.compile(
    r"\b(?:by|at|on|upon|after|following)\s+(?:the\s+)?(?:successful(?:ly)?\s+)?(?:end|completion|conclusion|"
    r"completing|finishing|close)\b",
    re.I,
)
ABLE = re.compile(r"\b(?:be|become|is|are)\s+able\s+to\b\s*[:–-]*\s*", re.I)
CAN = re.compile(rf"\b{WHO}\s+(?:can|will\s+(?:learn|know)\s+(?:how\s+)?to)\b\s*[:–-]*\s*", re.I)
WILL = re.compile(rf"\b{WHO}\s+(?:will|should|can|must|shall)\b\s*[:–-]*\s*", re.I)
OPEN = re.compile(rf"\b{WHO}\b[^.]*\b(?:will|should|can|to|must|shall)\s*:\s*$", re.I)
FAILED = re.compile(rf"\b{WHO}\s+(?:who|that|whose)\b", re.I)


class Stem(NamedTuple):
    """What comes after the words that announce it; `is_sure` where the end of the teaching is named."""

    rest: str
    is_sure: bool


def stem_of(sentence: str, *, in_goals: bool) -> Stem | None:
    """The stem of a sentence, None where it has none; under a heading for objectives less is asked for."""
    ended = END.search(sentence) is not None
    if FAILED.search(sentence) and not ended:
        return None
    for pattern, enough in ((ABLE, True), (WILL, ended or in_goals), (CAN, ended or in_goals)):
        match = pattern.search(sentence) if enough else None
        if match:
            return Stem(sentence[match.end() :].strip(), ended or in_goals)
    return Stem("", ended) if OPEN.search(sentence) else None
