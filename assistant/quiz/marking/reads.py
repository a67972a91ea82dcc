"""What a read of a picture is worth: the weights of the lines of its report that it agrees with."""

from collections.abc import Iterable, Sequence

from assistant.image.readback.compare import read_back
from assistant.image.readback.nearness import with_meaning
from assistant.image.types import Agreement, Compared
from assistant.quiz.types import Graded
from curricula.items.types import ImageRead, ReportLine
from retrieval.ports import Encoder

WORTH: dict[Agreement, float] = {
    "agrees": 1.0,
    "incomplete": 0.5,
    "wrong_severity": 0.5,
    "not_mentioned": 0.0,
    "wrong_presence": -1.0,
    "wrong_side": -1.0,
    "wrong_number": -1.0,
}
"""What a line counts by its weight. What is contradicted costs what it would have brought, as wrong options
of a multiple response do, so that guessing is worth nothing. "unclear" stands here not: it does not count."""
MUST = 3
"""The weight of a line that must not be missed."""
MOST_OPEN = 0.5
"""Where more of the weight than this could not be told, the read is not marked."""
UNMARKED = "Not marked: too much of it could not be compared with the report."


def grade_read(item: ImageRead, text: str, encoder: Encoder | None = None) -> Graded:
    """Whether the read is right as a whole, its score, and how each line of the report compares.

    It is right from a score of `item.enough` on where no line of weight 3 is missed or contradicted. Where
    such a line could not be told, and the read would be right, it is not marked. What rules cannot match an
    `encoder` may hold together by meaning, which makes a line unclear and nothing right.
    """
    read = with_meaning(item.report, read_back(item.report, text), encoder)
    pairs = list(zip(item.report, read.compared, strict=True))
    told = [(line, one) for line, one in pairs if one.agreement != "unclear"]
    whole, counted = _weight(line for line, _ in pairs), _weight(line for line, _ in told)
    if counted < (1 - MOST_OPEN) * whole:
        return Graded(correct=None, reason=UNMARKED, read=read)
    gained = sum(line.weight * WORTH[one.agreement] for line, one in told)
    score = round(max(0.0, gained / counted), 4)
    missed = [line for line, one in told if line.weight == MUST and WORTH[one.agreement] <= 0]
    correct: bool | None = score >= item.enough and not missed
    is_open = any(line.weight == MUST and one.agreement == "unclear" for line, one in pairs)
    if correct and is_open:
        return Graded(
            correct=None, reason="Not marked: a line that must not be missed is unclear.", read=read
        )
    return Graded(correct=correct, score=score, reason=_told(read.compared, missed), read=read)


def _weight(lines: Iterable[ReportLine]) -> int:
    return sum(line.weight for line in lines)


def _told(compared: Sequence[Compared], missed: Sequence[ReportLine]) -> str:
    agreed = sum(one.agreement == "agrees" for one in compared)
    unclear = sum(one.agreement == "unclear" for one in compared)
    words = f"It agrees with {agreed} of {len(compared)} lines of the report"
    words += f"; {unclear} could not be told." if unclear else "."
    if missed:
        words += f" Not to be missed: {', '.join(line.name for line in missed)}."
    return words
