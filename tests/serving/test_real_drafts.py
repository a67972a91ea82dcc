"""Drafts by a real vLLM with random weights: unreadable, or held against every gate, and never unreviewed."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from assistant.accounts import Account
from assistant.connect import connect
from assistant.quiz.draft.drafting import Bench, Drafting
from assistant.quiz.draft.order import Order
from assistant.reviews import reviews_of
from assistant.settings import read_settings
from curricula.items.bank import Bank
from curricula.items.wanted import ALL, Wanted
from retrieval.library import Library
from tests.assistant.quiz.draft.sources import drafting_tables, gout
from tests.serving.vllm_server import KEY, VllmServer

pytestmark = pytest.mark.vllm

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
EDUCATOR = Account(user_id="u1", name="Dana", role="educator")
GATES = {"schema", "lint", "citations", "second_solve", "solve_with_sources", "duplicates"}


@pytest.fixture
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with gout(tmp_path_factory.mktemp("gout"), migrations=drafting_tables()) as opened:
        yield opened


def test_every_draft_is_unreadable_or_went_through_the_gates_and_none_is_published(
    vllm: VllmServer, library: Library
) -> None:
    model = connect(read_settings(model_url=vllm.url, model_key=KEY, model_timeout_s=120, answer_tokens=300))
    bank = Bank(library.store.engine)
    drafting = Drafting(Bench(library, bank, reviews_of(library.store), model, False, time.monotonic))
    made = drafting.make(Order(about="gout", count=3, with_model=True), EDUCATOR, AT)
    assert len(made.drafts) == 3
    for draft in made.drafts:
        assert drafting.drafts.draft(draft.id) == draft
        if draft.item is None:
            assert draft.state == "unreadable" and "could not be read, twice" in draft.report.gates[0].reason
        else:
            assert {gate.name for gate in draft.report.gates} == GATES
            assert draft.state == ("withheld" if draft.report.withheld else "waiting")
    waiting = {draft.id for draft in made.drafts if draft.state == "waiting"}
    assert bank.count() == 0
    assert {one.id for one in bank.listed(Wanted(statuses=ALL))} == waiting
