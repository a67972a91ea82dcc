"""What front matter or a sidecar file says about a source, checked field by field."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import get_args

from retrieval.errors import Refused
from retrieval.readers.invisible import strip_invisible
from retrieval.readers.yaml_safe import load_plain_yaml
from retrieval.types import DocumentKind, Metadata

KINDS = get_args(DocumentKind)
TEXT_CHARS = 500
# The American spelling is the only second name: anything else is better corrected than guessed.
ALIASES = {"license": "licence"}
# A rule at the top of a text is no front matter: that begins with a field or a remark.
FENCE = re.compile(r"\A\s*---[ \t]*\r?\n(?=[ \t]*(?:#|[\w\"'-][\w \"'-]*:))")
FENCE_END = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$\n?", re.MULTILINE)
DATE = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$")
Check = Callable[[object], object]


class _Wrong(ValueError):
    """A field's value is not of its kind; the message says what is expected."""


def split_front_matter(text: str) -> tuple[str, str]:
    """(front matter, the rest). The first is empty when the text does not begin with `---`."""
    opening = FENCE.match(text)
    closing = FENCE_END.search(text, opening.end()) if opening else None
    if opening is None or closing is None:
        return "", text
    return text[opening.end() : closing.start()], text[closing.end() :]


def front_matter(text: str) -> tuple[Metadata, tuple[str, ...]]:
    """What the front matter says, and a note about fields that are not ours; those are left out."""
    fields = _fields(text, "front matter")
    unknown = [name for name in fields if name not in CHECKS]
    metadata, notes = _metadata({k: v for k, v in fields.items() if k in CHECKS}, "front matter")
    if unknown:
        names = ", ".join(_shown(name) for name in unknown[:8])
        notes = (*notes, f"Left out front matter fields that have no use here: {names}.")
    return metadata, notes


def unread_lines(text: str) -> Iterator[str]:
    """What stands in the lines of front matter that are none of our fields, without their names."""
    for line in text.splitlines():
        name, _, value = line.partition(":")
        if name.strip() not in CHECKS and name.strip() not in ALIASES:
            yield (value or name).strip(" \t'\"|>")


def read_sidecar(text: str) -> tuple[Metadata, tuple[str, ...]]:
    """What a sidecar says. Refused, naming every wrong or unknown field, so that no misspelling is lost."""
    return _metadata(_fields(text, "sidecar"), "sidecar")


def merged(first: Metadata, second: Metadata) -> Metadata:
    """Field by field, the first where it says anything, else the second."""
    said = {name: getattr(first, name) for name in Metadata.model_fields if getattr(first, name)}
    return second.model_copy(update=said)


def _fields(text: str, where: str) -> Mapping[str, object]:
    found = load_plain_yaml(text)
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise Refused(f"The {where} is not a list of `field: value` lines.", "Write one field a line.")
    return {ALIASES.get(str(name), str(name)): value for name, value in found.items()}


def _metadata(fields: Mapping[str, object], where: str) -> tuple[Metadata, tuple[str, ...]]:
    """Every field checked, and every fault told at once."""
    values: dict[str, object] = {}
    faults: list[str] = []
    for name, value in fields.items():
        if value is None:
            continue
        try:
            values[name] = CHECKS[name](value) if name in CHECKS else _unknown()
        except _Wrong as fault:
            faults.append(f"{_shown(name)} is {_shown(value)}, expected {fault}")
    if faults:
        raise Refused(
            f"The {where} has wrong fields: {'; '.join(faults)}.", "Correct them and add the file again."
        )
    return Metadata.model_validate(values), tuple(_precision(fields))


def _precision(fields: Mapping[str, object]) -> list[str]:
    """Notes for dates that were given without a day."""
    short = [
        name
        for name in ("published", "review_due")
        if re.fullmatch(r"\d{4}(-\d{1,2})?", str(fields.get(name)))
    ]
    return [f"{name} gives only {fields[name]}; the first day of it is kept." for name in short]


def _shown(value: object) -> str:
    text = " ".join(strip_invisible(str(value))[0].split())
    return f"'{text[:60]}…'" if len(text) > 60 else f"'{text}'"


def _unknown() -> object:
    raise _Wrong(f"one of the fields {', '.join(CHECKS)}")


def _text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int, float, date)):
        raise _Wrong("one line of text")
    text = " ".join(strip_invisible(str(value))[0].split())
    if not 0 < len(text) <= TEXT_CHARS:
        raise _Wrong(f"1 to {TEXT_CHARS} characters of text")
    return text


def _day(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    match = DATE.match(str(value).strip())
    try:
        if match and not isinstance(value, (bool, float)):
            return date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        pass
    raise _Wrong("a date such as 2024-05-31")


def _kind(value: object) -> str:
    if value not in KINDS:
        raise _Wrong(f"one of {', '.join(KINDS)}")
    return str(value)


def _address(value: object) -> str:
    if not (isinstance(value, str) and re.fullmatch(r"https?://[^\s<>\"']{3,2000}", value)):
        raise _Wrong("an address that begins with https://")
    return value


def _topics(value: object) -> tuple[str, ...]:
    given = value if isinstance(value, list) else str(value).split(",")
    if isinstance(value, dict) or len(given) > 50:
        raise _Wrong("a list of at most 50 topics")
    return tuple(_text(topic.strip() if isinstance(topic, str) else topic) for topic in given)


CHECKS: Mapping[str, Check] = {
    "title": _text,
    "kind": _kind,
    "author": _text,
    "publisher": _text,
    "edition": _text,
    "published": _day,
    "review_due": _day,
    "review": _text,
    "jurisdiction": _text,
    "licence": _text,
    "url": _address,
    "topics": _topics,
    "supersedes": _text,
}
