"""The images that people brought, each seen by its owner alone."""

from datetime import datetime

from pydantic import ValidationError
from sqlalchemy import Connection, Engine, delete, insert, select

from assistant.faults import NotYours
from assistant.image.intake.taken import Taken
from assistant.image.marks.keeping import taken_over
from assistant.image.marks.marking import own_picture
from assistant.image.tables import image_bodies, images
from assistant.image.types import ImageInfo, KeptImage
from retrieval.errors import PreceptorError
from retrieval.store.engine import reading, writing

# Databases handle rows of some megabytes well, and some refuse one of a gigabyte.
PART_BYTES = 8 * 1024 * 1024


class Images:
    """The images of one library. Nothing is read without saying who reads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, user_id: str, taken: Taken, at: datetime) -> KeptImage:
        """The image on that person's shelf; the same image again stays as it was first kept."""
        with writing(self._engine, alone=f"images of {user_id}") as connection:
            return _row(connection, user_id, taken.info.id) or _keep(connection, user_id, taken, at)

    def replace(self, user_id: str, image_id: str, taken: Taken, at: datetime) -> KeptImage:
        """The image in the place of another, which is gone for good; what its owner marked stays.

        NotYours unless that was there.
        """
        with writing(self._engine, alone=f"images of {user_id}") as connection:
            _remove(connection, user_id, image_id)
            old, new = own_picture(image_id).key, own_picture(taken.info.id).key
            taken_over(connection, old, new, user_id)
            return _row(connection, user_id, taken.info.id) or _keep(connection, user_id, taken, at)

    def of(self, user_id: str) -> list[KeptImage]:
        """That person's images, the newest first."""
        wanted = select(images).where(images.c.user_id == user_id)
        with reading(self._engine) as connection:
            rows = connection.execute(wanted.order_by(images.c.kept_at.desc(), images.c.image_id)).all()
        return [_kept(row.user_id, row.info, row.kept_at) for row in rows]

    def info(self, user_id: str, image_id: str) -> KeptImage:
        """What is known of an image. NotYours unless it is on that person's shelf."""
        with reading(self._engine) as connection:
            found = _row(connection, user_id, image_id)
        if found is None:
            raise not_yours()
        return found

    def body(self, user_id: str, image_id: str) -> bytes:
        """The bytes that are kept of an image. NotYours unless it is on that person's shelf."""
        mine = (image_bodies.c.user_id == user_id) & (image_bodies.c.image_id == image_id)
        with reading(self._engine) as connection:
            parts = connection.execute(
                select(image_bodies.c.body).where(mine).order_by(image_bodies.c.part)
            ).scalars()
            found = b"".join(bytes(part) for part in parts)
        if not found:
            raise not_yours()
        return found

    def remove(self, user_id: str, image_id: str) -> None:
        """Takes an image off its owner's shelf for good. NotYours unless it is there."""
        with writing(self._engine) as connection:
            _remove(connection, user_id, image_id)


def not_yours() -> NotYours:
    """What is said of an image that is not one's own."""
    return NotYours("There is no such image of yours.", "Choose one of yours, or bring another.")


def _keep(connection: Connection, user_id: str, taken: Taken, at: datetime) -> KeptImage:
    whose = {"user_id": user_id, "image_id": taken.info.id}
    row = {**whose, "info": taken.info.model_dump_json(), "kept_at": at.isoformat()}
    connection.execute(insert(images), row)
    for number, start in enumerate(range(0, len(taken.body), PART_BYTES)):
        part = taken.body[start : start + PART_BYTES]
        connection.execute(insert(image_bodies), {**whose, "part": number, "body": part})
    return KeptImage(info=taken.info, user_id=user_id, kept_at=at)


def _remove(connection: Connection, user_id: str, image_id: str) -> None:
    for table in (image_bodies, images):
        mine = (table.c.user_id == user_id) & (table.c.image_id == image_id)
        done = connection.execute(delete(table).where(mine))
    if not done.rowcount:
        raise not_yours()


def _row(connection: Connection, user_id: str, image_id: str) -> KeptImage | None:
    mine = (images.c.user_id == user_id) & (images.c.image_id == image_id)
    row = connection.execute(select(images).where(mine)).first()
    return None if row is None else _kept(row.user_id, row.info, row.kept_at)


def _kept(user_id: str, info: str, kept_at: str) -> KeptImage:
    try:
        told = ImageInfo.model_validate_json(info)
    except ValidationError as fault:
        raise PreceptorError(
            "What is known of this image was kept in a form that cannot be read.", "Update Preceptor."
        ) from fault
    return KeptImage(info=told, user_id=user_id, kept_at=datetime.fromisoformat(kept_at))
