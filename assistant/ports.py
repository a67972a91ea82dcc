"""The seam to a language model: what the product asks of one, whoever serves it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple, Protocol

from retrieval.errors import PreceptorError
from retrieval.types import Value

FaultKind = Literal[
    "unreachable",
    "timeout",
    "cut_off",
    "empty",
    "malformed",
    "refused",
    "not_found",
    "too_long",
    "no_template",
    "no_images",
    "busy",
    "failing",
]


class ModelFault(PreceptorError):
    """The model gave no usable reply. `kind` names why, for the code; the words are for people."""

    def __init__(self, kind: FaultKind, what: str, next_step: str) -> None:
        super().__init__(what, next_step)
        self.kind = kind


class Message(Value):
    """One turn of what a model is given; `images` are data URLs."""

    role: Literal["system", "user", "assistant"]
    text: str
    images: tuple[str, ...] = ()


class Usage(Value):
    """Tokens of one reply, each None where the server does not say."""

    tokens_in: int | None = None
    tokens_out: int | None = None


class Piece(NamedTuple):
    """The next characters of a reply; `usage` comes with the last piece."""

    text: str
    usage: Usage | None = None


class Capabilities(Value):
    """What a served model can do, as its server tells; None where it does not say."""

    model: str
    context: int | None = None
    images: bool | None = None
    structured: bool | None = None
    adapters: tuple[str, ...] = ()


class ChatModel(Protocol):
    """A served language model. Every method raises `ModelFault` and nothing else."""

    @property
    def name(self) -> str:
        """The name under which the server knows the model."""

    def stream(self, messages: Sequence[Message], *, limit: int | None = None) -> Iterator[Piece]:
        """The reply piece by piece, at most `limit` tokens of it; closing the iterator ends the request."""

    def complete(self, messages: Sequence[Message], *, schema: Mapping[str, Any] | None = None) -> str:
        """The whole reply; with a JSON schema the server is asked for JSON of that shape."""

    def capabilities(self) -> Capabilities:
        """What the server says the model can do."""
