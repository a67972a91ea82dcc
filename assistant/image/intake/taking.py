"""Taking an image in: decoded by a child process within limits of time and memory."""

from typing import TYPE_CHECKING, Self

from assistant.image.intake.messages import Reply, Request, packed, unpacked
from assistant.image.intake.taken import MAX_DICOM_BYTES, Taken
from retrieval.errors import Refused

if TYPE_CHECKING:
    from retrieval.readers.confined import Confined

LIMIT_S, MEMORY_MB = 60.0, 3072
# Decoders leave some memory behind with every image.
IMAGES_PER_CHILD = 200
CHILD = "assistant.image.intake.child"


class Taker:
    """A context manager that takes in one image at a time, within limits; its child process starts once."""

    def __init__(self, *, limit_s: float = LIMIT_S, memory_mb: int = MEMORY_MB) -> None:
        self._limit_s, self._memory_mb = limit_s, memory_mb
        self._child: Confined | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """End the child process."""
        if self._child is not None:
            self._child.close()
        self._child = None

    def take(self, data: bytes, name: str) -> Taken:
        """The image in these bytes as it is kept. Raises Refused with the reason and the next step."""
        if len(data) > MAX_DICOM_BYTES:
            raise Refused(f"The file is larger than {MAX_DICOM_BYTES // 2**20} MB.", "Split it.")
        request = Request(name=name, limit_s=self._limit_s)
        said, body = unpacked(self._ready_child().ask(packed(request, data), self._limit_s))
        reply = Reply.model_validate_json(said)
        if reply.last:
            self.close()
        if reply.info is None:
            raise Refused(reply.refused, reply.next_step)
        return Taken(reply.info, body)

    def _ready_child(self) -> "Confined":
        from retrieval.readers.confined import Confined

        if self._child is not None and (self._child.asked >= IMAGES_PER_CHILD or not self._child.alive):
            self.close()
        if self._child is None:
            self._child = Confined(CHILD, self._memory_mb)
        return self._child


def take(data: bytes, name: str) -> Taken:
    """The image in these bytes as it is kept, decoded in a process of its own. Raises Refused."""
    with Taker() as taker:
        return taker.take(data, name)
