"""Front matter and sidecars: plain YAML, every wrong field told at once."""

from datetime import date
from pathlib import Path

import pytest

from retrieval.errors import Refused
from retrieval.readers.find import sidecar_of, speaks_for
from retrieval.readers.sidecar import front_matter, merged, read_sidecar, split_front_matter
from retrieval.readers.yaml_safe import load_plain_yaml
from retrieval.types import Metadata

FULL = """
title: Sepsis in adults
kind: guideline
author: A. Nurse
publisher: Elm Tree Trust
edition: 3
published: 2025-01-31
review_due: 2028-01
review: checked by a pharmacist
jurisdiction: UK
licence: CC BY 4.0
url: https://example.org/sepsis
topics: [sepsis, infection]
supersedes: abc123
"""


def test_every_field_is_taken() -> None:
    said, notes = read_sidecar(FULL)
    assert set(said.model_dump(exclude_defaults=True)) == set(Metadata.model_fields)
    assert (said.edition, said.published, said.topics) == ("3", date(2025, 1, 31), ("sepsis", "infection"))
    assert notes == ("review_due gives only 2028-01; the first day of it is kept.",)


def test_every_wrong_field_is_told_at_once_with_what_is_expected() -> None:
    with pytest.raises(Refused) as fault:
        read_sidecar(
            "kind: leaflet\npublished: last May\nurl: javascript:alert(1)\npublsher: NHS\ntitle: [a, b]"
        )
    told = str(fault.value)
    assert "'kind' is 'leaflet', expected one of guideline, textbook, article, note" in told
    assert "'published' is 'last May', expected a date such as 2024-05-31" in told
    assert "'url' is 'javascript:alert(1)', expected an address that begins with https://" in told
    assert "'publsher' is 'NHS', expected one of the fields title, kind" in told
    assert "'title' is" in told
    assert "\n" not in told


def test_unknown_front_matter_is_noted_because_other_programs_use_it_too() -> None:
    said, notes = front_matter("title: Gout\nlayout: page\n")
    assert said == Metadata(title="Gout")
    assert notes == ("Left out front matter fields that have no use here: 'layout'.",)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a: &x [1, 2]\nb: *x\n", "alias"),
        ("a: !!python/object/apply:os.system ['id']\n", "tag"),
        ("a: !!str 1\n", "tag"),
        ("a: 1\na: 2\n", "twice"),
        ("a: {b: 1, b: 2}\n", "twice"),
        ("[" * 5_000, "deep"),
        ("a: [1, 2\n", "cannot be read"),
        ("a: 2024-13-45\n", "cannot be read"),
        ("a: \x07\n", "cannot be read"),
        ("a" * 70_000, "longer"),
    ],
)
def test_yaml_that_is_more_than_plain_values_is_refused(text: str, fault: str) -> None:
    with pytest.raises(Refused, match=fault):
        load_plain_yaml(text)


def test_a_sidecar_that_is_no_mapping_is_refused() -> None:
    with pytest.raises(Refused, match="field: value"):
        read_sidecar("- one\n- two\n")


def test_front_matter_is_split_from_the_text() -> None:
    assert split_front_matter("---\ntitle: A\n---\nText\n") == ("title: A\n", "Text\n")
    assert split_front_matter("Text\n---\nmore\n") == ("", "Text\n---\nmore\n")
    assert split_front_matter("---\nnever closed\n") == ("", "---\nnever closed\n")


def test_half_a_character_does_not_reach_the_metadata() -> None:
    assert read_sidecar('title: "Gout \\ud800 care"')[0].title == "Gout care"


def test_the_sidecar_wins_over_the_file_itself() -> None:
    both = merged(Metadata(title="Right"), Metadata(title="Wrong", publisher="NHS"))
    assert both == Metadata(title="Right", publisher="NHS")


def test_a_sidecar_belongs_to_the_file_of_its_name(tmp_path: Path) -> None:
    for name in ("a.pdf", "a.pdf.yaml", "b.md", "b.yml", "lone.yaml", "picture.png", "picture.png.yaml"):
        (tmp_path / name).write_text("x: 1", encoding="utf-8")
    assert sidecar_of(tmp_path / "a.pdf") == tmp_path / "a.pdf.yaml"
    assert sidecar_of(tmp_path / "b.md") == tmp_path / "b.yml"
    assert speaks_for(tmp_path / "a.pdf.yaml") == tmp_path / "a.pdf"
    assert speaks_for(tmp_path / "b.yml") == tmp_path / "b.md"
    assert speaks_for(tmp_path / "lone.yaml") is None
    assert speaks_for(tmp_path / "picture.png.yaml") is None
