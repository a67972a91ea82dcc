"""Questions as JSON Lines of the MedQA kind: a question, options by letter, and which of them is right."""

import base64
import binascii
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from curricula.formats.building import LETTERS, built, option_ids, parted, without_empty
from curricula.formats.details import details_of, fields_of
from curricula.formats.exchange import Exported, Found, Imported, Loss, collected, within_size
from curricula.formats.records import Record, Refusal, is_deep, records_of
from curricula.formats.shown import file_name
from curricula.items.keeping import Entry
from curricula.items.types import Option, SingleBestAnswer
from retrieval.errors import Refused

MAKER = "MedQA format"
QUESTION, OPTIONS = ("question", "stem"), ("options", "choices")
REASON = ("explanation", "exp", "rationale")
TOPICS = ("topic", "subject", "meta_info")
OWN = (
    "title",
    "version",
    "vignette",
    "lead_in",
    "reasons",
    "references",
    "cited",
    "about",
    "pictures",
    "option_ids",
)
KNOWN = frozenset(
    (*QUESTION, *OPTIONS, *REASON, *TOPICS, *OWN, "id", "answer", "answer_idx", "may_need_image", "split")
)


def read(data: bytes, name: str) -> Imported:
    """The questions of the file. Refused where it is no JSON at all."""
    return collected(map(_found, records_of(within_size(data, name), name)), name)


def _found(record: Record | Refusal) -> Found | Refusal:
    if isinstance(record, Refusal):
        return record
    if is_deep(record.value):
        return Refusal(record.place, "It is nested too deep.")
    try:
        return _item(record)
    except Refused as fault:
        return Refusal(record.place, str(fault))


def _item(record: Record) -> Found:
    fields = record.value
    if not isinstance(fields, Mapping):
        raise Refused("It is no object with a question.")
    question = _text(fields, QUESTION)
    if not question:
        raise Refused("It has no question.")
    choices = _choices(fields)
    key = _key(fields, choices)
    pictures, bodies = _pictures(fields)
    if fields.get("may_need_image") and not bodies:
        raise Refused("Its wording needs a picture, which is not there (may_need_image).")
    vignette, lead_in = _parts(fields, question)
    given = {
        **_details(fields),
        "title": _text(fields, ("title",)),
        "vignette": vignette,
        "lead_in": lead_in,
        "options": _options(fields, choices, key),
        "explanation": _text(fields, REASON),
        "references": fields.get("references"),
        "pictures": pictures,
    }
    item = built("single_best_answer", str(fields.get("id") or ""), given, MAKER)
    left = sorted(str(one)[:40] for one in fields.keys() - KNOWN)
    return Found(record.place, item, bodies, (f"the fields {', '.join(left)}",) if left else ())


def _text(fields: Mapping[str, Any], names: Sequence[str]) -> str:
    return next((value.strip() for name in names if isinstance(value := fields.get(name), str)), "")


def _parts(fields: Mapping[str, Any], question: str) -> tuple[str, str]:
    """As the record parts it, unless its question was changed since."""
    vignette, lead_in = _text(fields, ("vignette",)), _text(fields, ("lead_in",))
    return (vignette, lead_in) if lead_in and joined(vignette, lead_in) == question else parted(question)


def _choices(fields: Mapping[str, Any]) -> dict[str, str]:
    """The texts of the options by letter, in small letters."""
    given = next((fields[name] for name in OPTIONS if fields.get(name)), None)
    if given is None:
        raise Refused("It has no options.")
    if isinstance(given, Mapping):
        choices = [(str(letter), text) for letter, text in given.items()]
    elif isinstance(given, list):
        choices = [_choice(at, one) for at, one in enumerate(given[: len(LETTERS) + 1])]
    else:
        raise Refused("Its options are neither named nor listed.")
    if not all(isinstance(text, str | int | float) for _, text in choices):
        raise Refused("An option is no text.")
    ids = option_ids([letter for letter, _ in choices])
    return {letter: str(text).strip() for letter, (_, text) in zip(ids, choices, strict=True)}


def _choice(at: int, given: Any) -> tuple[str, Any]:
    if not isinstance(given, Mapping):
        return LETTERS[at % len(LETTERS)], given
    letter = next(
        (given[name] for name in ("key", "label", "id") if name in given), LETTERS[at % len(LETTERS)]
    )
    return str(letter), next((given[name] for name in ("value", "text") if name in given), None)


def _key(fields: Mapping[str, Any], choices: Mapping[str, str]) -> str:
    """The letter of the right option; Refused where it is not said, or said in two ways."""
    said = {name: value for name in ("answer_idx", "answer") if (value := fields.get(name)) not in (None, "")}
    if not said:
        raise Refused("It does not say which option is right.")
    keys = {name: _letters(value, choices) for name, value in said.items()}
    both = set.intersection(*keys.values())
    lone = str(next(iter(said.values()))).strip().casefold()
    if lone in both:
        return lone
    if len(both) == 1:
        return both.pop()
    if len(said) == 2 and all(keys.values()) and not both:
        raise Refused("Its answer and its answer_idx name different options.")
    name, value = next(iter(said.items()))
    which = "several" if both else "none"
    raise Refused(f"Its {name} “{str(value)[:60]}” is {which} of its options ({', '.join(choices).upper()}).")


def _letters(value: Any, choices: Mapping[str, str]) -> set[str]:
    """The options that the value can mean: the one of that place or letter, else those of that text."""
    if isinstance(value, int) and not isinstance(value, bool):
        return {list(choices)[value]} if 0 <= value < len(choices) else set()
    words = str(value).strip().casefold()
    same = {letter for letter, text in choices.items() if text.casefold() == words}
    return {words} | same if words in choices else same


def _options(fields: Mapping[str, Any], choices: Mapping[str, str], key: str) -> list[dict[str, Any]]:
    reasons, cited = (_by_letter(fields.get(name)) for name in ("reasons", "cited"))
    return [
        {
            "id": letter,
            "text": text,
            "correct": letter == key,
            "reason": reasons.get(letter) or None,
            "references": cited.get(letter) or (),
        }
        for letter, text in choices.items()
    ]


def _by_letter(given: Any) -> dict[str, Any]:
    return (
        {str(name).casefold(): value for name, value in given.items()} if isinstance(given, Mapping) else {}
    )


def _details(fields: Mapping[str, Any]) -> dict[str, Any]:
    about = fields.get("about")
    if isinstance(about, list):
        return fields_of(
            (str(one[0]), str(one[1])) for one in about if isinstance(one, list) and len(one) == 2
        )
    texts = [value for name in TOPICS if isinstance(value := fields.get(name), str)]
    return {"topics": without_empty(re.sub(r"[\s_]+", " ", text) for text in texts)}


def _pictures(fields: Mapping[str, Any]) -> tuple[list[dict[str, Any]], dict[str, bytes]]:
    pictures: list[dict[str, Any]] = []
    bodies: dict[str, bytes] = {}
    given = fields.get("pictures")
    for one in given if isinstance(given, list) else ():
        try:
            body = base64.b64decode(one["data"], validate=True)
            name = file_name(one["file"], body)
        except (KeyError, TypeError, ValueError, AttributeError, binascii.Error):
            raise Refused("One of its pictures cannot be read (file, alt, data in base64).") from None
        bodies[name] = body
        pictures.append({**{key: value for key, value in one.items() if key != "data"}, "file": name})
    return pictures, bodies


def write(entries: Iterable[Entry]) -> Exported:
    """A line for each question with one best answer; the others are named among what is lost."""
    lines: list[str] = []
    written: list[str] = []
    lost: list[Loss] = []
    for item, pictures in entries:
        if not isinstance(item, SingleBestAnswer):
            lost.append(
                Loss(item.id, f"the whole item: only single best answers, no {item.type}, have a place")
            )
            continue
        lines.append(json.dumps(dict(_record(item, pictures)), ensure_ascii=True) + "\n")
        written.append(item.id)
    return Exported("".join(lines).encode(), tuple(written), tuple(lost))


def joined(vignette: str, lead_in: str) -> str:
    """Vignette and lead-in as one question."""
    return f"{vignette} {lead_in}".strip()


def _record(item: SingleBestAnswer, pictures: Mapping[str, bytes]) -> Iterator[tuple[str, Any]]:
    letters = {option: option.id.upper() for option in item.options}
    yield "id", item.id
    yield "question", joined(item.vignette, item.lead_in)
    yield "options", {letters[option]: option.text for option in item.options}
    yield "answer", item.key.text
    yield "answer_idx", letters[item.key]
    yield "meta_info", ", ".join(item.topics)
    yield from (("title", item.title), ("vignette", item.vignette), ("lead_in", item.lead_in))
    yield "reasons", {letters[option]: option.reason for option in item.options if option.reason}
    yield "cited", {letters[option]: _cited(option) for option in item.options if option.references}
    yield "references", _cited(item)
    yield "about", [list(pair) for pair in details_of(item)]
    if item.explanation:
        yield "explanation", item.explanation
    if item.pictures:
        shown = [one.model_dump() for one in item.pictures]
        bodies = (base64.b64encode(pictures.get(one.file, b"")).decode() for one in item.pictures)
        yield "pictures", [{**one, "data": body} for one, body in zip(shown, bodies, strict=True)]


def _cited(part: SingleBestAnswer | Option) -> list[dict[str, str]]:
    return [one.model_dump() for one in part.references]
