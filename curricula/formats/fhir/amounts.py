"""What an observation says: an amount with its limits, words, or values over time."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from curricula.cases.types import Reading, Series
from curricula.formats.fhir.bundle import Resource, codes_of, first, first_list, groups, many, words_of

MEANINGS: Mapping[str, str] = {
    "H": "high",
    "HH": "critically high",
    "HU": "significantly high",
    "L": "low",
    "LL": "critically low",
    "LU": "significantly low",
    "A": "abnormal",
    "AA": "critically abnormal",
    "N": "normal",
    "POS": "positive",
    "NEG": "negative",
}
NORMAL = frozenset(("N", "NEG"))
MOST_POINTS = 2000


class Amounts(NamedTuple):
    """The readings, what is said in words, a plot, and whether any of it is called abnormal."""

    readings: tuple[Reading, ...]
    words: str
    series: Series | None
    abnormal: bool | None


def amounts_of(observation: Resource) -> Amounts:
    """What the observation and its components state; empty where no value is given."""
    parts = [observation.body, *groups(observation.body.get("component"))]
    readings, words = [], []
    series = None
    for part in parts:
        name = words_of(part.get("code")) or words_of(observation.body.get("code"))
        reading = _reading(name, part)
        series = series or _series(name, part.get("valueSampledData"))
        said = _words(part)
        if reading is not None:
            readings.append(reading)
        elif said:
            words.append(said if part is observation.body else f"{name}: {said}")
    words += [str(first(note, "text")) for note in many(observation.body.get("note")) if first(note, "text")]
    codes = codes_of(*(part.get("interpretation") for part in parts)) & MEANINGS.keys()
    abnormal = bool(codes - NORMAL) if codes else None
    return Amounts(tuple(readings), ". ".join(words), series, abnormal)


def spoken(reading: Reading) -> str:
    """A reading as an examiner reports it: "Heart rate 88 /min"."""
    value = f"{reading.value:g}" if isinstance(reading.value, float) else reading.value
    return f"{value} {reading.unit}".strip()


def _reading(name: str, part: Mapping[str, Any]) -> Reading | None:
    quantity = part.get("valueQuantity")
    number = first(quantity, "value") if quantity is not None else part.get("valueInteger")
    if not isinstance(number, int | float) or isinstance(number, bool) or not name:
        return None
    unit = str(first(quantity, "unit") or first(quantity, "code") or "") if quantity is not None else ""
    comparator = first(quantity, "comparator") if quantity is not None else None
    low, high = _limits(part, unit)
    value: float | str = f"{comparator} {number:g}" if comparator else float(number)
    return Reading(name=name, value=value, unit=unit, low=low, high=high)


def _limits(part: Mapping[str, Any], unit: str) -> tuple[float | None, float | None]:
    """The first reference range that is in the unit of the value."""
    for span in first_list(part, "referenceRange"):
        limits = []
        for end in ("low", "high"):
            number, given = first(span, end, "value"), first(span, end, "unit")
            same = given in (None, unit)
            limits.append(float(number) if same and isinstance(number, int | float) else None)
        if limits != [None, None]:
            return limits[0], limits[1]
    return None, None


def _words(part: Mapping[str, Any]) -> str:
    said = list(_values(part))
    meanings = [MEANINGS[code] for code in sorted(codes_of(part.get("interpretation")) & MEANINGS.keys())]
    return ", ".join([*said, *(meanings if said else ())])


def _values(part: Mapping[str, Any]) -> Iterator[str]:
    if words := words_of(part.get("valueCodeableConcept")):
        yield words
    if isinstance(part.get("valueString"), str):
        yield " ".join(part["valueString"].split())
    if isinstance(part.get("valueBoolean"), bool):
        yield "yes" if part["valueBoolean"] else "no"
    for name, join in (("valueRange", " to "), ("valueRatio", " : ")):
        ends = ("low", "high") if name == "valueRange" else ("numerator", "denominator")
        found = [first(part.get(name), end, "value") for end in ends]
        if all(isinstance(number, int | float) for number in found):
            unit = first(part.get(name), ends[0], "unit") or ""
            yield f"{join.join(f'{number:g}' for number in found)} {unit}".strip()


def _series(name: str, sampled: Any) -> Series | None:
    """Sampled data as a plot; marks for errors and limits in it cannot be drawn."""
    data, period = first(sampled, "data"), first(sampled, "period")
    if not isinstance(data, str) or not isinstance(period, int | float):
        return None
    factor = float(first(sampled, "factor") or 1)
    origin = float(first(sampled, "origin", "value") or 0)
    try:
        values = tuple(origin + factor * float(text) for text in data.split()[:MOST_POINTS])
    except ValueError:
        return None
    unit = str(first(sampled, "origin", "unit") or "")
    times = tuple(round(at * float(period) / 1000, 6) for at in range(len(values)))
    return Series(name=name, x=times, y=values, x_label="s", y_label=unit) if values else None
