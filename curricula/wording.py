"""What a schema refuses, in an author's words."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from curricula.tree import Remark, Spot

Detail = Mapping[str, Any]
SHOWN = 60
EXPECTED: Mapping[str, str] = {
    "string_type": "text; in quotes if it looks like a number",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "tuple_type": "a list: each entry on a line of its own, after a dash",
    "model_type": "fields, each on a line of its own: name, colon, value",
    "model_attributes_type": "fields, each on a line of its own: name, colon, value",
    "string_too_short": "some text",
}
PATTERN = "small letters, digits and dashes, beginning with a letter or digit"


def remarks_of(fault: ValidationError, model: type[BaseModel]) -> list[Remark]:
    """Everything that the schema refused, each spot once."""
    by_spot: dict[Spot, list[Detail]] = {}
    for error in fault.errors(include_url=False):
        by_spot.setdefault(_spot(error["loc"]), []).append({**error})
    # Entries that are wrong are not counted, so that their list seems to be too short besides.
    inside = {spot[:-2] for spot in by_spot} | {spot[:-1] for spot in by_spot}
    for spot in inside & by_spot.keys():
        by_spot[spot] = [error for error in by_spot[spot] if error["type"] != "too_short"]
    by_spot = {spot: errors for spot, errors in by_spot.items() if errors}
    return [_remark(spot, errors, model) for spot, errors in by_spot.items()]


def _spot(loc: Sequence[str | int]) -> Spot:
    """The place of an error; the last part names the member of a union, and is nothing in the file."""
    place = tuple(loc)
    return place[:-1] if place and place[-1] in ("float", "str", "int", "bool") else place


def _remark(spot: Spot, errors: Sequence[Detail], model: type[BaseModel]) -> Remark:
    first = errors[0]
    if first["type"] == "missing":
        return Remark(spot, "is missing", _wanted(model, spot))
    if first["type"] == "extra_forbidden":
        return Remark(spot, "is no field that is known here", _known(model, spot))
    if first["type"] == "value_error":
        # A rule of the whole entry, told in the words of the rule.
        return Remark(spot, "does not hold together", str(first["ctx"]["error"]))
    expected = " or ".join(dict.fromkeys(_expected(error) for error in errors))
    return Remark(spot, f"is {_shown(first['input'])}", expected)


def _expected(error: Detail) -> str:
    context: Mapping[str, Any] = error.get("ctx") or {}
    match error["type"]:
        case "literal_error":
            return f"one of {context['expected']}".replace("'", "")
        case "string_pattern_mismatch":
            return PATTERN
        case "greater_than_equal":
            return f"{context['ge']:g} or more"
        case "greater_than":
            return f"more than {context['gt']:g}"
        case "string_too_long":
            return f"at most {context['max_length']} characters"
    return EXPECTED.get(error["type"], error["msg"])


def _shown(value: object) -> str:
    match value:
        case None:
            return "empty"
        case str() if not value.strip():
            return "empty"
        case bool():
            return str(value).lower()
        case Mapping():
            return "a group of fields"
        case list() | tuple():
            return f"a list of {len(value)}"
    text = str(value)
    return f"“{text[:SHOWN]}…”" if len(text) > SHOWN else f"“{text}”"


def _wanted(model: type[BaseModel], spot: Spot) -> str:
    inner = _model_at(model, spot[:-1])
    field = inner.model_fields.get(str(spot[-1])) if inner else None
    members = _members(field.annotation) if field else []
    if any(get_origin(member) in (tuple, list) for member in members):
        return "a list"
    if any(isinstance(member, type) and issubclass(member, BaseModel) for member in members):
        return "its fields, each on a line of its own"
    return "a number" if {int, float} & set(members) else "some text"


def _known(model: type[BaseModel], spot: Spot) -> str:
    inner = _model_at(model, spot[:-1])
    if inner is None:
        return "a field of this schema"
    near = get_close_matches(str(spot[-1]), inner.model_fields, n=1)
    return f"{near[0]}" if near else "one of " + ", ".join(inner.model_fields)


def _model_at(model: type[BaseModel], spot: Spot) -> type[BaseModel] | None:
    found: type[BaseModel] | None = model
    for part in spot:
        if isinstance(part, str) and found is not None:
            field = found.model_fields.get(part)
            found = _inner(field.annotation) if field else None
    return found


def _inner(annotation: Any) -> type[BaseModel] | None:
    for member in _leaves(annotation):
        if isinstance(member, type) and issubclass(member, BaseModel):
            return member
    return None


def _members(annotation: Any) -> list[Any]:
    return list(get_args(annotation)) if get_origin(annotation) in (Union, UnionType) else [annotation]


def _leaves(annotation: Any) -> Iterable[Any]:
    inner = get_args(annotation)
    return [leaf for part in inner for leaf in _leaves(part)] if inner else [annotation]
