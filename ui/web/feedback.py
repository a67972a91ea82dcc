"""What people do with their answers: stop them, read them again, judge them, take references elsewhere."""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from fastapi.responses import HTMLResponse, PlainTextResponse
from pydantic import Field

from assistant.record import LONGEST_NOTE, Feedback, FeedbackKind
from retrieval.errors import WrongUse
from retrieval.types import Value
from ui.web.people import user_id_of
from ui.web.references import bibtex, ris
from ui.web.render import turn_body
from ui.web.session import Room
from ui.web.shell import model_status

FORMATS = {"bib": (bibtex, "application/x-bibtex"), "ris": (ris, "application/x-research-info-systems")}
UNKNOWN = "There is no such answer in your history."
UserId = Annotated[str, Depends(user_id_of)]


class Judgement(Value):
    """Feedback as the page sends it."""

    turn_id: str
    kind: FeedbackKind
    note: Annotated[str, Field(max_length=LONGEST_NOTE)] = ""


class Stopped(Value):
    """An answer that its reader wants no more of."""

    turn_id: str


def feedback_routes(room: Room) -> APIRouter:
    """Stopping and reading answers, feedback and references, each for one's own answers only."""
    router = APIRouter(include_in_schema=False)

    @router.post("/feedback")
    def judge(given: Judgement, user_id: UserId) -> dict[str, str]:
        kept = Feedback(feedback_id=room.new_id(), user_id=user_id, given_at=room.now(), **given.model_dump())
        try:
            room.record.judge(kept)
        except WrongUse as fault:
            raise HTTPException(400, str(fault)) from None
        return {"status": "kept"}

    @router.post("/stop")
    def stop(given: Stopped, user_id: UserId) -> dict[str, bool]:
        return {"stopped": room.answers.stop(given.turn_id, user_id)}

    @router.get("/model")
    def model() -> HTMLResponse:
        return HTMLResponse(model_status(room.desk.model))

    @router.get("/turn/{turn_id}")
    def fold(turn_id: str, user_id: UserId) -> HTMLResponse:
        turn = room.record.turn(user_id, turn_id)
        if turn is None:
            raise HTTPException(404, UNKNOWN)
        return HTMLResponse(turn_body(turn))

    @router.get("/export/{turn_id}.{ending}")
    def export(turn_id: str, ending: str, user_id: UserId) -> PlainTextResponse:
        turn = room.record.turn(user_id, turn_id)
        if turn is None or turn.answer is None or ending not in FORMATS:
            raise HTTPException(404, UNKNOWN)
        write, media_type = FORMATS[ending]
        headers = {"content-disposition": f'attachment; filename="evidence.{ending}"'}
        return PlainTextResponse(write(turn.answer), media_type=media_type, headers=headers)

    return router
