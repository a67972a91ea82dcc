"""The cases that come with the product: without a fault, and their citations stand in the starter library."""

from functools import cache
from pathlib import Path

import pytest

from curricula.cases.lint import lint
from curricula.cases.load import case_of, load_cases, read_case, to_yaml
from curricula.cases.parts import references_of
from curricula.cases.starter import FOLDER
from curricula.types import Reference

FILES = sorted(FOLDER.glob("*.yaml"))
SOURCES = [
    *sorted((FOLDER.parent / "library").glob("*.md")),
    *sorted((FOLDER.parent / "sources").glob("*.md")),
]


@cache
def texts() -> dict[str, str]:
    """Each chapter by its title."""
    found = {}
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        title = next(line for line in text.splitlines() if line.startswith("title:"))
        found[title.removeprefix("title:").strip().strip('"')] = " ".join(text.split())
    return found


def missing(reference: Reference) -> str | None:
    text = texts().get(reference.document)
    if text is None:
        return "which is no chapter"
    return None if " ".join(reference.quote.split()) in text else "whose words are not there"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_starter_case_is_without_faults(path: Path) -> None:
    loaded = load_cases([path])
    assert loaded.faults == ()
    for case in map(case_of, loaded.written):
        assert [(r.spot, r.what) for r in lint(case) if not r.warning] == []
        assert [r for _, one in references_of(case) if (r := missing(one))] == []
        assert case.status == "published"
        assert read_case(to_yaml(case)) == (case, [])
