"""What a field of a schema is on the page: which control, its choices, and whether it may stay empty."""

from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel

Kind = Literal[
    "text",
    "number",
    "amount",
    "flag",
    "choice",
    "grade",
    "lines",
    "names",
    "numbers",
    "set",
    "list",
    "object",
    "maybe",
]
"""lines: a text each line; names: ids with commas; set: some of the choices; amount: a number or words.

grade: one of a few numbers."""


class Shape(NamedTuple):
    """How a field is shown. `inner` is the schema of an object or of the entries of a list."""

    kind: Kind
    optional: bool = False
    choices: tuple[str, ...] = ()
    inner: type[BaseModel] | None = None


def shape_of(annotation: Any) -> Shape:
    """The shape of a field by its annotation; an optional flag is a choice of three."""
    optional, members = _members(annotation)
    if set(members) == {float, str}:
        return Shape("amount", optional)
    one = members[0]
    if get_origin(one) is tuple:
        return _many(get_args(one)[0])
    if get_origin(one) is Literal:
        choices = get_args(one)
        kind: Kind = "grade" if isinstance(choices[0], int) else "choice"
        return Shape(kind, optional, tuple(map(str, choices)))
    if isinstance(one, type) and issubclass(one, BaseModel):
        return Shape("maybe" if optional else "object", optional, inner=one)
    if one is bool:
        return Shape("choice", True, ("true", "false")) if optional else Shape("flag")
    return Shape("number" if one in (int, float) else "text", optional)


def _many(entry: Any) -> Shape:
    if isinstance(entry, type) and issubclass(entry, BaseModel):
        return Shape("list", inner=entry)
    if get_origin(entry) is Literal:
        return Shape("set", choices=tuple(map(str, get_args(entry))))
    if entry is float:
        return Shape("numbers")
    return Shape("names" if get_origin(entry) is Annotated else "lines")


def _members(annotation: Any) -> tuple[bool, list[Any]]:
    """Whether None is allowed, and what else is."""
    if get_origin(annotation) is Annotated:
        return _members(get_args(annotation)[0])
    if get_origin(annotation) not in (Union, UnionType):
        return False, [annotation]
    every = get_args(annotation)
    return NoneType in every, [member for member in every if member is not NoneType]
