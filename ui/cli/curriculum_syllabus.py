"""preceptor curriculum import-syllabus: a syllabus as a draft of objectives."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli.door import FINE, NO
from ui.cli.options import JsonFile, LibraryOption
from ui.cli.screen import check_folder_of, console, counted, plain, write_json

if TYPE_CHECKING:
    from assistant.settings import Settings
    from curricula.plans import Plans
    from curricula.syllabus.keeping import KeptDraft
    from curricula.syllabus.types import Draft, Proposed

BUSY = "Another process has the library: no passages were looked up."


def import_syllabus(
    file: Annotated[Path, typer.Argument(help="PDF, Word, Markdown, HTML, CSV or plain text.")],
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep what is new as drafts; else it is only shown.")
    ] = False,
    passages: Annotated[
        bool, typer.Option("--passages/--no-passages", help="Look up which passages teach each objective.")
    ] = True,
    json: JsonFile = None,
    library: LibraryOption = None,
) -> int:
    """Read a syllabus as a draft of objectives in modules. Exits with 1 where it states none."""
    from assistant.home import open_plans
    from assistant.settings import read_settings
    from assistant.syllabus import read_syllabus

    check_folder_of(json)
    settings = read_settings(library=library)
    with open_plans(settings) as plans:
        draft = read_syllabus(file, plans)
    if passages and draft.objectives:
        draft = _linked(settings, draft)
    kept = None
    if keep and any(one.former is None for one in draft.objectives):
        with open_plans(settings) as plans:
            kept = _kept(plans, draft)
    report = {"draft": draft.model_dump(mode="json"), "kept": None if kept is None else _report(kept)}
    write_json(report, json)
    if json != Path("-"):
        _print(draft, kept)
    return FINE if draft.objectives else NO


def _linked(settings: "Settings", draft: "Draft") -> "Draft":
    from assistant.home import open_library
    from assistant.syllabus import linked
    from retrieval.errors import LibraryBusy

    try:
        with open_library(settings, wait_s=1.0) as library:
            return linked(library, draft)
    except LibraryBusy:
        return draft.model_copy(update={"notes": (*draft.notes, BUSY)})


def _kept(plans: "Plans", draft: "Draft") -> "KeptDraft":
    """What came of keeping what the library does not have yet in other words."""
    from datetime import UTC, datetime

    from assistant.accounts import LOCAL
    from curricula.syllabus.keeping import Unkept, keep
    from curricula.versions import Source
    from retrieval.errors import WrongUse

    def is_new(one: "Proposed") -> "Proposed | None":
        return one if one.former is None else None

    source = Source(origin="syllabus", at=datetime.now(UTC), by=LOCAL.user_id, digest=draft.digest)
    try:
        return keep(plans, draft.with_objectives(is_new), source, author=LOCAL.name)
    except Unkept as fault:
        told = "; ".join(f"{'.'.join(map(str, one.spot))} {one.what}" for one in fault.remarks)
        raise WrongUse(
            f"Nothing was kept: {told}.", "Correct the syllabus, or keep a part in the app."
        ) from None


def _report(kept: "KeptDraft") -> dict[str, object]:
    return {"curriculum": kept.curriculum.id, "added": kept.added, "changed": kept.changed}


def _print(draft: "Draft", kept: "KeptDraft | None") -> None:
    screen = console()
    for course in draft.courses:
        screen.print(plain(course.title))
        for module in course.modules:
            screen.print(plain(f"  {module.title}"))
            for one in module.objectives:
                guess = "?" if one.level_guessed else ""
                tags = f" [{', '.join(one.competencies)}]" if one.competencies else ""
                known = " (is here already)" if one.former is not None else ""
                screen.print(plain(f"    {one.sentence}  {one.level}{guess}{tags}{known}"))
    left = ", ".join(f"{count} {reason}" for reason, count in draft.left_out.items())
    taught = sum(bool(one.references) for one in draft.objectives)
    screen.print(
        plain(f"{counted(len(draft.objectives), 'objective')}, {taught} with passages that teach it.")
    )
    if left:
        screen.print(plain(f"Left out: {left}."))
    for note in draft.notes:
        screen.print(plain(note))
    if kept is not None:
        screen.print(plain(f"{len(kept.added)} kept as drafts in the curriculum {kept.curriculum.id}."))
