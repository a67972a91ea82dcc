"""How well cards were recalled, append-only: a rating that is taken back stays, with a row that says so."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal, NamedTuple

from pydantic import Field
from sqlalchemy import Connection, Engine, delete, insert, select

from assistant.learner.log import utc
from assistant.learner.tables import ratings
from assistant.quiz.types import Rating
from retrieval.errors import WrongUse
from retrieval.store.engine import reading, writing
from retrieval.types import Value


class CardKey(NamedTuple):
    """A card: an item of the bank, or a card of the learner's own. As text it is `item:ID` or `own:ID`."""

    kind: Literal["item", "own"]
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @classmethod
    def of(cls, text: str) -> "CardKey":
        """The card that a text names; WrongUse where it names none."""
        kind, mark, found = text.partition(":")
        if mark and found and kind in ("item", "own"):
            return cls("own" if kind == "own" else "item", found)
        raise WrongUse("There is no such card.", "Choose one that is due: preceptor review.")


class CardRating(Value):
    """A rating of a card, or with `undoes` the taking back of one; exactly one of the two is given."""

    id: str = Field(min_length=1, max_length=140)
    card: str
    rating: Rating | None = None
    undoes: str | None = None
    at: datetime


def rated(name: str, card: CardKey, rating: Rating, at: datetime) -> CardRating:
    """A card was recalled so well."""
    return CardRating(id=name, card=str(card), rating=rating, at=at)


def taken_back(name: str, given: CardRating, at: datetime) -> CardRating:
    """The rating does not stand."""
    return CardRating(id=name, card=given.card, undoes=given.id, at=at)


def standing(given: Iterable[CardRating]) -> list[CardRating]:
    """The ratings that stand, oldest first: without those that were taken back."""
    ordered = sorted(given, key=lambda one: (one.at, one.id))
    gone = {one.undoes for one in ordered if one.undoes is not None}
    return [one for one in ordered if one.rating is not None and one.id not in gone]


def append(connection: Connection, user_id: str, given: CardRating) -> bool:
    """Whether the row was new and has been kept, in the caller's transaction; again is harmless.

    WrongUse for an id that is somebody else's, and for taking back what is no rating of theirs.
    """
    known = _row(connection, given.id)
    if known is not None:
        if known.user_id != user_id:
            raise WrongUse("This id of a rating is taken.", "Make another.")
        return False
    if (given.rating is None) == (given.undoes is None):
        raise WrongUse("A card is rated or a rating taken back, one of the two.", "Send one of them.")
    if given.undoes is not None:
        undone = _row(connection, given.undoes)
        if undone is None or undone.user_id != user_id or undone.rating is None:
            raise WrongUse("There is no such rating of yours.", "Take back one that you gave.")
    row = given.model_dump(exclude={"id"}) | {"rating_id": given.id, "user_id": user_id, "at": utc(given.at)}
    connection.execute(insert(ratings), row)
    return True


def forget(connection: Connection, user_id: str, card: CardKey | None = None) -> int:
    """How many rows of that person's were removed, all or those of one card, in this transaction."""
    which = ratings.c.user_id == user_id
    if card is not None:
        which &= ratings.c.card == str(card)
    return connection.execute(delete(ratings).where(which)).rowcount


class Ratings:
    """The ratings of one library."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def append(self, user_id: str, given: CardRating) -> bool:
        """Whether the row was new and has been kept; again is harmless. WrongUse as `append` says."""
        with writing(self._engine, alone=f"ratings {user_id}") as connection:
            return append(connection, user_id, given)

    def of(self, user_id: str, card: CardKey | None = None) -> list[CardRating]:
        """That person's rows, of all cards or of one, oldest first, those taken back among them."""
        wanted = select(ratings).where(ratings.c.user_id == user_id)
        if card is not None:
            wanted = wanted.where(ratings.c.card == str(card))
        with reading(self._engine) as connection:
            return [_rating(row) for row in connection.execute(wanted.order_by(ratings.c.at)).all()]


def _row(connection: Connection, name: str) -> Any:
    return connection.execute(select(ratings).where(ratings.c.rating_id == name)).first()


def _rating(row: Any) -> CardRating:
    # Built without checks: ten thousand rows that were checked when they were kept.
    return CardRating.model_construct(
        id=row.rating_id,
        card=row.card,
        rating=row.rating,
        undoes=row.undoes,
        at=datetime.fromisoformat(row.at),
    )
