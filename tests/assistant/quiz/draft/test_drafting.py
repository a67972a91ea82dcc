"""Drafts by rule: kept, in the bank as drafts only, published by a named person, never drafted twice."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count

import pytest

from assistant.accounts import Account
from assistant.quiz.draft.cards import cards
from assistant.quiz.draft.drafting import Bench, Drafting
from assistant.quiz.draft.order import Order
from assistant.reviews import act_of, reviews_of
from curricula.items.bank import Bank
from curricula.items.keeping import Source
from curricula.items.types import ClozeCard
from curricula.items.wanted import ALL, Wanted
from curricula.review.types import Act, Blocked, Which
from retrieval.errors import WrongUse
from retrieval.library import Library
from tests.assistant.quiz.draft.sources import drafting_tables, everything, gout

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
EDUCATOR = Account(user_id="u1", name="Dana", role="educator")
SECOND = Account(user_id="u2", name="Noor", role="educator")
ORDER = Order(about="gout treatment dose", count=20)


@pytest.fixture
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with gout(tmp_path_factory.mktemp("gout"), migrations=drafting_tables()) as opened:
        yield opened


@pytest.fixture
def bank(library: Library) -> Bank:
    return Bank(library.store.engine)


@pytest.fixture
def drafting(library: Library, bank: Bank) -> Drafting:
    return Drafting(Bench(library, bank, reviews_of(library.store), None, False, count(0.0).__next__))


def act(who: Account, event: str, note: str = "") -> Act:
    return act_of(who, event, AT, note)


def sent(drafting: Drafting, draft_id: str) -> Which:
    drafting.submit(draft_id, act(EDUCATOR, f"sent-{draft_id}-{drafting.drafts.draft(draft_id).state}"))
    return drafting.reviews.state("item", draft_id).which


def test_drafts_by_rule_wait_in_the_bank_and_nothing_is_published(drafting: Drafting, bank: Bank) -> None:
    made = drafting.make(ORDER, EDUCATOR, AT)
    assert {draft.state for draft in made.drafts} == {"waiting"}
    assert {draft.id.split("-")[0] for draft in made.drafts} == {"card", "table"}
    assert {gate.name for gate in made.drafts[0].report.gates} == {
        "schema",
        "lint",
        "citations",
        "duplicates",
    }
    assert bank.count() == 0
    assert {one.id for one in bank.listed(Wanted(statuses=ALL))} == {draft.id for draft in made.drafts}
    assert made.notes == ("These passages gave nothing more to draft by rule.",)


def test_nothing_is_drafted_twice_though_it_was_set_aside(drafting: Drafting, bank: Bank) -> None:
    first = drafting.make(ORDER, EDUCATOR, AT).drafts
    gone = drafting.discard(first[0].id, EDUCATOR, AT)
    assert (gone.state, gone.decided_name, gone.decided_at) == ("discarded", "Dana", AT)
    assert drafting.make(ORDER, EDUCATOR, AT).drafts == ()
    assert first[0].id not in {one.id for one in bank.listed(Wanted(statuses=frozenset({"draft"})))}
    assert len(drafting.drafts.listed()) == len(first) - 1


def test_a_draft_is_published_by_a_second_person_and_bears_that_name(drafting: Drafting, bank: Bank) -> None:
    (draft, *_) = drafting.make(ORDER, EDUCATOR, AT).drafts
    which = sent(drafting, draft.id)
    assert bank.listed() == []
    with pytest.raises(Blocked, match="another person reviews it"):
        drafting.reviews.do("publish", which, act(EDUCATOR, "own"))
    drafting.reviews.do("publish", which, act(SECOND, "second"))
    item = bank.item(draft.id)
    assert (item.status, item.reviewer, item.review) == (
        "published",
        "Noor",
        "Reviewed by Noor on 22 November 2026",
    )
    assert [one.id for one in bank.listed()] == [draft.id]
    kept = drafting.drafts.draft(draft.id)
    assert (kept.state, kept.decided_by, kept.decided_name, kept.decided_at) == (
        "published",
        "u2",
        "Noor",
        AT,
    )
    with pytest.raises(WrongUse, match="was published by Noor"):
        drafting.submit(draft.id, act(EDUCATOR, "again"))


def test_a_correction_goes_through_the_gates_again(drafting: Drafting, bank: Bank) -> None:
    draft = card_of(drafting)
    assert isinstance(draft, ClozeCard)
    wrong = draft.references[0].model_copy(update={"quote": "Colchicine is given as 5 grams twice daily."})
    held = drafting.save(draft.id, draft.model_copy(update={"references": (wrong,)}), EDUCATOR, AT)
    assert held.state == "withheld"
    assert "is no quote of" in held.report.withheld[0].reason
    assert draft.id not in {one.id for one in bank.listed(Wanted(statuses=frozenset({"draft"})))}
    with pytest.raises(Blocked, match="A gate withholds it: “Colchicine is given"):
        drafting.reviews.do("publish", sent(drafting, draft.id), act(SECOND, "held"))
    better = drafting.save(draft.id, draft.model_copy(update={"extra": "Adults only."}), EDUCATOR, AT)
    assert better.state == "waiting"
    drafting.reviews.do("publish", sent(drafting, draft.id), act(SECOND, "better"))
    published = bank.item(draft.id)
    assert isinstance(published, ClozeCard) and published.extra == "Adults only."


def test_a_draft_whose_source_is_gone_cannot_be_published(drafting: Drafting, library: Library) -> None:
    draft = card_of(drafting)
    library.remove(library.documents()[0].id)
    with pytest.raises(Blocked, match="no source of this title"):
        drafting.reviews.do("publish", sent(drafting, draft.id), act(SECOND, "gone"))


def test_what_the_bank_asks_already_is_withheld_and_said(
    drafting: Drafting, bank: Bank, library: Library
) -> None:
    (card, *_) = cards(everything(library), seed=0)
    bank.put(card.model_copy(update={"id": "somebody-elses"}), Source(origin="author", at=AT))
    made = drafting.make(ORDER, EDUCATOR, AT).drafts
    (held,) = (draft for draft in made if draft.state == "withheld")
    assert held.id == card.id
    assert held.report.withheld[0].reason == "It asks the same as the item somebody-elses."
    assert held.id not in {one.id for one in bank.listed(Wanted(statuses=ALL))}
    which = sent(drafting, held.id)
    with pytest.raises(Blocked, match="somebody-elses"):
        drafting.reviews.do("publish", which, act(SECOND, "silent"))
    told = drafting.reviews.do("publish", which, act(SECOND, "told", "The other one is to go."))
    assert (told.status, told.events[-1].note) == ("published", "The other one is to go.")


@pytest.mark.parametrize(
    ("order", "told"),
    [
        (Order(), "Nothing says what to draft from"),
        (Order(about="gout", with_model=True), "No language model is connected"),
    ],
)
def test_what_cannot_be_drafted_is_told_in_a_sentence(drafting: Drafting, order: Order, told: str) -> None:
    with pytest.raises(WrongUse, match=told):
        drafting.make(order, EDUCATOR, AT)


def test_drafting_stops_when_it_is_told_to_and_keeps_what_it_has(drafting: Drafting) -> None:
    made = drafting.make(ORDER, EDUCATOR, AT, stop=lambda: True)
    assert len(made.drafts) == 1 and made.notes == ("Drafting was stopped.",)
    assert [one.id for one in drafting.drafts.listed()] == [made.drafts[0].id]


def test_drafting_ends_when_its_time_is_up(library: Library, bank: Bank) -> None:
    slow = Drafting(Bench(library, bank, reviews_of(library.store), None, False, count(0.0, 100.0).__next__))
    assert slow.make(ORDER, EDUCATOR, AT).notes == ("The time was up before all were drafted.",)


def card_of(drafting: Drafting) -> ClozeCard:
    """A card that was drafted."""
    made = drafting.make(ORDER, EDUCATOR, AT).drafts
    return next(draft.item for draft in made if isinstance(draft.item, ClozeCard))
