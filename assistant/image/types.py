"""What is known of an image, what is drawn on it, and what was found in it.

Places are fractions of a frame's width and height from its upper left corner, as in sources and items.
"""

from datetime import datetime
from typing import Literal

from pydantic import Field

from curricula.items.types import Presence, Severity, Side
from curricula.marks import (
    LAYER,
    ArrowMark,
    Author,
    BoxMark,
    Drawn,
    Fraction,
    FreehandMark,
    Layer,
    Mark,
    Point,
)
from retrieval.types import Value

__all__ = [
    "LAYER",
    "Agreement",
    "ArrowMark",
    "Author",
    "BoxMark",
    "Compared",
    "Drawn",
    "Finding",
    "Fraction",
    "FreehandMark",
    "Gate",
    "Geometry",
    "ImageInfo",
    "KeptImage",
    "Layer",
    "Mark",
    "Modality",
    "OnFinding",
    "Point",
    "Presence",
    "ReadBack",
    "ReadOpinion",
    "Reason",
    "Severity",
    "Side",
    "Verdict",
    "Window",
]

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
    whether it is a medical picture at all where no image encoder is there. `kind` is what the picture is
    taken for, by its tags, the person's word or an encoder.
    """

    open: bool | None
    kind: Modality | None = None
    reason: Reason | None = None
    why: str
    unchecked: tuple[str, ...] = ()


# -- reading


class Finding(Value):
    """One finding as a report states it: its name, present or absent, side and severity where said."""

    name: str = Field(min_length=1)
    presence: Presence = "present"
    side: Side | None = None
    severity: Severity | None = None


Agreement = Literal[
    "agrees",
    "wrong_presence",
    "wrong_side",
    "wrong_severity",
    "wrong_number",
    "incomplete",
    "not_mentioned",
    "unclear",
]


class Compared(Value):
    """A finding of the reference beside what the learner wrote of it; `said` are their own words, or None.

    "unclear" is what nobody could grade: it counts neither for nor against. `similarity` is how near in
    meaning (cosine) an encoder finds words that the rules could not match; None for what it did not pair.
    """

    finding: Finding
    agreement: Agreement
    said: str | None = None
    why: str
    similarity: float | None = None


class ReadBack(Value):
    """A read against its reference: finding by finding, and what the learner reported beyond it.

    `beyond` are the learner's own words on what the reference does not name: neither wrong nor right.
    `encoder` is the fingerprint of the one that looked for the same in other words; None for rules alone.
    """

    compared: tuple[Compared, ...]
    beyond: tuple[str, ...] = ()
    encoder: str | None = None


Verdict = Literal["agrees", "disagrees", "cannot_tell"]


class OnFinding(Value):
    """What a model says of one line of a report, by its id: whether the read agrees with it, and why."""

    line: str
    verdict: Verdict
    reason: str


class ReadOpinion(Value):
    """A model's second opinion on a read, which nobody has checked and which changes no mark.

    `dropped` counts what was left out of its reply because it is on no line of the report, or on one twice.
    """

    model: str
    prompt: str
    findings: tuple[OnFinding, ...]
    dropped: int = 0
