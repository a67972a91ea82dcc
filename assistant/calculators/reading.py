"""From what a person typed to values in the formula's units: refused in one sentence, never guessed."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from assistant.calculators.figures import brief, rounded
from assistant.calculators.types import Calculator, Entered, Given, Input, Unit
from retrieval.errors import WrongUse

_NUMBER = re.compile(r"\s*([-+]?\d{1,9}(?:[.,]\d{1,9})?)\s*(.{0,40}?)\s*$")
# A comma may part thousands or decimals: 1,200 mg must not become 1.2 mg.
_THOUSANDS = re.compile(r"[-+]?\d{1,3},\d{3}")
_YES, _NO = ("yes", "y", "true", "1"), ("no", "n", "false", "0")
LONGEST = 60


class Refusal(Exception):
    """One sentence saying why an input was not taken."""


class Read(NamedTuple):
    """Inputs as understood, those that are missing (labels), and why others were refused (sentences)."""

    given: Given
    entered: tuple[Entered, ...]
    missing: tuple[str, ...]
    refused: tuple[str, ...]


def read(calculator: Calculator, raw: Mapping[str, str]) -> Read:
    """The inputs of a calculation. Refuses keys that the calculator does not have."""
    for key in raw:
        if calculator.input(key) is None:
            known = ", ".join(one.key for one in calculator.inputs)
            raise WrongUse(f"{calculator.name} has no input {key[:LONGEST]!r}.", f"It has: {known}.")
    values: dict[str, float | str | bool] = {}
    entered, missing, refused = [], [], []
    for one in calculator.inputs:
        typed = raw.get(one.key, "").strip()
        if not typed:
            missing += [one.label] if _needed(one, raw) else []
            continue
        try:
            values[one.key], text = _value(one, typed)
        except Refusal as why:
            refused.append(str(why))
        else:
            entered.append(Entered(key=one.key, label=one.label, text=text))
    return Read(Given(values), tuple(entered), tuple(missing), tuple(refused))


def _needed(one: Input, raw: Mapping[str, str]) -> bool:
    if one.needed_with is None:
        return not one.optional
    key, answer = one.needed_with
    return raw.get(key, "").strip().casefold() == answer


def _value(one: Input, typed: str) -> tuple[float | str | bool, str]:
    if one.kind == "number":
        return _number(one, typed)
    word = typed.casefold()
    if one.kind == "yesno":
        if word not in (*_YES, *_NO):
            raise Refusal(f"{one.label}: answer yes or no, not {typed[:LONGEST]!r}.")
        return word in _YES, "yes" if word in _YES else "no"
    for offered in one.choices:
        if word == offered.key:
            return offered.key, offered.label
    known = ", ".join(offered.key for offered in one.choices)
    raise Refusal(f"{one.label}: choose one of {known}, not {typed[:LONGEST]!r}.")


def _number(one: Input, typed: str) -> tuple[float, str]:
    parts = _NUMBER.fullmatch(typed)
    if parts is None:
        raise Refusal(f"{one.label}: {typed[:LONGEST]!r} is not a number with a unit.")
    if _THOUSANDS.fullmatch(parts[1]):
        raise Refusal(f"{one.label}: {parts[1]} can be read in two ways; write it without the comma.")
    value, unit = float(parts[1].replace(",", ".")), unit_of(one, parts[2])
    if unit is None:
        raise Refusal(_no_unit(one, value, parts[2]))
    base = unit.to_base(value)
    if not within(one, base):
        raise Refusal(_implausible(one, value, unit))
    return _grained(one, base, unit), _understood(one, value, unit)


def unit_of(one: Input, written: str) -> Unit | None:
    """The unit as people write it; without one the only unit there is, None if there is a choice."""
    name = _plain(written)
    if not name:
        return one.units[0] if len(one.units) == 1 else None
    return next(
        (unit for unit in one.units if name in {_plain(known) for known in (unit.name, *unit.also)}), None
    )


def _plain(unit: str) -> str:
    # The micro sign and the Greek letter look alike and are two characters.
    return "".join(unit.split()).casefold().replace("\u03bc", "u").replace("\u00b5", "u")


def within(one: Input, base: float) -> bool:
    """Whether the number (in the first unit) is plausible; a converted end of the range counts as in it."""
    slack = 1e-9 * max(abs(one.low), abs(one.high))
    return one.low - slack <= base <= one.high + slack


def _no_unit(one: Input, value: float, written: str) -> str:
    names = " or ".join(unit.name for unit in one.units)
    if written:
        return f"{one.label} is not read in {written[:LONGEST]!r}: give it in {names or 'no unit'}."
    fitting = [unit.name for unit in one.units if within(one, unit.to_base(value))]
    hint = f" ({brief(value)} is plausible in {fitting[0]} only)" if len(fitting) == 1 else ""
    return f"{one.label}: say the unit, {names}{hint}."


def _implausible(one: Input, value: float, unit: Unit) -> str:
    span = f"{brief(unit.from_base(one.low))} to {brief(unit.from_base(one.high))} {unit.name}".strip()
    reason = f": {one.why}" if one.why else ""
    sentence = f"{one.label} {brief(value)} {unit.name}".strip() + f" is outside {span}{reason}"
    fitting = [other for other in one.units if other != unit and within(one, other.to_base(value))]
    hints = [f"{brief(value)} {other.name} would be {_in(unit, other, value)}" for other in fitting]
    return sentence + ("; is the unit another? " + ", ".join(hints) if hints else "") + "."


def _in(unit: Unit, other: Unit, value: float) -> str:
    return f"{brief(unit.from_base(other.to_base(value)))} {unit.name}"


def _grained(one: Input, base: float, unit: Unit) -> float:
    if one.grain is None:
        return base
    decimals = max(0, -int(Decimal(str(one.grain)).normalize().as_tuple().exponent))
    kept = rounded(base, decimals)
    if unit == one.units[0] and abs(kept - base) > 1e-9:
        fineness = f"{brief(one.grain)} {unit.name}".strip()
        raise Refusal(f"{one.label} is read to {fineness}, not {brief(base)}.")
    return kept


def _understood(one: Input, value: float, unit: Unit) -> str:
    text = f"{brief(value)} {unit.name}".strip()
    if unit == one.units[0]:
        return text
    return f"{text} = {brief(_grained(one, unit.to_base(value), unit))} {one.units[0].name}"
