"""Every way in which a model server can fail, as one sentence and the next step."""

import re
from typing import NamedTuple

import httpx

from assistant.connect.thoughts import UnmarkedThoughts
from assistant.connect.wire import LONGEST, Garbled, Overdue, Redirected, Refusal
from assistant.ports import FaultKind, ModelFault
from retrieval.models.server import UNAUTHORISED

# Raised before the server has answered: it may be tried again.
CONNECTION = (httpx.ConnectError, httpx.ConnectTimeout, httpx.ReadError, httpx.RemoteProtocolError)
# What a reply of another shape than a chat completion makes LangChain stumble over.
SHAPE = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
FAULTS = (httpx.HTTPError, Refusal, Redirected, Garbled, Overdue, UnmarkedThoughts, *SHAPE)
MOST_SAID = 200


class Asked(NamedTuple):
    """What was asked of whom, as far as its fault depends on it. `began`: part of the reply has come."""

    host: str
    model: str = ""
    timeout_s: float = 0
    images: bool = False
    began: bool = False
    served: tuple[str, ...] | None = None


class _Words(NamedTuple):
    pattern: re.Pattern[str]
    kind: FaultKind
    what: str
    next_step: str


def _words(pattern: str, kind: FaultKind, what: str, next_step: str) -> _Words:
    return _Words(re.compile(pattern, re.IGNORECASE), kind, what, next_step)


# The words of vLLM, llama.cpp, Ollama and OpenAI for the same few things.
TOO_LONG = _words(
    r"context[ _](length|window|size)|maximum model length|prompt is too long|input tokens exceed",
    "too_long",
    "takes fewer words at once than it was sent.",
    "Ask with fewer sources, or serve the model with a longer context.",
)
NO_TEMPLATE = _words(
    r"chat[ _]?template",
    "no_template",
    "serves a model without a chat template, which cannot be asked questions.",
    "Serve an instruction-tuned model, or start the server with --chat-template FILE.",
)
NO_IMAGES = _words(
    r"image|multi-?modal|vision|mmproj",
    "no_images",
    "serves a model that takes no images.",
    "Ask without the image, or serve a model for images and text.",
)


def explained(fault: Exception, asked: Asked) -> ModelFault:
    """What a person is told about any of FAULTS."""
    if isinstance(fault, Refusal):
        return _refused(fault, asked)
    if isinstance(fault, Redirected):
        return _fault(
            asked, "not_found", f"sends requests on to {fault}.", "Set that address if you trust it."
        )
    if isinstance(fault, httpx.HTTPError):
        return _unconnected(fault, asked)
    if isinstance(fault, Overdue):
        return _timeout(asked, f"was not done within {LONGEST * asked.timeout_s:g} s.")
    if isinstance(fault, UnmarkedThoughts):
        return _fault(
            asked,
            "malformed",
            "mixes what the model thinks with what it says.",
            "Start it with --reasoning-parser.",
        )
    return _fault(
        asked,
        "malformed",
        "sent something that is no model's reply.",
        "Check PRECEPTOR_MODEL_URL, which ends in /v1, and its log.",
    )


def cut_off(asked: Asked, why: str) -> ModelFault:
    """A reply that ended before it was finished."""
    return _fault(
        asked, "cut_off", f"broke its reply off ({why}).", "Ask again; if it stays so, see its log."
    )


def empty(asked: Asked, *, used_up: bool) -> ModelFault:
    """A reply without a word; `used_up`: all its tokens were spent, on thoughts for instance."""
    if used_up:
        return _fault(
            asked, "empty", "used all tokens of its reply without a word.", "Raise PRECEPTOR_ANSWER_TOKENS."
        )
    return _fault(asked, "empty", "sent an empty reply.", "Ask again, or serve another model.")


def busy(asked: Asked, at_once: int) -> ModelFault:
    """Too many ask at once."""
    return _fault(
        asked,
        "busy",
        f"is busy with {at_once} other requests, and none ended within {asked.timeout_s:g} s.",
        "Ask again in a moment.",
    )


def no_models(asked: Asked) -> ModelFault:
    """A server that serves nothing."""
    return _fault(asked, "not_found", "serves no model.", "Start it with one.")


def _refused(refusal: Refusal, asked: Asked) -> ModelFault:
    status, said = refusal.status, _clipped(refusal.said)
    if status in UNAUTHORISED:
        return _fault(asked, "refused", f"refuses the key ({status}).", "Set PRECEPTOR_MODEL_KEY to its key.")
    if status == httpx.codes.NOT_FOUND:
        return _not_found(asked)
    if status == httpx.codes.TOO_MANY_REQUESTS:
        return _fault(asked, "busy", "has too many requests (429).", "Ask again in a moment.")
    if status == httpx.codes.SERVICE_UNAVAILABLE:
        return _fault(asked, "busy", "is loading its model or overloaded (503).", "Ask again in a moment.")
    for words in (TOO_LONG, NO_TEMPLATE, *([NO_IMAGES] if asked.images else [])):
        if words.pattern.search(said):
            return _fault(asked, words.kind, words.what, words.next_step)
    if asked.began:
        return cut_off(asked, said)
    if status >= httpx.codes.INTERNAL_SERVER_ERROR:
        return _fault(asked, "failing", f"failed ({status}: {said}).", "See its log.")
    return _fault(asked, "refused", f"refuses the request ({status}: {said}).", "See its log.")


def _not_found(asked: Asked) -> ModelFault:
    if asked.served is None:
        return _fault(
            asked,
            "not_found",
            "has no models at this address (404).",
            "Check PRECEPTOR_MODEL_URL: it ends in /v1.",
        )
    if asked.model in asked.served:
        return _fault(asked, "not_found", f"does not serve {asked.model} for chat.", "Serve a chat model.")
    return _fault(
        asked,
        "not_found",
        f"serves no {asked.model} but {' and '.join(asked.served) or 'nothing'}.",
        "Set PRECEPTOR_MODEL, or PRECEPTOR_ADAPTER, to a name that it serves.",
    )


def _unconnected(fault: httpx.HTTPError, asked: Asked) -> ModelFault:
    if isinstance(fault, httpx.ConnectError) and "SSL" in str(fault):
        return _fault(
            asked,
            "unreachable",
            "cannot be trusted: its certificate or HTTPS is at fault.",
            "Check the address.",
        )
    if isinstance(fault, httpx.TimeoutException) and not isinstance(fault, httpx.ConnectTimeout):
        return _timeout(asked, f"said nothing for {asked.timeout_s:g} s.")
    if asked.began:
        return cut_off(asked, "the connection was lost")
    return _fault(
        asked,
        "unreachable",
        "does not answer.",
        "Start it, for instance with preceptor serve, or correct PRECEPTOR_MODEL_URL.",
    )


def _timeout(asked: Asked, what: str) -> ModelFault:
    return _fault(asked, "timeout", what, "Is it overloaded? PRECEPTOR_MODEL_TIMEOUT_S lets it take longer.")


def _fault(asked: Asked, kind: FaultKind, what: str, next_step: str) -> ModelFault:
    return ModelFault(kind, f"The model's server {asked.host} {what}", next_step)


def _clipped(said: str) -> str:
    return said if len(said) <= MOST_SAID else said[:MOST_SAID] + "..."
