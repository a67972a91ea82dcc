"""Whatever goes wrong leaves one line on standard error and an exit code."""

from pathlib import Path

import pytest
import typer

from retrieval.errors import LibraryBusy, PreceptorError, WrongUse
from ui.cli import main
from ui.cli.door import run
from ui.cli.screen import plain


def failing(error: BaseException) -> typer.Typer:
    app = typer.Typer(pretty_exceptions_enable=False)

    @app.command()
    def fail() -> None:
        raise error

    return app


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (WrongUse("The question is empty.", "Ask."), 2),
        (LibraryBusy("In use.", "Wait."), 3),
        (PreceptorError("The disk is full.", "Free some space."), 3),
        (KeyboardInterrupt(), 130),
    ],
)
def test_each_kind_of_error_has_its_exit_code_and_one_line(
    error: BaseException, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(failing(error), []) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.strip().count("\n") == 0
    assert captured.err.strip().startswith("preceptor: ")


def test_an_unexpected_error_is_logged_in_the_library_folder_and_not_shown(
    capsys: pytest.CaptureFixture[str], own_home: Path
) -> None:
    assert run(failing(RuntimeError("the secret inside")), []) == 3
    log = own_home / "library" / "log" / "errors.log"
    assert "the secret inside" in log.read_text(encoding="utf-8")
    shown = capsys.readouterr().err
    assert "Traceback" not in shown
    assert "the secret inside" not in shown
    assert str(log) in shown


@pytest.mark.parametrize("given", [["--library", "FOLDER"], ["--library=FOLDER"]])
def test_the_log_follows_the_library_option(given: list[str], tmp_path: Path) -> None:
    arguments = [word.replace("FOLDER", str(tmp_path)) for word in given]
    assert run(with_library_option(), arguments) == 3
    assert (tmp_path / "log" / "errors.log").exists()


def with_library_option() -> typer.Typer:
    app = typer.Typer(pretty_exceptions_enable=False)

    @app.command()
    def fail(library: str = typer.Option("")) -> None:
        raise RuntimeError(library)

    return app


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["ask"], "Missing argument 'TEXT'. See: preceptor ask --help"),
        (["bogus"], "No such command 'bogus'. See: preceptor --help"),
        (["search", "x", "-k", "many"], "See: preceptor search --help"),
        (["ask", "x", "--mode", "verse"], "See: preceptor ask --help"),
        (["library"], "Missing command. See: preceptor library --help"),
        (["ask", ""], "The question is empty."),
        (["ask", "x" * 10_000], "10,000 characters"),
        (["ask", "x", "--kind", "leaflet"], "No source has the kind leaflet."),
        (["search", "x", "-k", "0"], "Ask for 1 to 100."),
        (["eval", "nothing", "--data", "."], "There is no suite named nothing."),
        (["eval", "files", "--data", ".", "--json", "nowhere/x.json"], "The folder nowhere is not there."),
    ],
)
def test_wrong_use_is_one_line_and_exit_code_2(
    arguments: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    captured = capsys.readouterr()
    assert complaint in captured.err
    assert captured.err.count("\n") == 1


def test_a_wrong_setting_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PRECEPTOR_PORT", "front door")
    with pytest.raises(SystemExit) as ended:
        main(["library", "list"])
    assert ended.value.code == 2
    assert "PRECEPTOR_PORT is 'front door'" in capsys.readouterr().err


def test_the_command_alone_shows_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([])
    assert ended.value.code == 0
    assert "Usage: preceptor" in capsys.readouterr().out


def test_the_version_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == "preceptor 0.1.0\n"


def test_text_of_a_document_cannot_steer_the_terminal() -> None:
    assert plain("a\x1b[31mred\x07\u202etxt.exe\r\n") == "a[31mredtxt.exe\n"
