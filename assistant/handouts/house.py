"""Handouts from what a library holds."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from assistant.handouts.answers import answer_parts, checked
from assistant.handouts.cases import tutor_parts, worksheet_parts, worksheet_title
from assistant.handouts.composing import Numbering, badges
from assistant.handouts.objectives import objective_parts
from assistant.handouts.types import Audience, Handout, Part
from assistant.references import Remembered, resolver
from assistant.types import Answer
from curricula.cases.shelf import Shelf
from curricula.items.bank import Bank
from curricula.items.wanted import Wanted
from curricula.plans import Plans
from retrieval.errors import WrongUse
from retrieval.store import Store

MOST_ANSWERS = 50
MOST_ITEMS = 40


class Head(NamedTuple):
    """What stands at the top of a handout."""

    title: str
    about: str
    badges: tuple[str, ...]


class Handouts:
    """What can be put on paper; each is a value that `rendered` turns into bytes."""

    def __init__(self, store: Store, plans: Plans, bank: Bank, shelf: Shelf) -> None:
        self._store = store
        self._plans = plans
        self._bank = bank
        self._shelf = shelf

    def objective(self, objective_id: str, made: date) -> Handout:
        """The newest version of that objective with its published items and cards; else WrongUse."""
        one = self._plans.objectives.get(objective_id)
        numbering = self._numbering()
        items = list(self._bank.every(Wanted(objectives=(one.id,))))
        parts = objective_parts(one, items[:MOST_ITEMS], self._bank, numbering)
        left = f"{len(items) - MOST_ITEMS} more items are not printed" if len(items) > MOST_ITEMS else None
        told = (*badges(one.review, one.status, numbering), *([left] if left else []))
        return self._whole(
            Head(one.title, f"Objective {one.id}, version {one.version}", told), parts, numbering, made
        )

    def case(self, case_id: str, audience: Audience, made: date) -> Handout:
        """The newest version of that case, for students without the diagnosis; else WrongUse."""
        one = self._shelf.case(case_id)
        numbering = self._numbering()
        if audience == "students":
            parts, title, about = worksheet_parts(one), worksheet_title(one), "Worksheet"
        else:
            parts, title = tutor_parts(one, numbering), one.title
            about = f"Tutor's sheet: {one.id}, version {one.version}"
        told = badges(one.review, one.status, numbering)
        return self._whole(Head(title, about, told), parts, numbering, made)

    def answers(self, answers: Sequence[Answer], made: date) -> Handout:
        """Those answers as the library bears them out now; WrongUse for none, or for too many."""
        if not 1 <= len(answers) <= MOST_ANSWERS:
            raise WrongUse(f"A handout has 1 to {MOST_ANSWERS} answers, not {len(answers)}.", "Choose some.")
        numbering = self._numbering()
        parts = answer_parts([checked(one, self._store) for one in answers], numbering)
        told = badges(None, "published", numbering)
        title = answers[0].question if len(answers) == 1 else "Questions and answers"
        return self._whole(Head(title, "Answers from the library", told), parts, numbering, made)

    def _numbering(self) -> Numbering:
        return Numbering(resolver(Remembered(self._store)))

    def _whole(self, head: Head, parts: tuple[Part, ...], numbering: Numbering, made: date) -> Handout:
        return Handout(
            title=head.title,
            about=head.about,
            badges=head.badges,
            parts=parts,
            references=numbering.references,
            made=made,
            library=str(self._store.latest_change()),
        )
