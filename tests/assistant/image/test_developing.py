"""DICOM files named by items and cases come in without their tags, or are a fault of the file."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from assistant.image.developing import developed
from curricula.check import check
from curricula.items.bank import Bank
from curricula.items.load import load_items
from curricula.items.starter import bank_starter
from tests.assistant.image.pictures import dicom_file
from tests.assistant.quiz.bank import make_engine

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ITEM = """
id: read-the-ct
title: A slice of the chest
author: A. Author
status: draft
topics: [chest]
type: image_read
lead_in: What do you see?
pictures: [{file: slice.dcm, alt: A slice through the chest}]
report:
  - {id: nodule, name: nodule, weight: 3}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An item beside the DICOM file that it names."""
    made = tmp_path / "items"
    made.mkdir()
    (made / "item.yaml").write_text(ITEM)
    (made / "slice.dcm").write_bytes(dicom_file("CT_small.dcm"))
    return made


def test_what_an_item_names_is_kept_as_a_picture_without_tags(folder: Path, tmp_path: Path) -> None:
    assert not [one for one in check([folder], develop=developed).faults if "file" in str(one.field)]
    bank = Bank(make_engine(tmp_path))
    assert bank_starter(bank, NOON, folder=folder, develop=developed) == []
    kept = bank.picture("read-the-ct", 1, "slice.dcm")
    assert kept is not None and kept.startswith(b"\x89PNG")
    assert b"CompressedSamples" in dicom_file("CT_small.dcm") and b"CompressedSamples" not in kept
    image = Image.open(io.BytesIO(kept))
    assert image.size == (128, 128) and not image.info


@pytest.mark.parametrize("body", [b"no picture", b"", dicom_file("CT_small.dcm")[:2000], b"\x89PNG\r\n"])
def test_what_cannot_be_read_is_a_fault_of_the_file_by_line(folder: Path, body: bytes) -> None:
    (folder / "slice.dcm").write_bytes(body)
    [fault] = [one for one in check([folder], develop=developed).faults if one.field == "pictures.0.file"]
    assert "cannot be read" in fault.what and fault.line


def test_a_picture_of_another_kind_under_that_name_is_refused(folder: Path) -> None:
    picture = io.BytesIO()
    Image.new("L", (64, 64), 90).save(picture, "PNG")
    (folder / "slice.dcm").write_bytes(picture.getvalue())
    [fault] = load_items([folder], developed).faults
    assert "no DICOM file" in fault.what


def test_where_nothing_reads_them_they_are_not_kept(folder: Path) -> None:
    [fault] = load_items([folder]).faults
    assert "not read here" in fault.what
