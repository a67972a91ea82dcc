"""Audits of learners: one is given, looked at, handed in once, and counted. Each only sees their own."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from assistant.accounts import Account
from assistant.audits.check import Passage, as_reference, machine_check
from assistant.audits.choose import choose
from assistant.audits.log import AuditLog
from assistant.audits.marking import marked
from assistant.audits.rates import HITS, Rates, rates
from assistant.audits.types import Given, Mark, Placed, Submission, Submitted
from assistant.audits.view import AuditView, Marked, Opened, ShownSentence, Standing, Told
from assistant.faults import NotYours
from assistant.references import Resolve
from curricula.audits.types import Audit, Planted
from curricula.versions import PUBLISHED, Versions, values_of
from retrieval.errors import WrongUse
from retrieval.ports import Verifier


class Sources(NamedTuple):
    """What looks up references, and gives the texts of the passages that they lead to."""

    resolve: Resolve
    passage: Passage


class House(NamedTuple):
    """What audits stand on; `sources` and `verifier` are asked for when needed, `now` is the time."""

    audits: Versions[Audit]
    log: AuditLog
    sources: Callable[[], Sources]
    verifier: Callable[[], Verifier | None]
    now: Callable[[], datetime]


class Reading(NamedTuple):
    """A turn with its audit; `submitted` is None while it is open, `counts` unless it was read before."""

    given: Given
    audit: Audit
    submitted: Submitted | None
    counts: bool


class Auditing:
    """The audits of a library's people. `who` is always the person who asks."""

    def __init__(self, house: House) -> None:
        self.house = house

    def begin(self, who: Account, turn: str) -> AuditView:
        """A new turn under that id, which also is the seed of what comes; again is harmless.

        WrongUse where the library has no audit.
        """
        given, _ = self.house.log.turn(who.user_id, turn)
        if given is None:
            audit = self._next(who, turn)
            event = Given(id=turn, turn=turn, audit=audit.id, version=audit.version, at=self.house.now())
            self.house.log.add(who.user_id, event)
        return self.view(who, turn)

    def view(self, who: Account, turn: str) -> AuditView:
        """The turn as it stands. NotYours unless this person began it."""
        return self._seen(self._reading(who, turn))

    def submit(self, who: Account, turn: str, given: Submission) -> AuditView:
        """The turn with what came of the marks. Handed in again, the first marks stay."""
        reading = self._reading(who, turn)
        if reading.submitted is None:
            marked(reading.audit, given.marks)
            event = Submitted(id=given.id, turn=turn, marks=given.marks, at=self.house.now())
            self.house.log.add(who.user_id, event)
        return self.view(who, turn)

    def opened(self, who: Account, turn: str, number: int) -> Opened:
        """What opens behind the citation of that sentence; WrongUse where it cites nothing."""
        audit = self._reading(who, turn).audit
        shown = audit.answer[number - 1].citation if 0 < number <= len(audit.answer) else None
        if shown is None:
            raise WrongUse("This sentence cites nothing.", "Open the citation of another one.")
        found = self.house.sources().resolve(as_reference(shown))
        return Opened(citation=found.citation, reason=found.reason)

    def standings(self, who: Account) -> list[Standing]:
        """This person's turns, the newest first."""
        return [_standing(reading) for reading in reversed(self._readings(who))]

    def rates(self, who: Account) -> Rates:
        """How many errors this person finds, over the first reading of each answer."""
        return rates([_places(one) for one in self._readings(who) if one.submitted and one.counts])

    def forget(self, who: Account, turn: str) -> None:
        """Removes a turn of one's own for good. NotYours where there is none."""
        if not self.house.log.forget(who.user_id, turn):
            raise not_yours()

    def _next(self, who: Account, seed: str) -> Audit:
        given = {one.audit: one.at for one in self.house.log.of(who.user_id) if isinstance(one, Given)}
        audit = choose(values_of(self.house.audits.listed(PUBLISHED)), given, seed)
        if audit is None:
            raise WrongUse(
                "This library has no answers to audit.", "Import some, as docs/educators.md tells."
            )
        return audit

    def _reading(self, who: Account, turn: str) -> Reading:
        for reading in self._readings(who):
            if reading.given.turn == turn:
                return reading
        raise not_yours()

    def _readings(self, who: Account) -> list[Reading]:
        """All turns in the order in which they were begun; of each audit the first to be handed in counts."""
        events = self.house.log.of(who.user_id)
        handed = {one.turn: one for one in events if isinstance(one, Submitted)}
        given = [one for one in events if isinstance(one, Given)]
        ended = sorted((one for one in given if one.turn in handed), key=lambda one: handed[one.turn].at)
        first = {one.audit: one.turn for one in reversed(ended)}
        return [
            Reading(
                one,
                self.house.audits.get(one.audit, one.version),
                handed.get(one.turn),
                first.get(one.audit, one.turn) == one.turn,
            )
            for one in given
        ]

    def _seen(self, reading: Reading) -> AuditView:
        audit = reading.audit
        sentences = (
            ShownSentence(number=number, text=one.text, citation=one.citation)
            for number, one in enumerate(audit.answer, start=1)
        )
        return AuditView(
            turn=reading.given.turn,
            title=audit.title,
            question=audit.question,
            sentences=tuple(sentences),
            review=audit.review,
            given_at=reading.given.at,
            marked=self._marked(reading, reading.submitted.marks) if reading.submitted else None,
        )

    def _marked(self, reading: Reading, marks: tuple[Mark, ...]) -> Marked:
        sources, verifier = self.house.sources(), self.house.verifier()
        told = (_told(reading.audit, fault, sources, verifier) for fault in reading.audit.faults)
        return Marked(
            places=marked(reading.audit, marks), told=tuple(told), marks=marks, counts=reading.counts
        )


def not_yours() -> NotYours:
    """What is said of a turn that is not one's own."""
    return NotYours("There is no such audit of yours.", "Choose one of yours, or begin another.")


def _told(audit: Audit, fault: Planted, sources: Sources, verifier: Verifier | None) -> Told:
    found = sources.resolve(fault.reference)
    sentence = None if fault.sentence is None else audit.answer[fault.sentence - 1]
    return Told(
        **fault.model_dump(include={"sentence", "kind", "also", "severity", "truth"}),
        citation=found.citation,
        uncited=found.reason,
        check=machine_check(sentence, fault, resolve=sources.resolve, passage=sources.passage, by=verifier),
    )


def _places(reading: Reading) -> tuple[Placed, ...]:
    return marked(reading.audit, reading.submitted.marks) if reading.submitted else ()


def _standing(reading: Reading) -> Standing:
    places = _places(reading)
    outcomes = [place.outcome for place in places]
    done = reading.submitted is not None
    return Standing(
        turn=reading.given.turn,
        title=reading.audit.title,
        given_at=reading.given.at,
        found=sum(place.outcome in HITS for place in places) if done else None,
        planted=len(reading.audit.faults) if done else None,
        false_alarms=outcomes.count("false_alarm") if done else None,
    )
