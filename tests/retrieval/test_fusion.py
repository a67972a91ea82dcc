"""Fusion: both legs count, and the arithmetic is what the docstring says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.fusion import fuse, reranked

legs = st.dictionaries(st.integers(1, 30), st.floats(0.01, 50), max_size=12).map(
    lambda scores: sorted(scores.items(), key=lambda pair: -pair[1])
)


def test_scores_are_shared_as_stated() -> None:
    fused = {f.n: f for f in fuse([(1, 8.0), (2, 4.0)], [(2, 0.9), (3, 0.5)], share=0.6)}
    # Words: 8/8 and 4/8. Meaning: (0.9 - 0.5) / 0.4 and (0.5 - 0.5) / 0.4.
    assert fused[1].score == pytest.approx(0.6 * 1.0)
    assert fused[2].score == pytest.approx(0.6 * 0.5 + 0.4 * 1.0)
    assert fused[3].score == pytest.approx(0.0)
    assert (fused[2].lexical_rank, fused[2].dense_rank) == (2, 1)
    assert fused[1].dense_score is None


@given(legs, legs)
def test_the_union_is_ranked_within_nought_and_one(
    lexical: list[tuple[int, float]], dense: list[tuple[int, float]]
) -> None:
    fused = fuse(lexical, dense)
    assert {f.n for f in fused} == {n for n, _ in lexical} | {n for n, _ in dense}
    assert all(-1e-9 <= f.score <= 1 + 1e-9 for f in fused)
    assert [f.score for f in fused] == sorted((f.score for f in fused), reverse=True)


def test_the_ranker_and_the_fused_score_share_the_order() -> None:
    # Stretched over the pool the fused scores are 1, 0.5, 0 and the relevances 0, 1, 0.6.
    fused, relevance = [0.9, 0.6, 0.3], [0.1, 0.6, 0.4]
    assert reranked(fused, relevance, share=0.0) == [0, 1, 2]
    assert reranked(fused, relevance, share=1.0) == [1, 2, 0]
    assert reranked(fused, relevance, share=0.5) == [1, 0, 2]


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), max_size=20))
def test_reranking_loses_and_doubles_nothing(pool: list[tuple[float, float]]) -> None:
    order = reranked([fused for fused, _ in pool], [relevance for _, relevance in pool])
    assert sorted(order) == list(range(len(pool)))


def test_a_ranker_that_cannot_decide_leaves_the_order_as_it_was() -> None:
    assert reranked([0.9, 0.6, 0.3], [0.5, 0.5, 0.5]) == [0, 1, 2]
