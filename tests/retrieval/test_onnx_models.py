"""The shipped models as files: what damage, length and order do to them."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from retrieval.errors import PreceptorError
from retrieval.models.encoder import WEIGHTS as ENCODER
from retrieval.models.encoder import OnnxEncoder, load_encoder
from retrieval.models.ranker import WEIGHTS as RANKER
from retrieval.models.ranker import OnnxRanker, load_ranker

TEXT = "Colchicine is given for an acute attack of gout."


@pytest.fixture(scope="module")
def ranker() -> OnnxRanker:
    return load_ranker()


def copied(source: Path, target: Path) -> Path:
    return Path(shutil.copytree(source, target / source.name))


def test_damaged_weights_are_named_with_the_next_step(tmp_path: Path) -> None:
    folder = copied(RANKER, tmp_path)
    with (folder / "model.onnx").open("r+b") as model:
        model.write(b"damaged")
    with pytest.raises(PreceptorError, match=r"The ranker's weights in .* damaged\. Train it again\."):
        OnnxRanker(folder).rank("gout", [TEXT])


@pytest.mark.parametrize("card", [None, "", "[]", '{"name": "x"}'])
def test_a_card_that_is_missing_or_damaged_is_named(tmp_path: Path, card: str | None) -> None:
    if card is not None:
        (tmp_path / "encoder.json").write_text(card)
    with pytest.raises(PreceptorError, match="The encoder's weights"):
        OnnxEncoder(tmp_path)


def test_a_folder_with_other_weights_has_another_fingerprint(tmp_path: Path) -> None:
    folder = copied(ENCODER, tmp_path)
    card = json.loads((folder / "encoder.json").read_text())
    (folder / "encoder.json").write_text(json.dumps({**card, "sha256": "0" * 64}))
    assert load_encoder(folder).fingerprint != load_encoder().fingerprint


def test_more_texts_than_are_queued_at_once_keep_their_order(ranker: OnnxRanker) -> None:
    texts = [f"{TEXT} {'word ' * (at % 7)}{at}" for at in range(70)]
    alone = [score for at in (0, 35, 69) for score in ranker.rank("gout", [texts[at]])]
    together = ranker.rank("gout", texts)
    assert [together[at] for at in (0, 35, 69)] == alone


def test_only_the_text_is_cut_to_fit(ranker: OnnxRanker) -> None:
    long = "The retina turns light into signals. " * 60
    # What lies beyond the model's reach changes nothing; the question in front of it still does.
    assert ranker.rank("gout", [long]) == ranker.rank("gout", [f"{long} {TEXT}"])
    assert ranker.rank("gout", [long]) != ranker.rank("retina", [long])


def test_of_a_query_without_end_the_beginning_counts_and_the_text_is_still_seen(ranker: OnnxRanker) -> None:
    endless = "gout and colchicine " * 300
    one, other = ranker.rank(endless, [TEXT, "The retina turns light into signals."])
    assert one != other
    assert ranker.rank(f"{endless} retina", [TEXT]) == [one]


def test_both_heads_judge_the_same_pair_apart(ranker: OnnxRanker) -> None:
    assert not np.allclose(ranker.rank("gout", [TEXT]), ranker.supports("gout", [TEXT]))
