"""The addresses of the coverage of a curriculum, for educators only."""

import csv
import io
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Query
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from assistant.answer.cite import cite
from assistant.curriculum import covered
from assistant.quiz.draft.order import Order
from assistant.references import Remembered, resolve
from curricula.cases.shelf import ALL, Shelf
from curricula.coverage import PARTS, Coverage, Row
from curricula.formats.cells import guarded
from curricula.items.wanted import ALL as ANY
from curricula.items.wanted import Wanted
from curricula.objectives.types import Objective
from curricula.versions import values_of
from retrieval.errors import PreceptorError, WrongUse
from retrieval.types import Hit
from retrieval.types import Query as Asked
from ui.desk import LocalDesk
from ui.web.author.coverage_page import View, chosen, coverage_page
from ui.web.author.drafts import NOT_HERE, Educator
from ui.web.author.making import Making
from ui.web.author.objective_page import Behind, objective_page

NEAR = 5
SO_MANY = 10
COUNTS = ("published", "in review", "draft")


def _view(
    curriculum: str = "",
    module: str = "",
    competency: str = "",
    *,
    gaps: bool = False,
    citations: bool = False,
    page: Annotated[int, Query(ge=1)] = 1,
) -> View:
    return View(curriculum, module, competency, gaps=gaps, citations=citations, page=page)


Viewed = Annotated[View, Depends(_view)]


def coverage_routes(desk: LocalDesk, making: Making) -> APIRouter:
    """The matrix, the lists behind its counts, and drafting for a gap."""
    router = APIRouter(include_in_schema=False)
    matrix = Matrix(desk)
    _add_pages(router, matrix)
    _add_drafting(router, matrix, making)
    return router


class Matrix:
    """The coverage of one library, and what is behind it."""

    def __init__(self, desk: LocalDesk) -> None:
        self._desk = desk

    def covered(self, view: View) -> Coverage:
        """The whole matrix of the curriculum of the view; an unknown one is not here."""
        try:
            return self._covered(view.curriculum or None, look_up=view.citations)
        except WrongUse as fault:
            raise HTTPException(NOT_HERE, str(fault)) from fault

    def behind(self, objective_id: str) -> Behind:
        """What is behind one objective; one that nobody wrote is not here."""
        objective = self.objective(objective_id)
        row = next(one for one in self._covered(None).rows if one.id == objective_id)
        books = Remembered(self._desk.library.store)
        wanted = Wanted(statuses=ANY - {"retired"}, objectives=(objective_id,))
        cases = Shelf(self._desk.library.store.engine).listed(ALL - {"retired"})
        return Behind(
            objective,
            row,
            [(one, resolve(books, one)) for one in objective.references],
            self._desk.quizzes.house.bank.listed(wanted),
            [one for one in cases if objective_id in one.objectives],
            [cite(books, hit.passage, 0, len(hit.passage.text)) for hit in self._near(objective)],
        )

    def objective(self, objective_id: str) -> Objective:
        """The newest version that is not retired."""
        known = values_of(self._desk.plans.objectives.listed())
        found = next((one for one in known if one.id == objective_id), None)
        if found is None:
            raise HTTPException(NOT_HERE, f"There is no objective {objective_id[:80]}.")
        return found

    def order(self, objective_id: str) -> Order:
        """What is to be drafted for the objective: from the passages that it cites, then the nearest."""
        objective = self.objective(objective_id)
        books = Remembered(self._desk.library.store)
        cited = [resolve(books, one).citation for one in objective.references]
        near = (hit.passage.id for hit in self._near(objective))
        passages = dict.fromkeys((*(one.passage for one in cited if one and not one.superseded), *near))
        return Order(
            about=objective.sentence[:300],
            passages=tuple(passages),
            objectives=(objective.id,),
            count=SO_MANY,
        )

    @property
    def desk(self) -> LocalDesk:
        """The open library."""
        return self._desk

    def _near(self, objective: Objective) -> Sequence[Hit]:
        return self._desk.library.search(Asked(text=objective.sentence), k=NEAR).hits

    def _covered(self, curriculum: str | None, *, look_up: bool = False) -> Coverage:
        # Opening the rooms puts what comes with the product into the bank and on the shelf.
        _ = self._desk.quizzes, self._desk.bedside
        return covered(self._desk.library.store, self._desk.plans, curriculum, look_up=look_up)


def _add_pages(router: APIRouter, matrix: Matrix) -> None:
    @router.get("/author/coverage")
    def shown(who: Educator, view: Viewed) -> Response:
        curricula = values_of(matrix.desk.plans.curricula.listed())
        return HTMLResponse(coverage_page(matrix.covered(view), curricula, view, who))

    @router.get("/author/coverage/csv")
    def as_csv(_: Educator, view: Viewed) -> Response:
        found = matrix.covered(view)
        headers = {"content-disposition": 'attachment; filename="coverage.csv"'}
        return Response(csv_of(found, chosen(found, view)), media_type="text/csv", headers=headers)

    @router.get("/author/coverage/objective/{objective}")
    def behind(who: Educator, objective: str) -> Response:
        return HTMLResponse(objective_page(matrix.behind(objective), who))


def _add_drafting(router: APIRouter, matrix: Matrix, making: Making) -> None:
    @router.post("/author/coverage/draft")
    def draft(who: Educator, objective: Annotated[str, Form(max_length=100)]) -> Response:
        try:
            making.start(matrix.order(objective), who)
        except PreceptorError as fault:
            raise HTTPException(409, str(fault)) from fault
        return RedirectResponse("/author/drafts", 303)


def csv_of(found: Coverage, rows: list[Row]) -> str:
    """The rows as a table for spreadsheets, with no cell that one would run."""
    out = io.StringIO()
    table = csv.writer(out)
    counted = [f"{part} {state}" for part in PARTS[1:] for state in COUNTS]
    named = ("objective", "title", "sentence", "status", "module", "competencies", "sources")
    table.writerow((*named, *counted, "gaps", "thin", "stale"))
    for row in rows:
        told = (row.id, row.title, row.sentence, row.status, found.modules.get(row.module or "", ""))
        counts = [
            str(number)
            for count in (row.items, row.cards, row.cases)
            for number in (count.published, count.in_review, count.draft)
        ]
        lists = (" | ".join(row.gaps), " | ".join(row.thin), "" if row.stale is None else str(row.stale))
        cells = (*told, " | ".join(row.competencies), str(row.sources), *counts, *lists)
        table.writerow([guarded(cell) for cell in cells])
    return out.getvalue()
