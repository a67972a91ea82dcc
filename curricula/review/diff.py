"""What differs between two versions, field by field."""

from collections.abc import Iterator, Mapping
from typing import Any

from curricula.types import Taught
from retrieval.types import Value

NOT_WRITTEN = ("version", "status", "reviewer", "review")
"""What says how a version stands, and is no part of what was written."""


class Difference(Value):
    """One field that is not the same: its spot, such as `options.b.text`, and its text in both versions.

    `old` is None for what is new, `new` for what is gone.
    """

    spot: str
    old: str | None
    new: str | None


def differences(old: Taught, new: Taught) -> tuple[Difference, ...]:
    """Every field that differs, in the order of the newer version; what only the older has comes last.

    Parts of a list belong together by their id where they have one, else by their place.
    """
    before, after = dict(_leaves(_written(old))), dict(_leaves(_written(new)))
    spots = [*after, *(spot for spot in before if spot not in after)]
    pairs = ((spot, before.get(spot), after.get(spot)) for spot in spots)
    return tuple(Difference(spot=spot, old=one, new=other) for spot, one, other in pairs if one != other)


def _written(value: Taught) -> Mapping[str, Any]:
    return value.model_dump(mode="json", exclude_none=True, exclude=set(NOT_WRITTEN))


def _leaves(value: Any, spot: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, one in value.items():
            yield from _leaves(one, f"{spot}.{name}" if spot else str(name))
    elif isinstance(value, list):
        names = _names(value)
        for name, one in zip(names, value, strict=True):
            yield from _leaves(one, f"{spot}.{name}")
        if len(set(names)) == len(names) > 1 and isinstance(value[0], Mapping) and "id" in value[0]:
            yield f"{spot} (order)", ", ".join(names)
    else:
        yield spot, str(value)


def _names(parts: list[Any]) -> list[str]:
    """What the parts of a list are called: their ids if all have one of their own, else their numbers."""
    ids = [str(one["id"]) for one in parts if isinstance(one, Mapping) and "id" in one]
    return ids if len(set(ids)) == len(parts) else [str(number) for number in range(1, len(parts) + 1)]
