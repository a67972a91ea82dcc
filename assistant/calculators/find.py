"""Which calculators a question needs, and what it says of their inputs. No model: names and patterns."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from assistant.calculators import CALCULATORS
from assistant.calculators.types import Calculator, Input
from retrieval.types import Value

MOST_OFFERS = 2
_NUMBER = r"(\d{1,6}(?:\.\d{1,6})?)"
_AGE = re.compile(
    r"(?<![\w.])(\d{1,3})[\s-]*(?:years?|yrs?|y)[\s-]*old|\baged?\s+(\d{1,3})(?![\d.])|"
    r"(?<![\w.])(\d{1,3})\s*(?:y/?o)\b|(?<![\w.])(\d{1,3})\s?[fm]\b(?!\w)"
)
_FEMALE = re.compile(r"\b(?:woman|female|lady|girl)\b|\b\d{1,3}\s?(?:y/?o\s?)?f\b")
_MALE = re.compile(r"\b(?:man|male|gentleman|boy)\b|\b\d{1,3}\s?(?:y/?o\s?)?m\b")
_PRESSURE = re.compile(r"(?<![\w./])(\d{2,3})\s?/\s?(\d{2,3})(?![\w/])")
_ASKED = re.compile(r"\b(?:calculat\w*|comput\w+|work(?:ing)? out)\b")
_FILLERS = re.compile(
    r"\b(?:what|which|how|is|are|the|a|an|i|do|you|does|one|of|for|score|calculator|formula|to|please)\b|\W"
)
# "eGFR below 30" gives the value; nobody needs it computed. An age may follow: "eGFR 70 year old".
_STATED = re.compile(
    r"(?:\s*(?:score|value|of|is|was|=|:|<|>|≤|≥|below|under|above|over|at least|less than|more than))*"
    r"\s*\d+(?:\.\d+)?(?![\d.])(?![\s-]*(?:y|f\b|m\b))"
)
_NEGATED = re.compile(r"\b(?:no|not|without|never|denies|nor|neither|excluded)\b")
_CLAUSE = re.compile(r"[.;,]| but ")
# A number before these counts time, not what was named before it.
_TIME = r"(?!\s*(?:days?|hours?|weeks?|months?|years?|times|mins?|minutes?)\b)"


class Offer(Value):
    """A calculator for a question, with the inputs that it states, as one would type them."""

    calculator: str
    title: str
    stated: dict[str, str]


class _Named(NamedTuple):
    calculator: Calculator
    start: int
    end: int


def offers(question: str) -> tuple[Offer, ...]:
    """At most two calculators that the question names and needs: it asks for one or states an input."""
    text = question.casefold().replace("₂", "2")
    found = list(_named(text))
    whole = [one for one in found if not any(_inside(one, other) for other in found)]
    needed = [offer for one in whole if (offer := _offer(text, one)) is not None]
    return tuple(needed[:MOST_OFFERS])


def _named(text: str) -> Iterator[_Named]:
    for calculator in CALCULATORS:
        for name in sorted(calculator.names, key=len, reverse=True):
            at = text.find(name)
            if at >= 0 and re.match(r"(?!-?\w)", text[at + len(name) :]) and not text[:at][-1:].isalnum():
                yield _Named(calculator, at, at + len(name))
                break


def _inside(one: _Named, other: _Named) -> bool:
    return other.start <= one.start and one.end <= other.end and other.end - other.start > one.end - one.start


def _offer(text: str, named: _Named) -> Offer | None:
    calculator, (before, after) = named.calculator, (text[: named.start], text[named.end :])
    # Where a unit is the name ("15 mg/kg"), what stands around it is the input.
    rest = text if "/" in text[named.start : named.end] else f"{before} , {after}"
    stated = dict(_stated(rest, calculator))
    asked = _ASKED.search(text) is not None or not _FILLERS.sub("", before + after)
    measured = any(key != "age" and one.kind == "number" for key in stated if (one := calculator.input(key)))
    if not asked and (not stated or (_STATED.match(after) and not measured)):
        return None
    return Offer(calculator=calculator.name, title=calculator.title, stated=stated)


def _stated(text: str, calculator: Calculator) -> Iterator[tuple[str, str]]:
    pressure, aged = _PRESSURE.search(text), _AGE.search(text)
    somebody = aged or _FEMALE.search(text) or _MALE.search(text) or "patient" in text
    for one in calculator.inputs:
        if one.key == "age":
            value = next(filter(None, aged.groups()), None) if aged else None
        elif one.key == "sex":
            value = _sex(text)
        elif one.key in ("systolic", "diastolic") and pressure:
            value = pressure[1] if one.key == "systolic" else pressure[2]
        elif one.kind == "number":
            value = _quantity(text, one)
        else:
            value = "yes" if somebody and one.kind == "yesno" and _affirmed(text, one) else None
        if value is not None:
            yield one.key, value


def _sex(text: str) -> str | None:
    female, male = _FEMALE.search(text), _MALE.search(text)
    if (female is None) == (male is None):
        return None
    return "female" if female else "male"


def _quantity(text: str, one: Input) -> str | None:
    names = {known.casefold() for unit in one.units for known in (unit.name, *unit.also) if known}
    units = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    unit = rf"\s*({units})?(?:(?![\w/])|(?=/d))" if units else r"()(?![\w/%])"
    if one.words:
        words = "|".join(re.escape(word) for word in sorted(one.words, key=len, reverse=True))
        link = r"\s*(?:level|value|of|is|was|at|=|:)?\s*"
        if found := re.search(rf"(?<![\w/-])(?:{words}){link}{_NUMBER}{_TIME}{unit}", text):
            return f"{found[1]} {found[2] or ''}".strip()
    if one.bare and (found := re.search(rf"(?<![\w./,-]){_NUMBER}{unit.replace(')?', ')', 1)}", text)):
        return f"{found[1]} {found[2]}"
    return None


def _affirmed(text: str, one: Input) -> bool:
    """Whether the question states it, unless a negation stands before it in the same clause."""
    for word in one.words:
        if found := re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text):
            clause = _CLAUSE.split(text[: found.start()])[-1]
            return _NEGATED.search(clause) is None
    return False
