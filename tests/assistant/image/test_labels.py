"""What an image encoder says of a picture reaches the gate."""

from collections.abc import Sequence

import numpy as np
import pytest

from assistant.image.gate import judge
from assistant.image.gate.labels import labels_of
from assistant.image.types import Modality
from eval.made.studies import film, lesion
from retrieval.models.zero_shot import prompts_of
from retrieval.ports import Scale, Vectors

CLEAR = Scale(30.0, 0.0, pairwise=False)


class Sees:
    """An encoder for which every picture lies where these texts do, and all other texts lie across it."""

    fingerprint = "sees"

    def __init__(self, *labels: tuple[str, str], scale: Scale | None = CLEAR) -> None:
        self.scale = scale
        self._near = {text for table, label in labels for text in prompts_of(table)[label]}  # type: ignore[index]

    def encode_images(self, images: Sequence[bytes]) -> Vectors:
        return np.array([[1.0, 0.0]] * len(images), np.float32)

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        return np.array([[1.0, 0.0] if text in self._near else [0.0, 1.0] for text in texts], np.float32)


FILM = Sees(("medical", "medical"), ("modality", "radiograph"))
FOOD = Sees(*(("medical", label) for label in prompts_of("medical") if label != "medical"))


def test_a_film_that_is_taken_for_one_is_let_through_without_a_word() -> None:
    labels = labels_of(FILM, film())
    assert labels is not None and sum(labels.values()) == pytest.approx(1)
    gate = judge(film(), labels=labels)
    assert (gate.open, gate.kind) == (True, "radiograph")


def test_what_is_taken_for_no_medical_picture_is_declined_whatever_is_said() -> None:
    for said in ("skin", None):
        expected: Modality | None = said  # type: ignore[assignment]
        gate = judge(lesion(), expected=expected, labels=labels_of(FOOD, lesion()))
        assert (gate.open, gate.reason) == (False, "not_medical")


def test_another_kind_than_is_said_is_declined() -> None:
    gate = judge(film(), expected="ct", labels=labels_of(FILM, film()))
    assert (gate.open, gate.reason) == (False, "other_modality")


def test_an_encoder_that_tells_no_scale_says_nothing() -> None:
    assert labels_of(Sees(("medical", "medical"), scale=None), film()) is None
