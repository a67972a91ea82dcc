"""The process that decodes strangers' images: `python -m assistant.image.intake.child MEMORY_MB`.

A message is a length, a request or reply in JSON, and the bytes of a file or of the image to keep.
"""

import struct
import sys

import numpy  # noqa: F401 - before memory is limited: its threads take address space once
import PIL.Image  # noqa: F401
import pydicom  # noqa: F401

from assistant.image.intake.deciding import taken
from assistant.image.types import ImageInfo
from retrieval.errors import PreceptorError, Refused
from retrieval.readers.confined_child import Said, limit_processor, serve
from retrieval.types import Value

HEAD = struct.Struct(">I")


class Request(Value):
    """A file of that name to take in, and the processor seconds it may use."""

    name: str
    limit_s: float


class Reply(Value):
    """What is known of the image, or why it was refused."""

    info: ImageInfo | None = None
    refused: str = ""
    next_step: str = ""


def packed(head: Value, blob: bytes) -> bytes:
    """One message."""
    said = head.model_dump_json().encode("utf-8")
    return b"".join((HEAD.pack(len(said)), said, blob))


def unpacked(message: bytes) -> tuple[bytes, bytes]:
    """The JSON and the bytes of a message."""
    (length,) = HEAD.unpack_from(message)
    return message[HEAD.size : HEAD.size + length], message[HEAD.size + length :]


def answer(message: bytes) -> Said:
    """The reply; the last one where memory ran out, since this process is then not to be trusted."""
    said, data = unpacked(message)
    request = Request.model_validate_json(said)
    limit_processor(request.limit_s)
    last = False
    try:
        info, body = taken(data, request.name)
        return Said(packed(Reply(info=info), body))
    except PreceptorError as reason:
        fault = reason
    except (MemoryError, RecursionError):
        fault, last = Refused("The image needs more memory than is allowed.", "Make it smaller."), True
    except Exception as error:  # the outermost door: strangers' bytes make decoders raise anything
        what = f"The image cannot be decoded; it seems to be damaged ({type(error).__name__})."
        fault = Refused(what, "Export or fetch it again.")
    return Said(packed(Reply(refused=str(fault.args[0]), next_step=fault.next_step), b""), last)


if __name__ == "__main__":
    serve(int(sys.argv[1]), answer)
