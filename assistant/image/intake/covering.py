"""Text that is burnt into a picture: found where the `ocr` extra is installed, and covered for good."""

import io
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from pydantic import Field, model_validator

from assistant.image.intake.showing import pages, shown
from assistant.image.intake.taken import DICOM, Taken, digest
from assistant.image.types import Fraction, ImageInfo
from retrieval.errors import WrongUse
from retrieval.types import Value

Grid = np.ndarray[Any, Any]
Look = Callable[[Grid], Sequence[tuple[str, tuple[float, float, float, float]]]]
"""Finds lines of text in [h, w, 3]: the words, and left, top, right and bottom in pixels."""

# Letters reach a little beyond the box that a recogniser draws around them.
MARGIN = 2
COVERED = "Parts of the picture were covered, because words were burnt into it."


class Place(Value):
    """A part of a picture, by fractions of its width and height from the upper left corner."""

    left: Fraction
    top: Fraction
    right: Fraction
    bottom: Fraction

    @model_validator(mode="after")
    def _has_an_area(self) -> "Place":
        if self.left >= self.right or self.top >= self.bottom:
            raise ValueError("left is less than right, and top less than bottom")
        return self


class BurntIn(Place):
    """A line of text in a picture, and what a recogniser reads there."""

    text: str


class Places(Value):
    """The parts of a picture that are to be covered in every frame."""

    places: tuple[Place, ...] = Field(min_length=1, max_length=200)


class Search(Value):
    """What text was found in a frame; `looked` is False where nothing here can look for any."""

    looked: bool
    found: tuple[BurntIn, ...] = ()


def reader() -> Look | None:
    """What finds text on this machine, None where the `ocr` extra is not installed."""
    from retrieval.readers.pdf.ocr import recogniser

    recognise = recogniser()
    if recognise is None:
        return None

    def look(picture: Grid) -> list[tuple[str, tuple[float, float, float, float]]]:
        return [(line.text, tuple(line.rect)) for line in recognise(picture)]  # type: ignore[misc]

    return look


def text_in(body: bytes, media_type: str, frame: int = 0, *, look: Look | None) -> Search:
    """The text in a frame of a kept image. Without `look` nobody looked, which is not the same as none."""
    if look is None:
        return Search(looked=False)
    from PIL import Image

    picture = np.asarray(Image.open(io.BytesIO(shown(body, media_type, frame))).convert("RGB"))
    height, width = picture.shape[:2]
    found = []
    for text, (left, top, right, bottom) in look(picture):
        sides = (
            max(0.0, (left - MARGIN) / width),
            max(0.0, (top - MARGIN) / height),
            min(1.0, (right + MARGIN) / width),
            min(1.0, (bottom + MARGIN) / height),
        )
        if text.strip() and sides[0] < sides[2] and sides[1] < sides[3]:
            found.append(BurntIn(left=sides[0], top=sides[1], right=sides[2], bottom=sides[3], text=text))
    return Search(looked=True, found=tuple(found))


def covered(info: ImageInfo, body: bytes, places: Sequence[Place]) -> Taken:
    """The image with those parts black in every frame; what was there cannot be had back from it."""
    if not places:
        raise WrongUse("Nothing is named that should be covered.", "Name at least one place.")
    if info.media_type == DICOM:
        from assistant.image.intake.dicom.kept import blackened

        new = blackened(body, lambda grid, black: _cover(grid, places, black))
    else:
        new = _photograph(body, places)
    notes = info.notes if COVERED in info.notes else (*info.notes, COVERED)
    removed = tuple(dict.fromkeys((*info.removed, "burnt-in text")))
    return Taken(info.model_copy(update={"id": digest(new), "notes": notes, "removed": removed}), new)


def _photograph(body: bytes, places: Sequence[Place]) -> bytes:
    from PIL import Image

    from assistant.image.intake.photos import encoded

    frames = []
    for page in pages(body):
        grid = np.array(page)
        _cover(grid, places, 0)
        frames.append(Image.fromarray(grid))
    return encoded(frames)


def _cover(grid: Grid, places: Sequence[Place], black: float) -> None:
    """Makes the places black; a pixel that is only touched is black too."""
    height, width = grid.shape[:2]
    for place in places:
        rows = slice(int(place.top * height), int(np.ceil(place.bottom * height)))
        columns = slice(int(place.left * width), int(np.ceil(place.right * width)))
        grid[rows, columns] = black
