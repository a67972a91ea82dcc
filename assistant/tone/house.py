"""Tones of an open library: which is in use, and how another comes to be."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from assistant.accounts import Account
from assistant.tone.keeping import Tones
from assistant.tone.types import LIBRARY, Saved, Tone, Trial
from curricula.objectives.types import Course
from curricula.plans import Plans
from curricula.versions import values_of
from retrieval.errors import WrongUse

SHORTEST_REASON = 10


class Toning:
    """The tones of a library with its courses."""

    def __init__(self, tones: Tones, plans: Callable[[], Plans]) -> None:
        self.tones = tones
        self._plans = plans

    def courses(self) -> Sequence[Course]:
        """Every course of every curriculum that was not retired."""
        return [course for one in values_of(self._plans().curricula.listed()) for course in one.courses]

    def for_objectives(self, objectives: Iterable[str] = ()) -> Tone | None:
        """The tone of the course that those objectives belong to, else the library's; None without any."""
        wanted = set(objectives)
        if not wanted:
            return self.tones.of()
        taught = (
            course.id
            for course in self.courses()
            if any(wanted & set(module.objectives) for module in course.modules)
        )
        return self.tones.of(taught)

    def save(self, trial: Trial, who: Account, at: datetime, reason: str = "") -> Saved:
        """The tone of that trial, now in use. WrongUse for a loss, unless an owner says why it is taken."""
        reason = " ".join(reason.split())
        if trial.losses and (who.role != "owner" or len(reason) < SHORTEST_REASON):
            next_step = "Change the wishes, or have an owner save them with a reason of ten letters or more."
            raise WrongUse(" ".join(trial.losses), next_step)
        saved = Saved(
            course=trial.course,
            number=0,
            tone=trial.after.tone,
            by=who.user_id,
            name=who.name,
            at=at,
            trial=trial,
            reason=reason if trial.losses else "",
        )
        return self.tones.save(saved, based_on=trial.based_on)

    def clear(self, course: str, who: Account, at: datetime) -> Saved:
        """No wishes any more, which needs no trial: the product's own rules are what is left."""
        newest = self.tones.newest(course)
        if newest is None:
            raise WrongUse("There are no wishes to take back.", "Write some.")
        saved = Saved(course=course, number=0, tone=Tone(), by=who.user_id, name=who.name, at=at)
        return self.tones.save(saved, based_on=newest.number)

    def checked(self, course: str) -> str:
        """That course, or the whole library; WrongUse where there is no such course."""
        if course != LIBRARY and course not in {one.id for one in self.courses()}:
            raise WrongUse(f"There is no course {course}.", "Choose one of the list.")
        return course
