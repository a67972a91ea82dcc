"""What the rules cannot match: held together by meaning, always for a person, never as agreement."""

from collections.abc import Sequence

import numpy as np
import pytest

from assistant.image.readback.compare import read_back
from assistant.image.readback.nearness import with_meaning
from assistant.image.types import ReadBack
from assistant.quiz.marking.grade import grade
from assistant.quiz.types import Written
from curricula.items.types import ImageRead
from retrieval.errors import PreceptorError
from retrieval.models.encoder import WEIGHTS, load_encoder
from retrieval.ports import Encoder, Vectors
from tests.curricula.items.samples import line, read

REPORT = [
    line("consol", "consolidation", side="right", weight=3),
    line("effusion", "pleural effusion", presence="absent"),
    line("heart", "enlarged heart"),
]
FILM: ImageRead = read(report=REPORT)


class Set:
    """An encoder whose vectors are set."""

    fingerprint = "set"

    def __init__(self, fault: PreceptorError | None = None) -> None:
        self._fault = fault

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Everything is near everything."""
        if self._fault:
            raise self._fault
        return np.tile(np.array([1.0, 0.0], np.float32), (len(texts), 1))

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """The same."""
        return self.encode(texts)


@pytest.fixture(scope="module")
def shipped() -> Encoder:
    return load_encoder(WEIGHTS)


def compared(text: str, encoder: Encoder | None) -> ReadBack:
    return with_meaning(FILM.report, read_back(FILM.report, text), encoder)


def test_other_words_for_a_finding_are_perhaps_the_same_and_left_to_a_person(shipped: Encoder) -> None:
    alone = compared("Right consolidation. The heart is too large.", None)
    assert alone.compared[2].agreement == "not_mentioned" and alone.encoder is None
    found = compared("Right consolidation. The heart is too large.", shipped)
    assert [one.agreement for one in found.compared] == ["agrees", "not_mentioned", "unclear"]
    paired = found.compared[2]
    assert paired.said == "The heart is too large" and "a person decides" in paired.why
    assert paired.similarity is not None and 0.65 <= paired.similarity < 1
    assert found.beyond == () and found.encoder == shipped.fingerprint


def test_what_is_not_near_stays_beyond_the_report(shipped: Encoder) -> None:
    found = compared("Right consolidation. Broken rib.", shipped)
    assert found.beyond == ("Broken rib",)
    assert {one.similarity for one in found.compared} == {None}


def test_what_the_rules_matched_is_never_touched(shipped: Encoder) -> None:
    text = "Right consolidation, no pleural effusion, enlarged heart."
    assert compared(text, shipped).compared == compared(text, None).compared


def test_meaning_never_gains_points_and_leaves_open_what_must_not_be_missed(shipped: Encoder) -> None:
    text = "Right consolidation. No pleural effusion. The heart is too large."
    alone, helped = grade(FILM, Written(text=text)), grade(FILM, Written(text=text), shipped)
    assert alone.score == 0.8 and helped.score == 1.0
    assert helped.read is not None and helped.read.compared[2].agreement == "unclear"
    must = read(report=[REPORT[0], line("heart", "enlarged heart", weight=3)])
    open_one = grade(must, Written(text="Right consolidation. The heart is too large."), shipped)
    assert open_one.correct is None


def test_an_encoder_that_finds_everything_near_pairs_nothing() -> None:
    found = compared("Broken rib.", Set())
    assert {one.agreement for one in found.compared} == {"not_mentioned"}


def test_where_the_encoder_is_down_the_rules_stand_alone() -> None:
    text = "Right consolidation. The heart is too large."
    down = Set(PreceptorError("The encoder is down.", "Start it."))
    assert compared(text, down) == compared(text, None)
