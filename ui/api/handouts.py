"""Handouts over HTTP: an objective or a case for educators, answers for whoever has them."""

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import Field

from assistant.handouts.house import MOST_ANSWERS
from assistant.handouts.rendering import rendered
from assistant.handouts.types import Audience, Format, Handout, Paper
from assistant.types import Answer
from retrieval.types import Value
from ui.api.parts import Api


class Chosen(Value):
    """Answers to put on paper, as `/api/ask` gave them."""

    answers: tuple[Answer, ...] = Field(min_length=1, max_length=MOST_ANSWERS)
    format: Format = "pdf"
    paper: Paper = "a4"


def add_handouts(router: APIRouter, api: Api) -> None:
    """Adds the handouts, each as the bytes of a file."""

    @router.get("/api/handouts/objective/{objective}", dependencies=[Depends(api.door.editor)])
    def objective(objective: str, format: Format = "pdf", paper: Paper = "a4") -> Response:  # noqa: A002
        made = api.desk.handouts.objective(objective, api.now().date())
        return file_of(made, objective, format, paper)

    @router.get("/api/handouts/case/{case}", dependencies=[Depends(api.door.editor)])
    def case(
        case: str,
        audience: Audience = "students",
        format: Format = "pdf",  # noqa: A002
        paper: Paper = "a4",
    ) -> Response:
        made = api.desk.handouts.case(case, audience, api.now().date())
        return file_of(made, f"{case}-{audience}", format, paper)

    @router.post("/api/handouts/answers", dependencies=[Depends(api.door.account)])
    def answers(given: Chosen) -> Response:
        made = api.desk.handouts.answers(given.answers, api.now().date())
        return file_of(made, "answers", given.format, given.paper)


def file_of(handout: Handout, name: str, form: Format, paper: Paper) -> Response:
    """The handout as a file to be saved under that name, which is an id."""
    data, media_type = rendered(handout, form, paper)
    headers = {"content-disposition": f'attachment; filename="{name}.{form}"', "cache-control": "no-store"}
    return Response(data, media_type=media_type, headers=headers)
