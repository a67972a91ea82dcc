"""Items made of what a record says in any format: ids, titles, the question apart from its vignette."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from pydantic import ValidationError

from curricula.items.types import (
    ClozeCard,
    ImageHotspot,
    ImageRead,
    Item,
    MultipleResponse,
    ShortAnswer,
    SingleBestAnswer,
)
from curricula.wording import remarks_of
from retrieval.errors import Refused

LETTERS = "abcdefghijklmnopqrstuvwxyz"
LONGEST_ID, LONGEST_TITLE = 100, 70
REVIEW = "imported, not reviewed"
ID = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")
OPTION_ID = re.compile(r"[a-z0-9]{1,8}")
Model = type[SingleBestAnswer | MultipleResponse | ShortAnswer | ClozeCard | ImageHotspot | ImageRead]
MODELS: Mapping[str, Model] = {
    "single_best_answer": SingleBestAnswer,
    "multiple_response": MultipleResponse,
    "short_answer": ShortAnswer,
    "cloze_card": ClozeCard,
    "image_hotspot": ImageHotspot,
    "image_read": ImageRead,
}
# A full stop after these ends no sentence.
SHORT = r"(?<!\bDr)(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bSt)(?<!\bvs)(?<!\bFig)(?<!e\.g)(?<!i\.e)"
SENTENCE = re.compile(rf"{SHORT}[.!?]['\"”’)\]]*(\s+)(?=[\"“‘'(\[]*[A-Z0-9])|(\n\s*)")
MOST_AFTER = 200
"""So many letters after the question still belong to it: a remark, or a table of normal values does not."""


def built(kind: str, source_id: str, fields: Mapping[str, Any], maker: str) -> Item:
    """The item of that type; its id comes from the source's, or else from its contents.

    `maker` names the format. Refused with everything that is wrong with the fields.
    """
    given = {name: value for name, value in fields.items() if value not in (None, "", (), [])}
    # Who names an author says what review there was, if only by saying none.
    unknown = {} if "author" in given else {"author": f"not stated ({maker})", "review": REVIEW}
    given = {"type": kind} | unknown | given
    given.setdefault("title", titled(given))
    given["id"] = id_of(source_id) if source_id else f"{maker.casefold().split()[0]}-{digest_of(given)}"
    model = MODELS[kind]
    try:
        return model.model_validate(given)
    except ValidationError as fault:
        raise Refused(told(fault, model)) from None


def told(fault: ValidationError, model: Model) -> str:
    """Everything that the schema refuses, in one sentence."""
    rules = [error for error in fault.errors(include_url=False) if error["type"] == "value_error"]
    broken = {error["loc"] for error in rules}
    said = [_said(error["loc"], str(error["ctx"]["error"])) for error in rules]
    for remark in remarks_of(fault, model):
        if remark.spot not in broken:
            said.append(_said(remark.spot, f"{remark.what}, expected: {remark.expected}"))
    return "; ".join(said) + "."


def id_of(source_id: str) -> str:
    """An id made of the source's: the same for the same, and where it had to be cut, told apart."""
    if ID.fullmatch(source_id):
        return source_id
    slug = re.sub(r"[^a-z0-9]+", "-", source_id.casefold()).strip("-")
    if slug and len(slug) <= LONGEST_ID:
        return slug
    digest = sha256(source_id.encode("utf-8", "replace")).hexdigest()[:12]
    return f"{slug[: LONGEST_ID - 13].strip('-') or 'item'}-{digest}"


def digest_of(fields: Mapping[str, Any]) -> str:
    """What stays the same as long as the contents do."""
    text = json.dumps(fields, sort_keys=True, default=str)
    return sha256(text.encode()).hexdigest()[:12]


def titled(fields: Mapping[str, Any]) -> str:
    """The beginning of the vignette or the question, gaps of a card left open."""
    text = str(fields.get("vignette") or fields.get("lead_in") or fields.get("text") or "Untitled")
    words = re.sub(r"\{\{.*?\}\}", "[...]", text).split()
    title = " ".join(words)
    while len(title) > LONGEST_TITLE and len(words) > 1:
        words.pop()
        title = " ".join(words) + " ..."
    return title[: LONGEST_TITLE + 4] or "Untitled"


def parted(question: str) -> tuple[str, str]:
    """The vignette and the lead-in, which is the last sentence that asks, or else the last sentence."""
    text = question.strip()
    asks = text.rfind("?")
    if asks < 0 or len(text) - asks > MOST_AFTER:
        asks = len(text) - 1
    ends = [found for found in SENTENCE.finditer(text) if found.end() <= asks]
    if not ends:
        return "", text
    return text[: ends[-1].end()].rstrip(), text[ends[-1].end() :]


def option_ids(given: Sequence[str]) -> list[str]:
    """The ids of options as their source gives them, letters by place where those cannot be kept."""
    ids = [one.strip().casefold() for one in given]
    if len(set(ids)) == len(ids) and all(OPTION_ID.fullmatch(one) for one in ids):
        return ids
    if len(ids) > len(LETTERS):
        raise Refused(f"It has {len(ids)} options; at most {len(LETTERS)} can be told apart.")
    return list(LETTERS[: len(ids)])


def without_empty(values: Iterable[str]) -> tuple[str, ...]:
    """The values that say something, each once, in their order."""
    return tuple(dict.fromkeys(value.strip() for value in values if value.strip()))


def _said(spot: Sequence[str | int], what: str) -> str:
    return f"{'.'.join(map(str, spot)) or 'it'}: {what}"
