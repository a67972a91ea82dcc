"""What the form sends: checked, and saved as the next version."""

import base64
import binascii
import io
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import PurePath
from typing import Any

from pydantic import Field, ValidationError

from curricula.cases.lint import Resolve, lint
from curricula.cases.shelf import Shelf, Source
from curricula.cases.types import Case
from curricula.pictures import MAX_BYTES, MEDIA_TYPES, over
from curricula.tree import Remark
from curricula.wording import remarks_of
from retrieval.errors import WrongUse
from retrieval.types import Value
from ui.web.author.merge import MOST_CHOICES, Choice, Kept, Saved, Sides, sides_of

MOST_PICTURES = 20


class Form(Value):
    """A case as the form sends it, the version that it started from, and pictures in base 64 by name.

    `chosen` says what is taken of fields that somebody else changed too; `copied` is the case that a new one
    began as, whose pictures it takes over.
    """

    case: dict[str, Any]
    based_on: int | None = None
    pictures: dict[str, str] = Field(default={}, max_length=MOST_PICTURES)
    chosen: dict[str, Choice] = Field(default={}, max_length=MOST_CHOICES)
    copied: str | None = None


class Unfinished(Exception):
    """The case cannot be saved as it is; carries what is wrong."""

    def __init__(self, remarks: Sequence[Remark]) -> None:
        super().__init__("The case cannot be saved as it is.")
        self.remarks = remarks


def checked(form: Form, *, resolve: Resolve | None = None) -> tuple[Case | None, list[Remark]]:
    """The case that the form holds and everything wrong with it; no case where it does not fit the schema."""
    # Saving never publishes: that is the reviewer's.
    whole = form.case | {"version": (form.based_on or 0) + 1, "status": "draft", "reviewer": None}
    try:
        case = Case.model_validate_json(json.dumps(whole), strict=True)
    except ValidationError as fault:
        return None, remarks_of(fault, Case)
    return case, lint(case, resolve=resolve)


def saved(form: Form, shelf: Shelf, *, at: datetime, by: str, resolve: Resolve | None = None) -> Case:
    """The case as kept, a draft. Unfinished unless it is valid."""
    case, remarks = checked(form, resolve=resolve)
    if case is None:
        raise Unfinished(remarks)
    pictures = {name: _picture(name, body) for name, body in form.pictures.items()}
    source = Source(origin="author", at=at, by=by)
    whole = over(_copied(form, shelf), pictures)
    return shelf.revise(case, source, based_on=form.based_on, pictures=whole)


def sides_for(form: Form, shelf: Shelf, who: str) -> Sides:
    """What to put together where a newer version of the case is here; WrongUse where it is a new case."""

    def newest(case_id: str) -> Saved:
        one = shelf.versions(case_id)[0]
        return Saved(one.version, one.kept_by, one.imported_at)

    return sides_of(Kept("case", newest, shelf.case), form.case, form.based_on, who)


def shown(remarks: Sequence[Remark]) -> list[Mapping[str, Any]]:
    """The remarks as the page's script takes them."""
    return [remark._asdict() for remark in remarks]


def _copied(form: Form, shelf: Shelf) -> dict[str, bytes]:
    """The pictures of the case that a new one is a copy of."""
    if form.based_on is not None or form.copied is None:
        return {}
    return shelf.pictures(form.copied, shelf.case(form.copied).version)


def _picture(name: str, body: str) -> bytes:
    """The bytes of a picture; WrongUse where it is none."""
    from PIL import Image, UnidentifiedImageError

    if PurePath(name).name != name or PurePath(name).suffix.lower() not in MEDIA_TYPES:
        raise WrongUse(f"{name[:80]} is not the name of a picture.", f"Use {', '.join(MEDIA_TYPES)}.")
    try:
        picture = base64.b64decode(body, validate=True)
        if len(picture) > MAX_BYTES:
            raise WrongUse(f"{name} is too large.", f"Use at most {MAX_BYTES // 1024 // 1024} MB.")
        Image.open(io.BytesIO(picture)).verify()
    except (binascii.Error, UnidentifiedImageError, OSError, SyntaxError, ValueError) as fault:
        raise WrongUse(f"{name} cannot be read as a picture.", "Choose another file.") from fault
    return picture
