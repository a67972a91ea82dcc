"""Proves that a text gives away no diagnosis: what must not be named before the student has committed."""

from collections.abc import Iterable
from typing import NamedTuple

from assistant.case.grading.lexicon import Entry, Lexicon, shipped_lexicon
from assistant.case.grading.words import SHORT, forms, spelt, tokens_of
from curricula.cases.types import Case, Diagnosis
from retrieval.indexes.lexical import stems
from retrieval.rarity import is_common
from retrieval.text import STOP_WORDS, plain

SPACED_OUT = 8
"""From this many letters on a name counts as named also where it is s p e l l e d out."""


class Secret(NamedTuple):
    """A name not to be said: as it is written, and by its words. A short one in capitals counts only so."""

    name: str
    words: tuple[str, ...]
    letters: str
    in_capitals: bool


def secrets_of(case: Case, table: Lexicon | None = None) -> tuple[Secret, ...]:
    """The names of the case's diagnosis and of all candidates, the case's own and those of the table."""
    table = table or shipped_lexicon()
    wanted = [case.diagnosis, *(candidate.diagnosis for candidate in case.differential)]
    names = dict.fromkeys(name for diagnosis in wanted for name in _names(diagnosis, table))
    return tuple(secret for secret in map(_secret, names) if secret.words)


def leaked(text: str, secrets: Iterable[Secret]) -> tuple[str, ...]:
    """The names that the text holds as whole words in any spelling, or spelled out letter by letter."""
    words = _words(text)
    typed = set(text.replace("/", " ").split()) | {word.strip(".,;:!?()[]\"'’“”") for word in text.split()}
    letters = _letters(text)
    return tuple(secret.name for secret in secrets if _holds(secret, words, typed, letters))


def is_safe(text: str, secrets: Iterable[Secret]) -> bool:
    """Whether the text names neither the diagnosis nor a candidate."""
    return not leaked(text, secrets)


def _names(diagnosis: Diagnosis, table: Lexicon) -> list[str]:
    known = [table.entries[one] for one in dict.fromkeys(_known(diagnosis, table))]
    return [diagnosis.name, *diagnosis.also, *diagnosis.parts, *(name for one in known for name in one.texts)]


def _known(diagnosis: Diagnosis, table: Lexicon) -> list[str]:
    return [one for name in Entry(diagnosis).own for one in table.called(name)]


def _secret(name: str) -> Secret:
    """ "Acute pericarditis" is given away by "pericarditis" too: words that come and go are left out."""
    words = _words(name.split("(")[0].strip() or name)
    table = forms()
    kept = tuple(word for word in words if word not in table.heads and word not in table.marks)
    is_telling = len(kept) > 1 or len("".join(kept)) >= SPACED_OUT or any(map(_is_rare, kept))
    is_short = name.isupper() and (len(name) <= SHORT - 1 or name.casefold() in STOP_WORDS)
    return Secret(name, kept if is_telling else words, _letters(name), is_short)


def _letters(text: str) -> str:
    return "".join(char for char in plain(text) if char.isalnum())


def _is_rare(word: str) -> bool:
    return len(word) > SHORT and not any(is_common(stem) for stem in stems(word))


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in map(spelt, tokens_of(text)) if word not in ("the", "a", "an", "of"))


def _holds(secret: Secret, words: tuple[str, ...], typed: set[str], letters: str) -> bool:
    if secret.in_capitals:
        return secret.name in typed
    size = len(secret.words)
    if any(words[at : at + size] == secret.words for at in range(len(words) - size + 1)):
        return True
    return len(secret.letters) >= SPACED_OUT and secret.letters in letters
