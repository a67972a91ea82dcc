"""A case on paper: a worksheet that gives the diagnosis away nowhere, and the tutor's sheet."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from assistant.case.leak import is_safe, secrets_of
from assistant.handouts.composing import Numbering
from assistant.handouts.types import Grid, Heading, Lines, Paragraph, Part, Room, Words
from curricula.cases.types import Case, Change, Investigation, Person

PLAIN_TITLE = "A patient to work up"
LEFT_OUT = "Not printed because it would name a diagnosis; the tutor tells it."
BLANK = Words(text="")


def worksheet_title(case: Case) -> str:
    """The title of the case, another where it names a diagnosis."""
    return case.title if is_safe(case.title, secrets_of(case)) else PLAIN_TITLE


def worksheet_parts(case: Case) -> tuple[Part, ...]:
    """What students get: who comes, where, the task and the opening, and room to write the rest.

    What names the diagnosis or a candidate is left out, and the paper says so.
    """
    secrets = secrets_of(case)

    def safe(text: str) -> Words:
        return Words(text=text if is_safe(text, secrets) else LEFT_OUT)

    facts = tuple(safe(one) for one in _setting(case))
    return (
        Heading(text="The patient"),
        Lines(lines=facts),
        Paragraph(words=safe(f"“{case.opening}”"), look="quote"),
        *_rooms(),
    )


def tutor_parts(case: Case, numbering: Numbering) -> tuple[Part, ...]:
    """What the tutor gets: the diagnosis, all that can be found, the checklist and what to teach."""
    return (
        Heading(text="Diagnosis"),
        Paragraph(words=numbering.words(case.diagnosis.name, case.references), look="strong"),
        *([Paragraph(words=Words(text=case.problem))] if case.problem else []),
        Heading(text="The patient"),
        Lines(lines=tuple(Words(text=one) for one in _setting(case))),
        Paragraph(words=Words(text=f"“{case.opening}”"), look="quote"),
        *_found(case),
        *_differential(case, numbering),
        *_steps(case, numbering),
        *_checklist(case, numbering),
        *_listed("To take away", (Words(text=one) for one in case.teaching)),
    )


def _setting(case: Case) -> Iterator[str]:
    yield _person(case.patient)
    if case.setting.place:
        yield f"Place: {case.setting.place}"
    yield f"Task: {case.setting.task}"
    if case.setting.minutes:
        yield f"Time: {case.setting.minutes} minutes"


def _person(who: Person) -> str:
    age = None if who.age is None else f"{who.age:g} {who.age_unit}"
    told = ", ".join(one for one in (who.name, age, who.sex) if one) or "Not described"
    speaker = who.speaker or f"the {who.speaks}"
    return told if who.speaks == "patient" else f"{told}. {speaker[0].upper()}{speaker[1:]} speaks."


def _rooms() -> Iterator[Part]:
    for title, lines in (("What I ask, and what I am told", 8), ("What I examine, and what I find", 6)):
        yield Heading(text=title)
        yield Room(lines=lines)
    yield Heading(text="Tests")
    yield Grid(heads=("Test", "Why", "Result"), rows=((BLANK,) * 3,) * 5)
    yield Heading(text="The problem in one sentence")
    yield Room(lines=3)
    yield Heading(text="Differential")
    yield Grid(heads=("Diagnosis", "Speaks for it", "Speaks against it"), rows=((BLANK,) * 3,) * 4)
    yield Heading(text="What I do, in its order")
    yield Room(lines=5)


def _found(case: Case) -> Iterator[Part]:
    told = ((one.about or one.id, one.says, "red flag" if one.red_flag else one.told) for one in case.facts)
    yield from _grid("History", ("About", "Said", "Told"), told)
    found = (
        (one.name, one.finding, "" if one.abnormal is None else _normal(one.abnormal))
        for one in case.findings
    )
    yield from _grid("Examination", ("Examined", "Found", ""), found)
    results = ((one.name, _result(one), "held" if one.held else "") for one in case.tests)
    yield from _grid("Tests", ("Test", "Result", ""), results)
    changes = ((_when(one), one.says, "") for one in case.timeline)
    yield from _grid("What changes", ("When", "What happens", ""), changes)


def _normal(abnormal: bool) -> str:
    return "abnormal" if abnormal else "normal"


def _when(change: Change) -> str:
    after = [] if change.minutes is None else [f"After {change.minutes} minutes"]
    if change.delay is not None:
        after.append(f"{change.delay} minutes after what it waits for")
    return " and ".join(after) or "When it is done"


def _result(test: Investigation) -> str:
    told = [f"{one.name} {one.value} {one.unit}".strip() for one in test.readings]
    return "; ".join([*told, *([test.text] if test.text else []), *([test.image.alt] if test.image else [])])


def _differential(case: Case, numbering: Numbering) -> Iterator[Part]:
    lines = (
        numbering.claim(
            f"{one.diagnosis.name}{' (must not be missed)' if one.must_not_miss else ''}. {one.why}",
            one.references,
        )
        for one in case.differential
    )
    yield from _listed("Differential", lines)


def _steps(case: Case, numbering: Numbering) -> Iterator[Part]:
    lines = (
        numbering.claim(
            f"{'Not: ' if one.contraindicated else ''}{one.text}"
            f"{f' (within {one.within} minutes)' if one.within else ''}. {one.why}",
            one.references,
        )
        for one in case.steps
    )
    yield from _listed("Management", lines)


def _checklist(case: Case, numbering: Numbering) -> Iterator[Part]:
    if not case.checklist:
        return
    yield Heading(text="Checklist")
    ordered = sorted(case.checklist, key=lambda one: one.domain)
    for domain, lines in groupby(ordered, key=lambda one: one.domain):
        rows = tuple(
            (numbering.claim(f"{one.text}. {one.why}", one.references), Words(text=f"{one.weight:g}"), BLANK)
            for one in lines
        )
        yield Grid(heads=(domain.capitalize(), "Points", "Done"), rows=rows)


def _grid(title: str, heads: tuple[str, str, str], rows: Iterable[tuple[str, str, str]]) -> Iterator[Part]:
    kept = tuple(tuple(Words(text=cell) for cell in row) for row in rows)
    if kept:
        yield Heading(text=title)
        yield Grid(heads=heads, rows=kept)


def _listed(title: str, lines: Iterable[Words]) -> Iterator[Part]:
    kept = tuple(lines)
    if kept:
        yield Heading(text=title)
        yield Lines(lines=kept)
