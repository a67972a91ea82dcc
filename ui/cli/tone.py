"""preceptor tone: the wishes of courses on tone and length, tried on the connected model before use."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli.options import JsonOption, LibraryOption
from ui.cli.screen import console, plain, print_json, table

if TYPE_CHECKING:
    from assistant.tone.types import Figures, Trial
    from ui.desk import LocalDesk

app = typer.Typer(help="List, try and save the wishes of courses on tone and length.")
FAILED = 1
NAMES = (
    "Sentences that pass their check",
    "Questions answered",
    "Wordings that name a diagnosis",
    "Questions",
)

CourseOption = Annotated[str, typer.Option("--course", metavar="ID", help="Else the whole library.")]
TextOption = Annotated[str, typer.Option("--text", help="The wishes, one a line.")]
SentencesOption = Annotated[
    int | None, typer.Option("--sentences", min=1, max=6, help="At most so many sentences an answer.")
]


@app.command("list")
def list_tones(course: CourseOption = "", json: JsonOption = False, library: LibraryOption = None) -> None:
    """List the versions of a course's tone, newest first; the first is in use."""
    from assistant.home import open_store
    from assistant.settings import read_settings
    from assistant.tone.keeping import Tones

    with open_store(read_settings(library=library)) as store:
        found = Tones(store.engine).versions(course)
    if json:
        print_json({"versions": [one.model_dump(mode="json") for one in found]})
        return
    shown = table("Version", "By", "Sentences", "Wishes", right=("Version",))
    for one in found:
        limit = "" if one.tone.sentences is None else str(one.tone.sentences)
        shown.add_row(str(one.number), plain(one.name), limit, plain(one.tone.text))
    console().print(shown if found else "No wishes were saved for this.")


@app.command("try")
def try_tone(
    text: TextOption = "",
    sentences: SentencesOption = None,
    course: CourseOption = "",
    json: JsonOption = False,
    library: LibraryOption = None,
) -> int:
    """Hold wishes against those in use; ends with 1 where a figure falls too far."""
    with _desk(library) as desk:
        trial = _tried(desk, course, text, sentences)
    _show(trial, json)
    return FAILED if trial.losses else 0


@app.command()
def save(
    text: TextOption = "",
    sentences: SentencesOption = None,
    course: CourseOption = "",
    reason: Annotated[str, typer.Option("--reason", help="Why it is saved in spite of a loss.")] = "",
    json: JsonOption = False,
    library: LibraryOption = None,
) -> None:
    """Try wishes and use them from now on, unless a figure falls too far and no reason is given."""
    from datetime import UTC, datetime

    from assistant.accounts import LOCAL

    with _desk(library) as desk:
        trial = _tried(desk, course, text, sentences)
        saved = desk.toning.save(trial, LOCAL, datetime.now(UTC), reason)
    if json:
        print_json(saved.model_dump(mode="json"))
    else:
        _show(trial, json)
        console().print(f"Saved as version {saved.number}.")


@contextmanager
def _desk(folder: Path | None) -> "Iterator[LocalDesk]":
    from assistant.answer.write import House
    from assistant.connect import connect
    from assistant.home import open_library
    from assistant.settings import read_settings
    from ui.desk import LocalDesk

    settings = read_settings(library=folder)
    with open_library(settings) as library:
        yield LocalDesk(library, House.of(settings), model=connect(settings))


def _tried(desk: "LocalDesk", course: str, text: str, sentences: int | None) -> "Trial":
    from assistant.tone.trying import Wanted, tried
    from assistant.tone.types import LONGEST, Tone
    from retrieval.errors import WrongUse
    from ui.tone import ground_of

    if len(text) > LONGEST:
        raise WrongUse(f"Wishes have at most {LONGEST} letters.", "Say it in fewer.")
    newest = desk.toning.tones.newest(desk.toning.checked(course))
    before, number = (newest.tone, newest.number) if newest else (Tone(), 0)
    wanted = Wanted(course, before, Tone(text=text, sentences=sentences), number)
    return tried(ground_of(desk), wanted, on_step=lambda: None, stopped=lambda: False)


def _show(trial: "Trial", json: bool) -> None:
    if json:
        print_json(trial.model_dump(mode="json"))
        return
    shown = table("", "In use", "Tried")
    for name, old, new in zip(NAMES, *map(_words, (trial.before.figures, trial.after.figures)), strict=True):
        shown.add_row(name, old, new)
    console().print(shown)
    for loss in trial.losses:
        console().print(plain(loss))


def _words(figures: "Figures") -> tuple[str, ...]:
    shares = (figures.supported, figures.answered, figures.refused)
    return (*("not measured" if one is None else f"{one:.0%}" for one in shares), str(figures.questions))
