"""preceptor quiz and preceptor review: items to answer, and those that are due."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated
from uuid import uuid4

import typer

from retrieval.errors import WrongUse
from ui.cli.door import FINE
from ui.cli.options import JsonOption, LibraryOption
from ui.cli.screen import console, plain, print_json, table
from ui.cli.typed import typed_lines

if TYPE_CHECKING:
    from rich.console import Console

    from assistant.quiz.sitting.actions import Beginning
    from assistant.quiz.sitting.listing import Offers, Standing, Subject
    from assistant.quiz.view import View
    from ui.desk import Desk
    from ui.quizwork import Quizwork

MOST_SHOWN = 40
Topics = Annotated[list[str] | None, typer.Option("--topic", help="Only items on this topic.")]
Objectives = Annotated[list[str] | None, typer.Option("--objective", help="Only items on this objective.")]
Count = Annotated[
    int | None,
    typer.Option("--count", min=1, max=300, help="How many; else as many as you like, 20 in an exam."),
]


def quiz(
    topic: Topics = None,
    objective: Objectives = None,
    count: Count = None,
    exam: Annotated[
        bool, typer.Option("--exam", help="By the clock, without feedback until the end.")
    ] = False,
    blueprint: Annotated[
        str | None,
        typer.Option(metavar="ID", help="With --exam: what it is to hold, such as mock-exam."),
    ] = None,
    minutes: Annotated[
        float | None,
        typer.Option(min=0.1, max=1440, help="How long the exam lasts; else 90 seconds an item."),
    ] = None,
    resume: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Go on with this sitting, by the start of its id, or last."),
    ] = None,
    listed: Annotated[
        bool, typer.Option("--list", help="List what can be practised, and the sittings that wait.")
    ] = False,
    json: JsonOption = False,
    library: LibraryOption = None,
) -> int:
    """Answer items in the terminal, or from standard input. ? lists what can be typed."""
    from assistant.quiz.sitting.actions import Beginning
    from ui.cli.at import at_desk
    from ui.cli.quiz_play import taken_up

    if minutes is not None and not exam:
        raise WrongUse("Only an exam has a time.", "Add --exam, or leave --minutes out.")
    if blueprint is not None and (not exam or topic or objective):
        raise WrongUse("A blueprint says what an exam holds.", "Give --exam --blueprint ID, and no topic.")
    if resume is not None and (topic or objective or count or exam):
        raise WrongUse("A sitting goes on as it was begun.", "Give --resume alone, or begin a new one.")
    beginning = Beginning(
        id=uuid4().hex,
        mode="exam" if exam else "study",
        topics=tuple(topic or ()),
        objectives=tuple(objective or ()),
        count=count,
        minutes=minutes,
        plan=blueprint,
    )
    with at_desk(library) as desk:
        quizwork = desk.quizwork()
        if listed:
            return _list(quizwork.offers(), quizwork.standings(), json=json)
        view = taken_up(quizwork, resume) if resume is not None else _begun(quizwork, beginning)
        return _sat(desk, quizwork, view, json=json)


def review(
    limit: Annotated[int | None, typer.Option(min=1, max=300, help="At most so many.")] = None,
    json: JsonOption = False,
    library: LibraryOption = None,
) -> int:
    """Go over what is due: missed items and your own cards, each rated by how well you knew it."""
    from assistant.quiz.sitting.actions import Beginning
    from ui.cli.at import at_desk

    with at_desk(library) as desk:
        quizwork = desk.quizwork()
        view = quizwork.start(Beginning(id=uuid4().hex, mode="review", count=limit))
        return _sat(desk, quizwork, view, json=json)


def _sat(desk: "Desk", quizwork: "Quizwork", view: "View", *, json: bool) -> int:
    from retrieval.types import Query
    from ui.cli.quiz_play import sat
    from ui.cli.quiz_screen import SittingScreen

    screen = SittingScreen(None if json else console())
    record = sat(quizwork, view, typed_lines(), screen, lambda question: desk.ask(Query(text=question)))
    if json:
        print_json(record)
    return FINE


def _begun(quizwork: "Quizwork", beginning: "Beginning") -> "View":
    offers = quizwork.offers()
    for asked, known, of in (
        (beginning.topics, offers.topics, "topic"),
        (beginning.objectives, offers.objectives, "objective"),
    ):
        for name in asked:
            _check(name, known, of)
    return quizwork.start(beginning)


def _check(name: str, known: "Sequence[Subject]", of: str) -> None:
    """WrongUse unless something is on that topic or objective, with the names that are nearest."""
    from difflib import get_close_matches

    names = [one.name for one in known]
    if name in names:
        return
    near = get_close_matches(name, names, n=3, cutoff=0.5)
    told = f"Did you mean {' or '.join(near)}?" if near else "See what there is: preceptor quiz --list."
    raise WrongUse(f"No item is on the {of} {name[:60]!r}.", told)


def _list(offers: "Offers", mine: "Sequence[Standing]", *, json: bool) -> int:
    if json:
        waiting = [one.model_dump(mode="json") for one in mine]
        print_json({"offers": offers.model_dump(mode="json"), "sittings": waiting})
        return FINE
    screen = console()
    _print_offers(screen, offers)
    for exam in offers.exams:
        begins = f"preceptor quiz --exam --blueprint {exam.id}"
        screen.print(plain(f"{exam.title}, {exam.count} questions: {begins}"))
    for one in (one for one in mine if one.phase != "finished"):
        _print_waiting(screen, one)
    screen.print("Begin: preceptor quiz --topic NAME, or --objective NAME, or --exam", style="dim")
    return FINE


def _print_offers(screen: "Console", offers: "Offers") -> None:
    screen.print(f"{offers.items} published items.")
    for of, subjects in (("Topic", offers.topics), ("Objective", offers.objectives)):
        if not subjects:
            continue
        shown = table(of, "Items", right=("Items",))
        for one in subjects[:MOST_SHOWN]:
            shown.add_row(plain(one.name), str(one.items))
        screen.print(shown)
        if len(subjects) > MOST_SHOWN:
            screen.print(f"and {len(subjects) - MOST_SHOWN} more; --json gives them all", style="dim")


def _print_waiting(screen: "Console", one: "Standing") -> None:
    from ui.cli.quiz_screen import SHORT_ID

    begun = f"{one.started_at:%Y-%m-%d %H:%M}"
    told = f"{one.title}, begun {begun}, {one.answered} answered, {one.phase}"
    screen.print(plain(f"To be continued: {told}: preceptor quiz --resume {one.sitting[:SHORT_ID]}"))
