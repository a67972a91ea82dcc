"""Readers of intents, fitted once for a table and an encoder and kept in a file.

The one for the shipped table and encoder comes with the product. After a change of either it is made anew
with `python -m assistant.case.patient.fitting`.
"""

from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np

from assistant.case.patient.meaning import STIFFNESS, IntentReader, fitted
from assistant.case.patient.phrases import Phrase, as_read, phrases_of
from curricula.cases.intents import shipped_intents
from retrieval.models.encoder import load_encoder
from retrieval.ports import Encoder

SHIPPED = Path(__file__).with_name("weights")
FOLDER = "intents"
AT_ONCE = 256
OnVectors = Callable[[int, int], None]
"""Called with how many phrases have their vector, and how many there are."""


def kept_reader(phrases: Sequence[Phrase], encoder: Encoder, folder: Path) -> IntentReader | None:
    """The reader for these phrases, shipped or from its file in the folder; None if it is to be made."""
    name = _name(phrases, encoder)
    for path in (SHIPPED / name, folder / FOLDER / name):
        if path.is_file():
            try:
                return IntentReader(np.load(path))
            except (OSError, ValueError):
                continue
    return None


def made_reader(
    phrases: Sequence[Phrase], encoder: Encoder, folder: Path, on_progress: OnVectors | None = None
) -> IntentReader:
    """The reader for these phrases, kept or fitted now, which takes some thirty seconds."""
    kept = kept_reader(phrases, encoder, folder)
    return kept or _kept(_fitted(phrases, encoder, on_progress), folder / FOLDER / _name(phrases, encoder))


def _fitted(phrases: Sequence[Phrase], encoder: Encoder, on_progress: OnVectors | None) -> IntentReader:
    parts = []
    for start in range(0, len(phrases), AT_ONCE):
        some = phrases[start : start + AT_ONCE]
        parts.append(encoder.encode_queries([as_read(phrase.text) for phrase in some]))
        if on_progress:
            on_progress(start + len(some), len(phrases))
    return fitted(phrases, np.concatenate(parts), 1 + max(phrase.intent for phrase in phrases))


def _kept(reader: IntentReader, path: Path) -> IntentReader:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part.npy")
    np.save(unfinished, reader.weights)
    unfinished.replace(path)
    return reader


def _name(phrases: Sequence[Phrase], encoder: Encoder) -> str:
    digest = sha256(f"{encoder.fingerprint}\0{STIFFNESS}".encode())
    for phrase in phrases:
        digest.update(f"\0{phrase.intent}\0{as_read(phrase.text)}".encode())
    return f"{digest.hexdigest()[:16]}.npy"


def _ship() -> None:
    phrases, encoder = phrases_of(shipped_intents()), load_encoder()
    reader = _fitted(phrases, encoder, None)
    for old in SHIPPED.glob("*.npy"):
        old.unlink()
    _kept(reader, SHIPPED / _name(phrases, encoder))


if __name__ == "__main__":
    _ship()
