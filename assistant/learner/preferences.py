"""What a learner chose about their own reviews."""

from datetime import datetime

from pydantic import Field
from sqlalchemy import Connection, Engine, delete, insert, select

from assistant.learner.log import utc
from assistant.learner.tables import learner_settings
from retrieval.errors import PreceptorError
from retrieval.store.engine import reading, writing
from retrieval.types import Value


class Preference(Value):
    """The share of cards to be recalled when they are due, and how many new cards a day brings at most."""

    retention: float = Field(default=0.9, ge=0.85, le=0.95)
    new_cards_a_day: int = Field(default=20, ge=0, le=500)


class Preferences:
    """The preferences of the learners of one library."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, user_id: str) -> Preference:
        """What that person chose, the defaults where they chose nothing."""
        wanted = select(learner_settings.c.body).where(learner_settings.c.user_id == user_id)
        with reading(self._engine) as connection:
            body = connection.execute(wanted).scalar_one_or_none()
        if body is None:
            return Preference()
        try:
            return Preference.model_validate_json(body)
        except ValueError as fault:
            raise PreceptorError(
                "Your settings were kept in a form that cannot be read.",
                "Update Preceptor, or set them again.",
            ) from fault

    def choose(self, user_id: str, given: Preference, at: datetime) -> Preference:
        """Keeps the choice, which counts from now on for everything that is due."""
        row = {"user_id": user_id, "body": given.model_dump_json(), "changed_at": utc(at)}
        with writing(self._engine, alone=f"preference {user_id}") as connection:
            forget(connection, user_id)
            connection.execute(insert(learner_settings), row)
        return given


def forget(connection: Connection, user_id: str) -> int:
    """1 where that person's choice was removed, 0 where they had made none, in this transaction."""
    return connection.execute(delete(learner_settings).where(learner_settings.c.user_id == user_id)).rowcount
