"""How many planted errors a learner finds, of each kind, and how often sound sentences are called faulty."""

from collections.abc import Iterable, Sequence

from assistant.audits.types import Placed
from curricula.audits.types import KINDS, Kind
from retrieval.measure import wilson
from retrieval.types import Value

FEWEST = 3
"""Of fewer places no rate is told. An audit is read once, and most kinds are planted three or four times."""
HITS = ("found", "called_otherwise")


class Share(Value):
    """So many of so many, with the 95% interval (Wilson); `rate` is None where they are too few to tell."""

    hits: int
    of: int
    rate: float | None
    low: float
    high: float


class KindRate(Value):
    """How many errors of one kind were marked at all, and of these how many were called what they are."""

    kind: Kind
    detected: Share
    named: int


class Rates(Value):
    """Over first readings only: by kind, over all kinds, and false alarms among sound places.

    `sound` are answers without error that were handed in as such. Detection says little without false alarms
    beside it: who marks everything misses nothing.
    """

    answers: int
    kinds: tuple[KindRate, ...]
    detected: Share
    named: int
    false_alarms: Share
    sound: Share


def rates(readings: Sequence[Sequence[Placed]]) -> Rates:
    """The rates over these answers, each with what came of all its places."""
    places = [place for reading in readings for place in reading]
    faulty = [place for place in places if place.planted is not None]
    sound = [place for place in places if place.planted is None]
    clean = [reading for reading in readings if all(place.planted is None for place in reading)]
    return Rates(
        answers=len(readings),
        kinds=tuple(_of_kind(kind, faulty) for kind in KINDS),
        detected=_detected(faulty),
        named=_named(faulty),
        false_alarms=share(place.outcome == "false_alarm" for place in sound),
        sound=share(all(place.outcome == "passed" for place in reading) for reading in clean),
    )


def share(holds: Iterable[bool]) -> Share:
    """How many of them hold."""
    known = list(holds)
    hits = sum(known)
    low, high = wilson(hits, len(known))
    rate = hits / len(known) if len(known) >= FEWEST else None
    return Share(hits=hits, of=len(known), rate=rate, low=low, high=high)


def _of_kind(kind: Kind, faulty: Sequence[Placed]) -> KindRate:
    mine = [place for place in faulty if place.planted == kind]
    return KindRate(kind=kind, detected=_detected(mine), named=_named(mine))


def _detected(faulty: Iterable[Placed]) -> Share:
    return share(place.outcome in HITS for place in faulty)


def _named(faulty: Iterable[Placed]) -> int:
    return sum(place.outcome == "found" for place in faulty)
