"""A learner's own cards: made from what they missed, edited and approved by them, each with its citation."""

from datetime import datetime
from typing import Any

from pydantic import Field, ValidationError
from sqlalchemy import Connection, Engine, delete, func, insert, select

from assistant.faults import NotYours, Overtaken
from assistant.learner.log import utc
from assistant.learner.tables import own_cards
from assistant.types import Citation
from curricula.items.types import ClozeCard
from retrieval.errors import PreceptorError, WrongUse
from retrieval.store.engine import reading, writing
from retrieval.types import Value

LONGEST = 1000


class NotYourCard(NotYours):
    """There is no such card, or it is somebody else's."""

    def __init__(self) -> None:
        super().__init__("There is no such card of yours.", "See those you have on the page Review.")


class Offered(Value):
    """A card that may be kept, and where its words stand; without one, why there is none."""

    card: ClozeCard | None = None
    citation: Citation | None = None
    reason: str = ""


class Wording(Value):
    """A card's text as its learner wants it: words to recall stand in `{{...}}`."""

    text: str = Field(min_length=1, max_length=LONGEST, pattern=r"\{\{[^{}]+\}\}")
    extra: str = Field(default="", max_length=LONGEST)


class OwnCard(Value):
    """A card its learner approved, and the attempt and item that it came from."""

    card: ClozeCard
    item_id: str | None
    attempt: str | None
    kept_at: datetime


class OwnCards:
    """The own cards of the learners of one library. A version once kept is never changed."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, user_id: str, given: OwnCard) -> OwnCard:
        """The card as it was kept: again is harmless, and leaves what was kept first.

        WrongUse where its id is somebody else's.
        """
        with writing(self._engine, alone="own cards") as connection:
            known = _newest(connection, given.card.id)
            if known is None:
                connection.execute(insert(own_cards), _row(user_id, given))
                return given
        if known["user_id"] != user_id:
            raise WrongUse("This id of a card is taken.", "Make another card.")
        return _own(known)

    def revise(self, user_id: str, card_id: str, wording: Wording, *, based_on: int, at: datetime) -> OwnCard:
        """The card in its next version, with that wording. NotYourCard where there is none.

        Overtaken unless `based_on` is its newest version.
        """
        with writing(self._engine, alone="own cards") as connection:
            known = _newest(connection, card_id)
            if known is None or known["user_id"] != user_id:
                raise NotYourCard
            if known["version"] != based_on:
                raise Overtaken("This card was changed meanwhile.", "Look at it again, then change it.")
            former = _own(known)
            card = former.card.model_copy(update={**wording.model_dump(), "version": based_on + 1})
            revised = former.model_copy(update={"card": card, "kept_at": at})
            connection.execute(insert(own_cards), _row(user_id, revised))
        return revised

    def of(self, user_id: str) -> list[OwnCard]:
        """That person's cards in their newest versions, the card made first in front."""
        wanted = select(own_cards).where(own_cards.c.user_id == user_id)
        with reading(self._engine) as connection:
            rows = connection.execute(wanted.order_by(own_cards.c.version)).mappings().all()
        newest = {row["card_id"]: row for row in rows}
        first = {row["card_id"]: row["kept_at"] for row in reversed(rows)}
        ordered = sorted(newest, key=lambda name: (first[name], name))
        return [_own(newest[name]) for name in ordered]

    def card(self, user_id: str, card_id: str, version: int | None = None) -> OwnCard:
        """That person's card, in its newest version or that one. NotYourCard where there is none."""
        which = (own_cards.c.user_id == user_id) & (own_cards.c.card_id == card_id)
        if version is not None:
            which &= own_cards.c.version == version
        newest = select(own_cards).where(which).order_by(own_cards.c.version.desc()).limit(1)
        with reading(self._engine) as connection:
            row = connection.execute(newest).mappings().first()
        if row is None:
            raise NotYourCard
        return _own(row)


def forget(connection: Connection, user_id: str, card_id: str | None = None) -> int:
    """How many of that person's cards were removed for good, all or that one, in this transaction."""
    which = own_cards.c.user_id == user_id
    if card_id is not None:
        which &= own_cards.c.card_id == card_id
    count = select(func.count(own_cards.c.card_id.distinct())).where(which)
    removed = int(connection.execute(count).scalar_one())
    connection.execute(delete(own_cards).where(which))
    return removed


def _newest(connection: Connection, card_id: str) -> Any:
    wanted = select(own_cards).where(own_cards.c.card_id == card_id).order_by(own_cards.c.version.desc())
    return connection.execute(wanted.limit(1)).mappings().first()


def _row(user_id: str, given: OwnCard) -> dict[str, Any]:
    return {
        "card_id": given.card.id,
        "version": given.card.version,
        "user_id": user_id,
        "item_id": given.item_id,
        "attempt_id": given.attempt,
        "body": given.card.model_dump_json(),
        "kept_at": utc(given.kept_at),
    }


def _own(row: Any) -> OwnCard:
    try:
        card = ClozeCard.model_validate_json(row["body"])
    except ValidationError as fault:
        raise PreceptorError(
            "A card was kept in a form that cannot be read.", "Update Preceptor, or make the card again."
        ) from fault
    return OwnCard(card=card, item_id=row["item_id"], attempt=row["attempt_id"], kept_at=row["kept_at"])
