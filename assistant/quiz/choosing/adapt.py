"""Which item comes next in study: from what is to be asked again, is weak, or is due, else something new.

One item in five explores whatever the learner knows, so that nothing is judged by what was asked by chance.
The rest comes first from answers with help, asked again without; then from an objective drawn by how weak and
how unsure it is. Of its items the one is taken whose answer tells most.
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import NamedTuple

from assistant.learner.ability import floor, information, location
from assistant.learner.mastery import Mastery, mastery
from assistant.learner.retest import retests
from assistant.learner.types import Evidence
from assistant.quiz.choosing.choose import AT_ONCE, MARKED, Met, mixed, published
from assistant.quiz.events import Why
from assistant.quiz.sitting.sittings import Sitting
from curricula.items.bank import Bank
from curricula.items.types import Item
from curricula.items.wanted import Mark, Shelved, Wanted

EXPLORED = 0.2
WEAK = 0.75
"""An objective of which less is known to be right, in the mean, is weak."""
DUE = timedelta(days=14)
"""An objective not answered for so long is due."""
MOST_WEIGHED = 16
"""So many objectives are weighed against each other at a time."""
OPTIONS = 5
"""So many options an item of a list is taken to have: the list does not say."""


class Chosen(NamedTuple):
    """An item, and why it comes now."""

    item: Item
    why: Why


class Study(NamedTuple):
    """What an item is chosen from: the bank, what this sitting has met, and what is known of the learner.

    `evidence` are the last answers, `answered` the ids of all items answered at any time. Items whose ids are
    `hidden` are left out.
    """

    bank: Bank
    sitting: Sitting
    met: Met
    evidence: Sequence[Evidence]
    answered: frozenset[str]
    now: datetime
    hidden: frozenset[str] = frozenset()

    @property
    def wanted(self) -> Wanted:
        """What items of the sitting must be."""
        return Wanted(
            types=MARKED,
            objectives=self.sitting.objectives,
            topics=self.sitting.topics,
            without=self.hidden | self.met.ids,
        )


def chosen(study: Study) -> Chosen | None:
    """The next item; None where none is left that fits. The same for the same sitting, place and past.

    What was answered before comes again only when nothing else is left, but for what is asked again.
    """
    chance = random.Random(f"{study.sitting.id}:{len(study.met.ids)}")
    explores = chance.random() < EXPLORED
    found = None if explores else _again(study)
    for hidden in (study.answered, frozenset[str]()):
        left = study._replace(hidden=hidden)
        found = found or (None if explores else _for_mastery(left, chance)) or _any(left, chance)
    return found


def _any(study: Study, chance: random.Random) -> Chosen | None:
    rows = mixed(study.bank, study.wanted, seed=str(chance.random()))
    item = _first(study, rows)
    return None if item is None else Chosen(item, "new")


def _first(study: Study, rows: Iterable[Shelved]) -> Item | None:
    """The first that asks nothing that was met."""
    whole = (study.bank.item(row.id, row.version) for row in rows)
    return next((item for item in whole if not study.met.has(item)), None)


def _again(study: Study) -> Chosen | None:
    """An item that was answered with help and is to be answered without."""
    if not any(one.assisted for one in study.evidence):
        return None
    for one in retests(study.evidence):
        if one.item_id in study.met.ids or not one.is_due(study.now):
            continue
        item = published(study.bank, one.item_id)
        if (
            item is not None
            and item.type in MARKED
            and _fits(item, study.sitting)
            and not study.met.has(item)
        ):
            return Chosen(item, "retest")
    return None


def _for_mastery(study: Study, chance: random.Random) -> Chosen | None:
    kind, known = _known(study, chance)
    needs = {name: need for name, one in known.items() if (need := _need(one)) > 0}
    due = _due(study, kind, known)
    while needs or due:
        names = list(needs) or due
        [name] = chance.choices(names, [needs.get(one, 1.0) for one in names])
        why: Why = "weak" if needs.pop(name, None) is not None else "due"
        due = [one for one in due if one != name]
        item = _telling(study, kind, known[name], seed=str(chance.random()))
        if item is not None:
            return Chosen(item, why)
    return None


def _known(study: Study, chance: random.Random) -> tuple[Mark, Mapping[str, Mastery]]:
    """What is known of the learner about what is asked for, by topic where only topics are.

    Of many names only some drawn by chance, so that it takes no longer.
    """
    by_topic = bool(study.sitting.topics) and not study.sitting.objectives
    kind: Mark = "topic" if by_topic else "objective"
    asked = study.sitting.topics if by_topic else study.sitting.objectives
    held = [one.topics if by_topic else one.objectives for one in study.evidence]
    names = sorted({name for some in held for name in some if not asked or name in asked})
    some = set(chance.sample(names, min(len(names), MOST_WEIGHED)))
    evidence = [one for one, its in zip(study.evidence, held, strict=True) if not some.isdisjoint(its)]
    found = mastery(evidence, now=study.now, kind=kind)
    return kind, {name: found[name] for name in sorted(some) if name in found}


def _need(one: Mastery) -> float:
    """How much an objective needs practice: how far below the mark it is, and how unsure that is."""
    middle = one.probability if one.probability is not None else (one.low + one.high) / 2
    return max(0.0, WEAK - middle) + (one.high - one.low) / 4 if middle < WEAK else 0.0


def _due(study: Study, kind: Mark, known: Mapping[str, Mastery]) -> list[str]:
    last: dict[str, datetime] = {}
    for one in study.evidence:  # oldest first
        for name in one.objectives if kind == "objective" else one.topics:
            last[name] = one.at
    return [name for name in known if study.now - last[name] >= DUE]


def _telling(study: Study, kind: Mark, known: Mastery, *, seed: str) -> Item | None:
    """Of some items of that objective the one that tells most of a learner of that ability."""
    named = {"objectives" if kind == "objective" else "topics": (known.name,)}
    wanted = study.wanted.model_copy(update=named)
    rows = list(islice(mixed(study.bank, wanted, seed=seed), AT_ONCE))
    return _first(study, sorted(rows, key=lambda row: -_tells(known, row)))


def _tells(known: Mastery, row: Shelved) -> float:
    options = OPTIONS if row.type == "single_best_answer" else 0
    return float(information(known.mean, location(row.difficulty), floor(row.type, options)))


def _fits(item: Item, sitting: Sitting) -> bool:
    asked = ((sitting.objectives, item.objectives), (sitting.topics, item.topics))
    return all(not wished or set(wished) & set(held) for wished, held in asked)
