"""Which answer comes next: one that is new, of kinds that came seldom, and nobody can tell which."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from curricula.audits.types import Audit


def choose(audits: Sequence[Audit], given: Mapping[str, datetime], seed: str) -> Audit | None:
    """The next one for somebody who was given those, by id with the last time; None where there are none.

    New ones come first, then those longest ago. Whether it holds an error is left to chance, so that the
    answers before tell nothing; among those with errors the kinds that came least often are preferred.
    """
    new = sorted((one for one in audits if one.id not in given), key=lambda one: _lot(seed, one))
    if not new:
        return min(audits, key=lambda one: (given[one.id], one.id), default=None)
    if not new[0].faults:
        return new[0]
    came = Counter(fault.kind for one in audits if one.id in given for fault in one.faults)
    faulty = [one for one in new if one.faults]
    # min takes the first of equals, so that chance decides among them.
    return min(faulty, key=lambda one: min(came[fault.kind] for fault in one.faults))


def _lot(seed: str, audit: Audit) -> str:
    return sha256(f"{seed} {audit.id}".encode()).hexdigest()
