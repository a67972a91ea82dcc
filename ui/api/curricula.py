"""What is to be learned over HTTP, for educators: objectives, curricula, blueprints, and what covers them."""

from fastapi import APIRouter, Depends

from assistant.changes import Changed
from assistant.curriculum import covered
from curricula.blueprint import Blueprint
from curricula.coverage import Coverage
from curricula.objectives.types import Curriculum, Objective
from curricula.versions import values_of
from retrieval.types import Value
from ui.api.parts import Api
from ui.api.syllabus import add_syllabus


class Planned(Value):
    """The newest version of every plan that was not retired."""

    curricula: tuple[Curriculum, ...]
    objectives: tuple[Objective, ...]
    blueprints: tuple[Blueprint, ...]


def add_curricula(router: APIRouter, api: Api) -> None:
    """Adds the plans, the coverage of a curriculum, what new editions changed, and reading a syllabus."""
    add_syllabus(router, api)

    @router.get("/api/curriculum", dependencies=[Depends(api.door.editor)])
    def plans() -> Planned:
        kept = api.desk.plans
        return Planned(
            curricula=tuple(values_of(kept.curricula.listed())),
            objectives=tuple(values_of(kept.objectives.listed())),
            blueprints=tuple(values_of(kept.blueprints.listed())),
        )

    @router.get("/api/curriculum/coverage", dependencies=[Depends(api.door.editor)])
    def coverage(curriculum: str | None = None, citations: bool = False) -> Coverage:
        # Opening the rooms puts what comes with the product into the bank and on the shelf.
        desk = api.desk
        _ = desk.quizzes, desk.bedside
        return covered(desk.library.store, desk.plans, curriculum, look_up=citations)

    @router.get("/api/curriculum/changes", dependencies=[Depends(api.door.editor)])
    def changes() -> Changed:
        return api.desk.changes.found()
