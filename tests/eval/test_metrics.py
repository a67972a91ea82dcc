"""Figures over many cases, with their intervals."""

import random

import pytest

from eval.metrics import (
    area_under_risk,
    auroc,
    balanced_accuracy,
    kappa,
    mean,
    mean_of_means,
    risk_coverage,
    share,
    total,
)


def test_mean_leaves_ungraded_cases_out_and_counts_them() -> None:
    score = mean([1.0, 0.0, None, 1.0])
    assert (score.value, score.n, score.ungraded) == (pytest.approx(2 / 3), 3, 1)


def test_mean_of_nothing_is_unknown_with_a_reason() -> None:
    score = mean([None, None])
    assert score.value is None and score.low is None and score.ungraded == 2 and score.reason


def test_the_interval_holds_the_value_and_is_the_same_for_the_same_seed() -> None:
    grades = [float(n % 3 == 0) for n in range(90)]
    first, second, other = mean(grades, seed=1), mean(grades, seed=1), mean(grades, seed=2)
    assert first == second and (first.low, first.high) != (other.low, other.high)
    assert first.low is not None and first.high is not None and first.value is not None
    assert first.low < first.value < first.high
    # A third of 90: the normal interval is 1/3 +- 1.96 * sqrt(2/9/90) = 1/3 +- 0.0974.
    assert first.low == pytest.approx(1 / 3 - 0.0974, abs=0.02)
    assert first.high == pytest.approx(1 / 3 + 0.0974, abs=0.02)


def test_auroc_is_the_share_of_pairs_in_the_right_order_with_ties_half() -> None:
    # Pairs: (0.9, 0.5) right, (0.9, 0.1) right, (0.5, 0.5) tie, (0.5, 0.1) right: 3.5 of 4.
    assert auroc([0.9, 0.5], [0.5, 0.1]).value == pytest.approx(3.5 / 4)


def test_auroc_agrees_with_counting_every_pair() -> None:
    chance = random.Random(7)
    good = [chance.randint(2, 9) / 9 for _ in range(40)]
    bad = [chance.randint(0, 7) / 9 for _ in range(30)]
    pairs = [1.0 if g > b else 0.5 if g == b else 0.0 for g in good for b in bad]
    assert auroc(good, bad).value == pytest.approx(sum(pairs) / len(pairs))


def test_auroc_of_one_kind_alone_is_unknown() -> None:
    assert auroc([0.3], []).value is None


def test_risk_coverage_gives_a_point_for_each_threshold() -> None:
    points = risk_coverage([0.9, 0.8, 0.8, 0.2], [True, True, False, False])
    assert [(p.threshold, p.coverage, p.risk) for p in points] == [
        (0.9, 0.25, 0.0),
        (0.8, 0.75, pytest.approx(1 / 3)),
        (0.2, 1.0, 0.5),
    ]


def test_area_under_risk_weighs_each_risk_by_the_coverage_it_adds() -> None:
    # 0 * 1/4 + 1/3 * 2/4 + 1/2 * 1/4 = 7/24
    points = risk_coverage([0.9, 0.8, 0.8, 0.2], [True, True, False, False])
    assert area_under_risk(points) == pytest.approx(7 / 24)
    assert area_under_risk(()) is None


def test_balanced_accuracy_gives_each_true_class_the_same_weight() -> None:
    # "yes" 3 of 4 right, "no" 1 of 2 right: (0.75 + 0.5) / 2.
    truth = ["yes", "yes", "yes", "yes", "no", "no"]
    said = ["yes", "yes", "yes", "no", "no", "yes"]
    assert balanced_accuracy(truth, said).value == pytest.approx(0.625)


def test_kappa_takes_chance_agreement_off() -> None:
    # The textbook table 20/5/10/15 of 50: observed 0.7, chance 0.5 * 0.6 + 0.5 * 0.4 = 0.5, kappa 0.4.
    first = ["yes"] * 25 + ["no"] * 25
    second = ["yes"] * 20 + ["no"] * 5 + ["yes"] * 10 + ["no"] * 15
    assert kappa(first, second).value == pytest.approx(0.4)


def test_kappa_is_unknown_where_everything_agrees_by_chance() -> None:
    assert kappa(["yes", "yes"], ["yes", "yes"]).value is None


def test_share_counts_the_graded_cases_that_hold() -> None:
    score = share([True, False, None, True])
    assert (score.value, score.n, score.ungraded) == (pytest.approx(2 / 3), 3, 1)
    assert share([None]).value is None


def test_a_share_of_all_is_not_certain() -> None:
    # Wilson for 43 of 43: the lower bound is n / (n + z^2) = 43 / 46.84.
    score = share([True] * 43)
    assert score.low == pytest.approx(43 / (43 + 1.959964**2))
    assert score.high == 1


def test_the_interval_of_a_share_is_wilsons() -> None:
    # 3 of 10, worked out: (0.3 + 0.19207 -+ 1.959964 * sqrt(0.021 + 0.0096037)) / 1.384146.
    score = share([True] * 3 + [False] * 7)
    assert (score.low, score.high) == (pytest.approx(0.1078, abs=1e-4), pytest.approx(0.6032, abs=1e-4))


def test_groups_weigh_the_same_whatever_their_size() -> None:
    score = mean_of_means([[1.0] * 30, [0.0, None]])
    assert (score.value, score.n, score.ungraded) == (0.5, 31, 1)
    mixed = mean_of_means([[1.0, 0.0] * 20, [0.0, 1.0] * 5])
    assert mixed.low is not None and mixed.high is not None
    assert 0.2 < mixed.low < 0.5 < mixed.high < 0.8


def test_a_group_without_a_graded_case_leaves_no_mean_of_means() -> None:
    assert mean_of_means([[1.0], [None]]).value is None
    assert mean_of_means([]).value is None


def test_a_total_is_unknown_where_a_part_is() -> None:
    assert (total([2, 3]).value, total([2, 3]).n) == (5, 2)
    assert (total([2, None]).value, total([2, None]).ungraded, total([]).value) == (None, 1, None)
