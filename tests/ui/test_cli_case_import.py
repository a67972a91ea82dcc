"""Records of other makers come in as drafts: one line each, nothing half, nothing twice."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from assistant.case.patient.understanding import Understanding
from assistant.home import open_cases
from assistant.settings import read_settings
from curricula.cases.load import case_of, load_cases
from curricula.cases.shelf import ALL
from tests.curricula.formats.bundles import whole_bundle
from tests.curricula.formats.examination import record
from ui.cli import case_import, main

Run = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture(scope="module")
def words() -> Understanding:
    """The shared table by words alone: vectors take twenty seconds."""
    return Understanding()


@pytest.fixture
def run(words: Understanding, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs preceptor case import with --json: the exit code, and what was printed."""
    monkeypatch.setattr(case_import, "_understanding", lambda *_: words)

    def imported(*arguments: str | Path) -> tuple[int, dict[str, Any]]:
        with pytest.raises(SystemExit) as ended:
            main(["case", "import", *map(str, arguments), "--json"])
        return int(ended.value.code or 0), json.loads(capsys.readouterr().out)

    return imported


def write(path: Path, *records: object) -> Path:
    path.write_text("\n".join(json.dumps(one) for one in records), encoding="utf-8")
    return path


def outcomes(told: dict[str, Any]) -> Sequence[str]:
    return [line["outcome"] for line in told["records"]]


def test_records_become_drafts_with_intents_and_the_refused_say_why(tmp_path: Path, run: Run) -> None:
    file = write(tmp_path / "cases.jsonl", {"id": "throat"} | record(), {"id": "empty"})
    code, told = run(file, "--format", "agentclinic")
    assert code == 1
    assert outcomes(told) == ["added", "refused"]
    assert "no OSCE_Examination" in told["records"][1]["reason"]
    assert any("says nothing" in note for note in told["records"][0]["notes"])
    with open_cases(read_settings()) as shelf:
        assert [(one.id, one.status, one.origin) for one in shelf.listed(ALL)] == [
            ("throat", "draft", "agentclinic")
        ]
        case = shelf.case("throat")
    assert all(part.intents for part in (*case.facts, *case.findings, *case.tests))


def test_what_is_here_already_is_not_taken_in_again(tmp_path: Path, run: Run) -> None:
    file = write(tmp_path / "cases.jsonl", {"id": "throat"} | record())
    assert run(file, "--format", "agentclinic")[0] == 0
    assert outcomes(run(file, "--format", "agentclinic")[1]) == ["unchanged"]


def test_another_record_under_the_same_id_is_refused(tmp_path: Path, run: Run) -> None:
    run(write(tmp_path / "a.jsonl", {"id": "throat"} | record()), "--format", "agentclinic")
    other = write(tmp_path / "b.jsonl", {"id": "throat"} | record(Correct_Diagnosis="Tonsillitis"))
    code, told = run(other, "--format", "agentclinic")
    assert code == 1
    assert "with other contents" in told["records"][0]["reason"]


def test_cases_are_written_as_yaml_where_that_is_wished(tmp_path: Path, run: Run) -> None:
    file = write(tmp_path / "bundle.json", whole_bundle())
    code, told = run(file, "--format", "fhir", "--into", tmp_path / "drafts")
    assert code == 0
    loaded = load_cases([tmp_path / "drafts"])
    assert loaded.faults == ()
    assert [case_of(one).id for one in loaded.written] == [told["records"][0]["id"]]


def test_personal_details_in_free_text_do_not_come_along(tmp_path: Path, run: Run) -> None:
    bundle = whole_bundle()
    film = next(one["resource"] for one in bundle["entry"] if one["resource"].get("conclusion"))
    film["conclusion"] = "Clear. Call Dr. Emily Carter on 212-555-0147, MRN 4471920."
    _, told = run(write(tmp_path / "bundle.json", bundle), "--format", "fhir")
    with open_cases(read_settings()) as shelf:
        whole = shelf.case(told["records"][0]["id"]).model_dump_json()
    assert [word for word in ("Carter", "0147", "4471920") if word in whole] == []


def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["case", "import", str(tmp_path / "none.jsonl"), "--format", "fhir"])
    assert ended.value.code == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
