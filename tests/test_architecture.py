"""The shape of the code: which package may import which, how long things are, what start-up costs."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions
from pathlib import Path
from typing import NamedTuple, TypeGuard

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


class Function(NamedTuple):
    """A function or method: how many lines it has, and parameters besides its self."""

    name: str
    lines: int
    parameters: int


class Module(NamedTuple):
    """What the tests ask of a module; `untold` are its public functions and classes without a docstring."""

    lines: int
    imports: frozenset[str]
    functions: tuple[Function, ...]
    untold: tuple[str, ...]


@cache
def module(path: Path) -> Module:
    """The module, parsed once: the tree itself is not kept."""
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    nodes = list(ast.walk(tree))
    return Module(
        len(text.splitlines()),
        frozenset(name for node in nodes for name in imported(node)),
        tuple(measured(node) for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)),
        tuple(node.name for node in tree.body if is_untold(node)),
    )


def imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name.split(".")[0] for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
        yield node.module.split(".")[0]


def measured(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Function:
    names = [one.arg for one in (*node.args.posonlyargs, *node.args.args)]
    takes_self = names[:1] in (["self"], ["cls"])
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    return Function(node.name, lines, len(names) + len(node.args.kwonlyargs) - takes_self)


def is_untold(node: ast.stmt) -> TypeGuard[ast.FunctionDef | ast.ClassDef]:
    if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.startswith("_"):
        return False
    return not ast.get_docstring(node)


@pytest.mark.parametrize("package", LINE)
def test_imports_follow_the_line(package: str) -> None:
    forbidden = {*LINE[LINE.index(package) + 1 :], "tests"}
    own = [path for path in MODULES if path.is_relative_to(ROOT / package)]
    assert [name_of(path) for path in own if forbidden & module(path).imports] == []


def test_torch_is_imported_only_by_training() -> None:
    importers = {path for path in MODULES if "torch" in module(path).imports}
    assert all(path.is_relative_to(ROOT / "retrieval" / "train") for path in importers)


def test_modules_stop_at_300_lines() -> None:
    assert [name_of(path) for path in MODULES if module(path).lines > 300] == []


def test_no_function_passes_60_lines() -> None:
    long = [f"{name_of(path)}:{f.name}" for path in MODULES for f in module(path).functions if f.lines > 60]
    assert long == []


def test_nine_functions_in_ten_stay_under_35_lines() -> None:
    sizes = sorted(f.lines for path in MODULES for f in module(path).functions)
    assert not sizes or sizes[len(sizes) * 9 // 10] < 35


def test_functions_take_at_most_six_parameters() -> None:
    # A command's parameters are its options, so ui/cli is left out.
    wide = [
        f"{name_of(path)}:{f.name}"
        for path in MODULES
        if not path.is_relative_to(ROOT / "ui" / "cli")
        for f in module(path).functions
        if f.parameters > 6
    ]
    assert wide == []


def test_public_functions_say_what_the_caller_gets() -> None:
    assert [f"{name_of(path)}:{name}" for path in MODULES for name in module(path).untold] == []


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
        for name in module(path).imports - sys.stdlib_module_names - set(LINE)
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
