"""Asking over HTTP: the whole answer as JSON, or row by row while it grows."""

import json
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from assistant.accounts import Account
from assistant.types import Mode, Style
from retrieval.types import Query
from ui.answering import Answering
from ui.api.faults import described, understood
from ui.api.parts import Api
from ui.api.streaming import Growing, begun
from ui.asking import asked
from ui.pictures import Sent, sent_picture

ROWS = "application/x-ndjson"
CLIENT_LEFT = 499


class AskRequest(Query):
    """A question over HTTP, with a picture where it is about one."""

    picture: Sent | None = None


def add_asking(router: APIRouter, api: Api) -> None:
    """Adds `/api/ask`: an Answer as JSON, or its snapshots as rows for who accepts those."""

    @router.post("/api/ask")
    async def ask(
        request: Request,
        query: AskRequest,
        who: Annotated[Account, Depends(api.door.account)],
        mode: Mode = "quote",
        style: Style = "clinician",
        attempt: str | None = None,
    ) -> Response:
        sent, picture = query.picture, None
        if sent is not None:
            picture = await run_in_threadpool(sent_picture, sent, api.desk.images, who.user_id)
        answering = await run_in_threadpool(
            api.desk.ask_stream,
            checked(query),
            mode,
            style=style,
            attempt=attempt,
            picture=picture,
            who=who.user_id,
        )
        if ROWS in request.headers.get("accept", ""):
            rows = await begun(_rows(api, answering))
            return Growing(rows, answering.close, media_type=ROWS)
        answer = await api.askers.whole(answering, request)
        return JSONResponse(answer.model_dump(mode="json")) if answer else Response(status_code=CLIENT_LEFT)


def checked(query: Query) -> Query:
    """The query as every door asks it."""
    return asked(query.text, filters=query.filters, history=query.history)


async def _rows(api: Api, answering: Answering) -> AsyncGenerator[str]:
    sent = False
    async with aclosing(api.askers.snapshots(answering)) as snapshots:
        try:
            async for snapshot in snapshots:
                if snapshot is not None:
                    yield snapshot.model_dump_json() + "\n"
                    sent = True
        except Exception as error:
            # The status has gone out with the first row: an error after it can only be a row.
            if not sent:
                raise
            yield json.dumps({"error": described(understood(error, api.desk.library.folder))}) + "\n"
