"""The vectors of the shared table's phrases: made once for an encoder, kept in a file, mapped into memory."""

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import numpy as np

from curricula.cases.intents import Intent
from retrieval.abbreviations import expand
from retrieval.ports import Encoder, Vectors

AT_ONCE = 256
FOLDER = "intents"
OnVectors = Callable[[int, int], None]
"""Called with how many phrases have their vector, and how many there are."""


class Phrase(NamedTuple):
    """A phrase of the table: the place of its intent, how it is put, and whether it is a record's way."""

    intent: int
    text: str
    is_record: bool


def phrases_of(intents: Sequence[Intent]) -> list[Phrase]:
    """Every phrase of the table, in its order."""
    return list(_phrases(intents))


def kept_vectors(phrases: Sequence[Phrase], encoder: Encoder, folder: Path) -> Vectors | None:
    """The phrases' vectors, float32 [n, d] mapped from their file in the folder; None if it is to be made."""
    path = _path(phrases, encoder, folder)
    if not path.is_file():
        return None
    try:
        vectors: Vectors = np.load(path, mmap_mode="r")
    except (OSError, ValueError):
        return None
    return vectors if vectors.ndim == 2 and len(vectors) == len(phrases) else None


def made_vectors(
    phrases: Sequence[Phrase], encoder: Encoder, folder: Path, on_progress: OnVectors | None = None
) -> Vectors:
    """The phrases' vectors, from their file or made now, which takes some thirty seconds."""
    kept = kept_vectors(phrases, encoder, folder)
    if kept is not None:
        return kept
    parts = []
    for start in range(0, len(phrases), AT_ONCE):
        some = phrases[start : start + AT_ONCE]
        parts.append(encoder.encode_queries([as_read(phrase.text) for phrase in some]))
        if on_progress:
            on_progress(start + len(some), len(phrases))
    path = _path(phrases, encoder, folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part.npy")
    np.save(unfinished, np.concatenate(parts))
    unfinished.replace(path)
    return np.asarray(np.load(path, mmap_mode="r"))


def as_read(text: str) -> str:
    """The text as it is given to the encoder: with what its abbreviations stand for."""
    return expand(text)


def _phrases(intents: Sequence[Intent]) -> Iterator[Phrase]:
    for number, intent in enumerate(intents):
        yield from (Phrase(number, text, False) for text in (intent.about, *intent.ask))
        yield from (Phrase(number, text, True) for text in intent.record)


def _path(phrases: Sequence[Phrase], encoder: Encoder, folder: Path) -> Path:
    digest = sha256(encoder.fingerprint.encode())
    for phrase in phrases:
        digest.update(f"\0{as_read(phrase.text)}".encode())
    return folder / FOLDER / f"{digest.hexdigest()[:16]}.npy"
