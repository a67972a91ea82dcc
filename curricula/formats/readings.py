"""Amounts out of a record's words, where nothing is lost by it."""

import re

from curricula.cases.types import Reading

NUMBER = r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-+]?\d+(?:\.\d+)?"
UNIT = r"(?:%|[°º]\s?[CF]|(?:(?:x|×)\s?10\^?[\d⁰¹²³⁴⁵⁶⁷⁸⁹]+)?\s?/?[A-Za-zµμ][\w\s./·²³^*µμ%-]{0,24})"
PLAIN = re.compile(rf"(?P<value>{NUMBER})\s*(?P<unit>{UNIT})?\s*(?:\((?P<remark>[^()]*)\))?\.?")
RANGE = re.compile(
    rf"(?:(?:normal|reference|ref|reference range|normal range)\b[\s:,]*)?(?P<low>{NUMBER})\s*(?:-|–|to)\s*"
    rf"(?P<high>{NUMBER})\s*(?P<unit>{UNIT})?",
    re.IGNORECASE,
)


def reading_of(name: str, text: str) -> tuple[Reading, str] | None:
    """The one amount that the text states, with the words beside it; None where it is more than that.

    "1.2 mg/dL (normal, 0.5–1.1 mg/dL)" gives the limits too. Ranges, bounds and sentences are left as words.
    """
    found = PLAIN.fullmatch(text.strip())
    if found is None:
        return None
    unit, remark = (found["unit"] or "").strip(), (found["remark"] or "").strip()
    if len(unit.split()) > 3 or (not unit and not remark):
        return None
    reading = Reading(name=name, value=_number(found["value"]), unit=unit)
    limits = RANGE.fullmatch(remark)
    if limits is None or (limits["unit"] or unit).strip().casefold() != unit.casefold():
        return reading, remark
    low, high = _number(limits["low"]), _number(limits["high"])
    return reading.model_copy(update={"low": low, "high": high}), ""


def _number(text: str) -> float:
    return float(text.replace(",", ""))
