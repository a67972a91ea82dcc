"""preceptor curriculum import and export, from the terminal."""

import json
from pathlib import Path

import pytest

from curricula.load import to_yaml
from tests.curricula.objectives.samples import blueprint, curriculum, objective
from ui.cli import main

GOOD = {"id": "q-1", "question": "What is it?", "options": {"A": "Flu", "B": "Cold"}, "answer": "B"}


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(ended.value.code or 0)


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    file = tmp_path / "q.jsonl"
    bad = GOOD | {"id": "q-2", "answer": "Z"}
    file.write_text(f"{json.dumps(GOOD | {'pmids': [1]})}\n{json.dumps(bad)}\n", encoding="utf-8")
    return file


def test_an_import_says_what_came_of_each_record(
    questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, report = str(tmp_path / "library"), tmp_path / "report.json"
    arguments = ("curriculum", "import", str(questions), "--format", "medqa", "--library", folder)
    assert run(*arguments, "--json", str(report)) == 1
    told = capsys.readouterr().out
    assert "line 2: refused: Its answer “Z” is none of its options (A, B)." in told
    assert "line 1: not carried: the fields pmids" in told
    assert "1 added as draft, 0 unchanged, 1 refused." in told
    kept = json.loads(report.read_text(encoding="utf-8"))
    assert (kept["added"], kept["refused"][0]["place"], kept["lost"][0]["count"]) == (["q-1"], "line 2", 1)


def test_what_is_exported_is_taken_in_again_unchanged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, table = str(tmp_path / "library"), tmp_path / "items.csv"
    export = ("curriculum", "export", "--format", "csv", "--library", folder)
    assert run(*export, "--out", str(table), "--json", "-") == 0
    written = json.loads(capsys.readouterr().out)["items"]
    assert len(written) >= 60
    assert run("curriculum", "import", str(table), "--format", "csv", "--library", folder) == 0
    assert f"0 added as draft, {len(written)} unchanged, 0 refused." in capsys.readouterr().out


def test_wrong_use_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(tmp_path / "library")
    missing = ("curriculum", "import", str(tmp_path / "no.csv"), "--format", "csv", "--library", folder)
    assert run(*missing) == 2
    assert "cannot be opened" in capsys.readouterr().err
    nowhere = (
        "curriculum",
        "export",
        "--format",
        "csv",
        "--library",
        folder,
        "--out",
        str(tmp_path / "x" / "y"),
    )
    assert run(*nowhere) == 2
    nothing = tmp_path / "none.csv"
    none = ("curriculum", "export", "--format", "csv", "--library", folder, "--topic", "no such topic")
    assert run(*none, "--out", str(nothing)) == 1
    assert not nothing.exists()


def test_plans_go_out_to_a_file_and_come_in_again_unchanged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = tmp_path / "plans.yaml", tmp_path / "out.yaml"
    source.write_text(to_yaml(objective(), curriculum(), blueprint()), encoding="utf-8")
    into = ("--format", "yaml", "--library", str(tmp_path / "library"))
    assert run("curriculum", "import", str(source), *into) == 0
    assert "3 added, 0 unchanged, 0 faults." in capsys.readouterr().out
    assert run("curriculum", "export", *into, "--out", str(out)) == 0
    capsys.readouterr()
    assert run("curriculum", "import", str(out), *into, "--json", "-") == 0
    again = json.loads(capsys.readouterr().out)
    assert again["added"] == []
    assert {"potassium-management", "year-one", "mock"} <= set(again["unchanged"])


def test_a_plan_with_faults_is_refused_with_its_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(to_yaml(objective()).replace("level: apply", "level: deep"), encoding="utf-8")
    assert run("curriculum", "import", str(bad), "--format", "yaml", "--library", str(tmp_path / "l")) == 1
    assert "bad.yaml:11: fault: level is “deep”" in capsys.readouterr().out
