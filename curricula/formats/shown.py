"""Pictures of questions, as files: which are taken in, and what they are called."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any, NamedTuple
from urllib.parse import unquote

from curricula.formats.markup.read import Shown
from curricula.pictures import MAX_BYTES, MEDIA_TYPES
from retrieval.errors import Refused

NOT_SAID = "Picture; nobody has described it."
STARTS = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"RIFF": "image/webp",
}


class Pictured(NamedTuple):
    """Pictures as an item names them, their bytes by file name, and what was assumed."""

    pictures: tuple[dict[str, Any], ...] = ()
    bodies: Mapping[str, bytes] = {}
    lost: tuple[str, ...] = ()


def pictured(shown: tuple[Shown, ...], files: Mapping[str, bytes]) -> Pictured:
    """The pictures of a question, each once, from the files by the name that the text has for them.

    Refused where one is not there or is no picture: without it the question cannot be answered.
    """
    pictures: list[dict[str, Any]] = []
    bodies: dict[str, bytes] = {}
    lost: list[str] = []
    for one in dict.fromkeys(shown):
        body = files.get(one.source, files.get(unquote(one.source)))
        if body is None:
            raise Refused(f"It shows the picture {one.source[:80]}, which is not in the file.")
        name = file_name(one.source, body)
        if name in bodies:
            continue
        if not one.alt:
            lost.append(f"what {name} shows, which is said nowhere")
        bodies[name] = body
        more = {"caption": one.caption, "licence": one.licence or None}
        pictures.append({"file": name, "alt": one.alt or NOT_SAID, **more})
    return Pictured(tuple(pictures), bodies, tuple(lost))


def file_name(source: str, body: bytes) -> str:
    """A plain name for the file, ending as its kind does; Refused where it is no picture."""
    kind = media_type(body)
    if kind is None:
        raise Refused(f"{source[:80]} is no PNG, JPEG or WebP picture.")
    if len(body) > MAX_BYTES:
        raise Refused(f"The picture {source[:80]} is larger than {MAX_BYTES // 1024 // 1024} MB.")
    path = PurePosixPath(unquote(source))
    stem = re.sub(r"[^A-Za-z0-9._-]+", "-", path.stem).strip("-.") or "picture"
    suffix = path.suffix.lower()
    fitting = (
        suffix if MEDIA_TYPES.get(suffix) == kind else next(s for s, k in MEDIA_TYPES.items() if k == kind)
    )
    return f"{stem[:80]}{path.suffix if suffix == fitting else fitting}"


def media_type(body: bytes) -> str | None:
    """What kind of picture the bytes begin like, None for anything else."""
    kind = next((kind for start, kind in STARTS.items() if body.startswith(start)), None)
    return None if kind == "image/webp" and body[8:12] != b"WEBP" else kind
