"""Ranking measures against arithmetic done by hand and against slow, obvious twins."""

import random
from math import log2

import pytest

from retrieval.measure import (
    bpref,
    condensed,
    first_of_each,
    hit,
    ndcg,
    paired_difference,
    percentile,
    recall,
    reciprocal_rank,
)

# A four-grade scale; the system found b, x, a, d in this order, and x was never judged.
GRADES = {"a": 3, "b": 1, "c": 2, "d": 0}
FOUND = ["b", "x", "a", "d"]
RELEVANT = frozenset("abc")


def test_ndcg_discounts_each_gain_by_the_logarithm_of_its_rank() -> None:
    # DCG  = 1/log2(2) + 0/log2(3) + 3/log2(4) + 0/log2(5) = 1 + 1.5 = 2.5
    # IDCG = 3/log2(2) + 2/log2(3) + 1/log2(4) = 3 + 1.261860 + 0.5 = 4.761860
    assert ndcg(FOUND, GRADES, 10) == pytest.approx(2.5 / 4.761860, abs=1e-6)


def test_ndcg_at_two_sees_neither_the_third_hit_nor_the_third_best() -> None:
    # DCG@2 = 1; IDCG@2 = 3 + 1.261860
    assert ndcg(FOUND, GRADES, 2) == pytest.approx(1 / 4.261860, abs=1e-6)


def test_ndcg_of_the_ideal_order_is_one_and_negative_grades_gain_nothing() -> None:
    assert ndcg(["a", "c", "b", "d"], GRADES, 10) == 1
    assert ndcg(["junk", "a"], {"junk": -2, "a": 1}, 10) == pytest.approx(1 / log2(3))


def test_recall_counts_the_relevant_documents_found() -> None:
    assert recall(FOUND, RELEVANT, 10) == pytest.approx(2 / 3)
    assert recall(FOUND, RELEVANT, 2) == pytest.approx(1 / 3)


def test_reciprocal_rank_takes_the_first_relevant_document_within_k() -> None:
    assert reciprocal_rank(["x", "d", "a"], RELEVANT, 10) == pytest.approx(1 / 3)
    assert reciprocal_rank(["x", "d", "a"], RELEVANT, 2) == 0


def test_hit_says_whether_any_relevant_document_is_among_the_first_k() -> None:
    assert hit(["x", "a"], RELEVANT, 1) == 0
    assert hit(["x", "a"], RELEVANT, 2) == 1


def test_bpref_counts_judged_wrong_documents_only() -> None:
    # R = {a, b, c}, N = {d, e}: min(3, 2) = 2. Order: d a x b, so a and b each follow one wrong document, c
    # is missing, x unjudged: (1/2 + 1/2 + 0) / 3.
    assert bpref(["d", "a", "x", "b"], RELEVANT, frozenset("abcde")) == pytest.approx(1 / 3)


def test_bpref_without_judged_wrong_documents_is_the_share_found() -> None:
    assert bpref(["x", "a", "b"], RELEVANT, RELEVANT) == pytest.approx(2 / 3)


def test_condensed_lists_drop_what_nobody_judged() -> None:
    assert condensed(FOUND, frozenset(GRADES)) == ["b", "a", "d"]


def test_first_of_each_keeps_the_best_place() -> None:
    assert first_of_each(["m1", "m2", "m1", "m3"]) == ["m1", "m2", "m3"]


@pytest.mark.parametrize("measure", [recall, reciprocal_rank, hit])
def test_without_relevant_documents_there_is_nothing_to_measure(measure) -> None:  # type: ignore[no-untyped-def]
    assert measure(FOUND, frozenset(), 10) is None
    assert ndcg(FOUND, {"d": 0}, 10) is None
    assert bpref(FOUND, frozenset(), frozenset("d")) is None


def test_percentile_is_a_value_that_occurred() -> None:
    values = [float(n) for n in range(1, 101)]
    assert percentile(values, 0.95) == 95
    assert percentile(values, 0.07) == 7
    assert percentile([3.0], 0.5) == 3
    assert percentile([], 0.5) is None


def slow_dcg(ranked: list[str], grades: dict[str, int], k: int) -> float:
    total = 0.0
    for place in range(min(k, len(ranked))):
        grade = grades.get(ranked[place], 0)
        total += grade / log2(place + 2)
    return total


def slow_bpref(ranked: list[str], relevant: frozenset[str], judged: frozenset[str]) -> float:
    total = 0.0
    wrong = judged - relevant
    for document in relevant:
        if document in ranked:
            above = [other for other in ranked[: ranked.index(document)] if other in wrong][: len(relevant)]
            total += 1 - len(above) / min(len(relevant), len(wrong)) if above else 1
    return total / len(relevant)


@pytest.mark.parametrize("seed", range(20))
def test_measures_agree_with_their_slow_twins(seed: int) -> None:
    chance = random.Random(seed)
    pool = [f"d{n}" for n in range(30)]
    grades = {name: chance.choice([0, 0, 1, 2, 3]) for name in chance.sample(pool, 12)} | {"d0": 1}
    ranked = chance.sample(pool, 20)
    best = sorted(grades, key=lambda name: -grades[name])
    relevant = frozenset(name for name, grade in grades.items() if grade)
    assert ndcg(ranked, grades, 10) == pytest.approx(
        slow_dcg(ranked, grades, 10) / slow_dcg(best, grades, 10)
    )
    assert bpref(ranked, relevant, frozenset(grades)) == pytest.approx(
        slow_bpref(ranked, relevant, frozenset(grades))
    )
    found = sum(1 for name in ranked[:10] if name in relevant)
    assert recall(ranked, relevant, 10) == pytest.approx(found / len(relevant))


def test_a_paired_difference_knows_a_gain_on_every_case_from_chance() -> None:
    old = [0.1 * (case % 10) for case in range(60)]
    gain = paired_difference(old, [figure + 0.05 for figure in old])
    assert gain is not None and gain.value == pytest.approx(0.05) and gain.low > 0.049
    noise = paired_difference(old, [figure + (0.3 if case % 2 else -0.3) for case, figure in enumerate(old)])
    assert noise is not None and noise.low < 0 < noise.high


def test_without_cases_there_is_no_difference() -> None:
    assert paired_difference([], []) is None
