"""The one kind of error a person at the screen can act on."""

from typing import Literal

ModelPart = Literal["encoder", "ranker", "image encoder"]


class PreceptorError(Exception):
    """A fault stated in one sentence, with the next step beside it. Only `ui` turns it into words."""

    retryable = False

    def __init__(self, what: str, next_step: str = "") -> None:
        super().__init__(what)
        self.next_step = next_step

    def __str__(self) -> str:
        what = str(self.args[0])
        return f"{what} {self.next_step}".strip()


class WrongUse(PreceptorError):
    """What was asked cannot be done as asked: an unknown id, an empty question, a value out of range."""


class Refused(PreceptorError):
    """A file of a kind we read, but damaged, locked, dangerous or too large: it was not taken in."""


class Skipped(PreceptorError):
    """A file with nothing to read for us: another kind, empty, a picture only, a link or a pipe."""


class LibraryBusy(PreceptorError):
    """Another process owns the library folder and does not answer over HTTP."""

    retryable = True


class ModelDown(PreceptorError):
    """A served encoder or ranker gives no usable answer now: search goes on without that part."""

    retryable = True

    def __init__(self, what: str, next_step: str = "", *, part: ModelPart) -> None:
        super().__init__(what, next_step)
        self.part: ModelPart = part
