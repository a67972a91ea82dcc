"""The tones of a library by version: rows are added and never changed."""

from collections.abc import Iterable

from sqlalchemy import Engine, insert, select

from assistant.tone.tables import tones
from assistant.tone.types import LIBRARY, Saved, Tone
from retrieval.errors import WrongUse
from retrieval.store.engine import reading, writing


class Tones:
    """What was saved for the whole library and for each course; the newest version is in use."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def versions(self, course: str = LIBRARY) -> list[Saved]:
        """Every version of that course's tone, newest first."""
        wanted = select(tones.c.body).where(tones.c.course == course).order_by(tones.c.number.desc())
        with reading(self._engine) as connection:
            return [Saved.model_validate_json(body) for body in connection.execute(wanted).scalars()]

    def newest(self, course: str = LIBRARY) -> Saved | None:
        """The version in use, None where nothing was saved."""
        wanted = select(tones.c.body).where(tones.c.course == course).order_by(tones.c.number.desc()).limit(1)
        with reading(self._engine) as connection:
            body = connection.execute(wanted).scalar()
        return Saved.model_validate_json(body) if body else None

    def of(self, courses: Iterable[str] = ()) -> Tone | None:
        """The tone of the first of these courses that has one, else that of the library; None without any."""
        found = (self.newest(course) for course in (*courses, LIBRARY))
        return next((one.tone for one in found if one is not None and not one.tone.is_plain), None)

    def save(self, saved: Saved, *, based_on: int) -> Saved:
        """It as kept under the next number; WrongUse where another version came first."""
        with writing(self._engine, alone="tones") as connection:
            wanted = select(tones.c.number).where(tones.c.course == saved.course)
            newest = max(connection.execute(wanted).scalars(), default=0)
            if newest != based_on:
                raise WrongUse(
                    f"Version {newest} of this tone was saved meanwhile.", "Look at it, and try yours again."
                )
            kept = saved.model_copy(update={"number": newest + 1})
            row = {"course": kept.course, "number": kept.number, "at": kept.at.isoformat()}
            connection.execute(insert(tones), row | {"body": kept.model_dump_json()})
        return kept
