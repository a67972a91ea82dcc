"""What stands on the notes that are written: front, back, sources, and the item itself out of sight."""

import re
from collections.abc import Mapping
from itertools import count

from curricula.formats import gaps
from curricula.formats.markup.written import escaped, in_line, paragraphs, picture, references
from curricula.items.reports import stated
from curricula.items.types import ClozeCard, ImageHotspot, ImageRead, Item, ReportLine, ShortAnswer
from curricula.types import Reference

QUESTION, CLOZE = "Preceptor question", "Preceptor cloze"
FIELDS: Mapping[str, tuple[str, ...]] = {
    QUESTION: ("Front", "Back", "Sources", "Item"),
    CLOZE: ("Text", "Extra", "Sources", "Item"),
}


def fields_of(item: Item) -> list[str]:
    """The fields of the item's note; the last holds the item itself, and is on no card."""
    front, back = _card(item) if isinstance(item, ClozeCard) else (_front(item), _back(item))
    return [front, back, references(_cited(item)), escaped(item.model_dump_json(exclude_defaults=False))]


def media_name(item: Item, file: str) -> str:
    """The name of a picture among all pictures of a collection."""
    return f"{item.id}-{re.sub(r'[^A-Za-z0-9._-]+', '-', file)}"


def tags_of(item: Item) -> list[str]:
    """Topics and objectives as tags, which hold no spaces."""
    named = (*item.topics, *(f"objective::{one}" for one in item.objectives))
    return list(dict.fromkeys(re.sub(r"[\s\"]+", "_", name) for name in named))


def _pictures(item: Item) -> str:
    return "".join(picture(one, media_name(item, one.file)) for one in item.pictures)


def _card(item: ClozeCard) -> tuple[str, str]:
    # All gaps are of the first card: they are hidden together.
    parts = gaps.split(item.text)
    text = "".join(part if isinstance(part, str) else _hidden(part) for part in parts)
    return paragraphs(text) + _pictures(item), paragraphs(item.extra)


def _hidden(part: gaps.Gap) -> str:
    return "{{c1::" + part.words + (f"::{part.hint}" if part.hint else "") + "}}"


def _front(item: Item) -> str:
    if isinstance(item, ClozeCard):
        return ""
    options = () if isinstance(item, ShortAnswer | ImageHotspot | ImageRead) else item.options
    listed = "".join(f"<li>{in_line(option.text)}</li>" for option in options)
    choices = f'<ol type="A">{listed}</ol>' if listed else ""
    return f"{paragraphs(item.vignette)}{_pictures(item)}{paragraphs(item.lead_in)}{choices}"


def _back(item: Item) -> str:
    if isinstance(item, ClozeCard):
        return ""
    return f"{''.join(_answer(item))}{paragraphs(item.explanation or '')}"


def _answer(item: Item) -> list[str]:
    if isinstance(item, ShortAnswer):
        right = [form for one in item.accepted for form in (one.text, *one.also)]
        if number := item.number:
            right.append(f"{number.low:g} to {number.high:g} {number.unit}".strip())
        misses = [f"Not: {one.text}. {one.reason}" for one in item.near_misses]
        return [paragraphs("; ".join(right)), paragraphs(item.reason or ""), *map(paragraphs, misses)]
    if isinstance(item, ImageHotspot):
        return [_told("", one.label, one.correct, one.reason) for one in item.regions]
    if isinstance(item, ImageRead):
        return [_line(one) for one in item.report]
    if isinstance(item, ClozeCard):
        return []
    return [
        _told(f"{chr(65 + at)}. ", option.text, option.correct, option.reason)
        for at, option in zip(count(), item.options, strict=False)
    ]


def _told(letter: str, text: str, correct: bool, reason: str | None) -> str:
    name = f"<b>{letter}{in_line(text)}</b> (right)" if correct else f"{letter}{in_line(text)}"
    return f"<p>{name}{f'<br/>{in_line(reason)}' if reason else ''}</p>"


def _line(one: ReportLine) -> str:
    reason = f"<br/>{in_line(one.reason)}" if one.reason else ""
    return f"<p><b>{in_line(stated(one))}</b>{reason}</p>"


def _cited(item: Item) -> tuple[Reference, ...]:
    parts = item.report if isinstance(item, ImageRead) else getattr(item, "options", ())
    return tuple(dict.fromkeys((*item.references, *(one for part in parts for one in part.references))))
