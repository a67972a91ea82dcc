"""What the scripted server can be told to reply, and the usual faults as vLLM phrases them."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Body = dict[str, Any]
End = Literal["finished", "cut", "unfinished", "fault"]
MODEL = "scripted"
CONTEXT = 4096


@dataclass(frozen=True)
class Reply:
    """What one request gets. With `status` an error of that status and `body`; else a chat completion.

    `pieces` are sent one a chunk, the first after `first_s`, each further one after `delay_s`; before them
    `thoughts` as reasoning. `ends`: "finished" (finish_reason `finish`, usage, [DONE]), "cut" (the connection
    drops), "unfinished" (an orderly end of the stream without a finish_reason), "fault" (an error inside the
    stream). `raw` is sent instead of everything, as the body of an event stream.
    """

    pieces: tuple[str, ...] = ()
    thoughts: tuple[str, ...] = ()
    delay_s: float = 0.0
    first_s: float = 0.0
    ends: End = "finished"
    finish: str = "stop"
    usage: tuple[int, int] | None = (7, 5)
    status: int = 200
    body: Body | str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes | None = None


@dataclass
class Asked:
    """One request as it came: `gone` is set when the client hung up before its reply's end, `done` then."""

    path: str
    headers: dict[str, str]
    body: Body
    gone: threading.Event = field(default_factory=threading.Event)
    done: threading.Event = field(default_factory=threading.Event)

    @property
    def messages(self) -> list[Body]:
        """The messages of a chat request."""
        return list(self.body["messages"])

    @property
    def text(self) -> str:
        """All the text of all the messages."""
        contents = (message["content"] for message in self.messages)
        parts = ([{"text": one}] if isinstance(one, str) else one for one in contents)
        return "\n".join(part.get("text", "") for some in parts for part in some)


Script = Reply | Callable[[Asked], Reply]


def says(*pieces: str, **more: Any) -> Reply:
    """A reply of these pieces; `more` are fields of Reply."""
    return Reply(pieces=pieces, **more)


def refuses(status: int, message: str, *, kind: str = "BadRequestError") -> Reply:
    """An error as vLLM phrases it."""
    return Reply(
        status=status, body={"error": {"message": message, "type": kind, "param": None, "code": status}}
    )


SILENT = Reply(first_s=60.0)
EMPTY = says()
CUT_OFF = says("Gout is ", "treated with", ends="cut")
UNFINISHED = says("Gout is ", "treated with", ends="unfinished")
BROKEN = says("Gout is ", ends="fault")
GARBAGE = Reply(raw=b"\x00\xff\xfe not an event stream \x80\n\n")
HALF_JSON = Reply(raw=b'data: {"id": "1", "choices": [{"delta": {"content": "Gou\n\ndata: [DONE]\n\n')
A_PAGE = Reply(raw=b"<html><body>Welcome to nginx!</body></html>", headers={"content-type": "text/html"})
WRONG_KEY = Reply(status=401, body={"error": "Unauthorized"})
NO_MODEL = refuses(404, "The model `scripted` does not exist.", kind="NotFoundError")
TOO_LONG = refuses(
    400,
    f"This model's maximum context length is {CONTEXT} tokens. However, you requested 700 output tokens and "
    f"your prompt contains at least {CONTEXT} input tokens, for a total of at least {CONTEXT + 700} tokens. "
    "Please reduce the length of the input prompt or the number of requested output tokens.",
)
NO_TEMPLATE = refuses(
    400,
    "As of transformers v4.44, default chat template is no longer allowed, so you must provide a chat "
    "template if the tokenizer does not define one.",
)
NO_IMAGES = refuses(400, "At most 0 image(s) may be provided in one prompt.")
TOO_MANY = Reply(status=429, body={"error": {"message": "Rate limit reached", "type": "rate_limit_error"}})
OVERLOADED = Reply(status=503, body="Service Unavailable")
CRASHED = refuses(500, "EngineCore encountered an issue.", kind="InternalServerError")


def completion(reply: Reply) -> Body:
    """The whole reply as one chat completion."""
    message = {"role": "assistant", "content": "".join(reply.pieces)}
    if reply.thoughts:
        message["reasoning"] = message["reasoning_content"] = "".join(reply.thoughts)
    choice = {"index": 0, "message": message, "finish_reason": reply.finish}
    tokens = {"usage": _usage(reply.usage)} if reply.usage else {}
    return {**_envelope("chat.completion"), "choices": [choice], **tokens}


def delta(new: Body, *, finish: str | None = None) -> Body:
    """One event of a streamed reply."""
    choice = {"index": 0, "delta": new, "finish_reason": finish}
    return {**_envelope("chat.completion.chunk"), "choices": [choice]}


def _envelope(kind: str) -> Body:
    return {"id": "chatcmpl-1", "object": kind, "created": 1, "model": MODEL}


def usage_event(tokens: tuple[int, int]) -> Body:
    """The last event of a streamed reply: what it cost."""
    return {**_envelope("chat.completion.chunk"), "choices": [], "usage": _usage(tokens)}


def _usage(tokens: tuple[int, int]) -> Body:
    return {"prompt_tokens": tokens[0], "completion_tokens": tokens[1], "total_tokens": sum(tokens)}
