"""What the app that serves a library replies, read as the values it stands for."""

from typing import TypeVar

from pydantic import ValidationError

from retrieval.errors import PreceptorError
from retrieval.types import Value

Known = TypeVar("Known", bound=Value)


def parsed(kind: type[Known], reply: object) -> Known:
    """The value of a reply; PreceptorError where the app runs another version."""
    try:
        return kind.model_validate(reply)
    except ValidationError:
        raise misunderstood("answered in a form that is not known here") from None


def misunderstood(how: str) -> PreceptorError:
    """A reply that makes no sense here."""
    return PreceptorError(
        f"The app that serves this library {how}.", "Restart it: it may run another version of Preceptor."
    )
