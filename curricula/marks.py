"""What is drawn on a picture, and the file beside a picture in which its author keeps that.

Places are fractions of a frame's width and height from its upper left corner, as in items.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError, model_validator

from curricula.tree import Misread, Remark, Tree, read_tree
from curricula.types import Fault
from curricula.wording import remarks_of
from retrieval.types import Value

SUFFIX = ".marks.json"
MAX_BYTES = 1024 * 1024
"""A layer of five hundred boxes takes 60 KB; only long freehand lines come near this."""
SHAPES = ("box", "arrow", "freehand")
Fraction = Annotated[float, Field(ge=0, le=1)]


class Point(Value):
    """A place in a frame."""

    x: Fraction
    y: Fraction


class Drawn(Value):
    """What every mark has: an id of its own within its layer, its frame from 0, and a label."""

    id: str = Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")
    frame: int = Field(default=0, ge=0)
    label: str = Field(default="", max_length=200)


class BoxMark(Drawn):
    """A rectangle."""

    shape: Literal["box"] = "box"
    left: Fraction
    top: Fraction
    right: Fraction
    bottom: Fraction

    @model_validator(mode="after")
    def _has_an_area(self) -> "BoxMark":
        if self.left >= self.right or self.top >= self.bottom:
            raise ValueError("left is less than right, and top less than bottom")
        return self


class ArrowMark(Drawn):
    """An arrow; `tip` is the place that is meant."""

    shape: Literal["arrow"]
    tail: Point
    tip: Point


class FreehandMark(Drawn):
    """A line drawn by hand through these points; `closed` where it goes round an area."""

    shape: Literal["freehand"]
    points: tuple[Point, ...] = Field(min_length=2, max_length=2000)
    closed: bool = False


Mark = Annotated[BoxMark | ArrowMark | FreehandMark, Field(discriminator="shape")]
Author = Literal["learner", "educator", "model"]


class Layer(Value):
    """The marks of one author on one image, kept together and shown or hidden together.

    `author` says whose kind of layer it is, `name` who that is in words (a person's name, or a model's).
    """

    author: Author
    name: str = ""
    marks: tuple[Mark, ...] = Field(default=(), max_length=500)


LAYER: TypeAdapter[Layer] = TypeAdapter(Layer)


# -- beside a picture


def marks_name(picture: str) -> str:
    """The name of the file with the marks of that picture."""
    return picture + SUFFIX


def marks_beside(names: Iterable[str], folder: Path) -> dict[str, bytes]:
    """The files of marks beside those pictures by name, less those that cannot be used."""
    files = [(name, folder / name) for name in map(marks_name, sorted(set(names)))]
    return {name: file.read_bytes() for name, file in files if file.is_file() and not list(faults_of(file))}


def marks_faults(names: Iterable[str], folder: Path) -> Iterator[Fault]:
    """What is wrong with the files of marks beside those pictures, by field and line."""
    for name in sorted(set(names)):
        file = folder / marks_name(name)
        if file.name == marks_name(name) and file.is_file():
            yield from faults_of(file)


def faults_of(file: Path) -> Iterator[Fault]:
    """What is wrong with one file of marks."""
    try:
        tree = _tree(file)
    except Misread as fault:
        yield _fault(file, fault.remark, fault.line)
        return
    for remark in (*tree.remarks, *_remarks(tree)):
        yield _fault(file, remark, tree.line(remark.spot))


def _tree(file: Path) -> Tree:
    if file.is_symlink() or file.stat().st_size > MAX_BYTES:
        raise Misread(Remark((), "is no file of marks", f"a file of at most {MAX_BYTES // 1024} KB"), None)
    try:
        text = file.read_bytes().decode("utf-8-sig")
        json.loads(text)
    except UnicodeDecodeError:
        raise Misread(Remark((), "is not written in UTF-8", "plain text in UTF-8"), None) from None
    except (ValueError, RecursionError) as fault:
        line = fault.lineno if isinstance(fault, json.JSONDecodeError) else None
        raise Misread(Remark((), "is no JSON", "JSON as the viewer downloads it"), line) from None
    return read_tree(text)


def _remarks(tree: Tree) -> Iterator[Remark]:
    try:
        layer = Layer.model_validate_json(json.dumps(tree.value))
    except ValidationError as fault:
        for remark in remarks_of(fault, Layer):
            yield remark._replace(spot=tuple(part for part in remark.spot if part not in SHAPES))
        return
    if layer.author != "educator":
        yield Remark(("author",), f"is {layer.author}", "educator, since it is what learners compare with")
    known: set[str] = set()
    for place, mark in enumerate(layer.marks):
        if mark.id in known:
            yield Remark(("marks", place, "id"), f"is {mark.id} again", "an id of its own for each mark")
        known.add(mark.id)


def _fault(file: Path, remark: Remark, line: int | None) -> Fault:
    field = ".".join(map(str, remark.spot))
    return Fault(file=file, field=field, line=line, what=remark.what, expected=remark.expected)
