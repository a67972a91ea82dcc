"""What goes wrong in a request, as a status and as JSON in the shape that its client knows."""

from math import ceil
from pathlib import Path

from fastapi.exceptions import RequestValidationError
from starlette.responses import JSONResponse

from assistant.faults import NotYours, Overtaken
from assistant.ports import ModelFault
from retrieval.errors import LibraryBusy, PreceptorError, Refused, WrongUse
from ui.faults import unexpected

OPENAI = "/v1/"
"""Below this address errors have OpenAI's shape."""


class NotLoggedIn(PreceptorError):
    """Nobody we know asks."""


class NotAllowed(PreceptorError):
    """Somebody asks who may not."""


class Named(PreceptorError):
    """A fault with OpenAI's words for it: `param` is the part of the request, `code` the kind of fault."""

    def __init__(
        self, what: str, next_step: str, *, param: str | None = None, code: str | None = None
    ) -> None:
        super().__init__(what, next_step)
        self.param = param
        self.code = code


class NotHere(Named):
    """What is asked for does not exist."""


class BadRequest(Named, WrongUse):
    """A request that cannot be served as it is."""


class TooMany(PreceptorError):
    """More requests than allowed; the next one is in `wait_s` seconds."""

    def __init__(self, what: str, wait_s: float) -> None:
        super().__init__(what, f"Wait {ceil(wait_s)} seconds.")
        self.wait_s = wait_s


STATUS: dict[type[Exception], int] = {
    NotYours: 404,
    Overtaken: 409,
    WrongUse: 400,
    Refused: 422,
    NotLoggedIn: 401,
    NotAllowed: 403,
    NotHere: 404,
    TooMany: 429,
    LibraryBusy: 503,
    ModelFault: 503,
}
# What OpenAI calls an error of these statuses; the rest are the server's.
OPENAI_TYPES = {
    400: "invalid_request_error",
    401: "authentication_error",
    403: "permission_error",
    404: "invalid_request_error",
    429: "rate_limit_error",
}
OPENAI_CODES = {401: "invalid_api_key", 429: "rate_limit_exceeded"}


def understood(error: Exception, library_folder: Path) -> PreceptorError:
    """The error as a sentence and a next step; an unforeseen one is logged."""
    if isinstance(error, PreceptorError):
        return error
    if isinstance(error, RequestValidationError):
        return _unreadable(error)
    return PreceptorError(*unexpected(error, library_folder))


def described(error: PreceptorError) -> dict[str, str]:
    """An error as JSON, from which the client makes the same error again."""
    return {"kind": type(error).__name__, "what": str(error.args[0]), "next_step": error.next_step}


def described_to_openai(error: PreceptorError) -> dict[str, str | None]:
    """The same error as OpenAI's clients read one."""
    status = status_of(error)
    param, code = (error.param, error.code) if isinstance(error, Named) else (None, None)
    return {
        "message": str(error),
        "type": OPENAI_TYPES.get(status, "server_error"),
        "param": param,
        "code": code or OPENAI_CODES.get(status),
    }


def status_of(error: PreceptorError) -> int:
    """The HTTP status of an error."""
    return next((code for kind, code in STATUS.items() if isinstance(error, kind)), 500)


def refused(path: str, error: PreceptorError) -> JSONResponse:
    """The response to a request for that path."""
    headers = {"retry-after": str(ceil(error.wait_s))} if isinstance(error, TooMany) else None
    shown = described_to_openai(error) if path.startswith(OPENAI) else described(error)
    return JSONResponse({"error": shown}, status_of(error), headers)


def _unreadable(error: RequestValidationError) -> BadRequest:
    wrong = [".".join(str(step) for step in one["loc"]) + f": {one['msg']}" for one in error.errors()]
    return BadRequest(f"The request cannot be read: {'; '.join(wrong)}.", "See docs/api.md.")
