"""The process that decodes strangers' images: `python -m assistant.image.intake.child MEMORY_MB`."""

import sys

import numpy  # noqa: F401 - before memory is limited: its threads take address space once
import PIL.Image  # noqa: F401
import pydicom  # noqa: F401

from assistant.image.intake.deciding import taken
from assistant.image.intake.messages import Reply, Request, packed, unpacked
from retrieval.errors import PreceptorError, Refused
from retrieval.readers.confined_child import Said, limit_processor, serve


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
    reply = Reply(refused=str(fault.args[0]), next_step=fault.next_step, last=last)
    return Said(packed(reply, b""), last)


if __name__ == "__main__":
    serve(int(sys.argv[1]), answer)
