"""What one check says of one statement."""

from typing import Literal, NamedTuple

Outcome = Literal["supported", "contradicted", "unsupported", "unknown"]


class Finding(NamedTuple):
    """The outcome of a check, its reason in one sentence for a learner, how strongly it counts (0..1)."""

    outcome: Outcome
    reason: str
    weight: float = 1.0


UNKNOWN = Finding("unknown", "", 0.0)
