"""An answer while it grows: closed from any thread when its reader leaves, and counted when it ends."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from threading import Event
from typing import Any, Literal, Protocol, Self

from assistant.energy import Shares
from assistant.ports import Capabilities, ChatModel, FaultKind, Message, ModelFault, Piece
from assistant.types import Answer, Mode

End = Literal["left", "failed"]


class Meter(Protocol):
    """Counts what answers cost. It is never given a word of them but what `Answer` holds."""

    def answered(self, answer: Answer, mode: Mode) -> None:
        """Counts a whole answer to a question that was asked in that mode."""

    def ended(self, mode: Mode, how: End) -> None:
        """Counts a question that got no whole answer: its reader left, or answering failed."""

    def model_failed(self, kind: FaultKind) -> None:
        """Counts a fault of the language model."""


class Uncounted:
    """A meter that counts nothing."""

    def answered(self, answer: Answer, mode: Mode) -> None:
        """Counts nothing."""

    def ended(self, mode: Mode, how: End) -> None:
        """Counts nothing."""

    def model_failed(self, kind: FaultKind) -> None:
        """Counts nothing."""


class ReaderLeft(Exception):
    """Nobody waits for this answer any more."""


class Answering:
    """The snapshots of an answer, the last with stage "done"; use it in a `with`, or close it."""

    def __init__(self, snapshots: Generator[Answer], left: Event) -> None:
        self._snapshots = snapshots
        self._left = left

    def __iter__(self) -> Iterator[Answer]:
        return self

    def __next__(self) -> Answer:
        try:
            return next(self._snapshots)
        except ReaderLeft:
            raise StopIteration from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the answer, from any thread; a model at work ends with its next piece at the latest."""
        self._left.set()
        with suppress(ValueError):  # another thread is inside: what it runs sees that the reader has left
            self._snapshots.close()


class Watched:
    """A `ChatModel` whose faults are counted, and which ends its request when the reader has left."""

    def __init__(self, model: ChatModel, left: Event, meter: Meter) -> None:
        self._model = model
        self._left = left
        self._meter = meter

    @property
    def name(self) -> str:
        """The name under which the server knows the model."""
        return self._model.name

    def stream(self, messages: Sequence[Message], *, limit: int | None = None) -> Iterator[Piece]:
        """The reply piece by piece; raises `ReaderLeft` once nobody reads it."""
        pieces = self._model.stream(messages, limit=limit)
        try:
            for piece in pieces:
                if self._left.is_set():
                    raise ReaderLeft
                yield piece
        except ModelFault as fault:
            self._meter.model_failed(fault.kind)
            raise
        finally:
            _close(pieces)

    def complete(self, messages: Sequence[Message], *, schema: Mapping[str, Any] | None = None) -> str:
        """The whole reply."""
        try:
            return self._model.complete(messages, schema=schema)
        except ModelFault as fault:
            self._meter.model_failed(fault.kind)
            raise

    def capabilities(self) -> Capabilities:
        """What the server says the model can do."""
        return self._model.capabilities()


def counted(snapshots: Generator[Answer], meter: Meter, mode: Mode) -> Generator[Answer]:
    """The same snapshots; the meter hears how they end."""
    how: End | None = "failed"
    try:
        for snapshot in snapshots:
            if snapshot.stage == "done":
                how = None
                meter.answered(snapshot, mode)
            yield snapshot
    except (GeneratorExit, ReaderLeft):
        how = how and "left"
        raise
    finally:
        snapshots.close()
        if how:
            meter.ended(mode, how)


def weighed(snapshots: Generator[Answer], shares: Shares) -> Generator[Answer]:
    """The same snapshots, the last with the energy that its model took of this machine's GPUs."""
    with closing(snapshots), shares.taking() as share:
        for snapshot in snapshots:
            if snapshot.stage == "done" and snapshot.written is not None:
                shares.settle()
                written = snapshot.written.model_copy(update={"energy_j": share.joules})
                yield snapshot.model_copy(update={"written": written})
            else:
                yield snapshot


def _close(pieces: Iterator[Piece]) -> None:
    """Ends the request now; left to the garbage collector it would end some time."""
    if isinstance(pieces, Generator):
        pieces.close()
