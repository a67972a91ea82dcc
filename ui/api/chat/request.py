"""A chat completion as OpenAI's clients ask for one, read as a question to the library."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.image.types import Modality
from assistant.types import Mode, Style
from retrieval.types import Filters, Query, Value
from ui.api.faults import BadRequest, NotHere
from ui.asking import asked
from ui.pictures import Sent

MODES: Mapping[str, Mode] = {"preceptor-quote": "quote", "preceptor-write": "write"}
OURS = "preceptor"

# The owner's settings decide how the model writes, so these change nothing: clients send them unasked.
WITHOUT_EFFECT = frozenset(
    {
        *("temperature", "top_p", "presence_penalty", "frequency_penalty", "seed"),
        *("max_tokens", "max_completion_tokens", "reasoning_effort", "verbosity"),
        *("user", "metadata", "service_tier", "safety_identifier", "parallel_tool_calls"),
        *("prompt_cache_key", "prompt_cache_options", "prompt_cache_retention"),
    }
)
# What we cannot do, each with the values that do not ask for it.
UNSUPPORTED: Mapping[str, tuple[Any, ...]] = {
    "n": (1,),
    "tools": ([],),
    "tool_choice": ("none", "auto"),
    "functions": ([],),
    "function_call": ("none", "auto"),
    "logprobs": (False,),
    "top_logprobs": (0,),
    "logit_bias": ({},),
    "response_format": ({"type": "text"},),
    "stop": ([],),
    "modalities": (["text"],),
    "audio": (),
    "prediction": (),
    "web_search_options": (),
    "moderation": (),
    "store": (False,),
}
READ = frozenset({"model", "messages", "stream", "stream_options", OURS})
IMAGE = "image_url"
SETTING_ROLES = frozenset({"system", "developer"})


class Ours(Value):
    """What our own field of a request may say: the style, a learner's attempt, filters, a picture's kind."""

    style: Style = "clinician"
    attempt: str | None = None
    filters: Filters = Filters()
    kind: Modality | None = None


class ChatRequest(NamedTuple):
    """A question with how it is to be answered. `ignored` names what of the request had no effect.

    `picture` is the last message's, or None.
    """

    model: str
    mode: Mode
    query: Query
    ours: Ours
    stream: bool
    tells_usage: bool
    ignored: tuple[str, ...]
    picture: Sent | None = None


class _ImageUrl(BaseModel):
    url: str


class _Part(BaseModel):
    type: str
    text: str | None = None
    image_url: _ImageUrl | None = None


class _Message(BaseModel):
    role: str
    content: str | list[_Part] | None = None


class _StreamOptions(BaseModel):
    include_usage: bool = False


class _Body(BaseModel):
    """The part of the request that is read; unknown fields are refused before."""

    model_config = ConfigDict(strict=True)

    model: str
    messages: list[_Message]
    stream: bool | None = False
    stream_options: _StreamOptions | None = None


def read_request(raw: bytes, models: Collection[str]) -> ChatRequest:
    """The question in a request's body. BadRequest if it cannot be served, NotHere for an unknown model."""
    given = _object(raw)
    _refuse_unsupported(given)
    body, ours = _parsed(given)
    if body.model not in models:
        raise no_such_model(body.model)
    options = body.stream_options or _StreamOptions()
    return ChatRequest(
        model=body.model,
        mode=MODES[body.model],
        query=_query(body.messages, ours.filters),
        ours=ours,
        stream=bool(body.stream),
        tells_usage=options.include_usage,
        ignored=_ignored(given, body.messages),
        picture=_picture(body.messages, ours),
    )


def no_such_model(name: str) -> NotHere:
    """The error for a model that is not offered, by the name it was asked for."""
    what = f"The model {name!r} does not exist here."
    if MODES.get(name) == "write":
        what = f"No language model is connected, so {name!r} does not exist here."
    return NotHere(what, "See GET /v1/models.", param="model", code="model_not_found")


def _object(raw: bytes) -> dict[str, Any]:
    try:
        given = json.loads(raw)
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        raise BadRequest("The body of the request is not a JSON object.", "Send one.")
    return given


def _refuse_unsupported(given: Mapping[str, Any]) -> None:
    for name, value in given.items():
        if name in READ or name in WITHOUT_EFFECT or value is None:
            continue
        if name not in UNSUPPORTED:
            raise BadRequest(
                f"The parameter {name!r} is not known.", "Leave it out.", param=name, code="unknown_parameter"
            )
        if value not in UNSUPPORTED[name]:
            raise BadRequest(
                f"The parameter {name!r} is not supported with this value.",
                "Leave it out.",
                param=name,
                code="unsupported_parameter",
            )


def _parsed(given: Mapping[str, Any]) -> tuple[_Body, Ours]:
    try:
        return _Body.model_validate(given), Ours.model_validate(given.get(OURS) or {})
    except ValidationError as fault:
        wrong = fault.errors(include_url=False, include_context=False, include_input=False)[0]
        place = ".".join(str(step) for step in wrong["loc"])
        where = f"{OURS}.{place}" if fault.title == Ours.__name__ else place
        raise BadRequest(
            f"{where}: {wrong['msg']}.", "Correct it.", param=where, code="invalid_value"
        ) from None


def _query(messages: Sequence[_Message], filters: Filters) -> Query:
    """The last message asks, the user's earlier ones are what came before; nobody gives us instructions."""
    spoken = [(message.role, _text(message, n)) for n, message in enumerate(messages)]
    if not spoken or spoken[-1][0] != "user":
        raise BadRequest(
            "The last message is not the user's.",
            "End with the question.",
            param="messages",
            code="invalid_value",
        )
    *earlier, question = [text for role, text in spoken if role == "user"]
    return asked(question, filters=filters, history=earlier)


def _picture(messages: Sequence[_Message], ours: Ours) -> Sent | None:
    """The picture of the last message, which is what is asked about; earlier ones were answered."""
    content = messages[-1].content
    parts = [] if isinstance(content, str) else content or []
    pictures = [part.image_url.url for part in parts if part.type == IMAGE and part.image_url]
    if len(pictures) > 1:
        raise BadRequest(
            "More than one picture was sent.", "Send one.", param="messages", code="unsupported_value"
        )
    return Sent(data=pictures[0], kind=ours.kind) if pictures else None


def _text(message: _Message, n: int) -> str:
    if message.role not in {"user", "assistant", *SETTING_ROLES}:
        raise BadRequest(
            f"Messages of the role {message.role!r} are not supported.",
            "Send those of user, assistant and system.",
            param=f"messages.{n}.role",
            code="unsupported_value",
        )
    parts = (
        [_Part(type="text", text=message.content)] if isinstance(message.content, str) else message.content
    )
    for part in parts or ():
        if part.type not in ("text", "refusal", IMAGE):
            raise BadRequest(
                f"Content of the type {part.type!r} is not supported yet.",
                "Ask in words.",
                param=f"messages.{n}.content",
                code="unsupported_value",
            )
    return "\n".join(part.text or "" for part in parts or ())


def _ignored(given: Mapping[str, Any], messages: Sequence[_Message]) -> tuple[str, ...]:
    named = [name for name in given if name in WITHOUT_EFFECT and given[name] is not None]
    roles = dict.fromkeys(message.role for message in messages if message.role in SETTING_ROLES)
    return (*named, *(f"messages of {role}" for role in roles))
