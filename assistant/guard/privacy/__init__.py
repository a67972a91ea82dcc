"""Personal health information in a text: where it stands, and the text without it."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from assistant.guard.privacy.dates import dates
from assistant.guard.privacy.names import names
from assistant.guard.privacy.numbers import CHECKED, LABELLED, NET, PHONES
from assistant.guard.privacy.places import places
from assistant.guard.privacy.types import Kind, Span, spans_of

__all__ = ("WORDS", "Kind", "Span", "find", "redact")

WORDS: Mapping[Kind, str] = MappingProxyType(
    {
        "name": "name",
        "date_of_birth": "date of birth",
        "date": "date",
        "age_over_89": "age over 89",
        "phone": "phone number",
        "email": "e-mail address",
        "address": "address",
        "mrn": "record number",
        "insurance_number": "insurance or national number",
        "device_id": "device number",
        "url": "web address",
        "ip": "IP address",
        "facility": "place of care",
        "vehicle_plate": "vehicle plate",
    }
)


def find(text: str) -> tuple[Span, ...]:
    """The spans that tell who somebody is, in order, none overlapping another."""
    kept = _apart(_identifiers(text))
    kept = _apart([*kept, *names(text, kept)])
    return tuple(sorted(kept, key=lambda span: span.start))


def redact(text: str, spans: Iterable[Span] | None = None) -> str:
    """The text with each span replaced by its kind in brackets, such as [name]."""
    parts, at = [], 0
    for span in find(text) if spans is None else spans:
        parts += [text[at : span.start], f"[{WORDS[span.kind]}]"]
        at = span.end
    return "".join([*parts, text[at:]])


def _identifiers(text: str) -> Iterator[Span]:
    """What the rules find, the surest first."""
    yield from spans_of(NET, text)
    yield from spans_of(LABELLED, text)
    yield from dates(text)
    yield from spans_of(CHECKED, text)
    yield from spans_of(PHONES, text)
    yield from places(text)


def _apart(spans: Iterable[Span]) -> list[Span]:
    """The spans that overlap none before them."""
    kept: list[Span] = []
    for span in spans:
        if not any(span.start < other.end and other.start < span.end for other in kept):
            kept.append(span)
    return kept
