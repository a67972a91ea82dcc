"""`/v1/models` and `/v1/chat/completions`, for any chat program that speaks OpenAI's API."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from assistant.accounts import Account
from ui.answering import Answering
from ui.api.ask import CLIENT_LEFT
from ui.api.chat.reply import BEAT, DONE, Reply, event
from ui.api.chat.request import MODES, ChatRequest, no_such_model, read_request
from ui.api.faults import BadRequest, NotHere, described_to_openai, understood
from ui.api.parts import Api
from ui.api.prose import Prose
from ui.api.streaming import Growing, begun
from ui.desk import LocalDesk
from ui.pictures import LARGEST_DATA, sent_picture

EVENTS = "text/event-stream"
# Words take 4 MB at most; a picture in base64 comes on top.
LARGEST_BODY = 4_000_000 + LARGEST_DATA * 4 // 3


def add_chat(router: APIRouter, api: Api) -> None:
    """Adds the chat API; errors below /v1/ have OpenAI's shape."""
    known = [Depends(api.door.account)]

    @router.get("/v1/models", dependencies=known)
    def models() -> dict[str, Any]:
        return {"object": "list", "data": [_model(name) for name in offered(api.desk)]}

    @router.get("/v1/models/{name}", dependencies=known)
    def model(name: str) -> dict[str, Any]:
        if name not in offered(api.desk):
            raise no_such_model(name)
        return _model(name)

    @router.post("/v1/chat/completions")
    async def complete(request: Request, who: Annotated[Account, Depends(api.door.account)]) -> Response:
        asked = read_request(await _body(request), offered(api.desk))
        sent, picture = asked.picture, None
        if sent is not None:
            picture = await run_in_threadpool(sent_picture, sent, api.desk.images, who.user_id)
        answering = await run_in_threadpool(
            api.desk.ask_stream,
            asked.query,
            asked.mode,
            style=asked.ours.style,
            attempt=asked.ours.attempt,
            picture=picture,
            who=who.user_id,
        )
        reply = Reply(
            f"chatcmpl-{api.new_id()}", int(api.now().timestamp()), asked.model, str(request.base_url)
        )
        return await _reply(api, asked, answering=answering, reply=reply, request=request)

    @router.api_route("/v1/{rest:path}", methods=["GET", "POST"], dependencies=known, include_in_schema=False)
    def unknown(rest: str) -> None:
        raise NotHere(f"There is no /v1/{rest}.", "There are /v1/models and /v1/chat/completions.")


def offered(desk: LocalDesk) -> tuple[str, ...]:
    """The models that can be asked for: one that writes only where a language model is connected."""
    return tuple(name for name, mode in MODES.items() if mode == "quote" or desk.model is not None)


async def _reply(
    api: Api, asked: ChatRequest, *, answering: Answering, reply: Reply, request: Request
) -> Response:
    headers = {"x-preceptor-ignored": ", ".join(asked.ignored)} if asked.ignored else {}
    if asked.stream:
        rows = await begun(_events(api, asked, answering=answering, reply=reply))
        return Growing(
            rows, answering.close, media_type=EVENTS, headers=headers | {"x-accel-buffering": "no"}
        )
    answer = await api.askers.whole(answering, request)
    if answer is None:
        return Response(status_code=CLIENT_LEFT)
    return JSONResponse(reply.completion(answer), headers=headers)


async def _events(api: Api, asked: ChatRequest, *, answering: Answering, reply: Reply) -> AsyncGenerator[str]:
    sent, prose = False, Prose(reply.address)
    async with aclosing(api.askers.snapshots(answering, api.beat_s)) as snapshots:
        try:
            async for snapshot in snapshots:
                if snapshot is None:
                    yield BEAT
                    continue
                grown = prose.grow(snapshot)
                done = snapshot.stage == "done"
                if not sent:
                    sent = True
                    yield reply.chunk({"role": "assistant", "content": ""}, answer=None if done else snapshot)
                if grown:
                    yield reply.chunk({"content": grown})
                if done:
                    marked = {"annotations": reply.annotations(prose)}
                    yield reply.chunk(marked, "stop", answer=snapshot)
                    if asked.tells_usage:
                        yield reply.usage_chunk(snapshot)
        except Exception as error:
            # The status has gone out with the first event: an error after it can only be an event.
            if not sent:
                raise
            yield event({"error": described_to_openai(understood(error, api.desk.library.folder))})
            return
    yield DONE


async def _body(request: Request) -> bytes:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_BODY:
            raise BadRequest("The request is too large.", "Send fewer or shorter messages.")
    return body


def _model(name: str) -> dict[str, Any]:
    return {"id": name, "object": "model", "created": 0, "owned_by": "preceptor"}
