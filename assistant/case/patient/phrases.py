"""The phrases of the shared table: every way in which an intent is put."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from curricula.cases.intents import Intent
from retrieval.abbreviations import expand


class Phrase(NamedTuple):
    """A phrase of the table: the place of its intent, how it is put, and whether it is a record's way."""

    intent: int
    text: str
    is_record: bool


def phrases_of(intents: Sequence[Intent]) -> list[Phrase]:
    """Every phrase of the table, in its order."""
    return list(_phrases(intents))


def as_read(text: str) -> str:
    """The text as it is given to the encoder: with what its abbreviations stand for."""
    return expand(text)


def _phrases(intents: Sequence[Intent]) -> Iterator[Phrase]:
    for number, intent in enumerate(intents):
        yield from (Phrase(number, text, False) for text in (intent.about, *intent.ask))
        yield from (Phrase(number, text, True) for text in intent.record)
