"""What an item holds beside its question and answer, as names and values that any format can carry."""

from collections.abc import Iterable, Iterator
from typing import Any

from curricula.items.types import Item

SINGLE = ("version", "author", "reviewer", "review", "licence", "level", "difficulty")
MANY = {"topic": "topics", "objective": "objectives"}
NAMES = frozenset((*SINGLE, *MANY))


def details_of(item: Item) -> Iterator[tuple[str, str]]:
    """Who wrote and read it, its version, licence, level and difficulty, topics and objectives.

    Its status stays behind: what is imported gets the status that the person who imports it says.
    """
    for name in SINGLE:
        value = getattr(item, name, None)
        if value is not None:
            yield name, str(value)
    for name, field in MANY.items():
        for value in getattr(item, field):
            yield name, value


def fields_of(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The fields of an item that such pairs say; a name that is unknown here is passed over."""
    fields: dict[str, Any] = {}
    for name, value in pairs:
        if name in MANY:
            fields[MANY[name]] = (*fields.get(MANY[name], ()), value)
        elif name in SINGLE:
            fields[name] = value
    return fields
