"""The curriculum of a library as it stands: what it is covered by, and what is missing."""

from assistant.references import standing_in
from curricula.coverage import ENOUGH, Coverage, Enough, Ground, coverage
from curricula.objectives.types import Curriculum
from curricula.plans import Plans
from curricula.versions import values_of
from retrieval.store import Store


def covered(
    store: Store,
    plans: Plans,
    curriculum: str | None = None,
    *,
    look_up: bool = False,
    enough: Enough = ENOUGH,
) -> Coverage:
    """The coverage of all objectives in the order of that curriculum, of the first one where none is named.

    With `look_up` everything that is cited is looked up too. WrongUse for a curriculum that is not there.
    """
    standing = standing_in(store) if look_up else None
    ground = Ground(store.engine, store.documents(), standing)
    objectives = values_of(plans.objectives.listed())
    return coverage(ground, objectives, chosen_of(plans, curriculum), enough=enough)


def chosen_of(plans: Plans, curriculum: str | None) -> Curriculum | None:
    """That curriculum, the first by its id where none is named; None where there is none at all."""
    if curriculum is not None:
        return plans.curricula.get(curriculum)
    listed = values_of(plans.curricula.listed())
    return listed[0] if listed else None
