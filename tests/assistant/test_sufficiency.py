"""The judgement whether evidence suffices: which model decides, and on what."""

import pytest

from assistant.answer import sufficiency
from assistant.answer.sufficiency import Features, features, model_for, probability, shipped
from assistant.calibrated import Calibrated
from retrieval.types import Found, Query

NOTHING = Found(query=Query(text="gout"), expanded="gout", hits=())


def test_a_ranker_that_nothing_was_fitted_on_is_judged_without_its_scores() -> None:
    for stranger in ("another@ranker/1", None):
        model = model_for(stranger)
        assert model.ranker is None and not any("relevance" in name for name in model.features)


def test_a_ranker_that_a_model_was_fitted_on_is_judged_by_that_model(monkeypatch: pytest.MonkeyPatch) -> None:
    own = Calibrated(ranker="own@1", features=("passage_relevance",), bias=0, weights=(1,), threshold=0.5)
    models = (own, model_for(None))
    monkeypatch.setattr(sufficiency, "shipped", lambda: models)
    assert model_for("own@1") == own
    assert model_for("other@1") == model_for(None)


def test_a_model_weighs_the_features_it_names_and_no_others() -> None:
    model = Calibrated(
        ranker=None, features=("passage_relevance", "sentence_cosine"), bias=-1, weights=(2, 4), threshold=0.5
    )
    seen = Features(sentence_cosine=0.25, sentence_coverage=9, sentence_relevance=9, passage_relevance=0.0)
    assert probability(model, seen) == 0.5
    assert probability(model, seen._replace(passage_relevance=1.0)) == pytest.approx(0.8808, abs=1e-4)


def test_every_shipped_model_names_features_that_exist() -> None:
    assert all(set(model.features) <= set(Features._fields) for model in shipped())
    assert all(len(model.features) == len(model.weights) for model in shipped())


def test_without_any_evidence_every_feature_is_nought() -> None:
    assert features(NOTHING, []) == (0, 0, 0, 0)
