"""Classes over HTTP: for educators what they make and may see of them, for learners their own."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import Field

from assistant.accounts import Account, Accounts
from assistant.case.bedside.play import Beginning as CaseBeginning
from assistant.cohorts.doing import Due
from assistant.cohorts.export import csv_of, xapi
from assistant.cohorts.told import Done, Progress, Result
from assistant.cohorts.types import Assignment, Class, Plan, Task
from retrieval.types import Value
from ui.api.parts import Api


class ClassFacts(Value):
    """A class without the secret of its pseudonyms; `code` is None for its members."""

    id: str
    plan: Plan
    made_at: datetime
    code: str | None = None


class InClass(Value):
    """Somebody in a class."""

    user_id: str
    name: str
    joined_at: datetime


class WholeClass(ClassFacts):
    """A class with everything that its educators may see."""

    members: tuple[InClass, ...]
    progress: tuple[Progress, ...]
    done: tuple[Done, ...]
    results: tuple[Result, ...]


class Mine(Value):
    """One's own classes, and what there is to do for them."""

    classes: tuple[ClassFacts, ...]
    due: tuple[Due, ...]


class Joining(Value):
    """The code of a class. `told`: the learner was told that educators see results of assigned exams."""

    code: str = Field(max_length=40)
    told: bool = False


class Named(Value):
    """A person by the name they log in with."""

    name: str = Field(max_length=64)


class Begun(Value):
    """Where an assignment is done: the id of a sitting or of an encounter."""

    sitting: str | None = None
    encounter: str | None = None


def add_classes(router: APIRouter, api: Api) -> None:
    """Adds one's own classes, teaching them, and the exports."""
    _add_own(router, api)  # first: "mine" and "join" are no ids
    _add_teaching(router, api)
    _add_within(router, api)
    _add_exports(router, api)


def _add_own(router: APIRouter, api: Api) -> None:
    @router.get("/api/classes/mine")
    def mine(who: Annotated[Account, Depends(api.door.account)]) -> Mine:
        cohorts = api.desk.cohorts
        found = tuple(_facts(one) for one, _ in cohorts.classes.of(who.user_id))
        return Mine(classes=found, due=tuple(cohorts.duties_of(who)))

    @router.post("/api/classes/join")
    def join(given: Joining, who: Annotated[Account, Depends(api.door.account)]) -> ClassFacts:
        return _facts(api.desk.cohorts.join(who, given.code, told=given.told))

    @router.post("/api/classes/{class_id}/leave")
    def leave(class_id: str, who: Annotated[Account, Depends(api.door.account)]) -> dict[str, str]:
        api.desk.cohorts.leave(who, class_id)
        return {"status": "left"}

    @router.post("/api/assignments/{assignment}/begin")
    def begin(assignment: str, who: Annotated[Account, Depends(api.door.account)]) -> Begun:
        beginning = api.desk.cohorts.beginning(who, assignment)
        if isinstance(beginning, CaseBeginning):
            return Begun(encounter=api.desk.bedside.start(who, beginning).encounter)
        return Begun(sitting=api.desk.quizzes.start(who, beginning).sitting)


def _add_teaching(router: APIRouter, api: Api) -> None:
    @router.get("/api/classes")
    def classes(who: Annotated[Account, Depends(api.door.editor)]) -> dict[str, list[ClassFacts]]:
        return {"classes": [_taught(one) for one in api.desk.cohorts.classes.listed(who)]}

    @router.post("/api/classes")
    def make(plan: Plan, who: Annotated[Account, Depends(api.door.editor)]) -> ClassFacts:
        return _taught(api.desk.cohorts.make(who, plan))

    @router.get("/api/classes/{class_id}")
    def one(class_id: str, who: Annotated[Account, Depends(api.door.editor)]) -> WholeClass:
        cohorts = api.desk.cohorts
        of, view = cohorts.classes.taught(who, class_id), cohorts.overview
        members = (one.model_dump(exclude={"told"}) for one in cohorts.classes.members(of.id))
        return WholeClass(
            **dict(_taught(of)),
            members=tuple(map(InClass.model_validate, members)),
            progress=tuple(view.progress(of)),
            done=tuple(view.done(of)),
            results=tuple(view.results(of)),
        )

    @router.put("/api/classes/{class_id}")
    def change(class_id: str, plan: Plan, who: Annotated[Account, Depends(api.door.editor)]) -> ClassFacts:
        return _taught(api.desk.cohorts.classes.change(who, class_id, plan))

    @router.delete("/api/classes/{class_id}")
    def remove(class_id: str, who: Annotated[Account, Depends(api.door.editor)]) -> dict[str, str]:
        api.desk.cohorts.classes.remove(who, class_id)
        return {"status": "removed"}


def _add_within(router: APIRouter, api: Api) -> None:
    @router.post("/api/classes/{class_id}/assignments")
    def assign(class_id: str, task: Task, who: Annotated[Account, Depends(api.door.editor)]) -> Assignment:
        return api.desk.cohorts.assign(who, class_id, task)

    @router.delete("/api/assignments/{assignment}")
    def withdraw(assignment: str, who: Annotated[Account, Depends(api.door.editor)]) -> dict[str, str]:
        api.desk.cohorts.classes.withdraw(who, assignment)
        return {"status": "withdrawn"}

    @router.post("/api/classes/{class_id}/members")
    def add(class_id: str, given: Named, who: Annotated[Account, Depends(api.door.editor)]) -> dict[str, str]:
        cohorts = api.desk.cohorts
        learner = Accounts(api.desk.library.store.engine).named(given.name)
        cohorts.classes.add(who, class_id, learner, at=cohorts.now())
        return {"status": "added", "user_id": learner.user_id}

    @router.delete("/api/classes/{class_id}/members/{user}")
    def take_out(
        class_id: str, user: str, who: Annotated[Account, Depends(api.door.editor)]
    ) -> dict[str, str]:
        cohorts = api.desk.cohorts
        cohorts.classes.leave(user, cohorts.classes.taught(who, class_id).id)
        return {"status": "taken out"}


def _add_exports(router: APIRouter, api: Api) -> None:
    @router.get("/api/classes/{class_id}/csv")
    def table(class_id: str, who: Annotated[Account, Depends(api.door.editor)]) -> Response:
        of, view = api.desk.cohorts.classes.taught(who, class_id), api.desk.cohorts.overview
        text = csv_of(view.progress(of), view.done(of), view.results(of))
        headers = {"content-disposition": 'attachment; filename="class.csv"'}
        return Response(text, media_type="text/csv; charset=utf-8", headers=headers)

    @router.get("/api/classes/{class_id}/xapi")
    def statements(class_id: str, who: Annotated[Account, Depends(api.door.editor)]) -> list[dict[str, Any]]:
        of = api.desk.cohorts.classes.taught(who, class_id)
        return xapi(of, api.desk.cohorts.overview.results(of))


def _facts(of: Class) -> ClassFacts:
    return ClassFacts(id=of.id, plan=of.plan, made_at=of.made_at)


def _taught(of: Class) -> ClassFacts:
    return ClassFacts(id=of.id, plan=of.plan, made_at=of.made_at, code=of.code)
