"""Cases as files: everything wrong is told at once, with its file, field and line."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from curricula.cases.load import CASES, case_of, load_cases, read_case, to_yaml, write_case
from curricula.cases.pictures import read_pictures
from curricula.cases.types import Image
from curricula.load import MOST_FAULTS, load
from curricula.types import Fault
from retrieval.errors import PreceptorError
from tests.assistant.case.encounter import small_case

GOOD = to_yaml(small_case())
BAD = """\
id: A Name
version: 1.5
patient: {age: "4", speeks: parent}
setting: a ward
facts:
  - id: onset
    says: 12
    absent: yes
    told: later
  - nothing
tests:
  - {id: sodium, name: Sodium, readings: [{name: Na, value: [1]}]}
"""


def write(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def told(faults: Sequence[Fault]) -> dict[str, tuple[int | None, str, str]]:
    return {fault.field: (fault.line, fault.what, fault.expected) for fault in faults}


def test_a_case_reads_back_as_it_was_written() -> None:
    case = small_case()
    assert read_case(to_yaml(case)) == (case, [])


def test_every_fault_of_a_file_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    loaded = load_cases([write(tmp_path, "bad.yaml", BAD)])
    faults = told(loaded.faults)
    assert loaded.written == ()
    assert faults["id"][0] == 1
    assert faults["version"] == (2, "is “1.5”", "a whole number")
    assert faults["patient.age"] == (3, "is “4”", "a number")
    assert faults["patient.speeks"] == (3, "is no field that is known here", "speaks")
    assert faults["setting"][0] == 4
    assert faults["facts.0.says"][:2] == (7, "is “12”")
    assert faults["facts.0.absent"] == (8, "is “yes”", "true or false")
    assert faults["facts.0.told"] == (9, "is “later”", "one of freely, asked or pressed")
    assert faults["facts.1"][0] == 10
    assert faults["tests.0.readings.0.value"] == (
        12,
        "is a list of 1",
        "a number or text; in quotes if it looks like a number",
    )
    assert faults["title"] == (1, "is missing", "some text")
    assert len(faults) == len(loaded.faults) == 14


def test_one_bad_file_does_not_keep_the_others_from_being_read(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", "a: [1")
    write(tmp_path, "b.yaml", GOOD)
    write(tmp_path, "c.yaml", b"\xff\xfe\x00")
    loaded = load_cases([tmp_path, tmp_path / "none.yaml"])
    assert [written.value.id for written in loaded.written] == [small_case().id]
    assert [(fault.file.name, fault.what[:20]) for fault in loaded.faults] == [
        ("a.yaml", "cannot be read: did "),
        ("c.yaml", "is not written in UT"),
        ("none.yaml", "does not exist"),
    ]


def test_a_file_may_hold_a_list_of_cases(tmp_path: Path) -> None:
    one, other = (to_yaml(small_case(id=name)).replace("\n", "\n  ").rstrip() for name in ("one", "other"))
    path = write(tmp_path, "many.yaml", f"- {one}\n- {other}\n- 3\n")
    loaded = load_cases([path])
    assert [case_of(written).id for written in loaded.written] == ["one", "other"]
    assert [fault.field for fault in loaded.faults] == ["2"]


def test_the_same_id_and_version_twice_is_told_with_both_places(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", GOOD)
    write(tmp_path, "b.yaml", GOOD)
    write(tmp_path, "c.yaml", to_yaml(small_case(version=2)))
    (fault,) = load_cases([tmp_path]).faults
    assert (fault.file.name, fault.field, fault.line) == ("b.yaml", "id", 1)
    assert "a.yaml, line 1" in fault.what


def test_a_hundred_megabytes_of_nonsense_are_one_line(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    (fault,) = load_cases([path]).faults
    assert fault.what == "is too large (100 MB)"


def test_a_file_full_of_faults_names_the_first_and_counts_the_rest(tmp_path: Path) -> None:
    faults = load_cases([write(tmp_path, "many.yaml", "- x\n" * 1000)]).faults
    assert len(faults) == MOST_FAULTS + 1
    assert faults[-1].what == f"has {1000 - MOST_FAULTS} more faults that are not listed"


@pytest.mark.parametrize("text", ["", "just words", "[]", "{}", "# nothing\n"])
def test_a_file_without_a_case_says_what_a_case_is(tmp_path: Path, text: str) -> None:
    (fault,) = load_cases([write(tmp_path, "x.yaml", text)]).faults
    assert "a case" in fault.expected


def test_a_folder_without_cases_is_told(tmp_path: Path) -> None:
    (fault,) = load_cases([tmp_path]).faults
    assert fault.what == "holds no YAML file"


def test_what_says_what_a_source_is_is_left_alone(tmp_path: Path) -> None:
    write(tmp_path, "guideline.pdf", b"%PDF")
    write(tmp_path, "guideline.pdf.yaml", "title: A guideline\n")
    write(tmp_path, "case.yaml", GOOD)
    assert load_cases([tmp_path]).faults == ()


def test_a_value_that_is_refused_is_not_told_twice(tmp_path: Path) -> None:
    text = GOOD.replace("opening: My chest hurts.", "opening: *words")
    assert text != GOOD
    faults = load([write(tmp_path, "x.yaml", text)], [CASES]).faults
    assert [fault.field for fault in faults] == ["opening"]


def test_pictures_lie_beside_the_case(tmp_path: Path) -> None:
    write(tmp_path, "hand.png", b"picture")
    names = ("hand.png", "gone.png", "../hand.png", "page.html")
    findings = small_case().findings
    shown = tuple(
        findings[0].model_copy(update={"id": f"f{n}", "image": Image(file=name, alt="A hand.")})
        for n, name in enumerate(names)
    )
    case = small_case(findings=shown)
    path = write(tmp_path, "case.yaml", to_yaml(case))
    loaded = load_cases([path])
    assert [fault.field for fault in loaded.faults] == [f"findings.{n}.image.file" for n in (1, 2, 3)]
    assert read_pictures(case, tmp_path) == {"hand.png": b"picture"}


def test_a_file_with_other_contents_is_not_replaced(tmp_path: Path) -> None:
    path = write_case(small_case(), tmp_path / "new")
    assert write_case(small_case(), tmp_path / "new") == path
    with pytest.raises(PreceptorError, match="already there"):
        write_case(small_case(opening="Another."), tmp_path / "new")
    assert case_of(load_cases([path]).written[0]) == small_case()
