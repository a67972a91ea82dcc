"""Cards out of an Anki package: cloze notes, and notes with a front and a back, become cloze cards."""

import re
from collections.abc import Iterator
from hashlib import sha256
from html import unescape
from typing import Any

from pydantic import ValidationError

from curricula.formats.anki.collection import Collection, Note, opened
from curricula.formats.anki.notes import FIELDS, QUESTION, fields_of, media_name
from curricula.formats.building import built
from curricula.formats.exchange import CHOOSE, Found, Imported, collected, within_size
from curricula.formats.gaps import gap
from curricula.formats.markup.read import Rich, read_html
from curricula.formats.records import Refusal
from curricula.formats.shown import pictured
from curricula.items.types import ITEM, Item
from retrieval.errors import Refused

MAKER = "Anki"
HIDDEN = re.compile(r"\{\{c(\d+)::((?:(?!\}\}).)*?)(?:::((?:(?!\}\}).)*?))?\}\}", re.DOTALL)
SOUND = re.compile(r"\[sound:[^\]]*\]|\[anki:[^\]]*\]")
LONGEST_BACK = 300


def read(data: bytes, name: str) -> Imported:
    """The cards of the package. Refused where it is none, or is too new to be read."""
    if not within_size(data, name).startswith(b"PK"):
        raise Refused(f"{name} is no Anki package (.apkg).", CHOOSE)
    return collected(_records(opened(data, name)), name)


def _records(collection: Collection) -> Iterator[Found | Refusal]:
    for at, note in enumerate(collection.notes, 1):
        place = f"note {at}"
        try:
            yield from _found(place, note, collection)
        except Refused as fault:
            yield Refusal(place, str(fault.args[0]))


def _found(place: str, note: Note, collection: Collection) -> Iterator[Found]:
    if note.form in FIELDS and len(note.fields) == len(FIELDS[note.form]):
        yield _own(place, note, collection)
    elif note.is_cloze:
        yield from _cloze(place, note, collection)
    else:
        yield _basic(place, note, collection)


def _own(place: str, note: Note, collection: Collection) -> Found:
    """The item that was written as this note, with the text of a card as it is now."""
    try:
        item = ITEM.validate_json(unescape(note.fields[-1]))
    except ValidationError:
        raise Refused("It was written by Preceptor, and the item in it was damaged.") from None
    lost: tuple[str, ...] = ()
    if [*note.fields[:3]] != fields_of(item)[:3]:
        if note.form == QUESTION:
            raise Refused(f"The question {item.id} was changed in Anki.", "Change the item here instead.")
        text = _gapped(read_html(note.fields[0]).text, 1)
        item = item.model_copy(update={"text": text, "extra": read_html(note.fields[1]).text})
        lost = ("changes that were made in Anki to pictures or sources",)
    bodies = {one.file: collection.picture(media_name(item, one.file)) for one in item.pictures}
    if missing := [file for file, body in bodies.items() if body is None]:
        raise Refused(f"It shows the picture {missing[0][:80]}, which is not in the file.")
    return Found(
        place, _as_draft(item), {file: body for file, body in bodies.items() if body is not None}, lost
    )


def _as_draft(item: Item) -> Item:
    return item.model_copy(update={"status": "draft"})


def _cloze(place: str, note: Note, collection: Collection) -> Iterator[Found]:
    """A card for each number of gaps; the other gaps stand there filled."""
    said = [read_html(field) for field in note.fields]
    main = next((one for one in said if HIDDEN.search(one.text)), None)
    if main is None:
        raise Refused("It hides no words.")
    others = [one for one in said if one is not main]
    numbers = sorted({int(found[1]) for found in HIDDEN.finditer(main.text)})
    for number in numbers:
        fields = {
            "text": _gapped(main.text, number),
            "extra": "\n\n".join(one.text for one in others if one.text),
        }
        source = _id(note) if len(numbers) == 1 else f"{_id(note)}-c{number}"
        yield _card(place, source, note, fields, (main, others), collection)


def _basic(place: str, note: Note, collection: Collection) -> Found:
    front, back, *more = [read_html(field) for field in (*note.fields, "", "")]
    answer = SOUND.sub("", back.text).strip()
    if not front.text or not answer:
        raise Refused("Its front or its back has no words.")
    if len(answer) > LONGEST_BACK:
        raise Refused(
            f"Its back has {len(answer)} letters, too many to be recalled as one gap ({LONGEST_BACK})."
        )
    text = f"{front.text}\n\n{gap(answer)}"
    fields = {"text": text, "extra": "\n\n".join(one.text for one in more if one.text)}
    return _card(place, _id(note), note, fields, (front, [back, *more]), collection)


def _card(
    place: str,
    source: str,
    note: Note,
    fields: dict[str, Any],
    said: tuple[Rich, list[Rich]],
    collection: Collection,
) -> Found:
    main, others = said
    shown = {
        one.source: body for one in main.pictures if (body := collection.picture(one.source)) is not None
    }
    pictures = pictured(main.pictures, shown)
    lost = [*main.lost, *pictures.lost, *(what for one in others for what in one.lost)]
    lost += (
        ["pictures beside the text, which could give it away"] if any(one.pictures for one in others) else []
    )
    lost += ["sounds"] if any(SOUND.search(field) for field in note.fields) else []
    lost += ["cards in the other direction"] if not note.is_cloze and note.templates > 1 else []
    plain = {name: SOUND.sub("", value).strip() for name, value in fields.items()}
    references = tuple(one for rich in (main, *others) for one in rich.references)
    more = {
        "topics": tuple(dict.fromkeys(note.tags)),
        "references": references,
        "pictures": pictures.pictures,
    }
    item = built("cloze_card", source, plain | more, MAKER)
    return Found(place, item, pictures.bodies, tuple(dict.fromkeys(lost)))


def _gapped(text: str, number: int) -> str:
    def shown(found: re.Match[str]) -> str:
        return gap(found[2], found[3] or "") if int(found[1]) == number else found[2]

    return HIDDEN.sub(shown, text)


def _id(note: Note) -> str:
    """The same for the same note; Anki's own ids differ in small and capital letters."""
    return f"anki-{sha256(note.guid.encode('utf-8', 'replace')).hexdigest()[:12]}"
