"""What a server does not say about its model is tried out, with requests of a few tokens."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from assistant.ports import FaultKind, Message, ModelFault, Piece, Usage


class Ask(Protocol):
    """How a model is asked."""

    def __call__(
        self, messages: Sequence[Message], *, limit: int, schema: Mapping[str, Any] | None = None
    ) -> Iterator[Piece]:
        """The reply piece by piece."""


GREY = (
    "data:image/png;base64,"
    "iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAIAAAAlC+aJAAAATUlEQVR42u3PQQ0AAAgEIDX5RTeFDzdoQCepz6aeExAQEBAQEBAQEBAQ"
    "EBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQELi3oiwCAJt186UAAAAASUVORK5CYII="
)
SAYS_NO: frozenset[FaultKind] = frozenset({"no_images", "refused"})
# No model names this colour as a fruit, unless it can say nothing else.
SCHEMA = {
    "type": "object",
    "properties": {"fruit": {"enum": ["teal"]}},
    "required": ["fruit"],
    "additionalProperties": False,
}
ONLY_REPLY = '{"fruit":"teal"}'
MOST_TOKENS = 40


def takes_images(ask: Ask) -> bool | None:
    """Whether an image makes the prompt longer; None where the server does not count or fails.

    Raises ModelFault where the model cannot be asked even without an image.
    """
    unseen = _tokens(ask, Message(role="user", text="What is this?"))
    try:
        seen = _tokens(ask, Message(role="user", text="What is this?", images=(GREY,)))
    except ModelFault as fault:
        return False if fault.kind in SAYS_NO else None
    return None if seen is None or unseen is None else seen > unseen


def keeps_schema(ask: Ask) -> bool | None:
    """Whether a reply has the shape asked for, as far as it goes; None where there is no reply."""
    try:
        pieces = ask([Message(role="user", text="Name a fruit.")], limit=MOST_TOKENS, schema=SCHEMA)
        # A grammar lets a model waste all its tokens on blanks, and some do.
        said = "".join("".join(piece.text for piece in pieces).split())
    except ModelFault as fault:
        return False if fault.kind in SAYS_NO else None
    return ONLY_REPLY.startswith(said)


def _tokens(ask: Ask, message: Message) -> int | None:
    """How long the prompt is by the server's count."""
    usage = Usage()
    try:
        for piece in ask([message], limit=1):
            usage = piece.usage or usage
    except ModelFault as fault:
        if fault.kind != "empty":
            raise
    return usage.tokens_in
