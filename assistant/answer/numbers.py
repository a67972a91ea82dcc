"""Quantities in a sentence: numbers with the unit they are given in."""

import re

_NUMBER = r"\d+(?:[.,]\d+)*(?:/\d+)?"
_QUANTITY = re.compile(
    rf"(?P<number>{_NUMBER})(?:\s?(?:-|–|to)\s?(?P<upper>{_NUMBER}))?\s?"
    r"(?P<unit>%|mm\s?Hg|mmol/L|mg/dL|mmol/mol|micrograms?|mcg|µg|mg(?:/kg)?(?:/day)?|g|kg(?:/m2|/m²)?|"
    r"mL(?:/kg)?(?:/min)?|L(?:/min)?|units?(?:/kg)?|kPa|cm|mm|minutes?|min|hours?|h|days?|weeks?|months?|years?|"
    r"beats per minute|bpm|ng/L|ng/mL|pg/mL)(?![A-Za-z])"
)


def quantities(text: str) -> dict[str, frozenset[str]]:
    """The numbers (or ranges, as "5-10") of the text by their unit in singular lower case."""
    found: dict[str, set[str]] = {}
    for match in _QUANTITY.finditer(text):
        unit = "".join(match["unit"].split()).casefold()
        unit = unit.removesuffix("s") if len(unit) > 3 else unit
        number = match["number"] + (f"-{match['upper']}" if match["upper"] else "")
        found.setdefault(unit, set()).add(number)
    return {unit: frozenset(numbers) for unit, numbers in found.items()}
