"""Answers that are typed in Moodle: words and numbers."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from curricula.formats.moodle.parts import answers, is_true
from curricula.types import Reference
from retrieval.errors import Refused

WHOLE_MARK = 99.9
WILDCARD = re.compile(r"(?<!\\)\*")


def shortanswer(one: Any) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The fields of a short answer in words, and what was not carried."""
    accepted: list[dict[str, Any]] = []
    misses: list[dict[str, Any]] = []
    lost: list[str] = ["that capital letters count"] if is_true(one, "usecase", False) else []
    reason = ""
    references: tuple[Reference, ...] = ()
    for answer in answers(one):
        text = answer.raw.strip()
        if WILDCARD.search(text):
            lost.append("answers with a wildcard (*)")
            continue
        text = text.replace("\\*", "*")
        if answer.fraction >= WHOLE_MARK:
            accepted.append({"text": text})
            reason, references = reason or answer.feedback.text, references or answer.feedback.references
        elif answer.fraction <= 0 and answer.feedback.text:
            misses.append({"text": text, "reason": answer.feedback.text})
        else:
            lost.append("answers that give a part of the mark, or are wrong without a reason")
    if not accepted:
        raise Refused("It has no answer that is right as it is written.")
    return {"accepted": accepted, "near_misses": misses, "reason": reason, **_cited(references)}, tuple(lost)


def _cited(references: tuple[Reference, ...]) -> dict[str, Any]:
    return {"references": references} if references else {}


def numerical(one: Any) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The fields of a short answer that is a number, and what was not carried."""
    right = [found for found in one.findall("answer") if _share(found) >= WHOLE_MARK]
    lost = ["other numbers that count, or that have feedback"] if len(one.findall("answer")) > 1 else []
    if not right:
        raise Refused("It does not say which number is right.")
    middle, width = _decimal(right[0].findtext("text")), _decimal(right[0].findtext("tolerance") or "0")
    number = {"low": float(middle - abs(width)), "high": float(middle + abs(width)), "unit": _unit(one, lost)}
    reason = next((found.feedback.text for found in answers(one) if found.fraction >= WHOLE_MARK), "")
    return {"number": number, "reason": reason}, tuple(lost)


def _unit(one: Any, lost: list[str]) -> str:
    units = one.findall("units/unit")
    plain = [unit for unit in units if _decimal(unit.findtext("multiplier") or "1") == 1]
    if len(units) > len(plain[:1]):
        lost.append("other units")
    return " ".join((plain[0].findtext("unit_name") or "").split()) if plain else ""


def _share(found: Any) -> float:
    try:
        return float(found.get("fraction") or 0)
    except ValueError:
        return 0.0


def _decimal(text: str | None) -> Decimal:
    try:
        number = Decimal((text or "").strip().replace(",", "."))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) > Decimal("1e30"):
        raise Refused(f"“{(text or '')[:40]}” is no number.")
    return number
