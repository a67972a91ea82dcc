"""A blueprint: how many items of an exam are about what, and how they are asked."""

from collections.abc import Iterator, Sequence
from typing import Annotated

from pydantic import Field, model_validator

from curricula.items.types import ItemType, Level
from curricula.load import Kind
from curricula.objectives.lint import unknown
from curricula.objectives.types import Curriculum
from curricula.tree import Remark
from curricula.types import Taught
from retrieval.types import Value

Name = Annotated[str, Field(min_length=1, max_length=200)]
Parts = Annotated[float, Field(gt=0, le=1000)]


class Share(Value):
    """So many parts of all items are of that module, objective, topic, level, type, where they are named."""

    module: Name | None = None
    objective: Name | None = None
    topic: Name | None = None
    level: Level | None = None
    type: ItemType | None = None
    parts: Parts


class Blueprint(Taught):
    """An exam: `count` items divided by `shares`, and at the same time by level and by type where these say.

    Parts are relative: 2 and 1 are two thirds and one third. Modules are of the curriculum `curriculum`.
    What a learner answered in the last `rest_days` days is left out.
    """

    curriculum: str | None = None
    count: int = Field(ge=1, le=300)
    minutes: float | None = Field(default=None, gt=0, le=24 * 60)
    pauses: int = Field(default=1, ge=0, le=10)
    shares: tuple[Share, ...] = Field(default=(), max_length=60)
    levels: dict[Level, Parts] = Field(default_factory=dict)
    types: dict[ItemType, Parts] = Field(default_factory=dict)
    rest_days: int = Field(default=30, ge=0, le=3650)

    @model_validator(mode="after")
    def _names_its_curriculum(self) -> "Blueprint":
        if self.curriculum is None and any(share.module for share in self.shares):
            raise ValueError("a share by module needs the curriculum that the module is in")
        return self


BLUEPRINTS = Kind("a blueprint", Blueprint, ("shares", "count", "rest_days", "levels"))


def lint_blueprint(
    blueprint: Blueprint, curricula: Sequence[Curriculum], objectives: frozenset[str]
) -> Iterator[Remark]:
    """What a blueprint names that is not there: its curriculum, a module of it, an objective."""
    named = next((one for one in curricula if one.id == blueprint.curriculum), None)
    if blueprint.curriculum is not None and named is None:
        yield Remark(("curriculum",), f"names {blueprint.curriculum}, which is not here", "a curriculum's id")
    for at, share in enumerate(blueprint.shares):
        if share.objective is not None and share.objective not in objectives:
            yield unknown(("shares", at, "objective"), share.objective, objectives)
        if share.module is not None and named is not None and named.module(share.module) is None:
            what = f"names {share.module}, which is no module of {named.id}"
            yield Remark(("shares", at, "module"), what, "the id of one of its modules")
