"""Does a statement count and number things as its passages do: "three bones", "the second layer"?"""

import re
from collections.abc import Iterator, Sequence

from assistant.verify.arithmetic import worked_out
from assistant.verify.counted import Counted, is_same_thing
from assistant.verify.evidence import Evidence, Unit
from assistant.verify.finding import Finding
from assistant.verify.measure import COUNT, Measure
from retrieval.indexes.lexical import stems

LONGEST_ITEM = 7
"""Words; what is longer is a clause and no item of a list."""
FEW = 12
"""Up to this many, things are often told of without being counted."""
_VAGUE = frozenset(
    stems(
        "feature finding sign symptom thing example abnormality problem way part group listed mentioned "
        "process people patient case"
    )
)
"""What a statement may count of a table or a text that counts nothing."""
_JOINED = re.compile(r",? (?:and|or|as well as|plus) ")
_STOP = re.compile(r"[.;:(]")
_BULLET = re.compile(r"\s[-•*]\s")


def check_counts(evidence: Evidence) -> list[Finding]:
    """One finding for each thing that the statement counts or numbers otherwise than its passages."""
    said = evidence.statement.counted
    if not said:
        return []
    given = [one for unit in evidence.reading.sentences for one in unit.counted]
    near = [one for unit in evidence.near for one in unit.counted]
    own = set(lists(evidence.statement.text.partition(":")[2]))
    listed = own | {length for unit in evidence.near for length in lists(unit.text)}
    numbers = {one.number for unit in evidence.reading.sentences for one in unit.quantities.measures}
    numbers |= {one.value for one in given}
    kept = [one for one in said if not _follows(one, evidence)]
    return [finding for one in kept if (finding := _recount(one, given, near, listed, numbers))]


def lists(text: str) -> Iterator[int]:
    """How many items each list of the text has: "A, B and C", or bullets on a line."""
    if bullets := len(_BULLET.findall(text)):
        yield bullets
        yield bullets + 1
    for match in _JOINED.finditer(text):
        before = _STOP.split(text[: match.start()])[-1].split(",")
        length = 1
        for item in reversed(before[1:]):
            if len(item.split()) > LONGEST_ITEM:
                break
            length += 1
        yield length + 1


def _recount(
    said: Counted, given: Sequence[Counted], near: Sequence[Counted], listed: set[int], numbers: set[float]
) -> Finding | None:
    if any(_is_same_count(said, one) for one in near):
        return None
    rivals = [one for one in near if one.is_rank == said.is_rank and one.things & said.things]
    elsewhere = any(_is_same_count(said, one) for one in given)
    if rivals:
        weight = 0.6 if said.loose or rivals[0].loose or elsewhere else 1.0
        reason = f"The passage says {rivals[0].written}, the sentence {said.written}."
        return Finding("contradicted", reason, weight)
    if (
        elsewhere
        or said.loose
        or (said.value in listed and not said.is_rank)
        or (said.is_rank and said.value == 1)
    ):
        return None
    reason = f"The passages do not count {said.written}."
    is_open = said.is_name or said.things <= _VAGUE or said.value in numbers
    return Finding("unknown" if is_open else "unsupported", reason, 1.0 if said.value > FEW else 0.3)


def _follows(said: Counted, evidence: Evidence) -> bool:
    """Whether the number follows from others of the passage by an operation that the statement names."""
    if said.is_rank or said.loose:
        return False
    numbers = [number for unit in evidence.near for number in _numbers(unit)]
    measure = Measure(COUNT, said.value, str(said.value), said.value)
    worked = worked_out(measure, numbers, evidence.statement.quantities.plain)
    return bool(worked and worked.named)


def _numbers(unit: Unit) -> Iterator[Measure]:
    for one in unit.counted:
        if not one.is_rank and not one.loose:
            yield Measure(COUNT, one.value, str(one.value), one.value)


def _is_same_count(one: Counted, other: Counted) -> bool:
    return one.value == other.value and one.is_rank == other.is_rank and is_same_thing(one, other)
