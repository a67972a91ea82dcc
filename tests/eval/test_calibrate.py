"""The sufficiency model: fitted, held out, and drawn."""

import json
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from assistant.answer.sufficiency import Features, probability
from assistant.calibrated import Calibrated
from eval.calibrate import (
    WITHOUT_RANKER,
    as_json,
    best_threshold,
    calibrate,
    calibrated,
    cross_validated,
    fit,
    judged,
    summary,
)
from eval.corpora import built_library
from eval.data import questions, sources
from eval.plots import risk_coverage_svg
from eval.types import quiet
from tests.eval.samples import CORPUS, SAMPLES
from tests.retrieval.words import WordRanker


def pool(count: int = 300, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Cases whose probability is known: logit = 3 * first feature - 1; the other four features are noise."""
    chance = np.random.default_rng(seed)
    features = chance.normal(size=(count, 5))
    labels = chance.random(count) < 1 / (1 + np.exp(-(3 * features[:, 0] - 1)))
    return features, labels


def test_the_fit_finds_the_feature_that_matters() -> None:
    features, labels = pool(3000)
    model = fit(features, labels)
    assert model.weights[0] == pytest.approx(3, abs=0.4)
    assert max(abs(weight) for weight in model.weights[1:]) < 0.25


def test_the_fit_is_where_the_penalised_likelihood_is_flat() -> None:
    features, labels = pool()
    model = fit(features, labels)
    chance = np.array([model.probability(row) for row in features])
    weight = np.where(labels, len(labels) / (2 * labels.sum()), len(labels) / (2 * (~labels).sum()))
    # The intercept carries no penalty, so its slope must vanish.
    assert (weight * (labels - chance)).sum() == pytest.approx(0, abs=1e-6)


def test_a_held_out_case_does_not_decide_its_own_probability() -> None:
    features, labels = pool()
    before = cross_validated(features, labels)
    features[0] += 50
    after = cross_validated(features, labels)
    # Moving a case far out changes the other folds' models a little and its own prediction to match the move.
    own_fold_unchanged = np.isclose(before, after).sum()
    assert own_fold_unchanged >= len(labels) // 5 - 1 and not np.isclose(before[0], after[0])


def test_the_threshold_lets_one_unanswerable_question_in_twenty_five_pass() -> None:
    unanswerable = np.linspace(0.01, 0.5, 50)
    probabilities = np.concatenate([unanswerable, [0.3, 0.9]])
    labels = np.array([False] * 50 + [True, True])
    threshold = best_threshold(probabilities, labels)
    assert (unanswerable >= threshold).sum() == 2
    assert threshold < 0.5


def test_the_written_model_is_what_the_app_reads() -> None:
    drawn, labels = pool()
    cases = [Features(*row[:4]) for row in drawn.tolist()]
    model, calibration = calibrated(cases, labels.tolist(), ranker="r@1", names=Features._fields)
    fallback, _ = calibrated(cases, labels.tolist(), ranker=None, names=WITHOUT_RANKER)
    read = [Calibrated.model_validate(one) for one in json.loads(as_json([model, fallback]))]
    assert read == [model, fallback] and len(fallback.weights) == len(WITHOUT_RANKER)
    assert probability(model, cases[0]) == pytest.approx(calibration.model.probability(cases[0]), abs=1e-4)
    assert "auroc 0." in summary(calibration, labels.tolist())


def test_the_features_are_those_of_the_app_with_and_without_its_ranker(tmp_path: Path) -> None:
    asked = questions(SAMPLES / "abstain")[:3]
    with built_library(sources(CORPUS), CORPUS, tmp_path, quiet) as built:
        ranked = judged(built.library, asked, WordRanker())
        unranked = judged(built.library, asked, None)
    assert all(0 < case.sentence_relevance <= 1 and 0 < case.passage_relevance <= 1 for case in ranked)
    assert all((case.sentence_relevance, case.passage_relevance) == (0, 0) for case in unranked)


def test_calibration_is_the_same_for_the_same_seed() -> None:
    features, labels = pool()
    assert calibrate(features.tolist(), labels.tolist(), seed=3) == calibrate(
        features.tolist(), labels.tolist(), seed=3
    )


def test_the_curve_is_drawn_as_well_formed_svg_with_the_threshold_marked() -> None:
    features, labels = pool()
    calibration = calibrate(features.tolist(), labels.tolist())
    drawing = risk_coverage_svg(calibration.curve, calibration.threshold, title="Risk & coverage")
    root = ElementTree.fromstring(drawing)
    circles = root.findall("{http://www.w3.org/2000/svg}circle")
    assert len(circles) == 1 and "Risk &amp; coverage" in drawing
    x, y = float(circles[0].attrib["cx"]), float(circles[0].attrib["cy"])
    points = root.find("{http://www.w3.org/2000/svg}polyline")
    assert points is not None and f"{x},{y}" in points.attrib["points"].split()
