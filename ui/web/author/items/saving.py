"""What the form of an item sends: checked, and saved as the next version, a draft."""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePath
from typing import Any, NamedTuple, cast

from pydantic import Field, ValidationError

from assistant.image.intake import Taker
from curricula.items.bank import Bank
from curricula.items.keeping import Source
from curricula.items.lint import lint_item
from curricula.items.lint.grounds import Resolve
from curricula.items.load import ITEMS
from curricula.items.types import Item, ItemType
from curricula.pictures import MAX_BYTES
from curricula.tree import Remark
from curricula.wording import remarks_of
from retrieval.errors import WrongUse
from retrieval.types import Value
from ui.web.author.items.papers import KEPT
from ui.web.author.merge import MOST_CHOICES, Choice, Kept, Saved, Sides, sides_of
from ui.web.author.saving import MOST_PICTURES, Unfinished

NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,99}\.png")


class ItemForm(Value):
    """An item as the form sends it, the version that it started from, and new pictures in base 64 by name.

    `chosen` says what is taken of fields that somebody else changed too; `copied` is the item that a new one
    began as, whose pictures it takes over.
    """

    item: dict[str, Any]
    based_on: int | None = None
    pictures: dict[str, str] = Field(default={}, max_length=MOST_PICTURES)
    chosen: dict[str, Choice] = Field(default={}, max_length=MOST_CHOICES)
    copied: str | None = None

    @property
    def kind(self) -> ItemType:
        """The type of the item. WrongUse where there is none of that name."""
        kind = self.item.get("type")
        if kind not in ITEMS.variants:
            raise WrongUse("The item has no type that is known here.", "Begin with a new item.")
        return cast(ItemType, kind)


class Picked(NamedTuple):
    """A picture as it is kept: its name, bytes, width and height, and what was done to it."""

    name: str
    body: bytes
    width: int
    height: int


def checked(form: ItemForm, *, resolve: Resolve | None = None) -> tuple[Item | None, list[Remark]]:
    """The item that the form holds and everything wrong with it; no item where it does not fit the schema."""
    model = ITEMS.variants[form.kind]
    fields = {name: value for name, value in form.item.items() if name not in KEPT}
    whole = fields | {"version": (form.based_on or 0) + 1}
    try:
        item = cast(Item, model.model_validate_json(json.dumps(whole), strict=True))
    except ValidationError as fault:
        return None, remarks_of(fault, model)
    return item, lint_item(item, resolve=resolve)


def saved(form: ItemForm, bank: Bank, *, at: datetime, by: str) -> Item:
    """The item as kept. Unfinished unless it fits its schema and all of its pictures are here."""
    item, remarks = checked(form)
    if item is None:
        raise Unfinished(remarks)
    former = _former(form, item, bank)
    missing = list(_missing(item, former.keys() | form.pictures.keys()))
    if missing:
        raise Unfinished([*missing, *remarks])
    named = {picture.file for picture in item.pictures}
    new = _kept({name: body for name, body in form.pictures.items() if name in named})
    copied = {} if form.based_on is not None else {one: former[one] for one in named & former.keys()}
    source = Source(origin="author", at=at, by=by)
    return bank.revise(item, source, based_on=form.based_on, pictures=copied | new)


def sides_for(form: ItemForm, bank: Bank, who: str) -> Sides:
    """What to put together where a newer version of the item is here; WrongUse where it is a new item."""

    def newest(item_id: str) -> Saved:
        one = bank.versions(item_id)[0]
        return Saved(one.version, one.kept_by, one.imported_at)

    return sides_of(Kept("item", newest, bank.item), form.item, form.based_on, who)


def picked(body: bytes, name: str) -> Picked:
    """The picture without what its file told besides. Refused where it is none that is taken."""
    with Taker() as taker:
        return _picked(taker, body, name)


def _picked(taker: Taker, body: bytes, name: str) -> Picked:
    taken = taker.take(body, name)
    if taken.info.media_type != "image/png":
        raise WrongUse(f"{name[:80]} is no plain picture.", "Export one view of it as PNG or JPEG.")
    if len(taken.body) > MAX_BYTES:
        most = MAX_BYTES // 1024 // 1024
        raise WrongUse(
            f"{name[:80]} takes more than {most} MB as a PNG.", "Make it smaller, or cut out a part."
        )
    stem = re.sub(r"[^a-z0-9]+", "-", PurePath(name).stem.lower()).strip("-")[:60] or "picture"
    return Picked(f"{stem}-{taken.info.id[:8]}.png", taken.body, taken.info.width, taken.info.height)


def _kept(pictures: Mapping[str, str]) -> dict[str, bytes]:
    """The pictures that the form sends, taken in once more: what a browser sends is not believed."""
    if not pictures:
        return {}
    kept = {}
    with Taker() as taker:
        for name, text in pictures.items():
            if not NAME.fullmatch(name):
                raise WrongUse(f"{name[:80]} is not the name of a picture.", "Choose the file again.")
            try:
                body = base64.b64decode(text, validate=True)
            except (binascii.Error, ValueError) as fault:
                raise WrongUse(f"{name} cannot be read as a picture.", "Choose the file again.") from fault
            kept[name] = _picked(taker, body, name).body
    return kept


def _former(form: ItemForm, item: Item, bank: Bank) -> dict[str, bytes]:
    """The pictures that the item has already, or those of the item that it is a copy of."""
    if form.based_on is not None:
        return bank.pictures(item.id, form.based_on)
    return bank.pictures(form.copied, bank.item(form.copied).version) if form.copied else {}


def _missing(item: Item, known: set[str]) -> list[Remark]:
    return [
        Remark(
            ("pictures", at, "file"), f"names {one.file[:80]}, which is not here", "a file chosen beside it"
        )
        for at, one in enumerate(item.pictures)
        if one.file not in known
    ]
