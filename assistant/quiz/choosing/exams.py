"""The exams that a library offers: its published blueprints, with the modules that they name."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from curricula.blueprint import Blueprint
from curricula.objectives.types import Module
from curricula.plans import Plans
from curricula.versions import PUBLISHED, values_of
from retrieval.errors import WrongUse
from retrieval.types import Value


class Offered(Value):
    """An exam that can be sat."""

    id: str
    title: str
    count: int
    minutes: float | None


class Drafted(NamedTuple):
    """A blueprint, and the modules of its curriculum by their ids."""

    blueprint: Blueprint
    modules: Mapping[str, Module]


class Exams:
    """The published blueprints of a library, read when somebody asks."""

    def __init__(self, plans: Callable[[], Plans]) -> None:
        self._plans = plans

    def listed(self) -> tuple[Offered, ...]:
        """All of them, by id."""
        found = values_of(self._plans().blueprints.listed(PUBLISHED))
        return tuple(
            Offered(id=one.id, title=one.title, count=one.count, minutes=one.minutes) for one in found
        )

    def find(self, blueprint_id: str) -> Drafted:
        """That blueprint; WrongUse where it is not published, or names a module that is not there now."""
        plans = self._plans()
        published = {one.id: one for one in values_of(plans.blueprints.listed(PUBLISHED))}
        found = published.get(blueprint_id)
        if found is None:
            told = f"Choose one of: {', '.join(published)}." if published else "Import one as a YAML file."
            raise WrongUse(f"There is no published blueprint {blueprint_id[:60]!r}.", told)
        return drafted(plans, found)


def drafted(plans: Plans, blueprint: Blueprint) -> Drafted:
    """The blueprint with its modules; WrongUse where it names a curriculum or module that is not there."""
    modules: dict[str, Module] = {}
    if blueprint.curriculum is not None:
        places = plans.curricula.get(blueprint.curriculum).places()
        modules = {place.module.id: place.module for place in places}
    lost = [share.module for share in blueprint.shares if share.module and share.module not in modules]
    if lost:
        what = f"The blueprint {blueprint.id} names {lost[0]}, which is no module of {blueprint.curriculum}."
        raise WrongUse(what, "Correct the blueprint, or choose another.")
    return Drafted(blueprint, modules)
