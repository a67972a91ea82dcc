"""One line of what preceptor doctor says."""

from typing import Literal

from retrieval.types import Value

State = Literal["on", "off", "fault"]


class Part(Value):
    """A part of the product: on, off for a stated reason, or at fault."""

    name: str
    state: State
    detail: str
