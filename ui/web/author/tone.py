"""The addresses of the sandbox in which the tone of a course is edited, for educators only."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import ValidationError
from starlette.responses import Response

from assistant.accounts import Account
from assistant.tone.trying import Wanted
from assistant.tone.types import LIBRARY, LONGEST, Saved, Tone
from retrieval.errors import PreceptorError, WrongUse
from ui.desk import LocalDesk
from ui.web.author.drafts import NOT_HERE, REFUSED, Educator
from ui.web.author.tone_page import Shown, tone_page
from ui.web.author.trial import Trying
from ui.web.markup import path

Course = Annotated[str, Form(max_length=100)]
Line = Annotated[str, Form(max_length=1000)]


def tone_routes(desk: LocalDesk, trying: Trying, now: Callable[[], datetime]) -> APIRouter:
    """Editing, trying, saving and taking back."""
    router = APIRouter(include_in_schema=False)
    _add_trying(router, desk, trying)
    _add_saving(router, desk, trying, now)
    return router


def _page(
    desk: LocalDesk, trying: Trying, who: Account, course: str, *, tone: Tone | None = None, told: str = ""
) -> Response:
    toning = desk.toning
    try:
        toning.checked(course)
    except WrongUse as fault:
        raise HTTPException(NOT_HERE, str(fault)) from fault
    versions = toning.tones.versions(course)
    shown = Shown(
        course=course,
        courses=toning.courses(),
        versions=versions,
        tone=tone or _wished(trying, course, versions),
        state=trying.state,
        has_model=desk.model is not None,
        told=told,
    )
    return HTMLResponse(tone_page(shown, who), REFUSED if told else 200)


def _wished(trying: Trying, course: str, versions: Sequence[Saved]) -> Tone:
    """What the form holds at first: what was tried last and not saved, else what is in use."""
    trial = trying.state.trial
    if trial is not None and trial.course == course:
        return trial.after.tone
    return versions[0].tone if versions else Tone()


def _add_trying(router: APIRouter, desk: LocalDesk, trying: Trying) -> None:
    @router.get("/author/tone")
    def shown(who: Educator, course: str = LIBRARY, version: int | None = None) -> Response:
        old = (one.tone for one in desk.toning.tones.versions(course) if one.number == version)
        return _page(desk, trying, who, course, tone=next(old, None))

    @router.post("/author/tone")
    def begin(
        who: Educator,
        course: Course = LIBRARY,
        text: Annotated[str, Form(max_length=LONGEST * 2)] = "",
        sentences: Annotated[str, Form(max_length=2)] = "",
        questions: Line = "",
    ) -> Response:
        try:
            tone = Tone(text=text, sentences=int(sentences) if sentences.strip() else None)
        except (ValidationError, ValueError):
            limits = f"Not tried: at most {LONGEST} letters, and 1 to 6 sentences or none named."
            return _page(desk, trying, who, course, told=limits)
        try:
            newest = desk.toning.tones.newest(desk.toning.checked(course))
            before, number = (newest.tone, newest.number) if newest else (Tone(), 0)
            own = tuple(questions.splitlines())
            trying.start(Wanted(course, before, tone, number, own), who.user_id)
        except WrongUse as fault:
            return _page(desk, trying, who, course, tone=tone, told=str(fault))
        return RedirectResponse(_here(course), 303)

    @router.post("/author/tone/stop")
    def stop(_: Educator, course: Course = LIBRARY) -> Response:
        trying.stop()
        return RedirectResponse(_here(course), 303)


def _add_saving(router: APIRouter, desk: LocalDesk, trying: Trying, now: Callable[[], datetime]) -> None:
    @router.post("/author/tone/save")
    def save(who: Educator, trial: Line, course: Course = LIBRARY, reason: Line = "") -> Response:
        found = trying.state.trial
        if found is None or found.id != trial:
            return _page(desk, trying, who, course, told="That trial is gone. Try the wishes again.")
        try:
            desk.toning.save(found, who, now(), reason)
        except PreceptorError as fault:
            return _page(desk, trying, who, course, tone=found.after.tone, told=str(fault))
        trying.forget(trial)
        return RedirectResponse(_here(course), 303)

    @router.post("/author/tone/clear")
    def clear(who: Educator, course: Course = LIBRARY) -> Response:
        try:
            desk.toning.clear(course, who, now())
        except PreceptorError as fault:
            return _page(desk, trying, who, course, told=str(fault))
        return RedirectResponse(_here(course), 303)


def _here(course: str) -> str:
    return path("author", "tone", course=course or None)
