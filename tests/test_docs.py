"""The documentation names what exists, and whatever exists is named."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from assistant.settings import Settings, read_settings, variable
from ui.cli import app

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
OPERATORS = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
# A command ends at the first word that cannot be its name: an argument, an option or a mark.
COMMAND = re.compile(r"\bpreceptor((?: (?:library|users|curriculum|case))? [a-z]+)\b")
OPTION = re.compile(r"(?<![\w-])(--[a-z][a-z-]+)")


def commands(group: typer.core.TyperGroup, prefix: str = "") -> Iterator[tuple[str, typer.core.TyperCommand]]:
    for name, command in group.commands.items():
        path = f"{prefix} {name}".strip()
        if isinstance(command, typer.core.TyperGroup):
            yield from commands(command, path)
        elif isinstance(command, typer.core.TyperCommand):
            yield path, command


def whole() -> dict[str, typer.core.TyperCommand]:
    group = typer.main.get_command(app)
    assert isinstance(group, typer.core.TyperGroup)
    return dict(commands(group))


def code_of(text: str) -> str:
    """Only what is set as code: prose may say that preceptor does something."""
    fenced = re.findall(r"```.*?```", text, flags=re.DOTALL)
    lines = re.findall(r"`[^`\n]+`|^ {4}.*$", text, flags=re.MULTILINE)
    return "\n".join(line.split(" #")[0] for code in [*fenced, *lines] for line in code.splitlines())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_on_the_page_exists(page: Path) -> None:
    named = {name.strip() for name in COMMAND.findall(code_of(page.read_text(encoding="utf-8")))}
    groups = {name.split()[0] for name in whole()}
    assert named - set(whole()) - groups == set()


def test_every_command_is_documented() -> None:
    missing = [name for name in whole() if f"`preceptor {name}`" not in OPERATORS]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_option_used_on_the_page_exists(page: Path) -> None:
    known = {option for command in whole().values() for param in command.params for option in param.opts}
    lines = [line for line in code_of(page.read_text(encoding="utf-8")).splitlines() if "preceptor " in line]
    used = {option for line in lines for option in OPTION.findall(line)}
    assert used - known - {"--help", "--version"} == set()


def test_every_setting_is_documented_and_every_documented_one_exists() -> None:
    documented = set(re.findall(r"^\| `(PRECEPTOR_[A-Z_]+)` \|", OPERATORS, flags=re.MULTILINE))
    assert documented == {variable(name) for name in Settings.model_fields}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_setting_named_on_the_page_exists(page: Path) -> None:
    named = set(re.findall(r"PRECEPTOR_[A-Z_]+", page.read_text(encoding="utf-8")))
    assert named <= {variable(name) for name in Settings.model_fields}


def test_documented_defaults_are_the_true_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = re.findall(r"^\| `PRECEPTOR_([A-Z_]+)` \| `([^`]+)` \|", OPERATORS, flags=re.MULTILINE)
    settings = read_settings()
    assert len(rows) >= 5
    for name, default in rows:
        value = getattr(settings, name.lower())
        shown = (
            str(value).lower()
            if isinstance(value, bool)
            else f"{value:g}"
            if isinstance(value, float)
            else str(value)
        )
        assert shown == default, name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_the_page_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_make_target_of_the_documentation_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE))
    named = {
        name for page in PAGES for name in re.findall(r"\bmake ([a-z-]+)\b", code_of(page.read_text("utf-8")))
    }
    assert named <= targets


def test_ci_runs_the_readmes_test_command() -> None:
    assert "make test" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_readmes_first_command_is_what_make_runs() -> None:
    done = subprocess.run(["make", "--dry-run", "run"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "preceptor web" in done.stdout


def test_the_command_is_installed_beside_python() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "preceptor", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("preceptor ")
