"""Taking an image in: decoded by a child process within limits of time and memory."""

from assistant.image.intake.messages import Reply, Request, packed, unpacked
from assistant.image.intake.taken import MAX_DICOM_BYTES, Taken
from retrieval.errors import Refused
from retrieval.readers.confined import Confining

LIMIT_S, MEMORY_MB = 60.0, 3072
CHILD = "assistant.image.intake.child"


class Taker(Confining):
    """A context manager that takes in one image at a time, within limits; its child process starts once."""

    def __init__(self, *, limit_s: float = LIMIT_S, memory_mb: int = MEMORY_MB) -> None:
        super().__init__(CHILD, limit_s=limit_s, memory_mb=memory_mb)

    def take(self, data: bytes, name: str) -> Taken:
        """The image in these bytes as it is kept. Raises Refused with the reason and the next step."""
        if len(data) > MAX_DICOM_BYTES:
            raise Refused(f"The file is larger than {MAX_DICOM_BYTES // 2**20} MB.", "Split it.")
        request = Request(name=name, limit_s=self._limit_s)
        said, body = unpacked(self._ask(packed(request, data)))
        reply = Reply.model_validate_json(said)
        if reply.last:
            self.close()
        if reply.info is None:
            raise Refused(reply.refused, reply.next_step)
        return Taken(reply.info, body)


def take(data: bytes, name: str) -> Taken:
    """The image in these bytes as it is kept, decoded in a process of its own. Raises Refused."""
    with Taker() as taker:
        return taker.take(data, name)
