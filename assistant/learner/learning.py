"""What learners see of their learning, change of it, and remove; each only their own."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, Engine

from assistant.accounts import Account
from assistant.audits import log as audit_rows
from assistant.audits.log import AuditLog
from assistant.learner import cards as card_rows
from assistant.learner import log as attempt_rows
from assistant.learner import preferences as preference_rows
from assistant.learner import ratings as rating_rows
from assistant.learner.calibration import Words
from assistant.learner.cards import Offered, OwnCard, OwnCards, Wording
from assistant.learner.due import dues
from assistant.learner.export import Everything, as_csv
from assistant.learner.log import Log, NotYourAttempt
from assistant.learner.preferences import Preference, Preferences
from assistant.learner.progress import Progress, progress
from assistant.learner.ratings import CardKey, Ratings
from assistant.learner.types import Attempt, Correction, Kept
from curricula.items.keeping import Entry
from retrieval.errors import WrongUse
from retrieval.store.engine import writing
from retrieval.types import Value

MOST_SHOWN = 500


class House(NamedTuple):
    """What learning stands on: the database, what an attempt offers, how long items are, and where they lie.

    `locations` are the re-estimated difficulties of items, in logits, by id; `forget_sittings` removes all
    sittings of a person in a transaction, and tells how many they were.
    """

    engine: Engine
    offer: Callable[[Attempt], Offered]
    words: Words
    locations: Callable[[], Mapping[str, float]]
    forget_sittings: Callable[[Connection, str], int]
    now: Callable[[], datetime]


class Forgotten(Value):
    """How much was removed for good."""

    attempts: int
    sittings: int = 0
    ratings: int = 0
    cards: int = 0
    preference: int = 0
    audits: int = 0


class Learning:
    """The learning of the people of one library. `who` is always the person who asks."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.log = Log(house.engine)
        self.ratings = Ratings(house.engine)
        self.cards = OwnCards(house.engine)
        self.preferences = Preferences(house.engine)
        self.audits = AuditLog(house.engine)

    def progress(self, who: Account) -> Progress:
        """How this person stands, computed from their attempts that count."""
        user_id, house = who.user_id, self.house
        evidence = self.log.evidence(user_id)
        due = dues(self.cards.of(user_id), evidence, self.ratings.of(user_id), self.preferences.of(user_id))
        return progress(evidence, due, house.now(), words=house.words, locations=house.locations())

    def attempts(
        self, who: Account, ids: Sequence[str] | None = None, *, newest: int = MOST_SHOWN
    ) -> list[Kept]:
        """The newest of this person's attempts, or those of these ids, the newest first."""
        return self.log.of(who.user_id, ids=ids, newest=min(newest, MOST_SHOWN))[::-1]

    def correct(self, who: Account, given: Correction) -> Kept:
        """The attempt with what this person says about it. NotYourAttempt, WrongUse without a reason."""
        self.log.correct(who.user_id, given)
        return self._attempt(who, given.attempt)

    def offer(self, who: Account, attempt_id: str) -> Offered:
        """The card that a missed item offers, or why there is none."""
        attempt = self._attempt(who, attempt_id).attempt
        if attempt.graded.correct is not False:
            return Offered(reason="Only a wrong answer offers a card.")
        return self.house.offer(attempt)

    def keep(self, who: Account, attempt_id: str, wording: Wording) -> OwnCard:
        """The offered card as this person words and approves it; again is harmless. WrongUse without one."""
        offered = self.offer(who, attempt_id)
        if offered.card is None:
            raise WrongUse(offered.reason, "Make a card of another item.")
        item_id = self._attempt(who, attempt_id).attempt.item_id
        card = offered.card.model_copy(update=wording.model_dump())
        kept = OwnCard(card=card, item_id=item_id, attempt=attempt_id, kept_at=self.house.now())
        return self.cards.keep(who.user_id, kept)

    def reword(self, who: Account, card_id: str, wording: Wording, *, based_on: int) -> OwnCard:
        """The card in a new version. NotYourCard, or Overtaken if it was changed since `based_on`."""
        return self.cards.revise(who.user_id, card_id, wording, based_on=based_on, at=self.house.now())

    def drop(self, who: Account, card_id: str) -> None:
        """Removes a card of one's own for good, with its ratings. NotYourCard where there is none."""
        with writing(self.house.engine) as connection:
            if not card_rows.forget(connection, who.user_id, card_id):
                raise card_rows.NotYourCard
            rating_rows.forget(connection, who.user_id, CardKey("own", card_id))

    def choose(self, who: Account, given: Preference) -> Preference:
        """Keeps this person's wish, by which everything due is planned from now on."""
        return self.preferences.choose(who.user_id, given, self.house.now())

    def export(self, who: Account) -> Everything:
        """Everything that is kept about this person's learning."""
        user_id = who.user_id
        return Everything(
            attempts=tuple(self.log.of(user_id)),
            ratings=tuple(self.ratings.of(user_id)),
            cards=tuple(self.cards.of(user_id)),
            preference=self.preferences.of(user_id),
            audits=tuple(self.audits.of(user_id)),
        )

    def table(self, who: Account) -> str:
        """This person's attempts as CSV."""
        return as_csv(self.log.of(who.user_id))

    def anki(self, who: Account) -> bytes:
        """This person's own cards as an Anki package; WrongUse where there are none."""
        from curricula.formats.anki.write import write  # genanki takes time to import

        cards = self.cards.of(who.user_id)
        if not cards:
            raise WrongUse("There are no cards of yours yet.", "Make one of something you missed.")
        return write(Entry(one.card) for one in cards).data

    def forget(self, who: Account, attempts: Sequence[str] | None = None) -> Forgotten:
        """How much was removed for good: these attempts, or without any named everything about learning.

        What was answered also stands in its sitting, which goes with everything, or when removed itself.
        """
        user_id = who.user_id
        with writing(self.house.engine) as connection:
            removed = attempt_rows.forget(connection, user_id, attempts)
            if attempts is not None:
                return Forgotten(attempts=removed)
            return Forgotten(
                attempts=removed,
                sittings=self.house.forget_sittings(connection, user_id),
                ratings=rating_rows.forget(connection, user_id),
                cards=card_rows.forget(connection, user_id),
                preference=preference_rows.forget(connection, user_id),
                audits=audit_rows.forget(connection, user_id),
            )

    def _attempt(self, who: Account, attempt_id: str) -> Kept:
        found = self.log.of(who.user_id, ids=[attempt_id])
        if not found:
            raise NotYourAttempt
        return found[0]
