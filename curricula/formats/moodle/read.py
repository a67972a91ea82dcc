"""Questions out of Moodle XML."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from curricula.formats.building import LETTERS, built, parted
from curricula.formats.details import fields_of
from curricula.formats.exchange import CHOOSE, Found, Imported, collected, within_size
from curricula.formats.markup.read import Rich
from curricula.formats.moodle.cloze import card
from curricula.formats.moodle.parts import Answer, answers, files, is_true, question, rich, tags
from curricula.formats.moodle.typed import numerical, shortanswer
from curricula.formats.records import Refusal
from curricula.formats.safe_xml import parsed
from curricula.formats.shown import Pictured, pictured
from curricula.items.types import ItemType
from retrieval.errors import Refused

MAKER = "Moodle XML"
WHOLE_MARK = 99.9
PLAIN_CATEGORIES = ("top", "default for")


class Made(NamedTuple):
    """The type of item that a question becomes, its own fields, and what was not carried."""

    kind: ItemType
    fields: Mapping[str, Any]
    lost: tuple[str, ...] = ()


def read(data: bytes, name: str) -> Imported:
    """The questions of the file. Refused where it is no Moodle XML."""
    root = parsed(within_size(data, name), name)
    if root.tag != "quiz":
        raise Refused(
            f"{name} holds no Moodle questions: it begins with {str(root.tag)[:60]}, not quiz.", CHOOSE
        )
    return collected(_records(root), name)


def _records(root: Any) -> Iterator[Found | Refusal]:
    topic: tuple[str, ...] = ()
    for at, one in enumerate(root.findall("question"), 1):
        kind = one.get("type") or ""
        if kind == "category":
            topic = _category(one)
            continue
        place = f"question {at} (line {one.sourceline})"
        try:
            yield _found(place, one, kind, topic)
        except Refused as fault:
            yield Refusal(place, str(fault))


def _category(one: Any) -> tuple[str, ...]:
    """The name of a category as a topic, unless it is the course's own."""
    name = (one.findtext("category/text") or "").strip().rpartition("/")[2]
    return () if not name or name.casefold().startswith(PLAIN_CATEGORIES) else (name,)


def _found(place: str, one: Any, kind: str, topic: tuple[str, ...]) -> Found:
    maker = MAKERS.get(kind)
    if maker is None:
        raise Refused(f"Questions of the type {kind[:40] or 'unknown'} have no like here.")
    made = maker(one)
    before, asked = question(one.find("questiontext"))
    shown = pictured((*before.pictures, *asked.pictures), files(one.find("questiontext")))
    remarks = rich(one.find("generalfeedback"))
    details = fields_of(tags(one))
    details["topics"] = tuple(dict.fromkeys((*details.get("topics", ()), *topic)))
    common = {
        **details,
        "title": " ".join((one.findtext("name/text") or "").split()),
        "references": remarks.references,
        "pictures": shown.pictures,
    }
    asking = {"extra": remarks.text} if made.kind == "cloze_card" else _asking(before, asked, remarks)
    source_id = (one.findtext("idnumber") or "").strip()
    item = built(made.kind, source_id, common | asking | dict(made.fields), MAKER)
    return Found(place, item, shown.bodies, _losses(one, made, (before, asked, remarks), shown))


def _asking(before: Rich, asked: Rich, remarks: Rich) -> dict[str, Any]:
    vignette, lead_in = (before.text, asked.text) if asked.text else parted(before.text)
    return {"vignette": vignette, "lead_in": lead_in, "explanation": remarks.text}


def _losses(one: Any, made: Made, texts: tuple[Rich, ...], shown: Pictured) -> tuple[str, ...]:
    lost = [*made.lost, *shown.lost, *(what for text in texts for what in text.lost)]
    lost += ["pictures in feedback"] if texts[-1].pictures else []
    lost += ["hints"] if one.find("hint") is not None else []
    return tuple(dict.fromkeys(lost))


def _multichoice(one: Any) -> Made:
    several = not is_true(one, "single", True)
    found = answers(one)
    if len(found) > len(LETTERS):
        raise Refused(f"It has {len(found)} options; at most {len(LETTERS)} can be told apart.")
    lost: list[str] = []
    if not several and any(0 < answer.fraction < WHOLE_MARK for answer in found):
        lost.append("that some options give a part of the mark")
    if any(answer.said.pictures or answer.feedback.pictures for answer in found):
        lost.append("pictures in options or their feedback")
    options = [_option(letter, answer, several) for letter, answer in zip(LETTERS, found, strict=False)]
    return Made("multiple_response" if several else "single_best_answer", {"options": options}, tuple(lost))


def _option(letter: str, answer: Answer, several: bool) -> dict[str, Any]:
    if not answer.said.text and answer.said.pictures:
        raise Refused(f"Its option {letter} is a picture, which no option can be here.")
    return {
        "id": letter,
        "text": answer.said.text,
        "correct": answer.fraction > 0 if several else answer.fraction >= WHOLE_MARK,
        "reason": answer.feedback.text or None,
        "references": answer.feedback.references,
    }


def _truefalse(one: Any) -> Made:
    options = [_option(letter, answer, False) for letter, answer in zip(LETTERS, answers(one), strict=False)]
    return Made(
        "single_best_answer", {"options": [o | {"text": str(o["text"]).capitalize()} for o in options]}
    )


def _shortanswer(one: Any) -> Made:
    return Made("short_answer", *shortanswer(one))


def _numerical(one: Any) -> Made:
    return Made("short_answer", *numerical(one))


def _cloze(one: Any) -> Made:
    before, asked = question(one.find("questiontext"))
    return Made("cloze_card", *card("\n\n".join(filter(None, (before.text, asked.text)))))


MAKERS: Mapping[str, Callable[[Any], Made]] = {
    "multichoice": _multichoice,
    "truefalse": _truefalse,
    "shortanswer": _shortanswer,
    "numerical": _numerical,
    "cloze": _cloze,
    "multianswer": _cloze,
}
