"""Single best answers that a served model writes from passages, with what each gate says of them."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from assistant.connect import Unreadable, structured
from assistant.guard.privacy import redact
from assistant.ports import ChatModel, ModelFault
from assistant.prompts import prompt
from assistant.quiz.draft.excerpts import Excerpt
from assistant.quiz.draft.gates import Checking, duplicate_gate, lint_gate, reasons_gate, schema_gate
from assistant.quiz.draft.naming import digest_of, title_of
from assistant.quiz.draft.order import Order
from assistant.quiz.draft.shapes import WrittenItem, item_of
from assistant.quiz.draft.solving import solve, unsolved
from assistant.quiz.draft.told import drafting, fitting
from assistant.tone.told import with_tone
from assistant.tone.types import Tone
from curricula.items.drafts import Draft, Gate, Report
from curricula.items.types import SingleBestAnswer

CONTEXT_UNKNOWN = 4096
REPLY_TOKENS = 1200
"""Kept free for instructions and the reply: a question with four reasons and quotes takes about 500."""
MOST_PASSAGES = 4
MOST_BEFORE = 5


class Writer(NamedTuple):
    """A model that drafts, and what its drafts are checked against.

    `redacts` is whether personal data is taken out of what the model is sent; `stopped` is asked before each
    of its requests.
    """

    model: ChatModel
    checking: Checking
    redacts: bool
    stopped: Callable[[], bool]
    tone: Tone | None = None


def written(
    writer: Writer, excerpts: Sequence[Excerpt], order: Order, *, by: str, at: datetime
) -> Iterator[Draft]:
    """A draft for each of the next passages, withheld or not; raises ModelFault where the model is down."""
    room = (writer.model.capabilities().context or CONTEXT_UNKNOWN) - REPLY_TOKENS
    before: list[str] = []
    for number in range(order.count):
        start = number % len(excerpts)
        near = [*excerpts[start:], *excerpts[:start]][:MOST_PASSAGES]
        given = list(fitting(near, room=room // 2))
        if writer.stopped():
            return
        made = _written(writer, given, order, before=before[-MOST_BEFORE:])
        draft = _draft(writer, made, given, order, f"{at.isoformat()} {number}").model_copy(
            update={"made_by": by, "made_at": at}
        )
        if isinstance(draft.item, SingleBestAnswer):
            before.append(draft.item.lead_in)
        yield draft


def _written(
    writer: Writer, given: list[Excerpt], order: Order, *, before: Sequence[str]
) -> SingleBestAnswer | Unreadable:
    private = redact if writer.redacts else str
    sent = drafting(with_tone(prompt("draft"), writer.tone), given, about=private(order.about), before=before)
    found = structured(writer.model, sent, WrittenItem)
    if isinstance(found, Unreadable):
        return found
    return item_of(found, given, objectives=order.objectives)


def _draft(
    writer: Writer, made: SingleBestAnswer | Unreadable, given: list[Excerpt], order: Order, turn: str
) -> Draft:
    report = Report(
        maker=writer.model.name,
        prompt=with_tone(prompt("draft"), writer.tone).version,
        about=order.about,
        passages=tuple(one.passage.id for one in given),
    )
    at = datetime.min  # the caller says when, and by whom
    if isinstance(made, Unreadable):
        gate = Gate(name="schema", outcome="fail", reason=made.reason)
        report = report.model_copy(update={"gates": (gate,)})
        name = f"unread-{digest_of(report.model_dump_json(), turn)}"
        title = title_of(given[0])
        return Draft(
            id=name, state="unreadable", title=title, item=None, report=report, made_at=at, made_by=""
        )
    report = report.model_copy(update={"gates": tuple(_gates(writer, made, given))})
    state = "withheld" if report.withheld else "waiting"
    return Draft(id=made.id, state=state, title=made.title, item=made, report=report, made_at=at, made_by="")


def _gates(writer: Writer, item: SingleBestAnswer, given: list[Excerpt]) -> Iterator[Gate]:
    yield schema_gate()
    yield lint_gate(item)
    yield reasons_gate(item, writer.checking)
    for name, shown in (("second_solve", []), ("solve_with_sources", given)):
        try:
            yield solve(item, shown, writer.model, seed=item.id)
        except ModelFault as fault:
            yield unsolved("second_solve" if name == "second_solve" else "solve_with_sources", fault)
    yield duplicate_gate(item, writer.checking.alike)
