"""What is known of an image, what is drawn on it, and what was found in it.

Places are fractions of a frame's width and height from its upper left corner, as in sources and items.
"""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, model_validator

from retrieval.types import Value

Modality = Literal[
    "radiograph",
    "ct",
    "mri",
    "ultrasound",
    "nuclear",
    "mammogram",
    "ecg",
    "fundus",
    "skin",
    "histology",
    "endoscopy",
    "photograph",
    "drawing",
]
Fraction = Annotated[float, Field(ge=0, le=1)]


class Window(Value):
    """Which values are shown from black to white: `centre` and `width` in the image's own units."""

    name: str
    centre: float
    width: float = Field(gt=0)


class Geometry(Value):
    """Size and sides of a frame as its tags tell; None where they do not.

    `spacing_mm` is the distance between rows and between columns; `edges` are the letters of the patient's
    side (L, R, A, P, H, F, or two of them) at the left, top, right and bottom edge.
    """

    spacing_mm: tuple[float, float] | None = None
    edges: tuple[str, str, str, str] | None = None


class ImageInfo(Value):
    """An image that was taken in. `id` is the digest of the bytes that are kept, without what was removed.

    `depth` counts the bits of a value; `modality` and `body_part` come from tags and are None where there are
    none; `unit` is what values measure, such as HU; `removed` names what was taken out (tags by keyword,
    kinds of metadata), never its content; `notes` say what a viewer should know.
    """

    id: str
    name: str
    media_type: str
    width: int = Field(ge=1)
    height: int = Field(ge=1)
    frames: int = Field(ge=1)
    depth: int = Field(ge=1, le=32)
    colour: bool
    modality: Modality | None = None
    body_part: str | None = None
    unit: str | None = None
    windows: tuple[Window, ...] = ()
    geometry: Geometry = Geometry()
    removed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class KeptImage(Value):
    """An image on a person's shelf; nobody else sees it."""

    info: ImageInfo
    user_id: str
    kept_at: datetime


# -- the gate


Reason = Literal[
    "no_image",
    "unreadable",
    "too_small",
    "blank",
    "noise",
    "placeholder",
    "text_only",
    "not_medical",
    "other_modality",
]


class Gate(Value):
    """Whether findings of an image may be described: yes, no, or None where nobody could tell.

    `why` is one sentence for people; `unchecked` names in plain words what could not be looked at, such as
    whether it is a medical picture at all where no image encoder is there.
    """

    open: bool | None
    reason: Reason | None = None
    why: str
    unchecked: tuple[str, ...] = ()


# -- marks


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


# -- reading


Presence = Literal["present", "absent"]
Side = Literal["left", "right", "both"]
Severity = Literal["small", "moderate", "large"]


class Finding(Value):
    """One finding as a report states it: its name, present or absent, side and severity where said."""

    name: str = Field(min_length=1)
    presence: Presence = "present"
    side: Side | None = None
    severity: Severity | None = None


Agreement = Literal["agrees", "wrong_presence", "wrong_side", "wrong_severity", "not_mentioned", "unclear"]


class Compared(Value):
    """A finding of the reference beside what the learner wrote of it; `said` are their own words, or None.

    "unclear" is what nobody could grade: it counts neither for nor against.
    """

    finding: Finding
    agreement: Agreement
    said: str | None = None
    why: str


class ReadBack(Value):
    """A read against its reference: finding by finding, and what the learner reported beyond it.

    `beyond` are the learner's own words on what the reference does not name: neither wrong nor right.
    """

    compared: tuple[Compared, ...]
    beyond: tuple[str, ...] = ()
