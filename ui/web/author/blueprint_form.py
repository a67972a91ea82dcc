"""A blueprint as its form sends it: read field by field, every fault listed, nothing lost."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, get_args

from pydantic import ValidationError

from curricula.blueprint import Blueprint
from curricula.items.types import ItemType, Level
from curricula.tree import Remark
from curricula.wording import remarks_of

LEVELS: tuple[Level, ...] = get_args(Level)
TYPES: tuple[ItemType, ...] = tuple(one for one in get_args(ItemType) if one != "cloze_card")
SHARE = ("module", "objective", "topic", "level", "type", "parts")
PLAIN = ("id", "title", "author", "curriculum", "count", "minutes", "pauses", "rest_days")
Sent = Mapping[str, Sequence[str]]


class Filled(NamedTuple):
    """The fields as they stand in the form, and the version that it started from (None: new)."""

    plain: Mapping[str, str]
    shares: Sequence[Mapping[str, str]]
    levels: Mapping[str, str]
    types: Mapping[str, str]
    based_on: int | None


def filled_with(blueprint: Blueprint) -> Filled:
    """The form of a blueprint that is kept."""
    plain = {name: _text(getattr(blueprint, name)) for name in PLAIN}
    shares = [{name: _text(getattr(share, name)) for name in SHARE} for share in blueprint.shares]
    levels: dict[str, str] = {name: _text(parts) for name, parts in blueprint.levels.items()}
    types: dict[str, str] = {name: _text(parts) for name, parts in blueprint.types.items()}
    return Filled(plain, shares, levels, types, blueprint.version)


def filled_from(sent: Sent) -> Filled:
    """The form as it was sent; rows of shares in which nothing is written are left out."""

    def one(name: str) -> str:
        return next(iter(sent.get(name, ())), "").strip()

    columns = [sent.get(f"share_{name}", ()) for name in SHARE]
    rows = (
        dict(zip(SHARE, (cell.strip() for cell in cells), strict=True))
        for cells in zip(*columns, strict=False)
    )
    based_on = one("based_on")
    return Filled(
        {name: one(name) for name in PLAIN},
        [row for row in rows if any(row.values())],
        {name: one(f"level_{name}") for name in LEVELS},
        {name: one(f"type_{name}") for name in TYPES},
        int(based_on) if based_on.isdecimal() else None,
    )


def blueprint_of(filled: Filled, base: Blueprint | None) -> tuple[Blueprint | None, list[Remark]]:
    """The blueprint as a draft, and everything wrong with it; none where it does not fit the schema.

    What the form does not show stays as in `base`.
    """
    kept = base.model_dump(mode="json") if base else {}
    fields: dict[str, Any] = {name: text for name, text in filled.plain.items() if text}
    shares = [{name: text for name, text in row.items() if text} for row in filled.shares]
    dropped = dict.fromkeys(("reviewer", "review"))
    cleared = {name: value for name, value in kept.items() if name not in PLAIN}
    whole = (
        cleared
        | dropped
        | fields
        | {
            "version": (filled.based_on or 0) + 1,
            "status": "draft",
            "shares": shares,
            "levels": _some(filled.levels),
            "types": _some(filled.types),
        }
    )
    try:
        return Blueprint.model_validate(whole), []
    except ValidationError as fault:
        return None, remarks_of(fault, Blueprint)


def _some(parts: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in parts.items() if text and text != "0"}


def _text(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)
