import json
from pathlib import Path

import pytest

from curricula.cases.load import to_yaml
from curricula.items.load import to_yaml as items_to_yaml
from curricula.types import Reference
from tests.assistant.case.encounter import small_case
from tests.curricula.items.samples import all_forms
from ui.cli import main


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(ended.value.code or 0)


def test_faults_are_listed_with_file_line_and_what_was_expected(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(to_yaml(small_case()).replace("domain: history", "domain: histery"), encoding="utf-8")
    report = tmp_path / "report.json"
    assert run("curriculum", "lint", str(tmp_path), "--json", str(report)) == 1
    told = json.loads(report.read_text(encoding="utf-8"))
    assert told["counts"] == {"items": 0, "cases": 0, "objectives": 0, "cards": 0, "audits": 0}
    (fault,) = told["faults"]
    assert fault["field"] == "checklist.0.domain"
    assert bad.read_text(encoding="utf-8").splitlines()[fault["line"] - 1].strip() == "domain: histery"
    assert f"bad.yaml:{fault['line']}: fault: checklist.0.domain" in capsys.readouterr().out


def test_warnings_alone_are_no_reason_to_fail(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = small_case(findings=(), tests=(), timeline=(), differential=(), steps=())
    tmp_path.joinpath("draft.yaml").write_text(to_yaml(case), encoding="utf-8")
    assert run("curriculum", "lint", str(tmp_path), "--json", "-") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["faults"] == []
    assert told["warnings"]
    assert told["counts"]["cases"] == 1


def test_a_path_that_is_not_there_is_a_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("curriculum", "lint", str(tmp_path / "nowhere")) == 1
    assert "does not exist" in capsys.readouterr().out


def test_citations_are_looked_up_in_the_library_where_that_is_wished(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = (
        small_case()
        .checklist[0]
        .model_copy(
            update={"references": (Reference(document="A chapter", quote="Words that stand there."),)}
        )
    )
    case = small_case(checklist=(line,), findings=(), tests=(), timeline=(), differential=(), steps=())
    tmp_path.joinpath("draft.yaml").write_text(to_yaml(case), encoding="utf-8")
    assert run("curriculum", "lint", str(tmp_path), "--citations", "--json", "-") == 0
    warnings = json.loads(capsys.readouterr().out)["warnings"]
    assert [one["field"] for one in warnings if "cites" in one["what"]] == ["checklist.0.references.0"]


def test_questions_cards_and_cases_are_counted_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for item in all_forms():
        tmp_path.joinpath(f"{item.id}.yaml").write_text(items_to_yaml(item), encoding="utf-8")
    tmp_path.joinpath("strip.png").write_bytes(b"strip")
    tmp_path.joinpath("case.yaml").write_text(to_yaml(small_case()), encoding="utf-8")
    assert run("curriculum", "lint", str(tmp_path)) == 0
    assert "5 items, 1 card and 1 case read: 0 faults" in capsys.readouterr().out
