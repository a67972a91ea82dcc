"""Whether a short answer is right."""

from assistant.quiz.types import Graded
from curricula.items.types import ShortAnswer


def grade_typed(item: ShortAnswer, text: str) -> Graded:
    """Whether the answer is one that is accepted; None where it is neither that nor a near miss."""
    said = _plain(text)
    if any(said == _plain(form) for one in item.accepted for form in (one.text, *one.also)):
        return Graded(correct=True, score=1.0)
    for miss in item.near_misses:
        if said == _plain(miss.text):
            return Graded(correct=False, score=0.0, reason=miss.reason)
    return Graded(correct=None, reason="This is none of the answers that are known to be right or wrong.")


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
