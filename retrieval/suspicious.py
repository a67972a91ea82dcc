"""Numbers that look as if a range mark or a decimal point was lost when the source was made.

Text converted by others says "1525 mg" for 15-25 mg. A verbatim quote of it would be faithful and dangerous,
so the report names the sentence. It only informs: the text itself is never changed.
"""

import re

from retrieval.text import sentences

UNITS = (
    r"mg|mcg|µg|μg|micrograms?|milligrams?|grams?|g|ml|millilitres?|milliliters?|units?|IU|mmol|mmHg|mm Hg|"
    r"hours?|hrs?|days?|weeks?|months?|years?|minutes?|percent|per cent|%"
)
TIME_UNITS = ("hour", "hr", "day", "week", "month", "year", "minute", "percent", "per cent", "%")
# Neither part of a longer figure (1,525; 0.1525; 10-1525) nor of a name (GSK1525).
NUMBER = re.compile(rf"(?<![\w.,/–-])(\d{{3,6}})\s?({UNITS})(?!\w)", re.IGNORECASE)
FEVER = re.compile(r"(?<![\w.,/–-])(3[5-9]\d|4[0-3]\d)\s?°\s?C\b")
ACIDITY = re.compile(r"\bpH\s(?:of\s|is\s|was\s|below\s|above\s|[<>≤≥]\s?)?(\d{2,3})(?![\d.,]*\d)")


def suspicious_numbers(text: str) -> list[str]:
    """The sentences of the text that hold such a number, each with what it may have been."""
    hits: list[str] = []
    for start, end in sentences(text):
        sentence = text[start:end]
        doubts = [*_lost_ranges(sentence), *_lost_points(sentence)]
        hits += [f"{doubt}: “{' '.join(sentence.split())}”" for doubt in doubts]
    return hits


def _lost_ranges(sentence: str) -> list[str]:
    doubts = []
    for match in NUMBER.finditer(sentence):
        digits, unit = match.groups()
        ends = _range(digits, is_time=unit.casefold().startswith(TIME_UNITS))
        if ends is not None:
            doubts.append(f"“{match.group()}” may have been {ends[0]}–{ends[1]} {unit}")
    return doubts


def _range(digits: str, *, is_time: bool) -> tuple[int, int] | None:
    """The two ends that may have been written together. Round numbers (1250 mg) are doses, not ranges."""
    if int(digits) % 50 == 0 and len(digits) < 5:
        return None
    if len(digits) == 3 and not is_time:
        return None
    low, high = digits[: len(digits) // 2], digits[len(digits) // 2 :]
    if high.startswith("0") or not int(low) < int(high) <= 4 * int(low):
        return None
    return int(low), int(high)


def _lost_points(sentence: str) -> list[str]:
    doubts = [f"“{match.group()}” may have lost its decimal point" for match in FEVER.finditer(sentence)]
    acid = [match for match in ACIDITY.finditer(sentence) if int(match.group(1)) > 14]
    return doubts + [f"“{match.group()}” may have lost its decimal point" for match in acid]
