"""The addresses at which a syllabus is read, chosen from and kept, for educators only."""

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from fastapi import APIRouter, UploadFile
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from starlette.responses import Response

from assistant.accounts import Account
from assistant.references import reason_against
from curricula.objectives.lint import lint_objective
from curricula.syllabus.ids import short
from curricula.syllabus.keeping import Unkept, keep, objective_of
from curricula.syllabus.types import Draft, Proposed
from curricula.versions import Source
from retrieval.errors import PreceptorError
from ui.api.syllabus import as_file
from ui.desk import LocalDesk
from ui.web.author.curriculum.import_page import import_page, remark_parts, remarks_by_id
from ui.web.author.curriculum.reading import Readings
from ui.web.author.curriculum.routes import UNFINISHED, Educator
from ui.web.author.curriculum.tree_page import AT
from ui.web.markup import path


def syllabus_routes(desk: LocalDesk, readings: Readings, now: Callable[[], datetime]) -> APIRouter:
    """Reading a syllabus in the background, looking at what it states, and keeping a choice of it."""
    router = APIRouter(include_in_schema=False)
    _add_reading(router, desk, readings)
    _add_keeping(router, desk, readings, now)
    return router


def _add_reading(router: APIRouter, desk: LocalDesk, readings: Readings) -> None:
    def page(who: Account, told: str = "", status: int = 200) -> Response:
        documents = frozenset(one.id for one in desk.library.documents())
        return HTMLResponse(
            import_page(readings.of(who.user_id), who, documents=documents, told=told), status
        )

    @router.get(f"{AT}/import")
    def shown(who: Educator) -> Response:
        return page(who)

    @router.post(f"{AT}/import")
    def begin(who: Educator, file: UploadFile) -> Response:
        folder = Path(mkdtemp(prefix="syllabus-"))
        try:
            with as_file(file.file, file.filename or "") as given:
                kept = folder / given.name
                shutil.move(given, kept)
            readings.start(who.user_id, kept, lambda: shutil.rmtree(folder, ignore_errors=True))
        except PreceptorError as fault:
            shutil.rmtree(folder, ignore_errors=True)
            return page(who, str(fault), UNFINISHED)
        return RedirectResponse(f"{AT}/import", 303)

    @router.post(f"{AT}/import/stop")
    def stop(who: Educator) -> Response:
        readings.stop(who.user_id)
        return RedirectResponse(f"{AT}/import", 303)

    @router.post(f"{AT}/import/forget")
    def forget(who: Educator) -> Response:
        readings.forget(who.user_id)
        return RedirectResponse(f"{AT}/import", 303)


def _add_keeping(router: APIRouter, desk: LocalDesk, readings: Readings, now: Callable[[], datetime]) -> None:
    @router.post(f"{AT}/import/check")
    def check(_: Educator, one: Proposed) -> dict[str, Any]:
        return {"remarks": remark_parts(lint_objective(objective_of(one, author="-")))}

    @router.post(f"{AT}/import/keep")
    def keep_chosen(who: Educator, draft: Draft) -> JSONResponse:
        titled = draft.with_objectives(lambda one: one.model_copy(update={"title": short(one.sentence)}))
        source = Source(origin="syllabus", at=now(), by=who.user_id, digest=draft.digest)
        resolve = reason_against(desk.library.store)
        try:
            kept = keep(desk.plans, titled, source, author=who.name, resolve=resolve)
        except Unkept as fault:
            found = remarks_by_id(fault.remarks)
            error = f"Nothing was kept: {len(found)} of the objectives have a fault."
            return JSONResponse({"error": error, "faults": found}, UNFINISHED)
        except PreceptorError as fault:
            return JSONResponse({"error": str(fault)}, UNFINISHED)
        readings.forget(who.user_id)
        number = len(kept.added) + len(kept.changed)
        at = path("author", "curriculum", curriculum=kept.curriculum.id, kept=number)
        return JSONResponse({"at": at})
