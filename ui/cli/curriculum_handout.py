"""preceptor curriculum handout: an objective, a case or answers as a file to print."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from retrieval.errors import WrongUse
from ui.cli.door import FINE
from ui.cli.options import LibraryOption
from ui.cli.screen import console, plain

if TYPE_CHECKING:
    from assistant.types import Answer

FORMAT = Literal["md", "docx", "pdf"]
LARGEST_BYTES = 20_000_000


def handout(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The file to write.")],
    form: Annotated[FORMAT | None, typer.Option("--format", help="Else as the file's name ends.")] = None,
    objective: Annotated[str | None, typer.Option(metavar="ID", help="This objective.")] = None,
    case: Annotated[str | None, typer.Option(metavar="ID", help="This case.")] = None,
    answers: Annotated[
        Path | None, typer.Option(metavar="FILE", help="What ask --json printed: one answer, or a list.")
    ] = None,
    audience: Annotated[
        Literal["students", "tutors"],
        typer.Option("--for", help="A case for students is without its diagnosis."),
    ] = "students",
    paper: Annotated[Literal["a4", "letter"], typer.Option(help="The size of the paper.")] = "a4",
    library: LibraryOption = None,
) -> int:
    """Put an objective, a case or answers on paper, each sentence with the number of its source."""
    from datetime import UTC, datetime

    from assistant.handouts.rendering import rendered
    from assistant.home import open_handouts
    from assistant.settings import read_settings

    if sum(one is not None for one in (objective, case, answers)) != 1:
        raise WrongUse("A handout is of one thing.", "Give --objective, --case or --answers.")
    if not out.parent.is_dir():
        raise WrongUse(f"The folder {out.parent} is not there.", "Make it, or write elsewhere with --out.")
    chosen = form or _form_of(out)
    given = _read(answers) if answers else []
    today = datetime.now(UTC).date()
    with open_handouts(read_settings(library=library)) as handouts:
        if objective is not None:
            made = handouts.objective(objective, today)
        elif case is not None:
            made = handouts.case(case, audience, today)
        else:
            made = handouts.answers(given, today)
    out.write_bytes(rendered(made, chosen, paper).data)
    console().print(plain(f"“{made.title}” written to {out}, with {len(made.references)} references."))
    return FINE


def _form_of(out: Path) -> FORMAT:
    match out.suffix.lower():
        case ".pdf":
            return "pdf"
        case ".docx":
            return "docx"
        case ".md":
            return "md"
    raise WrongUse(f"The format of {out.name} is not known.", "Add --format pdf, docx or md.")


def _read(path: Path) -> "list[Answer]":
    from pydantic import TypeAdapter, ValidationError

    from assistant.types import Answer

    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise WrongUse(f"{path} is larger than 20 MB.", "Choose fewer answers.")
        data = path.read_bytes()
    except OSError as fault:
        raise WrongUse(f"{path} cannot be read ({fault.strerror}).", "Name another file.") from None
    try:
        found = TypeAdapter[Answer | list[Answer]](Answer | list[Answer]).validate_json(data)
    except ValidationError:
        raise WrongUse(
            f"{path} holds no answers.", "Make it with: preceptor ask TEXT --json > FILE"
        ) from None
    return found if isinstance(found, list) else [found]
