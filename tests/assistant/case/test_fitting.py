"""The reader of intents: the shipped one is that of the shipped table, another is fitted and kept."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.case.patient.fitting import FOLDER, kept_reader, made_reader
from assistant.case.patient.phrases import Phrase, phrases_of
from assistant.case.patient.understanding import Understanding
from curricula.cases.intents import shipped_intents
from retrieval.models.encoder import load_encoder
from retrieval.ports import Encoder, Vectors

TABLE = [
    Phrase(0, "where is the pain", False),
    Phrase(1, "do you smoke", False),
    Phrase(1, "cigarettes", True),
]


class Counted:
    """The shipped encoder, with how many texts it was asked for."""

    def __init__(self, encoder: Encoder, name: str) -> None:
        self._encoder = encoder
        self.fingerprint = name
        self.texts = 0

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.texts += len(texts)
        return self._encoder.encode(texts)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        self.texts += len(texts)
        return self._encoder.encode_queries(texts)


def test_the_shipped_reader_is_that_of_the_shipped_table(tmp_path: Path) -> None:
    kept = kept_reader(phrases_of(shipped_intents()), load_encoder(), tmp_path)
    assert kept is not None, "make it anew: python -m assistant.case.patient.fitting"
    assert kept.weights.shape[1] == len(shipped_intents())


def test_a_new_library_understands_by_meaning_at_once(tmp_path: Path) -> None:
    understanding = Understanding(load_encoder(), cache=tmp_path)
    assert understanding.is_ready
    vectors = understanding.vectors(["Does it hurt to breathe in?", "What is your job?"])
    best = understanding.shares(["Does it hurt to breathe in?", "What is your job?"], vectors).argmax(axis=1)
    assert "breath" in understanding.intents[best[0]].about
    assert understanding.intents[best[1]].id == "social.occupation"


def test_a_reader_for_another_encoder_is_fitted_once_and_kept(tmp_path: Path) -> None:
    encoder = Counted(load_encoder(), "another")
    assert kept_reader(TABLE, encoder, tmp_path) is None
    made = made_reader(TABLE, encoder, tmp_path)
    assert made.scores(encoder.encode_queries(["are you a smoker"])).argmax() == 1
    asked = encoder.texts
    again = made_reader(TABLE, encoder, tmp_path)
    assert encoder.texts == asked
    assert np.array_equal(again.weights, made.weights)


def test_a_damaged_file_is_made_anew(tmp_path: Path) -> None:
    encoder = Counted(load_encoder(), "another")
    made_reader(TABLE, encoder, tmp_path)
    for path in (tmp_path / FOLDER).iterdir():
        path.write_bytes(b"not numbers")
    assert kept_reader(TABLE, encoder, tmp_path) is None
    assert made_reader(TABLE, encoder, tmp_path).weights.shape[1] == 2
