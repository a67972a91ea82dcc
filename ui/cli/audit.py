"""preceptor audit: find the errors in an answer as a language model might write it."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Annotated
from uuid import uuid4

import typer

from retrieval.errors import WrongUse
from ui.cli.door import FINE
from ui.cli.options import JsonOption, LibraryOption
from ui.cli.screen import console, plain, print_json
from ui.cli.typed import typed_lines

if TYPE_CHECKING:
    from assistant.audits.rates import Rates
    from assistant.audits.types import Mark
    from assistant.audits.view import AuditView, Marked

HOW = "Type a sentence's number and a kind, such as 2 wrong_dose; 0 is the whole answer. Empty: hand in."


def audit(
    rates: Annotated[bool, typer.Option("--rates", help="Show how many errors you find.")] = False,
    json: JsonOption = False,
    library: LibraryOption = None,
) -> int:
    """Find what is wrong in an answer, line by line from the terminal or standard input."""
    from assistant.audits.types import Submission
    from ui.cli.at import at_desk

    with at_desk(library) as desk:
        work = desk.auditwork()
        if rates:
            found = work.rates()
            print_json(found.model_dump(mode="json")) if json else _print(rate_lines(found))
            return FINE
        view = work.begin(uuid4().hex)
        if not json:
            _print(answer_lines(view))
        marks = read_marks(typed_lines(), len(view.sentences), say=None if json else _say)
        done = work.submit(view.turn, Submission(id=uuid4().hex, marks=marks))
    if json:
        print_json(done.model_dump(mode="json"))
    elif done.marked is not None:
        _print(marked_lines(done.marked))
    return FINE


def read_marks(
    lines: Iterable[str], sentences: int, *, say: "Callable[[str], None] | None" = None
) -> tuple["Mark", ...]:
    """The marks of the lines up to an empty one; the last one of a sentence counts. WrongUse for others."""
    from assistant.audits.types import Mark
    from curricula.audits.types import KINDS

    marks: dict[int, Mark] = {}
    for line in lines:
        if not line.strip():
            break
        number, _, name = line.strip().partition(" ")
        kind = next((one for one in KINDS if one == name.strip()), None)
        if not number.isdecimal() or int(number) > sentences or kind is None:
            fault = WrongUse(f"{line.strip()[:60]!r} is no mark.", f"{HOW} Kinds: {', '.join(KINDS)}.")
            if say is None:
                raise fault
            say(str(fault))
            continue
        marks[int(number)] = Mark(sentence=int(number) or None, kind=kind)
    return tuple(marks.values())


def answer_lines(view: "AuditView") -> Iterator[str]:
    """The question, the numbered sentences with what they cite, and how to mark them."""
    yield view.question
    for one in view.sentences:
        yield f"{one.number}. {one.text}"
        if one.citation is not None:
            yield f"   [{one.citation.document}, {one.citation.edition}: “{one.citation.quote}”]"
    yield HOW


def marked_lines(marked: "Marked") -> Iterator[str]:
    """What came of the marks: every planted error with what is true, and every false alarm."""
    outcomes = {place.sentence: place.outcome for place in marked.places}
    yield f"{len(marked.told)} planted." if marked.told else "Nothing was planted here."
    for one in marked.told:
        outcome = outcomes[one.sentence].replace("_", " ")
        yield f"{_place(one.sentence)}: {outcome}: {one.kind}, {one.severity}. {one.truth}"
        said = "would have said" if one.check.caught else "would not have caught this"
        yield f"   Preceptor's own check {said}: {one.check.verdict}. {one.check.reason}"
    for place in marked.places:
        if place.outcome == "false_alarm":
            yield f"{_place(place.sentence)}: false alarm, it holds."


def rate_lines(found: "Rates") -> Iterator[str]:
    """How many errors of each kind were found of how many, then false alarms."""
    for one in found.kinds:
        yield f"{one.kind}: {one.detected.hits} of {one.detected.of} found, {one.named} named rightly"
    alarms = found.false_alarms
    yield f"false alarms: {alarms.hits} of {alarms.of} sound sentences"


def _place(sentence: int | None) -> str:
    return "The whole" if sentence is None else f"Sentence {sentence}"


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        _say(line)


def _say(line: str) -> None:
    console().print(plain(line))
