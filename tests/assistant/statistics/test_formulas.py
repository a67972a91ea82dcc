"""The formulas give what scipy, numpy or a worked example gives, and nothing where attempts are few."""

from math import sqrt

import numpy as np
import pytest
from scipy import stats

from assistant.statistics.fairness import (
    Answered,
    Table,
    chance_of,
    fairness,
    graded,
    log_error,
    odds_ratio,
    stratified,
)
from assistant.statistics.formulas import (
    Sums,
    change,
    correlation,
    difficulty,
    discrimination,
    mean_difference,
    upper_lower,
)
from assistant.statistics.reliability import alpha, error_of_measurement

# Admissions to six departments, men and women (Bickel, Hammel and O'Connell 1975). R 4.3's mantelhaen.test
# gives 0.9046968 (0.7719074 to 1.0603298), p = 0.2323 for them.
ADMISSIONS = [
    Table(512, 313, 89, 19),
    Table(353, 207, 17, 8),
    Table(120, 205, 202, 391),
    Table(138, 279, 131, 244),
    Table(53, 138, 94, 299),
    Table(22, 351, 24, 317),
]


def simulated(seed: int = 1, learners: int = 200, items: int = 30) -> np.ndarray:
    """Right and wrong of learners at items, by the logistic model."""
    rng = np.random.default_rng(seed)
    able, hard = rng.normal(0, 1, (learners, 1)), rng.normal(0, 1, (1, items))
    return (rng.random((learners, items)) < 1 / (1 + np.exp(hard - able))).astype(int)


def sums_of(right: np.ndarray, rest: np.ndarray) -> Sums:
    return Sums(
        len(right),
        int(right.sum()),
        float(rest.sum()),
        float((rest**2).sum()),
        float((rest * right).sum()),
    )


@pytest.mark.parametrize(("right", "n"), [(0, 10), (7, 10), (50, 60), (300, 300)])
def test_difficulty_has_wilsons_interval(right: int, n: int) -> None:
    found = difficulty(right, n)
    wanted = stats.binomtest(right, n).proportion_ci(0.95, "wilson")
    assert (found.value, found.n) == (right / n, n)
    assert (found.low, found.high) == pytest.approx((wanted.low, wanted.high), abs=1e-6)


def test_discrimination_is_the_point_biserial_with_the_rest_score() -> None:
    answers = simulated()
    for item in range(answers.shape[1]):
        right = answers[:, item]
        rest = (answers.sum(axis=1) - right) / (answers.shape[1] - 1)
        wanted = stats.pointbiserialr(right, rest)
        limits = stats.pearsonr(right, rest).confidence_interval(0.95)
        found = discrimination(sums_of(right, rest))
        assert (found.value, found.low, found.high) == pytest.approx((wanted.statistic, *limits), abs=1e-6)


def test_where_attempts_are_few_there_is_no_number() -> None:
    for found in (difficulty(4, 9), discrimination(Sums(29, 10, 15.0, 9.0, 6.0)), alpha([[1, 0]] * 29)):
        assert (found.value, found.low, found.high) == (None, None, None)
        assert found.reason.startswith("Not enough attempts")
    assert change((5, 29), (20, 40)).value is None
    assert upper_lower([(True, 0.5)] * 29) is None


def test_a_constant_has_no_correlation() -> None:
    same = [(True, 0.1 * 3)] * 40
    assert correlation(Sums(40, 20, sum(r for _, r in same), sum(r * r for _, r in same), 6.0)) is None
    assert correlation(Sums(40, 40, 20.0, 12.0, 20.0)) is None
    assert "alike" in discrimination(Sums(40, 40, 20.0, 12.0, 20.0)).reason


def test_the_upper_lower_index_is_that_of_the_textbook() -> None:
    # A hundred learners in order: of the best 27, 20 are right, of the lowest 27, 6.
    pairs = [(place < 6 or (73 <= place < 93), float(place)) for place in range(100)]
    assert upper_lower(pairs) == pytest.approx(14 / 27)
    assert upper_lower(pairs[::-1]) == pytest.approx(14 / 27)


def test_of_learners_with_the_same_score_none_comes_first() -> None:
    pairs = [(place % 2 == 0, 0.5) for place in range(60)]
    assert upper_lower(pairs) == pytest.approx(0)
    assert upper_lower(sorted(pairs)) == pytest.approx(0)


def test_a_change_between_versions_is_the_two_proportion_test() -> None:
    found = change((60, 80), (50, 100))
    wanted = stats.chi2_contingency([[60, 20], [50, 50]], correction=False)
    assert found.p == pytest.approx(wanted.pvalue)
    # Newcombe 1998, table II: 56/70 less 48/80 is 0.2, method 10 gives 0.0524 to 0.3339.
    newcombe = change((48, 80), (56, 70))
    assert (newcombe.value, newcombe.low, newcombe.high) == pytest.approx((0.2, 0.0524, 0.3339), abs=1e-4)
    assert change((40, 40), (50, 50)).p == 1


def test_a_difference_of_means_has_the_error_of_welchs_test() -> None:
    rng = np.random.default_rng(3)
    first, second = rng.normal(0.6, 0.1, 400), rng.normal(0.5, 0.2, 300)
    found = mean_difference(
        *((len(some), float(some.sum()), float((some**2).sum())) for some in (first, second))
    )
    wanted = stats.ttest_ind(first, second, equal_var=False).confidence_interval(0.95)
    assert found == pytest.approx((wanted.low, wanted.high), abs=3e-4)


def test_mantel_haenszel_is_that_of_r() -> None:
    ratio = odds_ratio(ADMISSIONS)
    assert ratio == pytest.approx(0.9046968, abs=1e-6)
    limits = [
        np.exp(np.log(ratio) + sign * stats.norm.ppf(0.975) * log_error(ADMISSIONS)) for sign in (-1, 1)
    ]
    assert limits == pytest.approx([0.7719074, 1.0603298], abs=1e-5)
    assert chance_of(ADMISSIONS) == pytest.approx(0.2323, abs=1e-4)


def test_the_classes_are_those_of_ets() -> None:
    assert graded(-0.9, 0.1, 0.001) == "A"
    assert graded(-2.5, 1.0, 0.06) == "A"
    assert graded(1.2, 0.1, 0.001) == "B"
    assert graded(-1.6, 0.5, 0.01) == "B"  # not surely above 1
    assert graded(-1.9, 0.4, 0.001) == "C"


def groups(harder: float, *, apart: float = 0.0, each: int = 400, seed: int = 5) -> list[Answered]:
    """Two groups of which the focal one is less able by `apart`, and finds this item harder."""
    rng = np.random.default_rng(seed)
    made = []
    for focal in (False, True):
        able = rng.normal(-apart if focal else 0, 1, each)
        rest = (rng.random((each, 40)) < 1 / (1 + np.exp(-able[:, None]))).mean(axis=1)
        right = rng.random(each) < 1 / (1 + np.exp((harder if focal else 0) - able))
        made += [Answered(focal, bool(x), float(r)) for x, r in zip(right, rest, strict=True)]
    return made


def test_an_item_that_is_harder_for_one_group_is_found_and_less_able_groups_are_not_accused() -> None:
    assert fairness(groups(1.2)).grade == "C"
    assert fairness(groups(0)).grade == "A"
    less_able = fairness(groups(0, apart=1.0))
    assert less_able.grade == "A"
    assert less_able.low is not None and less_able.low < 1 < (less_able.high or 0)


def test_small_groups_are_not_compared() -> None:
    found = fairness(groups(1.2, each=99))
    assert (found.odds_ratio, found.grade) == (None, None)
    assert found.reason == "Not enough attempts: 99 of 100 in the smaller group."


def test_no_answer_is_lost_between_strata() -> None:
    answers = groups(0.5)
    assert sum(map(sum, stratified(answers))) == len(answers)


def test_alpha_of_right_and_wrong_is_kr_20_and_finds_what_was_planted() -> None:
    answers = simulated(seed=2, learners=400)
    share = answers.mean(axis=0)
    k = answers.shape[1]
    spread = answers.sum(axis=1).var()
    kr20 = k / (k - 1) * (1 - (share * (1 - share)).sum() / spread)
    found = alpha(answers.tolist())
    assert found.value == pytest.approx(kr20)
    assert found.low is not None and found.low < kr20 < (found.high or 0)
    wanted = answers.sum(axis=1).std(ddof=1) * sqrt(1 - kr20)
    assert error_of_measurement(answers.tolist(), kr20) == pytest.approx(wanted)


def test_alpha_of_a_worked_example() -> None:
    # Shares right 4/5, 3/5, 2/5: pq sum to 0.64; totals 3, 2, 1, 0, 3: variance 1.36. KR-20 is 27/34.
    rows = [[1, 1, 1], [1, 1, 0], [1, 0, 0], [0, 0, 0], [1, 1, 1]] * 6
    assert alpha(rows).value == pytest.approx(27 / 34)
    assert alpha([[1], [0]] * 20).value is None
