"""What an intake and its child process say to each other: a length, JSON, and the bytes of an image."""

import struct

from assistant.image.types import ImageInfo
from retrieval.types import Value

HEAD = struct.Struct(">I")


class Request(Value):
    """A file of that name to take in, and the processor seconds it may use."""

    name: str
    limit_s: float


class Reply(Value):
    """What is known of the image, or why it was refused. After `last` the child ends."""

    info: ImageInfo | None = None
    refused: str = ""
    next_step: str = ""
    last: bool = False


def packed(head: Value, blob: bytes) -> bytes:
    """One message."""
    said = head.model_dump_json().encode("utf-8")
    return b"".join((HEAD.pack(len(said)), said, blob))


def unpacked(message: bytes) -> tuple[bytes, bytes]:
    """The JSON and the bytes of a message."""
    (length,) = HEAD.unpack_from(message)
    return message[HEAD.size : HEAD.size + length], message[HEAD.size + length :]
