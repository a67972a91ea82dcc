"""A syllabus by HTTP and in the terminal: read as a draft, kept as it was chosen."""

import json
from functools import partial
from pathlib import Path

import httpx
import pytest

from assistant.home import open_library, open_plans
from assistant.settings import read_settings
from tests.curricula.syllabus.making import SAMPLES
from tests.ui.serving import serving_api
from tests.ui.test_cli_exchange import run
from ui.desk import LocalDesk

NURSING = SAMPLES / "nursing.csv"


def test_the_terminal_shows_a_draft_and_keeps_it_when_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    library = ("--library", str(tmp_path / "library"))
    syllabus = ("curriculum", "import-syllabus", str(NURSING), "--no-passages", *library)
    assert run(*syllabus) == 0
    shown = capsys.readouterr().out
    assert "Classify pressure injuries by their stage  understand" in shown
    assert "Left out: 1 no verb, 1 assessment, 1 said before." in shown
    assert "kept" not in shown
    assert run(*syllabus, "--keep", "--json", "-") == 0
    report = json.loads(capsys.readouterr().out)
    assert len(report["kept"]["added"]) == len(report["draft"]["courses"][0]["modules"]) + 5
    with open_plans(read_settings(library=tmp_path / "library")) as plans:
        assert plans.objectives.get("wound-care-1").status == "draft"
    assert run(*syllabus, "--keep") == 0
    assert "(is here already)" in capsys.readouterr().out


def test_a_file_that_is_no_syllabus_is_told_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = tmp_path / "scan.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\nnothing")
    library = ("--library", str(tmp_path / "library"))
    assert run("curriculum", "import-syllabus", str(picture), *library) != 0
    assert "Traceback" not in capsys.readouterr().err


def test_educators_read_a_syllabus_and_keep_what_they_chose(tmp_path: Path) -> None:
    settings = read_settings(library=tmp_path / "library")
    with open_library(settings) as library, serving_api(LocalDesk(library)) as address:
        ask = partial(httpx.post, headers={"x-login": "educator"}, timeout=60)
        at = f"{address}/api/curriculum/syllabus"
        files = {"file": ("../../nursing.csv", NURSING.read_bytes())}
        draft = ask(at, files=files).json()
        (course,) = draft["courses"]
        course["modules"] = course["modules"][1:2]
        course["modules"][0]["objectives"][0]["content"] = "pressure injuries by depth"
        kept = ask(f"{at}/keep", json=draft)
        course["modules"][0]["objectives"][0]["references"] = [{"document": "None", "quote": "no such words"}]
        refused = ask(f"{at}/keep", json=draft)
        learner = httpx.post(at, files=files, headers={"x-login": "learner"}, timeout=60)
        objectives = LocalDesk(library).plans.objectives
        one = objectives.versions("wound-care-1")[0]
    assert draft["file"] == "nursing.csv"
    assert kept.json()["added"] == ["wound-care-1", "wound-care-2", "wound-care-3"]
    assert (one.value.content, one.value.author, one.origin) == (
        "pressure injuries by depth",
        "ed",
        "syllabus",
    )
    assert (refused.status_code, learner.status_code) == (400, 403)
    assert "no source of this title" in refused.text
