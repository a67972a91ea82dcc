"""From what a person sends to the picture that goes with their question, the same at every door."""

from base64 import b64decode
from binascii import Error
from typing import TYPE_CHECKING, Any

from assistant.image.intake import shown, take
from assistant.image.picture import Picture
from assistant.image.types import ImageInfo, Modality, Window
from retrieval.errors import WrongUse
from retrieval.types import Value

if TYPE_CHECKING:
    from assistant.image.shelf import Images

LARGEST_DATA = 20 * 1024 * 1024
OPENING = "data:image/"
ENCODED = ";base64,"
# The name of a window that somebody has set.
OWN = "own"


class Sent(Value):
    """A picture in a request: the id of an image on the asker's shelf, or a data URL for this question only.

    `frame` counts from 0; `window` is that in which values are shown; `kind` is what the asker says it is.
    """

    image: str | None = None
    data: str | None = None
    frame: int = 0
    window: Window | None = None
    kind: Modality | None = None


def sent_picture(sent: Sent, images: "Images", user_id: str) -> Picture:
    """The picture that was sent. WrongUse where none or two were, NotYours, or Refused with the reason."""
    if (sent.image is None) == (sent.data is None):
        raise WrongUse("A picture is the id of an image of yours, or a data URL.", "Send one of them.")
    if sent.image is None:
        return brought(decoded(sent.data or ""), "picture", sent)
    info = images.info(user_id, sent.image).info
    body = images.body(user_id, sent.image)
    return _framed(info, body, sent, kept=True)


def sent_of(image: Any, kind: Any, frame: Any, window: Any) -> Sent | None:
    """What is asked about, as a page or address says it: a frame from 1, a window as centre and width.

    WrongUse for what is neither.
    """
    if not image:
        return None
    try:
        number = max(1, int(frame or 1)) - 1
        shades = _window(str(window)) if window else None
        return Sent(image=str(image), frame=number, window=shades, kind=kind or None)
    except ValueError:
        raise WrongUse("There is no such frame or window.", "Choose one below the picture.") from None


def _window(words: str) -> Window:
    centre, width, *name = words.split(" ", 2)
    return Window(name=name[0] if name else OWN, centre=float(centre), width=float(width))


def brought(data: bytes, name: str, sent: Sent | None = None) -> Picture:
    """The picture in a file, for one question only, without what tells who somebody is. Raises Refused."""
    sent = sent or Sent()
    info, body = take(data, name)
    return _framed(info, body, sent, kept=False)


def _framed(info: ImageInfo, body: bytes, sent: Sent, *, kept: bool) -> Picture:
    """The frame in its window; colours have none, so there is none that could be told."""
    window = None if info.colour else sent.window
    png = shown(body, info.media_type, sent.frame, window=window)
    return Picture(png=png, info=info, frame=sent.frame, window=window, kind=sent.kind, kept=kept)


def decoded(url: str) -> bytes:
    """The bytes of a data URL. WrongUse for any other address: nothing is fetched."""
    head, sign, rest = url.partition(ENCODED)
    if not head.startswith(OPENING) or not sign:
        raise WrongUse(
            "The picture is not a data URL of an image; nothing is fetched from elsewhere.",
            "Send it as data:image/png;base64,...",
        )
    if len(rest) > LARGEST_DATA * 4 // 3:
        raise WrongUse(
            f"The picture has more than {LARGEST_DATA // 2**20} MB.",
            "Bring it to your images, and send its id.",
        )
    try:
        return b64decode(rest, validate=True)
    except (Error, ValueError):
        raise WrongUse("The data URL of the picture is broken.", "Encode it in base64 again.") from None
