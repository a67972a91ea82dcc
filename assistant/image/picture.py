"""A picture that comes with a question: one frame of an image that was taken in."""

from base64 import b64encode
from io import BytesIO

from assistant.image.gate.measure import opened
from assistant.image.types import ImageInfo, Modality, Window
from retrieval.types import Value

LARGEST_SIDE = 1024
"""Pixels; vision models in use take 448 to 896 a side and shrink what is larger."""


class Picture(Value):
    """A frame as PNG, without what tells who somebody is.

    `info` is what its tags told, None for a picture of an author; `window` that in which its values are
    shown, None for the usual one; `kind` is what the person says it is, and `kept` whether the image is on
    their shelf.
    """

    png: bytes
    info: ImageInfo | None = None
    frame: int = 0
    window: Window | None = None
    kind: Modality | None = None
    kept: bool = False


def data_url(png: bytes) -> str:
    """The picture as a data URL of a PNG whose sides have at most 1024 pixels."""
    frame = opened(png)
    frame.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    body = BytesIO()
    frame.save(body, "PNG")
    return f"data:image/png;base64,{b64encode(body.getvalue()).decode()}"
