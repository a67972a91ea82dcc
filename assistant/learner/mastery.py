"""How well a learner knows each objective and topic, how sure that is, and which attempts say so.

What weighs, and how much:

- first answers without help weigh whole; answers to an item that was answered before weigh half, since the
  answer may be remembered;
- assisted answers weigh nothing, nor do cards that learners rate themselves, nor what could not be graded;
- forgetting is taken in by age alone: an answer weighs half as much after every 180 days. This is a choice,
  not fitted to anybody; what was long ago makes the estimate less sure rather than lower.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Literal, NamedTuple

from assistant.learner.ability import Posterior, chances, floor, location, posterior
from assistant.learner.types import Evidence
from retrieval.types import Value

Kind = Literal["objective", "topic"]
FEWEST = 5
"""With fewer answers that weigh nothing but an interval is said."""
HALF_LIFE = timedelta(days=180)
SEEN_BEFORE = 0.5
SHARE = 0.9
"""Of the posterior, this much lies inside the interval that is shown."""
MEDIAN_LOCATION = location(None)
MEDIAN_FLOOR = floor("single_best_answer", 5)
NOWHERE: Mapping[str, float] = {}


class Mastery(Value):
    """What answers tell about one objective or topic.

    `probability` is the chance of a right answer to an item of middle difficulty with five options (a blind
    guess has 0.2), None with too few answers; `low` and `high` are its 90% interval. `mean` and `sd` are the
    ability in logits. `attempts` are those that weigh, oldest first, `left_out` those that do not.
    """

    kind: Kind
    name: str
    mean: float
    sd: float
    probability: float | None
    low: float
    high: float
    right: int
    attempts: tuple[str, ...]
    left_out: tuple[str, ...]


class _Weighed(NamedTuple):
    evidence: Evidence
    weight: float


def mastery(
    given: Iterable[Evidence],
    *,
    now: datetime,
    kind: Kind = "objective",
    locations: Mapping[str, float] = NOWHERE,
) -> dict[str, Mastery]:
    """The mastery of every objective, or topic, that was answered for, by its name.

    `locations` are those of items that were re-estimated; the author's difficulty places the others.
    """
    of_name: defaultdict[str, list[_Weighed]] = defaultdict(list)
    for one in weighed(given, now):
        for name in one.evidence.objectives if kind == "objective" else one.evidence.topics:
            of_name[name].append(one)
    return {name: _mastery(kind, name, found, locations) for name, found in sorted(of_name.items())}


def unknown(name: str, kind: Kind = "objective") -> Mastery:
    """What is known before the first answer."""
    return _mastery(kind, name, [], NOWHERE)


def weighed(given: Iterable[Evidence], now: datetime) -> list[_Weighed]:
    """The answers, oldest first, each with how much it weighs; 0: not at all."""
    seen: set[str] = set()
    found = []
    for one in sorted(given, key=attrgetter("at", "attempt")):
        found.append(_Weighed(one, _weight(one, now, again=one.item_id in seen)))
        seen.add(one.item_id)
    return found


def tells(one: Evidence) -> bool:
    """Whether an answer says anything about what its learner knows."""
    return one.correct is not None and not one.assisted and one.type != "cloze_card"


def expected(known: Mastery, at: float, guessed: float) -> float:
    """The chance that this learner answers an item of that location and floor right."""
    return float(chances(known.mean, at, guessed))


def _weight(one: Evidence, now: datetime, *, again: bool) -> float:
    if not tells(one):
        return 0.0
    recent: float = 0.5 ** max(0.0, (now - one.at) / HALF_LIFE)
    return recent * SEEN_BEFORE if again else recent


def _mastery(kind: Kind, name: str, found: Sequence[_Weighed], locations: Mapping[str, float]) -> Mastery:
    used = [one for one in found if one.weight > 0]
    known = _posterior(used, locations)
    low, high = (float(chances(end, MEDIAN_LOCATION, MEDIAN_FLOOR)) for end in known.between(SHARE))
    return Mastery(
        kind=kind,
        name=name,
        mean=known.mean,
        sd=known.sd,
        probability=known.chance(MEDIAN_LOCATION, MEDIAN_FLOOR) if len(used) >= FEWEST else None,
        low=low,
        high=high,
        right=sum(one.evidence.correct is True for one in used),
        attempts=tuple(one.evidence.attempt for one in used),
        left_out=tuple(one.evidence.attempt for one in found if one.weight == 0),
    )


def _posterior(used: Sequence[_Weighed], locations: Mapping[str, float]) -> Posterior:
    """Answers that are alike are weighed together: there are few kinds of them."""
    alike: defaultdict[tuple[bool, float, float], float] = defaultdict(float)
    for one, weight in used:
        at = locations.get(one.item_id)
        at = location(one.difficulty) if at is None else at
        alike[one.correct is True, at, floor(one.type, one.options)] += weight
    right, places, floors = zip(*alike, strict=True) if alike else ((), (), ())
    return posterior(right, places, floors, list(alike.values()))
