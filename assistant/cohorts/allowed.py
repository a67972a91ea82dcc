"""What a learner may do now, from the rules of all their classes: the strictest holds."""

from collections.abc import Callable, Iterable

from assistant.cohorts.types import Rules
from retrieval.errors import WrongUse
from retrieval.types import Value


class Allowed(Value):
    """How far hints go, whether answers are given, and which exam closes everything else, if one does.

    `works` are the sittings of exams that run for this person, which stay open.
    """

    hint_depth: int = 3
    answers: bool = True
    exam: str | None = None
    works: tuple[str, ...] = ()


FREE = Allowed()
Rule = Callable[[str], Allowed]
"""What the person of an id may do now."""


class ExamRuns(WrongUse):
    """Something is closed while an exam of a class runs."""

    def __init__(self, what: str, exam: str) -> None:
        super().__init__(
            f"{what} closed while the exam “{exam}” of your class runs.",
            "Hand it in under Quiz, or come back when it is over.",
        )


def allowed(rules: Iterable[Rules], exam: str | None, works: Iterable[str] = ()) -> Allowed:
    """The strictest of the rules, with the exam that runs and the sittings of all that run."""
    every = tuple(rules)
    return Allowed(
        hint_depth=min((one.hint_depth for one in every), default=FREE.hint_depth),
        answers=all(one.answers for one in every),
        exam=exam,
        works=tuple(works),
    )


def check_hint(may: Allowed, step: int) -> None:
    """WrongUse where a hint of that step goes further than a class allows."""
    if step > may.hint_depth:
        how = "gives no hints" if may.hint_depth == 0 else f"gives hints up to step {may.hint_depth} of 3"
        raise WrongUse(f"Your class {how}.", "Go on with what you have found.")


def check_open(may: Allowed, what: str, *, work: str | None = None) -> None:
    """ExamRuns where an exam closes it; `what` begins the sentence, such as "Ask is".

    The sitting `work` of the exam itself is open.
    """
    if may.exam is not None and work not in may.works:
        raise ExamRuns(what, may.exam)
