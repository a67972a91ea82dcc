"""preceptor case: patients to practise on."""

import typer

from ui.cli import case_import

app = typer.Typer(help="Play a case: a patient to practise on.", no_args_is_help=True)
app.command("import")(case_import.import_cases)


@app.callback()
def case() -> None:
    """Play a case: a patient to practise on."""
