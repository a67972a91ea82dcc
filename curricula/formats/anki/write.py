"""Items as an Anki package: cards by heart as cloze notes, questions as notes with a front and a back."""

import io
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from curricula.formats.anki.notes import CLOZE, FIELDS, QUESTION, fields_of, media_name, tags_of
from curricula.formats.exchange import Exported, Loss
from curricula.formats.markup.losses import unmarkable
from curricula.items.keeping import Entry
from curricula.items.types import ClozeCard, ImageHotspot, ImageRead, Item

# Anki tells decks and kinds of notes apart by such numbers, drawn once.
DECK, QUESTIONS, CARDS = 1_754_201_313, 1_754_201_337, 1_754_201_359
# A note replaces an older one in Anki where it was changed later: each version by a day.
FIRST, DAY = 1_700_000_000, 86_400
STYLE = ".card { font-family: sans-serif; text-align: left; line-height: 1.5 } img { max-width: 100% }"
SOURCES = '<div style="font-size: 80%">{{Sources}}</div>'


def write(entries: Iterable[Entry]) -> Exported:
    """The package. A note's own id is the item's, so that writing again does not double it."""
    with tempfile.TemporaryDirectory() as folder:
        return _packed(entries, Path(folder))


def _packed(entries: Iterable[Entry], folder: Path) -> Exported:
    import genanki

    deck = genanki.Deck(DECK, "Preceptor")
    models = {True: _model(CLOZE, CARDS), False: _model(QUESTION, QUESTIONS)}
    written: list[str] = []
    lost: list[Loss] = []
    media: list[str] = []
    newest = 1
    for item, pictures in entries:
        model = models[isinstance(item, ClozeCard)]
        note = genanki.Note(model=model, fields=fields_of(item), tags=tags_of(item), guid=item.id)
        deck.add_note(note)
        for one in item.pictures:
            path = folder / media_name(item, one.file)
            path.write_bytes(pictures.get(one.file, b""))
            media.append(str(path))
        lost += (Loss(item.id, what) for what in _losses(item))
        newest = max(newest, item.version)
        written.append(item.id)
    made = io.BytesIO()
    genanki.Package(deck, media_files=media).write_to_file(made, timestamp=FIRST + DAY * newest)
    return Exported(made.getvalue(), tuple(written), tuple(lost))


def _losses(item: Item) -> Iterator[str]:
    yield from unmarkable(item)
    if isinstance(item, ImageHotspot):
        yield "on the card: places to point at, whose names are on its back"
    if isinstance(item, ImageRead):
        yield "on the card: that a read is compared line by line; the report is on its back"


def _model(name: str, number: int) -> Any:
    import genanki

    front, back, *_ = FIELDS[name]
    is_cloze = name == CLOZE
    shown = f"{{{{cloze:{front}}}}}" if is_cloze else f"{{{{{front}}}}}"
    answer = f"{shown}<hr>{{{{{back}}}}}{SOURCES}"
    return genanki.Model(
        number,
        name,
        fields=[{"name": field} for field in FIELDS[name]],
        templates=[{"name": name, "qfmt": shown, "afmt": answer}],
        css=STYLE,
        model_type=genanki.Model.CLOZE if is_cloze else genanki.Model.FRONT_BACK,
    )
