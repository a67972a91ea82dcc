"""The shape of the code: which package may import which, how long things are, what start-up costs."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from assistant.settings import Settings

ROOT = Path(__file__).parents[1]
# Each package may import itself and those before it.
LINE = ("retrieval", "curricula", "assistant", "eval", "ui")
BUILD_SCRIPTS = ("curricula/starter/make_pdf.py",)
OFFERED = ("ocr", "langchain", "models", "postgres")
HEAVY = (
    "chromadb",
    "gradio",
    "torch",
    "langchain",
    "langchain_core",
    "langchain_openai",
    "mcp",
    "openai",
    "pdfplumber",
    "prometheus_client",
    "pydicom",
    "sentence_transformers",
    "onnxruntime",
)
MODULES = sorted(path for package in LINE for path in (ROOT / package).rglob("*.py"))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.split(".")[0]


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_follow_the_line(path: Path) -> None:
    own = LINE.index(path.relative_to(ROOT).parts[0])
    forbidden = set(LINE[own + 1 :]) | {"tests"}
    assert not forbidden & set(imported(parsed(path)))


def test_torch_is_imported_only_by_training() -> None:
    importers = {path for path in MODULES if "torch" in set(imported(parsed(path)))}
    assert all(path.is_relative_to(ROOT / "retrieval" / "train") for path in importers)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_stop_at_300_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


def test_no_function_passes_60_lines() -> None:
    long = [f"{name_of(path)}:{f.name}" for path in MODULES for f in functions(path) if lines(f) > 60]
    assert long == []


def test_nine_functions_in_ten_stay_under_35_lines() -> None:
    sizes = sorted(lines(f) for path in MODULES for f in functions(path))
    assert not sizes or sizes[len(sizes) * 9 // 10] < 35


def test_functions_take_at_most_six_parameters() -> None:
    # A command's parameters are its options, so ui/cli is left out.
    wide = [
        f"{name_of(path)}:{f.name}"
        for path in MODULES
        if not path.is_relative_to(ROOT / "ui" / "cli")
        for f in functions(path)
        if len([*f.args.posonlyargs, *f.args.args, *f.args.kwonlyargs]) > 6 + takes_self(f)
    ]
    assert wide == []


def takes_self(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = [*function.args.posonlyargs, *function.args.args][:1]
    return int(bool(first) and first[0].arg in ("self", "cls"))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_public_functions_say_what_the_caller_gets(path: Path) -> None:
    tree = parsed(path)
    public = [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    ]
    assert [node.name for node in public if not ast.get_docstring(node)] == []


def test_the_packages_import_without_the_heavy_ones() -> None:
    code = (
        f"import sys; sys.modules.update(dict.fromkeys({HEAVY!r}));"
        "import assistant, retrieval, curricula, eval, ui.cli"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr


def test_help_imports_neither_pydantic_nor_numpy() -> None:
    code = (
        "import sys; from ui.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "print('LOADED', sorted({'pydantic', 'numpy', 'sqlalchemy', 'httpx'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert "LOADED []" in done.stdout, done.stdout + done.stderr


def test_every_package_imported_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    texts = [
        *project["dependencies"],
        *(text for extra in OFFERED for text in project["optional-dependencies"][extra]),
    ]
    declared = {canonicalize_name(Requirement(text).name) for text in texts}
    providers = packages_distributions()
    undeclared = {
        (name_of(path), name)
        for path in MODULES
        if not path.is_relative_to(ROOT / "retrieval" / "train") and name_of(path) not in BUILD_SCRIPTS
        for name in set(imported(parsed(path))) - sys.stdlib_module_names - set(LINE)
        if not declared & {canonicalize_name(provider) for provider in providers.get(name, [name])}
    }
    assert undeclared == set()


def test_no_runtime_dependency_is_gpl() -> None:
    copyleft = {name: words for name in runtime_closure() if is_copyleft(words := licence_words(name))}
    assert copyleft == {}


def runtime_closure() -> set[str]:
    """Every installed distribution that the base install pulls in."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    waiting = [Requirement(text) for text in project["dependencies"]]
    seen: set[str] = set()
    while waiting:
        requirement = waiting.pop()
        extras = requirement.extras or {""}
        if requirement.name.lower() in seen:
            continue
        try:
            needed = distribution(requirement.name).requires or []
        except PackageNotFoundError:
            continue
        seen.add(requirement.name.lower())
        for inner in map(Requirement, needed):
            if inner.marker is None or any(inner.marker.evaluate({"extra": extra}) for extra in extras):
                waiting.append(inner)
    return seen


def licence_words(name: str) -> str:
    metadata = distribution(name).metadata
    classifiers = [c for c in metadata.get_all("Classifier") or [] if c.startswith("License")]
    expressions = metadata.get_all("License-Expression") or []
    # A whole licence text in the License field quotes other licences; its first line names the licence.
    first_lines = [text.strip().split("\n")[0] for text in metadata.get_all("License") or []]
    return " ".join(expressions or [*first_lines, *classifiers])


def is_copyleft(words: str) -> bool:
    plain = words.upper().replace("LGPL", "").replace("LESSER GENERAL PUBLIC", "")
    return "GPL" in plain or "GENERAL PUBLIC LICENSE" in plain or "AFFERO" in plain


def test_the_licence_reading_knows_copyleft_when_it_sees_it() -> None:
    assert is_copyleft("AGPL-3.0-only")
    assert is_copyleft("License :: OSI Approved :: GNU General Public License v3 (GPLv3)")
    assert not is_copyleft("MIT License :: OSI Approved :: MIT License")
    assert len(runtime_closure()) > 40


def test_every_setting_is_read_by_the_product() -> None:
    code = "".join(
        path.read_text(encoding="utf-8")
        for folder in ("assistant", "ui")
        for path in (ROOT / folder).rglob("*.py")
    )
    unread = [
        name
        for name in Settings.model_fields
        if not re.search(rf"\b(?:settings|self|_settings)\.{name}\b", code)
    ]
    assert unread == []
