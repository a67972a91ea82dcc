"""Who a patient is, from the words of a record: "2-week-old female newborn", or age and sex by name."""

import re
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, cast

from curricula.cases.types import Person

Unit = Literal["years", "months", "weeks", "days"]
AGE = re.compile(
    r"\b(\d{1,3}(?:\.\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)[\s-]*"
    r"(?:(?P<years>years?|yrs?|y\.?\s?/?o\b|y\b)|(?P<months>months?|mo\b|m/o\b)"
    r"|(?P<weeks>weeks?|wks?\b|w/o\b)|(?P<days>days?|d/o\b))",
    re.IGNORECASE,
)
NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
SEXES: Mapping[str, re.Pattern[str]] = {
    "female": re.compile(r"\b(?:female|woman|girl|lady|mrs|ms)\b|\b\d+\s?f\b", re.IGNORECASE),
    "male": re.compile(r"\b(?:male|man|boy|gentleman|mr)\b|\b\d+\s?m\b", re.IGNORECASE),
}
PRONOUNS = {
    "female": re.compile(r"\b(?:she|her|hers)\b", re.I),
    "male": re.compile(r"\b(?:he|his|him)\b", re.I),
}
BABY = re.compile(r"\b(?:newborn|neonate|infant|baby|toddler)\b", re.IGNORECASE)
MOTHER = re.compile(r"\b(?:mother|mom|mum)\b", re.IGNORECASE)
FATHER = re.compile(r"\b(?:father|dad)\b", re.IGNORECASE)
PARENT = re.compile(r"\b(?:mother|mom|mum|father|dad|parents?)\b", re.IGNORECASE)
SPEAKS_FROM, ALONE_FROM = 4, 12
PER_YEAR: Mapping[Unit, float] = {"years": 1, "months": 12, "weeks": 52.2, "days": 365.25}


class _Age(NamedTuple):
    number: float
    unit: Unit

    @property
    def years(self) -> float:
        return self.number / PER_YEAR[self.unit]


def person_of(demographics: Any, story: str) -> Person:
    """The patient; `story` are all words of the record about him, which tell the sex where nothing else does.

    A small child, and an older one whose parents are in the story, speaks through a parent.
    """
    words = _as_words(demographics)
    age, sex = _age(words), _sex(words, story)
    speaks_self = age.years >= ALONE_FROM if age else not BABY.search(words)
    if age and SPEAKS_FROM <= age.years < ALONE_FROM:
        speaks_self = not PARENT.search(story)
    return Person(
        age=age.number if age else None,
        age_unit=age.unit if age else "years",
        sex=sex,
        speaks="patient" if speaks_self else "parent",
        speaker=None if speaks_self else _parent(sex, story),
    )


def called(person: Person) -> str:
    """The patient as a title calls him: "A 10-month-old boy", "An 84-year-old woman", "A patient"."""
    years = None if person.age is None else person.age / PER_YEAR[person.age_unit]
    is_child = person.speaks == "parent" if years is None else years < 18
    nouns = {"female": ("woman", "girl"), "male": ("man", "boy")}
    noun = nouns.get(person.sex or "", ("person", "child"))[is_child]
    if person.age is None:
        return f"A {noun if person.sex or is_child else 'patient'}"
    number = f"{person.age:g}"
    article = "An" if number.startswith("8") or number in ("11", "18") else "A"
    return f"{article} {number}-{person.age_unit.removesuffix('s')}-old {noun}"


def _as_words(demographics: Any) -> str:
    if isinstance(demographics, Mapping):
        parts = []
        for name, value in demographics.items():
            is_bare = name.casefold() == "age" and re.fullmatch(r"\s*\d+\s*", str(value))
            parts.append(f"{value} years old" if is_bare else str(value))
        return " ".join(parts)
    return str(demographics or "")


def _age(words: str) -> _Age | None:
    found = AGE.search(words)
    if found is None:
        return None
    given = found[1].casefold()
    number = float(NUMBERS.index(given) + 1) if given in NUMBERS else float(given)
    return _Age(number, cast(Unit, found.lastgroup))


def _sex(words: str, story: str) -> str | None:
    named = [sex for sex, pattern in SEXES.items() if pattern.search(words)]
    if re.fullmatch(r"\s*[MF]\s*", words.split()[-1] if words.split() else ""):
        named = ["female" if words.strip().endswith("F") else "male"]
    if len(named) == 1:
        return named[0]
    counts = {sex: len(pattern.findall(story)) for sex, pattern in PRONOUNS.items()}
    more = max(counts, key=lambda sex: counts[sex])
    return more if counts[more] > 2 * (sum(counts.values()) - counts[more]) else None


def _parent(sex: str | None, story: str) -> str:
    whose = {"female": "her", "male": "his"}.get(sex or "", "the child's")
    is_father = FATHER.search(story) and not MOTHER.search(story)
    return f"{whose} {'father' if is_father else 'mother'}"
