"""The units that quantities are written in, by what they measure, and the patterns that find them."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

TABLE = Path(__file__).with_name("units.yaml")
_PLAIN = r"(?:\d+(?:\.\d+)?|\.\d+)"
NUMBER = rf"(?<![\w.])(?<!\w-){_PLAIN}"
"""A number that is no part of a name or of another number."""
_BARE = ("time", "mass", "volume", "length")


def is_unit(word: str) -> bool:
    """Whether the word, in lower case, is a unit."""
    return word in units()


def has_quantity(text: str) -> bool:
    """Whether a number with a unit stands in the text; cheaper than reading them all."""
    return bool(_in_units().search(text.casefold()))


def base(unit: str, value: float) -> tuple[str, float]:
    """The dimension of a unit and the value in its base unit; compound units are made of their parts."""
    whole = units().get(unit)
    if whole and whole[0] == "celsius":
        return "celsius", (value - 32) / 1.8 if unit.endswith(("f", "fahrenheit")) else value
    if whole:
        return whole[0], value * whole[1]
    names: list[str] = []
    for place, part in enumerate(re.split(r"\s?/\s?|\sper\s", unit)):
        dimension, size = units()[part]
        names.append(dimension)
        value = value / size if place else value * size
    return "/".join(names), value


@cache
def units() -> Mapping[str, tuple[str, float]]:
    """The dimension and size of each unit by each of its names."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    table = yaml.load(TABLE.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 (both loaders are safe)
    return {
        name: (dimension, float(sizes[0]))
        for dimension, held in table.items()
        for first, sizes in held.items()
        for name in (first, *sizes[1:])
    }


@cache
def amount() -> re.Pattern[str]:
    """A number, or a range of two, with or without a unit."""
    unit = rf"(?:{_names()})(?![a-z])(?:(?:\s?/\s?|\sper\s)(?:{_names()})(?![a-z]))*"
    ends = rf"-|to|or|and(?=\s{_PLAIN}\s?(?:{unit}))"
    return re.compile(
        rf"(?P<low>{NUMBER})(?:[\s-]?(?P<unit1>{unit}))?(?<!\ds)"
        rf"(?:\s?(?:{ends})\s?(?P<high>{_PLAIN})(?!\d))?(?:[\s-]?\(?(?P<unit>{unit}))?"
    )


@cache
def loose() -> re.Pattern[str]:
    """A unit in the plural without a number: "for days"."""
    plurals = "|".join(
        name
        for name, (dimension, _) in units().items()
        if dimension in _BARE and name.endswith("s") and len(name) > 4
    )
    return re.compile(rf"(?<![\w.-])(?<!\d )(?<!\d-)(?P<unit>{plurals})(?![\w-])")


@cache
def single() -> re.Pattern[str]:
    """A time with an article, "an hour", or half of any unit, "half an hour"."""
    times = "|".join(
        name
        for name, (dimension, _) in units().items()
        if dimension == "time" and len(name) > 2 and name != "second"
    )
    return re.compile(rf"\b(?:(?P<half>half )an? (?P<part>{_names()})|an? (?P<unit>{times}))(?![a-z])")


@cache
def _in_units() -> re.Pattern[str]:
    return re.compile(rf"\d[\s-]?(?:{_names()})(?![a-z])")


@cache
def _names() -> str:
    return "|".join(re.escape(name) for name in sorted(units(), key=len, reverse=True))
