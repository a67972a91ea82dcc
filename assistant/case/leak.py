"""Proves that a text gives away no diagnosis: what must not be named before the student has committed."""

from collections.abc import Sequence
from typing import NamedTuple

from assistant.case.grading.lexicon import Entry, Lexicon, shipped_lexicon
from curricula.cases.names import Prepared, first_named, prepared
from curricula.cases.types import Case, Diagnosis
from retrieval.text import plain

SPELLED_OUT = 8
"""From this many letters on a name counts as named also where it is s p e l l e d out."""


class Secret(NamedTuple):
    """A diagnosis by all names that it must not be called by, and the letters of the longer ones."""

    names: Prepared
    letters: tuple[tuple[str, str], ...]


def secrets_of(case: Case, table: Lexicon | None = None) -> tuple[Secret, ...]:
    """The diagnosis of the case and every candidate, each by the case's own names and those of the table."""
    table = table or shipped_lexicon()
    wanted = [case.diagnosis, *(candidate.diagnosis for candidate in case.differential)]
    return tuple(_secret(diagnosis, table) for diagnosis in wanted)


def leaked(text: str, secrets: Sequence[Secret]) -> tuple[str, ...]:
    """The names that the text holds as whole words in any spelling, or spelled out letter by letter."""
    letters = _letters(text)
    found = [name for secret in secrets if (name := first_named(text, [secret.names])) is not None]
    spelled = [name for secret in secrets for name, spelt in secret.letters if spelt in letters]
    return tuple(dict.fromkeys([*found, *spelled]))


def is_safe(text: str, secrets: Sequence[Secret]) -> bool:
    """Whether the text names neither the diagnosis nor a candidate."""
    return not leaked(text, secrets)


def _secret(diagnosis: Diagnosis, table: Lexicon) -> Secret:
    known = [table.entries[one] for name in Entry(diagnosis).own for one in table.called(name)]
    names = dict.fromkeys([*diagnosis.also, *diagnosis.parts, *(name for one in known for name in one.texts)])
    letters = {name: _letters(name) for name in (diagnosis.name, *names)}
    return Secret(
        prepared(Diagnosis(name=diagnosis.name, also=tuple(names))),
        tuple((name, spelt) for name, spelt in letters.items() if len(spelt) >= SPELLED_OUT),
    )


def _letters(text: str) -> str:
    return "".join(char for char in plain(text) if char.isalnum())
