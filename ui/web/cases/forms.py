"""What the forms of the page Cases send, checked."""

from uuid import uuid4

from pydantic import ValidationError

from assistant.case.bedside.circuit import CircuitPlan
from assistant.case.bedside.encounters import ROLES, Role
from assistant.case.bedside.play import Beginning
from assistant.learner.cards import Wording
from retrieval.errors import WrongUse
from retrieval.types import Value


class Begun(Value):
    """The form that begins an encounter; a browser sends every field as text."""

    id: str = ""
    case: str = ""
    mode: str = "practice"
    minutes: str = ""
    shared: bool = False
    role: str = ""

    def beginning(self) -> Beginning:
        """What is to begin; WrongUse where a field cannot be what it says."""
        given = {name: value for name, value in self.model_dump().items() if value != ""}
        try:
            return Beginning.model_validate({"id": uuid4().hex} | given)
        except ValidationError as fault:
            raise _unreadable(fault) from None


class Circling(Value):
    """The form that begins a circuit: its cases in the order of the list."""

    id: str = ""
    case: tuple[str, ...] = ()
    minutes: str = ""
    change: str = ""

    def plan(self) -> CircuitPlan:
        """What is to begin; WrongUse where a field cannot be what it says."""
        given = {
            "id": self.id or uuid4().hex,
            "cases": self.case,
            "minutes": self.minutes,
            "change_over_s": self.change,
        }
        if not self.case:
            raise WrongUse("A circuit needs at least one station.", "Go back and tick some.")
        try:
            return CircuitPlan.model_validate({name: value for name, value in given.items() if value != ""})
        except ValidationError as fault:
            raise _unreadable(fault) from None


class CardKept(Value):
    """The form that keeps the card of a missed line."""

    line: str
    text: str = ""

    def wording(self) -> Wording:
        """The card's text; WrongUse where it hides nothing or is too long."""
        try:
            return Wording(text=" ".join(self.text.split()))
        except ValidationError:
            raise WrongUse(
                "The card cannot be kept so.",
                "Put what is to be recalled into {{...}}, in at most 1,000 characters.",
            ) from None


class Joined(Value):
    """The form that joins one."""

    code: str = ""
    role: str = ""

    def wanted_role(self) -> Role | None:
        """The role that was chosen, None for none."""
        return next((role for role in ROLES if role == self.role), None)


def _unreadable(fault: ValidationError) -> WrongUse:
    wrong = ", ".join(str(one["loc"][0]) for one in fault.errors() if one["loc"])
    return WrongUse(f"The form cannot be read: {wrong}.", "Go back and look at these fields.")
