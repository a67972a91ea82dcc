"""What the forms of the quiz send, checked; a browser sends every field as text."""

from typing import Any
from uuid import uuid4

from pydantic import TypeAdapter, ValidationError

from assistant.quiz.sitting.actions import Action, Beginning
from retrieval.errors import WrongUse
from retrieval.types import Value

_ACTION: TypeAdapter[Action] = TypeAdapter(Action)
PERCENT = 100
EDGES = ("left", "top", "right", "bottom")


class Begun(Value):
    """The form that starts a sitting."""

    id: str = ""
    mode: str = "study"
    topic: tuple[str, ...] = ()
    objective: tuple[str, ...] = ()
    item: tuple[str, ...] = ()
    count: str = ""
    minutes: str = ""
    pauses: str = ""
    plan: str = ""

    def beginning(self) -> Beginning:
        """What is to begin; WrongUse where a field cannot be what it says."""
        exam = {"minutes": self.minutes, "pauses": self.pauses} if self.mode == "exam" else {}
        given = {
            "id": self.id or uuid4().hex,
            "mode": self.mode,
            "topics": tuple(filter(None, self.topic)),
            "objectives": tuple(filter(None, self.objective)),
            "items": self.item,
            "count": self.count,
            "plan": self.plan,
            **exam,
        }
        try:
            return Beginning.model_validate({name: value for name, value in given.items() if value != ""})
        except ValidationError as fault:
            raise _unreadable(fault) from None


class Done(Value):
    """The form of one thing done in a sitting. `stay`: an answer in an exam that is kept without going on."""

    kind: str
    id: str = ""
    place: str = ""
    option: tuple[str, ...] = ()
    text: str | None = None
    x: float | None = None
    y: float | None = None
    left: str = ""
    top: str = ""
    right: str = ""
    bottom: str = ""
    read: str | None = None
    confidence: str = ""
    rating: str = ""
    on: str = ""
    stay: bool = False

    def action(self) -> Action:
        """What is to be done; WrongUse where a field cannot be what it says."""
        given: dict[str, Any] = {"kind": self.kind, "id": self.id or uuid4().hex}
        texts = {"place": self.place, "confidence": self.confidence, "rating": self.rating, "on": self.on}
        given |= {name: value for name, value in texts.items() if value != ""}
        if self.kind == "answer":
            given["response"] = self._response()
        try:
            # The confidence is one of five numbers, which no text is.
            given |= {"confidence": int(self.confidence)} if self.confidence.isdecimal() else {}
            return _ACTION.validate_python(given)
        except ValidationError as fault:
            raise _unreadable(fault) from None

    def _response(self) -> dict[str, Any]:
        if self.text is not None:
            return {"kind": "typed", "text": self.text}
        if self.read is not None:
            return {"kind": "written", "text": self.read.replace("\r\n", "\n")}
        edges = {name: getattr(self, name).strip() for name in EDGES}
        if any(edges.values()):
            return {"kind": "boxed"} | {name: _share(edge) for name, edge in edges.items()}
        if self.x is not None and self.y is not None:
            return {"kind": "pointed", "x": self.x / PERCENT, "y": self.y / PERCENT}
        return {"kind": "chosen", "options": self.option}


def _share(percent: str) -> float | str:
    """The number as a share; what is no number is told by the field's name."""
    try:
        return float(percent) / PERCENT
    except ValueError:
        return percent


def _unreadable(fault: ValidationError) -> WrongUse:
    wrong = ", ".join(str(one["loc"][-1]) for one in fault.errors() if one["loc"])
    return WrongUse(f"The form cannot be read: {wrong}.", "Go back and look at these fields.")
