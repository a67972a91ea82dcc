"""Where a model says that findings lie: boxes on a layer of its own, each checked before it is drawn."""

from collections.abc import Sequence
from typing import NamedTuple

from pydantic import BaseModel, Field

from assistant.answer.plain import plain_sentence
from assistant.connect.structured import Unreadable, structured
from assistant.image.types import BoxMark, Layer
from assistant.ports import ChatModel, Message, ModelFault

THOUSANDTHS = 1000
MOST_BOXES = 8
LONGEST_LABEL = 100
NO_SHAPE = "The model's server does not hold replies to a shape, so no places were asked for."


class Placed(BaseModel):
    """A finding with its edges in thousandths, or fractions, of the picture's width and height."""

    label: str
    left: float
    top: float
    right: float
    bottom: float


class Placements(BaseModel):
    """What the model is asked to reply with."""

    findings: list[Placed] = Field(max_length=50)


class Boxes(NamedTuple):
    """A model's layer, how many boxes were dropped from it, and why there is none."""

    layer: Layer | None = None
    dropped: int = 0
    unplaced: str | None = None


def marked(model: ChatModel, messages: Sequence[Message], frame: int) -> Boxes:
    """The boxes that the model gives for what it sees; none, and why, where it gives none."""
    try:
        if model.capabilities().structured is False:
            return Boxes(unplaced=NO_SHAPE)
        found = structured(model, messages, Placements)
    except ModelFault as fault:
        return Boxes(unplaced=str(fault))
    if isinstance(found, Unreadable):
        return Boxes(unplaced=found.reason)
    marks = [mark for n, one in enumerate(found.findings) if (mark := _mark(one, n, frame))]
    layer = Layer(author="model", name=model.name, marks=tuple(marks[:MOST_BOXES]))
    return Boxes(layer if marks else None, len(found.findings) - len(layer.marks))


def _mark(placed: Placed, number: int, frame: int) -> BoxMark | None:
    """The box in fractions; None where it has no area or lies outside of the picture."""
    edges = (placed.left, placed.top, placed.right, placed.bottom)
    scale = 1 if all(0 <= edge <= 1 for edge in edges) else THOUSANDTHS
    left, top, right, bottom = (edge / scale for edge in edges)
    if not (0 <= left < right <= 1 and 0 <= top < bottom <= 1):
        return None
    label = plain_sentence(placed.label)[:LONGEST_LABEL]
    return BoxMark(id=f"m{number}", frame=frame, label=label, left=left, top=top, right=right, bottom=bottom)
