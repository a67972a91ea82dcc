"""Two people changed the same text: what each changed since it was the same, field by field.

Values are as in JSON. An empty field is none, so that a form that was not filled in changed nothing.
"""

import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

Trail = tuple[str, ...]
"""The way to a field: names of fields, and of entries of lists their ids."""
NAMED_BY = ("id", "file")
NONE: Mapping[str, Any] = MappingProxyType({})


class Change(NamedTuple):
    """A field that was changed, and how it read before, with the others and here; None where it is absent."""

    trail: Trail
    base: Any
    theirs: Any
    mine: Any

    @property
    def name(self) -> str:
        """The way to the field as one word."""
        return json.dumps(self.trail)


class Merged(NamedTuple):
    """Both changes together, and which fields only they, only I, or both of us changed.

    Of a field in conflict `value` holds what was chosen, mine where nothing was.
    """

    value: dict[str, Any]
    theirs: tuple[Change, ...]
    mine: tuple[Change, ...]
    conflicts: tuple[Change, ...]


def merge(
    base: Mapping[str, Any],
    theirs: Mapping[str, Any],
    mine: Mapping[str, Any],
    *,
    chosen: Mapping[str, Any] = NONE,
) -> Merged:
    """`chosen` is the value of each field in conflict by the name of its change.

    Entries of lists are matched by their `id` (of pictures, `file`). Of other lists entries that one side
    added or took away are taken; where both took the same entry away, the list is in conflict.
    """
    merging = _Merging(chosen)
    value = merging.fields(bare(base), bare(theirs), bare(mine), ())
    return Merged(value, tuple(merging.theirs), tuple(merging.mine), tuple(merging.conflicts))


def bare(value: Any) -> Any:
    """The value without the fields that say nothing: none, an empty text, an empty list or group."""
    if isinstance(value, list | tuple):
        return [bare(one) for one in value]
    if not isinstance(value, Mapping):
        return value
    inner = {name: bare(one) for name, one in value.items()}
    return {name: one for name, one in inner.items() if one not in (None, "", [], {})}


class _Merging:
    """One merge under way: what was found of each field."""

    def __init__(self, chosen: Mapping[str, Any]) -> None:
        self._chosen = chosen
        self.theirs: list[Change] = []
        self.mine: list[Change] = []
        self.conflicts: list[Change] = []

    def fields(
        self, base: Mapping[str, Any], theirs: Mapping[str, Any], mine: Mapping[str, Any], trail: Trail
    ) -> dict[str, Any]:
        names = dict.fromkeys((*mine, *theirs, *base))
        found = {
            name: self._one(base.get(name), theirs.get(name), mine.get(name), (*trail, name))
            for name in names
        }
        return {name: value for name, value in found.items() if value is not None}

    def _one(self, base: Any, theirs: Any, mine: Any, trail: Trail) -> Any:
        change = Change(trail, base, theirs, mine)
        if theirs == mine:
            return mine
        if all(isinstance(side, Mapping) for side in (base, theirs, mine)):
            return self.fields(base, theirs, mine, trail)
        if mine == base:
            self.theirs.append(change)
            return theirs
        if theirs == base:
            self.mine.append(change)
            return mine
        if isinstance(mine, Mapping) and isinstance(theirs, Mapping):
            return self.fields({}, theirs, mine, trail)
        if isinstance(mine, list) and isinstance(theirs, list):
            return self._lists(Change(trail, base if isinstance(base, list) else [], theirs, mine))
        return self._settled(change)

    def _settled(self, change: Change) -> Any:
        self.conflicts.append(change)
        return self._chosen.get(change.name, change.mine)

    def _lists(self, change: Change) -> Any:
        sides = (change.base, change.theirs, change.mine)
        key = _id if all(map(_has_ids, sides)) else _text
        base, theirs, mine = ({key(one): one for one in side} for side in sides)
        if (len(base), len(theirs), len(mine)) != tuple(map(len, sides)):
            return self._settled(change)
        if key is _text and _rewritten(base, theirs, mine):
            return self._settled(change)
        order = _order(list(base), list(theirs), list(mine))
        found = [self._entry(base, theirs, mine, (*change.trail, name)) for name in order]
        return [one for one in found if one is not None]

    def _entry(
        self, base: Mapping[str, Any], theirs: Mapping[str, Any], mine: Mapping[str, Any], trail: Trail
    ) -> Any:
        name = trail[-1]
        return self._one(base.get(name), theirs.get(name), mine.get(name), trail)


def _rewritten(base: Mapping[str, Any], theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> bool:
    """Whether both took the same entry away and at least one of them put another in its place."""
    gone = base.keys() - theirs.keys() - mine.keys()
    return bool(gone and (theirs.keys() ^ mine.keys()) - base.keys())


def _order(base: Sequence[str], theirs: Sequence[str], mine: Sequence[str]) -> list[str]:
    """All names: in my order where I changed it, else in theirs; what the other added after its neighbour."""
    kept = [name for name in base if name in mine]
    moved = kept != [name for name in mine if name in base]
    first, second = (mine, theirs) if moved else (theirs, mine)
    order = list(first)
    for at, name in enumerate(second):
        if name not in order:
            before = next((one for one in reversed(second[:at]) if one in order), None)
            order.insert(order.index(before) + 1 if before is not None else 0, name)
    return order


def _has_ids(entries: Sequence[Any]) -> bool:
    return all(isinstance(one, Mapping) and any(name in one for name in NAMED_BY) for one in entries)


def _id(entry: Any) -> str:
    return str(next(entry[name] for name in NAMED_BY if name in entry))


def _text(entry: Any) -> str:
    return json.dumps(entry, sort_keys=True)
