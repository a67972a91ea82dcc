"""A learner's marks held against an expert's, mark by mark."""

from collections.abc import Sequence
from typing import Literal

from assistant.image.marks.areas import overlap
from assistant.image.types import Layer, Mark
from retrieval.types import Value

Outcome = Literal["found", "other_label", "not_graded", "missed"]


class Held(Value):
    """An expert's mark and the learner's that means the same place, by their ids; `by` is None if missed.

    "not_graded": the place was found, and one of the two has no label. `overlap` is 0 to 1, as
    `areas.overlap` counts it; `why` is one sentence for the learner.
    """

    mark: str
    by: str | None
    outcome: Outcome
    overlap: float | None
    why: str


class Comparison(Value):
    """Every mark of the expert in its order, and the ids of the learner's marks that mean none of them."""

    held: tuple[Held, ...]
    extra: tuple[str, ...] = ()


def compare(learner: Layer, expert: Layer) -> Comparison:
    """Which of the expert's marks the learner has made.

    Pairs are taken by their overlap, best first, each mark once; of equal ones that with the same label. How
    near is near enough stands in `areas`; labels are the same whatever their case, spaces and full stop.
    """
    pairs = _paired(learner.marks, expert.marks)
    held = tuple(_held(mark, *pairs.get(mark.id, (None, None))) for mark in expert.marks)
    used = {one.id for one, _ in pairs.values()}
    return Comparison(held=held, extra=tuple(one.id for one in learner.marks if one.id not in used))


def _paired(own: Sequence[Mark], expert: Sequence[Mark]) -> dict[str, tuple[Mark, float]]:
    """By the id of an expert's mark the learner's, and how well they overlap."""
    found = ((overlap(one, mark), one, mark) for mark in expert for one in own)
    near = [(share, one, mark) for share, one, mark in found if share is not None]
    near.sort(key=lambda pair: (-round(pair[0], 2), not _same(pair[1], pair[2])))
    pairs: dict[str, tuple[Mark, float]] = {}
    used: set[str] = set()
    for share, one, mark in near:
        if mark.id not in pairs and one.id not in used:
            pairs[mark.id] = (one, share)
            used.add(one.id)
    return pairs


def _held(mark: Mark, by: Mark | None, share: float | None) -> Held:
    if by is None:
        what = f"“{mark.label}”" if mark.label else "This place"
        return Held(mark=mark.id, by=None, outcome="missed", overlap=None, why=f"{what} was not marked.")
    outcome, why = _labelled(mark.label.strip(), by.label.strip())
    return Held(mark=mark.id, by=by.id, outcome=outcome, overlap=share, why=why)


def _labelled(expert: str, own: str) -> tuple[Outcome, str]:
    if not expert:
        return "not_graded", "Found. The expert's mark has no label, so yours is not graded."
    if not own:
        return "not_graded", f"Found. You gave no label, so it is not graded; the expert's is “{expert}”."
    if _plain(expert) == _plain(own):
        return "found", f"“{expert}” found."
    return "other_label", f"Found with another label: yours is “{own}”, the expert's is “{expert}”."


def _same(one: Mark, other: Mark) -> bool:
    return bool(one.label.strip()) and _plain(one.label) == _plain(other.label)


def _plain(label: str) -> str:
    return " ".join(label.casefold().split()).rstrip(".")
