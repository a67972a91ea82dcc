"""Packages open in Anki's own library with the same notes, and those that it makes are read here."""

import io
import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from curricula.formats.anki.notes import fields_of, media_name, tags_of
from curricula.formats.anki.read import read
from curricula.formats.anki.write import write
from curricula.items.keeping import Entry
from curricula.items.types import ClozeCard, SingleBestAnswer
from retrieval.errors import Refused
from tests.curricula.formats.items import ROUND_TRIP, Made, every, made, png

COMMON = {"title": "t", "author": "a", "topics": ["heart failure"], "objectives": ["o-1"]}
CITED = [{"document": "A guide", "quote": "Words that stand there."}]
CARD = COMMON | {
    "type": "cloze_card",
    "id": "card-1",
    "text": "The {{heart::organ}} beats.",
    "references": CITED,
}
OPTIONS = [
    {"id": "a", "text": "Flu", "correct": True, "reason": "So.", "references": CITED},
    {"id": "b", "text": "x"},
]
QUESTION = COMMON | {"type": "single_best_answer", "id": "q-1", "lead_in": "What is it?", "options": OPTIONS}


def entries() -> list[Entry]:
    return [
        Entry(one.item, one.pictures) for one in (made(CARD, pictures=True), made(QUESTION, pictures=False))
    ]


def packed(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return made.getvalue()


@ROUND_TRIP
@given(every())
def test_what_is_written_is_read_back_equal(one: Made) -> None:
    (found,) = read(write([Entry(one.item, one.pictures)]).data, "items.apkg").found
    assert (found.item, dict(found.pictures), found.lost) == (one.item, one.pictures, ())


@pytest.fixture
def collection(tmp_path: Path) -> Any:
    library = pytest.importorskip("anki.collection", reason="Anki's own library is not installed")
    opened = library.Collection(str(tmp_path / "collection.anki2"))
    yield opened
    opened.close()


def imported(collection: Any, data: bytes, folder: Path) -> None:
    from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest

    file = folder / "in.apkg"
    file.write_bytes(data)
    options = ImportAnkiPackageOptions()
    collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(file), options=options))


def exported(collection: Any, folder: Path, *, legacy: bool = True) -> bytes:
    from anki.collection import ExportAnkiPackageOptions

    file = folder / "out.apkg"
    options = ExportAnkiPackageOptions(
        with_scheduling=False, with_media=True, legacy=legacy, with_deck_configs=False
    )
    collection.export_anki_package(out_path=str(file), options=options, limit=None)
    return file.read_bytes()


def test_a_package_opens_in_anki_with_the_same_notes_tags_and_media(collection: Any, tmp_path: Path) -> None:
    for _ in range(2):
        imported(collection, write(entries()).data, tmp_path)
    notes = {note.guid: note for note in map(collection.get_note, collection.find_notes(""))}
    assert set(notes) == {"card-1", "q-1"}
    for item, _ in entries():
        assert list(notes[item.id].fields) == fields_of(item)
        assert set(notes[item.id].tags) == set(tags_of(item)) == {"heart_failure", "objective::o-1"}
    assert (Path(collection.media.dir()) / media_name(entries()[0].item, "ecg.png")).read_bytes() == png()
    card = notes["card-1"].cards()[0]
    assert "[organ]" in card.question()
    assert ">heart<" not in card.question()
    assert "Words that stand there." in notes["q-1"].cards()[0].answer()
    assert '"options"' not in notes["q-1"].cards()[0].answer()


def test_what_went_through_anki_comes_back_equal(collection: Any, tmp_path: Path) -> None:
    imported(collection, write(entries()).data, tmp_path)
    found = read(exported(collection, tmp_path), "out.apkg")
    assert {one.item.id: one.item for one in found.found} == {one.item.id: one.item for one in entries()}


def test_a_card_changed_in_anki_has_its_new_text_and_a_question_is_refused(
    collection: Any, tmp_path: Path
) -> None:
    imported(collection, write(entries()).data, tmp_path)
    for number in collection.find_notes(""):
        note = collection.get_note(number)
        note.fields[0] = note.fields[0].replace("beats", "pumps").replace("What is it", "Which")
        collection.update_note(note)
    found = read(exported(collection, tmp_path), "out.apkg")
    assert [one.item.text for one in found.found if isinstance(one.item, ClozeCard)] == [
        "The {{heart::organ}} pumps."
    ]
    assert [one.reason for one in found.refused] == ["The question q-1 was changed in Anki."]


def test_notes_made_in_anki_become_cards(collection: Any, tmp_path: Path) -> None:
    (tmp_path / "ecg.png").write_bytes(png())
    name = collection.media.add_file(str(tmp_path / "ecg.png"))
    cloze = "{{c1::Heart}} has <b>{{c2::four::how many}}</b> rooms<br>H<sub>2</sub>O"
    cloze += f'<img src="{name}" alt="ECG">'
    for form, fields in (
        ("Cloze", [cloze, 'See <a href="https://example.org/x">here</a>']),
        ("Basic", ["Capital?[sound:a.mp3]", "Paris"]),
        ("Basic", ["Long", "x" * 400]),
        ("Basic (and reversed card)", ["One", "Two"]),
    ):
        note = collection.new_note(collection.models.by_name(form))
        note.fields[: len(fields)] = fields
        note.tags = ["heart::rooms"]
        collection.add_note(note, 1)
    found = read(exported(collection, tmp_path), "out.apkg")
    texts = [one.item.text for one in found.found if isinstance(one.item, ClozeCard)]
    assert texts == [
        "{{Heart}} has four rooms\nH₂O",
        "Heart has {{four::how many}} rooms\nH₂O",
        "Capital?\n\n{{Paris}}",
        "One\n\n{{Two}}",
    ]
    first = found.found[0]
    assert isinstance(first.item, ClozeCard)
    assert (first.item.extra, first.item.topics) == ("See here (https://example.org/x)", ("heart::rooms",))
    assert (first.item.pictures[0].alt, dict(first.pictures)) == ("ECG", {"ecg.png": png()})
    assert "sounds" in found.found[2].lost
    assert "cards in the other direction" in found.found[3].lost
    assert found.refused[0].reason.startswith("Its back has 400 letters")
    again = read(exported(collection, tmp_path), "out.apkg")
    assert [one.item.id for one in again.found] == [one.item.id for one in found.found]


def test_the_newer_form_is_refused_with_the_next_step(collection: Any, tmp_path: Path) -> None:
    imported(collection, write(entries()).data, tmp_path)
    with pytest.raises(Refused, match="Support older Anki versions"):
        read(exported(collection, tmp_path, legacy=False), "out.apkg")


def database(statement: str) -> bytes:
    with sqlite3.connect(":memory:") as made:
        made.executescript(statement)
        return made.serialize()


ENDLESS = "WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n) SELECT id, '' guid, 1 mid"


@pytest.mark.parametrize(
    "inside",
    [
        lambda: b"no database",
        lambda: database("CREATE TABLE x (y)"),
        lambda: database("CREATE TABLE col (models); CREATE TABLE notes (id); INSERT INTO col VALUES ('{}')"),
        lambda: database(f"CREATE TABLE col (models); CREATE VIEW notes AS {ENDLESS} FROM n"),
    ],
    ids=["no database", "other tables", "other columns", "an endless view"],
)
def test_a_damaged_or_hostile_collection_is_refused(inside: Callable[[], bytes]) -> None:
    with pytest.raises(Refused, match="cannot be read"):
        read(packed({"collection.anki2": inside(), "media": b"{}"}), "x.apkg")


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "..\\x"])
def test_a_file_that_would_lie_outside_is_refused(name: str) -> None:
    with pytest.raises(Refused, match="outside of it"):
        read(packed({"collection.anki2": b"", name: b"x"}), "x.apkg")


@pytest.mark.parametrize("data", [b"nonsense", b"PK nonsense", b"", json.dumps({}).encode()])
def test_what_is_no_package_is_refused(data: bytes) -> None:
    with pytest.raises(Refused):
        read(data, "x.apkg")


def test_a_question_shows_its_options_in_front_and_what_is_right_behind() -> None:
    item = made(QUESTION, pictures=False).item
    assert isinstance(item, SingleBestAnswer)
    front, back, sources, _ = fields_of(item)
    assert "Flu" in front
    assert "right" not in front
    assert "<b>A. Flu</b> (right)<br/>So." in back
    assert "Words that stand there." in sources
