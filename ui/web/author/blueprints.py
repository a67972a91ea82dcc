"""The addresses of blueprints, for educators only."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from assistant.accounts import Account
from assistant.curriculum import covered
from assistant.quiz.choosing.blueprint import Draw, deliverable
from assistant.quiz.choosing.exams import drafted
from assistant.quiz.draft.order import MOST, Order
from curricula.blueprint import Blueprint, lint_blueprint
from curricula.errors import Outdated
from curricula.versions import Source, values_of
from retrieval.errors import PreceptorError, WrongUse
from ui.desk import LocalDesk
from ui.web.author.blueprint_form import Filled, Sent, blueprint_of, filled_from, filled_with
from ui.web.author.blueprints_page import Choices, Worked, blueprint_page, blueprints_page
from ui.web.author.coverage import Matrix
from ui.web.author.drafts import NOT_HERE, REFUSED, Educator
from ui.web.author.making import Making
from ui.web.markup import path

OUTDATED = 409
SEED = "1"


async def _sent(request: Request) -> Sent:
    fields: dict[str, list[str]] = defaultdict(list)
    for name, value in (await request.form()).multi_items():
        if isinstance(value, str):
            fields[name].append(value)
    return fields


Filling = Annotated[Sent, Depends(_sent)]
Named = Annotated[str, Query(max_length=200)]


class Drawing:
    """The blueprints of one library, and its bank."""

    def __init__(self, desk: LocalDesk, now: Callable[[], datetime]) -> None:
        self._desk = desk
        self._now = now

    def kept(self) -> list[Blueprint]:
        """The newest version of each that is not retired."""
        return values_of(self._desk.plans.blueprints.listed())

    def choices(self) -> Choices:
        """What can be chosen in the form."""
        plans = self._desk.plans
        objectives = [one.id for one in values_of(plans.objectives.listed())]
        return Choices(values_of(plans.curricula.listed()), objectives)

    def base(self, an_id: str) -> Blueprint | None:
        """The newest version of that id; None where there is none."""
        found = self._desk.plans.blueprints.versions(an_id)
        return found[0].value if found else None

    def worked(self, filled: Filled, seed: str = "") -> Worked:
        """The form as a blueprint with what the bank delivers of it, or what is wrong with it."""
        blueprint, remarks = blueprint_of(filled, self.base(filled.plain["id"]) if filled.based_on else None)
        if blueprint is None:
            return Worked(remarks=remarks, seed=seed)
        choices = self.choices()
        wrong = list(lint_blueprint(blueprint, choices.curricula, frozenset(choices.objectives)))
        if wrong:
            return Worked(blueprint, remarks=wrong, seed=seed)
        modules = drafted(self._desk.plans, blueprint).modules
        plan = deliverable(blueprint, self._desk.quizzes.house.bank, Draw(seed or SEED, modules=modules))
        return Worked(blueprint, plan, seed=seed)

    def save(self, blueprint: Blueprint, based_on: int | None, who: Account) -> Blueprint:
        """It as kept in the next version, as a draft; Outdated where somebody saved meanwhile."""
        source = Source(origin="author", at=self._now(), by=who.user_id)
        return self._desk.plans.blueprints.revise(blueprint, source, based_on=based_on)

    def scarcest(self, module: str) -> str:
        """The objective of that module with the fewest published items."""
        rows = [
            row
            for one in self.choices().curricula
            for row in covered(self._desk.library.store, self._desk.plans, one.id).rows
            if row.module == module
        ]
        if not rows:
            raise WrongUse("No objective of this module is there.", "Write one first, or choose another.")
        return min(rows, key=lambda row: (row.items.published, row.id)).id


def blueprint_routes(desk: LocalDesk, making: Making, now: Callable[[], datetime]) -> APIRouter:
    """The list, the form, trying and saving, and drafting for what the bank lacks."""
    router = APIRouter(include_in_schema=False)
    drawing = Drawing(desk, now)
    _add_pages(router, drawing)
    _add_drafting(router, drawing, Matrix(desk), making)
    return router


def _add_pages(router: APIRouter, drawing: Drawing) -> None:
    def page(filled: Filled, worked: Worked, who: Account, status: int = 200) -> Response:
        return HTMLResponse(blueprint_page(filled, drawing.choices(), worked, who), status)

    @router.get("/author/blueprints")
    def listed(who: Educator) -> Response:
        return HTMLResponse(blueprints_page(drawing.kept(), who))

    @router.get("/author/blueprints/new")
    def new(who: Educator) -> Response:
        plain = {"author": who.name, "count": "20", "pauses": "1", "rest_days": "30"}
        return page(Filled(plain, (), {}, {}, None), Worked(), who)

    @router.get("/author/blueprints/{blueprint}")
    def shown(who: Educator, blueprint: str) -> Response:
        found = drawing.base(blueprint)
        if found is None:
            raise HTTPException(NOT_HERE, f"There is no blueprint {blueprint[:80]}.")
        filled = filled_with(found)
        return page(filled, drawing.worked(filled), who)

    @router.post("/author/blueprints/work")
    def work(who: Educator, sent: Filling) -> Response:
        filled, do = filled_from(sent), "".join(sent.get("do", ["work"]))
        worked = drawing.worked(filled, "".join(sent.get("seed", [])).strip()[:40] if do == "try" else "")
        if do != "save" or worked.blueprint is None or worked.remarks:
            return page(filled, worked, who, REFUSED if worked.remarks else 200)
        try:
            kept = drawing.save(worked.blueprint, filled.based_on, who)
        except Outdated as fault:
            return page(filled, worked._replace(told=str(fault)), who, OUTDATED)
        return RedirectResponse(path("author", "blueprints", kept.id), 303)


def _add_drafting(router: APIRouter, drawing: Drawing, matrix: Matrix, making: Making) -> None:
    @router.post("/author/blueprints/draft")
    def draft(
        who: Educator,
        count: Annotated[int, Query(ge=1)],
        objective: Named = "",
        module: Named = "",
        topic: Named = "",
    ) -> Response:
        try:
            if objective or module:
                order = matrix.order(objective or drawing.scarcest(module))
            else:
                order = Order(about=topic)
            making.start(order.model_copy(update={"count": min(count, MOST)}), who)
        except PreceptorError as fault:
            raise HTTPException(OUTDATED, str(fault)) from fault
        return RedirectResponse("/author/drafts", 303)
