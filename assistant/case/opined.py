"""What a model thinks of an encounter that is over: kept apart from the marks, which it never changes."""

from typing import Literal

from retrieval.types import Value

Likeness = Literal["same", "different", "cannot_say"]


class Remark(Value):
    """Something that went well or could be better, and what it rests on: one of the two at least.

    `line` is a line of the checklist by its id; `words` are the student's own, to the letter.
    """

    text: str
    line: str | None = None
    words: str | None = None


class Judged(Value):
    """The model's word on what was not graded: a diagnosis, or a line of the plan.

    `same_as` is the diagnosis or step that it is held to mean; None unless it is the same.
    """

    of: Literal["diagnosis", "plan"]
    words: str
    likeness: Likeness
    same_as: str | None
    reason: str


class Opinion(Value):
    """A second opinion, by the name of the model and the version of what it was told.

    `dropped` counts what was left out of the reply because what it rests on is not there; `unseen` counts the
    turns of the encounter for which the model had no room.
    """

    model: str
    prompt: str
    strengths: tuple[Remark, ...] = ()
    improvements: tuple[Remark, ...] = ()
    judged: tuple[Judged, ...] = ()
    dropped: int = 0
    unseen: int = 0


class Second(Value):
    """Whether a second opinion can be had, and the one that was; None where nobody has asked for it."""

    offered: bool
    opinion: Opinion | None
