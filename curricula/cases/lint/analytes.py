"""What common analytes are measured in: units, usual adult limits, and what a living patient can have."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import yaml

from curricula.cases.names import flat

TABLE = Path(__file__).with_name("analytes.yaml")
SAME_LETTERS = str.maketrans("µμ×·⁰¹²³⁴⁵⁶⁷⁸⁹−", "uux.0123456789-")

SPELT = {"micro": "u", "mcg": "ug", "litre": "l", "liter": "l", "cells/": "/", "iu/": "u/"}


class Span(NamedTuple):
    """Usual limits in one unit (None: no such limit), and the least and most that are met."""

    shown: str
    low: float | None
    high: float | None
    least: float
    most: float


class Analyte(NamedTuple):
    """An analyte by its units, each in plain letters."""

    name: str
    units: Mapping[str, Span]


def analyte_of(name: str) -> Analyte | None:
    """What is measured under that name, None where the table does not hold it."""
    return _by_name().get(flat(name))


def unit_of(written: str) -> str:
    """The unit in plain letters, so that 10⁹/L, x10^9/l and × 10^9 / L are one."""
    plain = written.translate(SAME_LETTERS).casefold()
    for mark in (" ", "^", "*", "(", ")"):
        plain = plain.replace(mark, "")
    for spelt, short in SPELT.items():
        plain = plain.replace(spelt, short)
    return plain.removeprefix("x")


@cache
def _by_name() -> Mapping[str, Analyte]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    rows = yaml.load(TABLE.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - both are safe
    found = {}
    for row in rows:
        units = {
            unit_of(unit): Span(unit, low, high, least, most)
            for unit, (low, high, least, most) in row["units"].items()
        }
        for name in row["names"]:
            found[flat(name)] = Analyte(row["names"][0], MappingProxyType(units))
    return MappingProxyType(found)
