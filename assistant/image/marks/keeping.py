"""Layers of marks in the database: every version stays, and a version is only followed by the next one."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Engine, and_, delete, func, insert, select, update

from assistant.faults import Overtaken
from assistant.image.marks.tables import image_marks
from assistant.image.types import LAYER, Author, Layer
from curricula.marks import MAX_BYTES
from retrieval.errors import WrongUse
from retrieval.store.engine import reading, writing
from retrieval.types import Value

SHARED = ""
"""Whose a layer is that everybody compares with."""


class Sheet(NamedTuple):
    """One pile of versions: the layer of that kind on a picture, of one person or shared by all."""

    picture: str
    author: Author
    whose: str = SHARED


class KeptLayer(Value):
    """A version of a layer, counted from 1; 0 stands for one that nobody has drawn on yet."""

    layer: Layer
    version: int = 0
    at: datetime | None = None


class Marks:
    """The marks of one library."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def newest(self, sheet: Sheet) -> KeptLayer:
        """The newest version of the layer; an empty one of version 0 where there is none."""
        found = self.history(sheet, newest=1)
        return found[0] if found else KeptLayer(layer=Layer(author=sheet.author))

    def history(self, sheet: Sheet, *, newest: int | None = None) -> list[KeptLayer]:
        """The versions of the layer, newest first, at most that many."""
        wanted = select(image_marks).where(_of(sheet)).order_by(image_marks.c.version.desc()).limit(newest)
        with reading(self._engine) as connection:
            rows = connection.execute(wanted).mappings().all()
        return [
            KeptLayer(layer=LAYER.validate_json(row["body"]), version=row["version"], at=row["at"])
            for row in rows
        ]

    def save(self, sheet: Sheet, layer: Layer, *, after: int, user_id: str, at: datetime) -> KeptLayer:
        """The layer as kept in the version after that one; again with the same marks is harmless.

        Overtaken where another version came first; what that one holds stays the newest.
        """
        body = _checked(sheet, layer).model_dump_json()
        with writing(self._engine, alone=f"marks {sheet.picture}") as connection:
            last = select(image_marks.c.version, image_marks.c.body, image_marks.c.at).where(_of(sheet))
            row = connection.execute(last.order_by(image_marks.c.version.desc()).limit(1)).first()
            newest = row.version if row else 0
            if row and row.body == body and newest in (after, after + 1):
                return KeptLayer(layer=layer, version=newest, at=row.at)
            if newest != after:
                raise _overtaken(newest)
            values = {**sheet._asdict(), "version": newest + 1, "user_id": user_id, "body": body}
            connection.execute(insert(image_marks), values | {"at": at.isoformat()})
        return KeptLayer(layer=layer, version=newest + 1, at=at)

    def forget(self, picture: str, user_id: str) -> None:
        """Removes every version of that person's own layers on a picture."""
        mine = (image_marks.c.picture == picture) & (image_marks.c.whose == user_id)
        with writing(self._engine) as connection:
            connection.execute(delete(image_marks).where(mine))


def taken_over(connection: Connection, old: str, new: str, user_id: str) -> None:
    """Moves that person's own layers, all versions, from one picture to another with the same places.

    Versions go on after those that are there already. A model's marks are removed: it saw the other picture.
    """
    if old == new:
        return
    mine = (image_marks.c.picture == old) & (image_marks.c.whose == user_id)
    connection.execute(delete(image_marks).where(mine & (image_marks.c.author == "model")))
    for author in connection.scalars(select(image_marks.c.author).where(mine).distinct()).all():
        there = select(func.max(image_marks.c.version)).where(_of(Sheet(new, author, user_id)))
        last = connection.scalar(there) or 0
        moved = update(image_marks).where(mine & (image_marks.c.author == author))
        connection.execute(moved.values(picture=new, version=image_marks.c.version + last))


def _of(sheet: Sheet) -> ColumnElement[bool]:
    return and_(*(image_marks.c[name] == value for name, value in sheet._asdict().items()))


def _checked(sheet: Sheet, layer: Layer) -> Layer:
    if layer.author != sheet.author:
        raise WrongUse(
            f"These marks are of a {layer.author}, and this layer is of a {sheet.author}.",
            f"Send them with the author {sheet.author}.",
        )
    if len({mark.id for mark in layer.marks}) < len(layer.marks):
        raise WrongUse("Two marks have the same id.", "Give every mark an id of its own.")
    if len(layer.model_dump_json()) > MAX_BYTES:
        raise WrongUse(
            f"The marks take more than {MAX_BYTES // 1024} KB.", "Draw fewer or shorter freehand lines."
        )
    return layer


def _overtaken(newest: int) -> Overtaken:
    return Overtaken(
        f"These marks were changed elsewhere meanwhile (version {newest}).",
        "Choose which marks to keep: both, yours, or those that were saved.",
    )
