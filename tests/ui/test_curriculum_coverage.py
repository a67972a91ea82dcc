"""The coverage of a curriculum by HTTP and in the terminal."""

import json
from functools import partial
from pathlib import Path

import httpx
import pytest

from assistant.home import open_library
from assistant.settings import read_settings
from tests.ui.serving import serving_api
from tests.ui.test_cli_exchange import run
from ui.desk import LocalDesk


def test_the_terminal_shows_what_each_objective_has(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    library = ("--library", str(tmp_path / "library"))
    assert run("curriculum", "coverage", *library) == 0
    told = capsys.readouterr().out
    assert "Heart and vessels" in told
    assert "Sepsis: management" in told
    assert run("curriculum", "coverage", "--gaps", "--citations", "--json", *library) == 0
    found = json.loads(capsys.readouterr().out)
    assert {row["id"] for row in found["rows"]} >= {"sepsis-management"}
    assert all(row["gaps"] for row in found["rows"])
    assert {one["why"] for one in found["stale"]} == {"gone"}
    assert run("curriculum", "changes", *library) == 0
    assert "No source of this library has an older edition." in capsys.readouterr().out
    assert run("curriculum", "changes", "--json", *library) == 0
    assert json.loads(capsys.readouterr().out) == {"pairs": [], "nowhere": 0}


def test_educators_read_the_plans_and_their_coverage(tmp_path: Path) -> None:
    settings = read_settings(library=tmp_path / "library")
    with open_library(settings) as library, serving_api(LocalDesk(library)) as address:
        ask = partial(httpx.get, headers={"x-login": "educator"}, timeout=60)
        plans = ask(f"{address}/api/curriculum").json()
        found = ask(f"{address}/api/curriculum/coverage").json()
        changes = ask(f"{address}/api/curriculum/changes").json()
        none = ask(f"{address}/api/curriculum/coverage", params={"curriculum": "none"})
        refused = httpx.get(f"{address}/api/curriculum/coverage", headers={"x-login": "learner"}, timeout=60)
    assert [one["id"] for one in plans["curricula"]] == [found["curriculum"]] == ["starter-curriculum"]
    assert len(plans["objectives"]) == len(found["rows"])
    assert sum(row["items"]["published"] for row in found["rows"]) > 150
    assert changes == {"pairs": [], "nowhere": 0}
    assert (found["stale"], none.status_code, refused.status_code) == (None, 400, 403)
