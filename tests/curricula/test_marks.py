"""Marks beside a picture: read with it, refused by field and line, never on another picture."""

import json
from pathlib import Path

import pytest

from curricula.check import check
from curricula.marks import faults_of, marks_beside, marks_name
from curricula.pictures import over, read_files

BOX = {"id": "m1", "shape": "box", "left": 0.1, "top": 0.1, "right": 0.3, "bottom": 0.3, "label": "Cavity"}
LAYER = {"author": "educator", "name": "A. Author", "marks": [BOX]}
ITEM = """id: film
title: A film
author: A. Author
status: draft
lead_in: What does the film show?
pictures:
  - file: film.png
    alt: A chest radiograph, frontal view
options:
  - {id: a, text: a cavity, correct: true, reason: It is round.}
  - {id: b, text: a fracture, reason: The ribs are whole.}
  - {id: c, text: an effusion, reason: The angles are sharp.}
"""


def written(folder: Path, marks: object) -> Path:
    (folder / "film.png").write_bytes(b"a picture")
    file = folder / marks_name("film.png")
    file.write_text(marks if isinstance(marks, str) else json.dumps(marks, indent=1), encoding="utf-8")
    return file


def test_marks_are_read_with_their_picture(tmp_path: Path) -> None:
    file = written(tmp_path, LAYER)
    assert list(faults_of(file)) == []
    assert read_files(["film.png"], tmp_path) == {"film.png": b"a picture", file.name: file.read_bytes()}


@pytest.mark.parametrize(
    ("marks", "field", "line"),
    [
        (LAYER | {"author": "learner"}, "author", 2),
        (LAYER | {"marks": [BOX | {"left": 1.5}]}, "marks.0.left", 8),
        (LAYER | {"marks": [BOX, BOX]}, "marks.1.id", 15),
        (LAYER | {"marks": [BOX | {"onclick": "x"}]}, "marks.0.onclick", 13),
        (LAYER | {"marks": [BOX | {"shape": "heart"}]}, "marks.0", 5),
        ('{"author":\n "educator",', "", 2),
        ("[]", "", 1),
        ("\x00", "", 1),
        ("[" * 5000, "", None),
    ],
)
def test_what_is_wrong_is_told_by_field_and_line(
    tmp_path: Path, marks: object, field: str, line: int | None
) -> None:
    file = written(tmp_path, marks)
    faults = list(faults_of(file))
    assert (faults[0].file, faults[0].field, faults[0].line) == (file, field, line)
    assert marks_beside(["film.png"], tmp_path) == {}


def test_the_lint_of_an_item_tells_faults_of_the_marks_beside_its_picture(tmp_path: Path) -> None:
    (tmp_path / "film.yaml").write_text(ITEM, encoding="utf-8")
    file = written(tmp_path, LAYER | {"marks": [BOX | {"left": 0.9}]})
    found = [fault for fault in check([tmp_path]).faults if fault.file == file]
    assert [(fault.field, fault.line) for fault in found] == [("marks.0", 5)]
    assert "left is less than right" in found[0].expected


def test_a_new_picture_loses_the_marks_of_the_old_one() -> None:
    former = {
        "film.png": b"old",
        "film.png.marks.json": b"{}",
        "ecg.png": b"ecg",
        "ecg.png.marks.json": b"{}",
    }
    kept = over(former, {"film.png": b"new", "ecg.png": b"ecg"})
    assert kept == {"film.png": b"new", "ecg.png": b"ecg", "ecg.png.marks.json": b"{}"}
