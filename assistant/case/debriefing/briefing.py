"""What a model is told of an encounter that is over: data of which every line stands behind a label."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from assistant.answer.request import tokens
from assistant.case.debriefing.debriefed import Debrief
from assistant.case.events import (
    CaseEvent,
    Committed,
    Framed,
    Listed,
    Ordered,
    Prompted,
    Said,
)
from assistant.labels import labelled
from assistant.ports import Message
from assistant.prompts import Prompt
from curricula.cases.types import Case

Kind = Literal["diagnosis", "plan"]
Private = Callable[[str], str]
CLOSING = "Give your second opinion now, as JSON."
LONGEST_REPLY = 300
"""What came back is only context: more characters of it are not needed."""
MOST_ASKED = 8


class Over(NamedTuple):
    """An encounter that is over: the case, what happened, and what came of it."""

    case: Case
    events: Sequence[CaseEvent]
    debrief: Debrief


class Ungraded(NamedTuple):
    """Words of the student that the grader could not place."""

    of: Kind
    words: str


class Briefing(NamedTuple):
    """What is sent, and what the reply is held against.

    `words` are all that the student wrote; `ungraded` and `expected` go by the labels under which they are
    sent; `unseen` turns had no room.
    """

    lines: tuple[str, ...]
    words: tuple[str, ...]
    ungraded: Mapping[str, Ungraded]
    expected: Mapping[Kind, Mapping[str, str]]
    unseen: int

    def messages(self, instructions: Prompt) -> list[Message]:
        """The request."""
        return [
            Message(role="system", text=instructions.text),
            Message(role="user", text="\n".join([*self.lines, "", CLOSING])),
        ]


def briefing(over: Over, private: Private, *, room: int) -> Briefing:
    """All about the encounter, of its turns the last that have room: `room` tokens are for everything.

    `private` gives a text as it may be sent.
    """
    debrief = over.debrief
    candidates = [debrief.diagnosis, *(one.candidate for one in debrief.differential.expected)]
    expected: dict[Kind, dict[str, str]] = {
        "diagnosis": _numbered("D", candidates),
        "plan": _numbered("S", [step.text for step in over.case.steps]),
    }
    ungraded = _ungraded(debrief)
    asked = {one.of for one in ungraded.values()}
    keys = [pair for kind, names in expected.items() if kind in asked for pair in names.items()]
    fixed = [
        *_of_case(debrief, private),
        *(line for label, text in keys for line in labelled(label, private(text))),
        *(line for label, one in ungraded.items() for line in labelled(label, private(one.words))),
    ]
    turns = [_turn(number, event, private) for number, event in enumerate(_spoken(over.events), 1)]
    shown = _shown(turns, room - tokens("\n".join([*fixed, CLOSING])))
    return Briefing(
        lines=(*fixed, *(line for turn in shown for line in turn)),
        words=tuple(text for event in over.events for text in _words(event)),
        ungraded=ungraded,
        expected=expected,
        unseen=len(turns) - len(shown),
    )


def _of_case(debrief: Debrief, private: Private) -> Iterator[str]:
    grade = debrief.grade.verdict or "not graded" if debrief.grade else "not graded"
    said = (
        f"The student committed to: {debrief.committed} ({grade})." if debrief.committed else "No diagnosis."
    )
    yield from labelled("K", private(f"The diagnosis: {debrief.diagnosis}. {said}"))
    if debrief.problem_expected:
        yield from labelled("K", private(f"The problem as it may be put: {debrief.problem_expected}"))
    for line in debrief.lines:
        yield from labelled("L", private(f"{line.line} ({line.domain}, {line.status}): {line.text}"))
    for order in debrief.bill.orders:
        why = f", not needed: {order.unneeded}" if order.unneeded else ""
        yield from labelled("O", private(f"{order.name}, {order.times} times{why}"))


def _ungraded(debrief: Debrief) -> dict[str, Ungraded]:
    """The diagnoses and lines of the plan without a verdict, under the labels U1, U2, ...; each once."""
    own = [line.text for line in debrief.differential.board if line.grade.verdict is None]
    if debrief.committed and debrief.grade and debrief.grade.verdict is None:
        own = [debrief.committed, *own]
    plan = [line.text for line in debrief.plan if not line.is_marked]
    found = [
        *(Ungraded("diagnosis", text) for text in own),
        *(Ungraded("plan", text) for text in plan),
    ]
    kept = list(dict.fromkeys(found))[:MOST_ASKED]
    return {f"U{number}": one for number, one in enumerate(kept, 1)}


def _numbered(letter: str, texts: Iterable[str]) -> dict[str, str]:
    return {f"{letter}{number}": text for number, text in enumerate(dict.fromkeys(texts), 1)}


def _spoken(events: Sequence[CaseEvent]) -> list[CaseEvent]:
    """The events in which the student said or wrote something; of the boards only the last."""
    last = next((event for event in reversed(events) if isinstance(event, Listed)), None)
    return [
        event for event in events if any(_words(event)) and (event is last or not isinstance(event, Listed))
    ]


def _words(event: CaseEvent) -> tuple[str, ...]:
    """What the student wrote in that event."""
    match event:
        case Said() | Ordered() | Framed():
            return (event.text,)
        case Listed():
            return tuple(ranked.text for ranked in event.board)
        case Prompted():
            return (event.answer,)
        case Committed():
            return (event.diagnosis, *event.plan)
        case _:
            return ()


class _Turn(NamedTuple):
    words: list[str]
    came: list[str]


def _turn(number: int, event: CaseEvent, private: Private) -> _Turn:
    words = [line for text in _words(event) for line in labelled(f"W{number}", private(text))]
    came = ""
    if isinstance(event, Said | Ordered):
        came = event.reply.text
    elif isinstance(event, Prompted):
        came = event.question
    return _Turn(words, list(labelled(f"R{number}", private(came)[:LONGEST_REPLY])))


def _shown(turns: Sequence[_Turn], room: int) -> Sequence[list[str]]:
    """The turns that have room: all of them whole, else the student's words alone, the last first."""
    whole = [[*turn.words, *turn.came] for turn in turns]
    if len(_fitting(whole, room)) == len(whole):
        return whole
    return _fitting([turn.words for turn in turns], room)


def _fitting(turns: Sequence[list[str]], room: int) -> Sequence[list[str]]:
    """The last of the turns that together have at most `room` tokens."""
    used = 0
    for number, turn in enumerate(reversed(turns)):
        used += tokens("\n".join(turn))
        if used > room:
            return turns[len(turns) - number :]
    return turns
