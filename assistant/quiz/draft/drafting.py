"""Drafts made, corrected, sent to review and withheld: nothing goes to learners without a review."""

from collections.abc import Callable, Iterator
from datetime import datetime
from hashlib import sha256
from itertools import islice
from typing import NamedTuple

from assistant.accounts import Account
from assistant.answer.check import verifier_of
from assistant.ports import ChatModel
from assistant.quiz.draft.banking import alike_in, newest, put
from assistant.quiz.draft.gates import Checking, duplicate_gate, lint_gate, schema_gate, standing_gate
from assistant.quiz.draft.order import Order, excerpts_for, sendable, with_whole_tables
from assistant.quiz.draft.ruled import checked, ruled
from assistant.quiz.draft.writing import Writer, written
from assistant.references import Remembered
from assistant.tone.told import ToneFor, no_tone
from curricula.items.bank import Bank
from curricula.items.drafts import OPEN, Draft, Drafts, Gate, State
from curricula.items.types import Item
from curricula.review.reviews import Reviews
from curricula.review.types import Act, Which
from retrieval.errors import WrongUse
from retrieval.library import Library
from retrieval.types import Value

NO_MODEL = WrongUse("No language model is connected.", "Leave out --with-model, or set PRECEPTOR_MODEL_URL.")
NOTHING_LEFT = "These passages gave nothing more to draft by rule."
OUT_OF_TIME = "The time was up before all were drafted."
AGAIN = "The model wrote {} again, which was drafted before; it stays as it was."
STOPPED = "Drafting was stopped."
SET_ASIDE = "A draft, set aside or withheld by a gate."
BY_A_PERSON = "It was changed by {} after that."


class Made(Value):
    """What came of an order: every draft, also those withheld or unreadable, and what else to know."""

    drafts: tuple[Draft, ...]
    notes: tuple[str, ...] = ()


class Bench(NamedTuple):
    """What drafts are made with. `clock` gives seconds; `redacts`: the model is not to get
    personal data; `tone_for` says in which tone it writes for objectives."""

    library: Library
    bank: Bank
    reviews: Reviews
    model: ChatModel | None
    redacts: bool
    clock: Callable[[], float]
    tone_for: ToneFor = no_tone


def never() -> bool:
    """Nobody stops it."""
    return False


class Drafting:
    """The drafts of one library."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self.drafts = Drafts(bench.library.store.engine)

    @property
    def reviews(self) -> Reviews:
        """Where drafts are sent to be reviewed."""
        return self._bench.reviews

    @property
    def has_model(self) -> bool:
        """Whether a served model is connected."""
        return self._bench.model is not None

    def make(
        self,
        order: Order,
        who: Account,
        at: datetime,
        *,
        stop: Callable[[], bool] = never,
        on_draft: Callable[[Draft], None] = lambda _: None,
    ) -> Made:
        """Drafts as ordered, each kept as soon as it is made and then told to `on_draft`.

        WrongUse where there is nothing to draft from or no model; ModelFault where the model fails, with the
        drafts before it kept.
        """
        ends = self._bench.clock() + order.minutes * 60
        done: list[Draft] = []
        notes: list[str] = []
        for draft in self._made(order, who, at, stop=stop, notes=notes):
            if self._kept(draft):
                done.append(draft)
                on_draft(draft)
            else:
                notes.append(AGAIN.format(draft.id))
            if len(done) < order.count and (stop() or self._bench.clock() >= ends):
                notes.append(STOPPED if stop() else OUT_OF_TIME)
                break
        if len(done) < order.count and not order.with_model and not notes:
            notes.append(NOTHING_LEFT)
        return Made(drafts=tuple(done), notes=tuple(notes))

    def save(self, draft_id: str, item: Item, who: Account, at: datetime) -> Draft:
        """The draft as a person has corrected it, checked again; what a model solved stands no longer.

        WrongUse where it was decided already, or the item has another id.
        """
        draft = self._open(draft_id)
        if item.id != draft.id:
            raise WrongUse("A draft keeps its id.", f"Leave the id as {draft.id}.")
        item = item.model_copy(update={"status": "draft", "version": 1, "reviewer": None})
        checking = self._checking()
        solved = (gate for gate in draft.report.gates if "solve" in gate.name)
        gates = (
            schema_gate(),
            lint_gate(item),
            standing_gate(item, checking.books),
            duplicate_gate(item, checking.alike),
        )
        stale = (_stale(gate, who) for gate in solved)
        state: State = "withheld" if any(gate.outcome != "pass" for gate in gates) else "waiting"
        report = draft.report.model_copy(update={"gates": (*gates, *stale)})
        changed = draft.model_copy(
            update={"item": item, "title": item.title, "report": report, "state": state}
        )
        if state == "waiting":
            put(self._bench.bank, changed, by=who.user_id, at=at)
        else:
            self._hide(draft_id, who, at)
        self.drafts.change(changed)
        return changed

    def submit(self, draft_id: str, act: Act) -> Draft:
        """The draft, sent to be reviewed by another person; also one that a gate withholds.

        WrongUse for what could not be read, or was decided already.
        """
        draft = self._open(draft_id)
        if draft.item is None:
            raise WrongUse("This reply could not be read as an item.", "Have another drafted.")
        version = newest(self._bench.bank, draft_id)
        if version is None or self._bench.bank.item(draft_id).status == "retired":
            put(self._bench.bank, draft, by=draft.made_by, at=act.at)
        which = self._bench.reviews.state("item", draft_id).which
        self._bench.reviews.do("submit", which, act)
        return draft

    def discard(self, draft_id: str, who: Account, at: datetime) -> Draft:
        """The draft set aside by a person: it stays in the list of such, and is not drafted again."""
        draft = self._open(draft_id)
        self._hide(draft_id, who, at)
        gone = _decided(draft, "discarded", who, at)
        self.drafts.change(gone)
        return gone

    def _made(
        self, order: Order, who: Account, at: datetime, *, stop: Callable[[], bool], notes: list[str]
    ) -> Iterator[Draft]:
        library = self._bench.library
        if order.with_model and self._bench.model is None:
            raise NO_MODEL
        excerpts = excerpts_for(order, library)
        checking = self._checking()
        if self._bench.model is None or not order.with_model:
            whole = with_whole_tables(excerpts, library)
            found = ruled(excerpts, whole, order, known=self.drafts.ids())
            for item in islice(found, order.count):
                yield checked(item, order, checking, by=who.user_id, at=at)
            return
        excerpts, left_out = sendable(excerpts, redacts=self._bench.redacts)
        notes += left_out
        if excerpts:
            writer = Writer(
                self._bench.model, checking, self._bench.redacts, stop, self._bench.tone_for(order.objectives)
            )
            yield from written(writer, excerpts, order, by=who.user_id, at=at)

    def _kept(self, draft: Draft) -> bool:
        """Keeps a new draft, and puts it into the bank as a draft if no gate withholds it."""
        if not self.drafts.keep(draft):
            return False
        if draft.state == "waiting":
            put(self._bench.bank, draft, by=draft.made_by, at=draft.made_at)
        return True

    def _open(self, draft_id: str) -> Draft:
        draft = self.drafts.draft(draft_id)
        if draft.state not in OPEN:
            name = draft.decided_name or "somebody"
            raise WrongUse(f"This draft was {draft.state} by {name}.", "Choose another.")
        return draft

    def _hide(self, draft_id: str, who: Account, at: datetime) -> None:
        """The bank shows the draft to nobody, if it has it."""
        version = newest(self._bench.bank, draft_id)
        if version is None or self._bench.bank.item(draft_id).status == "retired":
            return
        which = Which(kind="item", id=draft_id, version=version)
        event_id = f"hidden-{sha256(f'{draft_id} {at.isoformat()}'.encode()).hexdigest()[:24]}"
        act = Act(event_id=event_id, user_id=who.user_id, name=who.name, at=at, note=SET_ASIDE)
        self._bench.reviews.do("retire", which, act)

    def _books(self) -> Remembered:
        return Remembered(self._bench.library.store)

    def _checking(self) -> Checking:
        verifier = verifier_of(self._bench.library.ranker)
        return Checking(self._books(), verifier, alike_in(self._bench.bank))


def _stale(gate: Gate, who: Account) -> Gate:
    return gate.model_copy(update={"outcome": "unknown", "reason": BY_A_PERSON.format(who.name)})


def _decided(draft: Draft, state: State, who: Account, at: datetime) -> Draft:
    by = {"decided_by": who.user_id, "decided_name": who.name, "decided_at": at}
    return draft.model_copy(update={"state": state} | by)
