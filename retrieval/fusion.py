"""One ranking out of several: scores made comparable, then added."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

Scored = list[tuple[int, float]]

# Chosen on the development sets (docs/retrieval.md): research questions want more of it, consumers' less.
LEXICAL_SHARE = 0.6
# The ranker reads query and passage together, the fused score knows how rare the words are; chosen likewise.
RANKER_SHARE = 0.4


class Fused(NamedTuple):
    """A passage's place in the joint ranking (score 0..1) and in each leg; None where a leg lacks it."""

    n: int
    score: float
    lexical_rank: int | None
    dense_rank: int | None
    lexical_score: float | None
    dense_score: float | None


def fuse(lexical: Scored, dense: Scored, share: float = LEXICAL_SHARE) -> list[Fused]:
    """The union of both legs, best first, equal scores in the order of `n`.

    BM25 has a natural zero (no word in common), so it is divided by its best; cosines have none and are
    stretched from the worst to the best found. What a leg did not find counts as its zero.
    """
    words, meaning = _by_n(lexical), _by_n(dense)
    best_words = max((score for _, score in lexical), default=0.0) or 1.0
    low = min((score for _, score in dense), default=0.0)
    spread = max((score for _, score in dense), default=0.0) - low or 1.0
    fused = []
    for n in words.keys() | meaning.keys():
        word_rank, word_score = words.get(n, (None, None))
        meaning_rank, meaning_score = meaning.get(n, (None, None))
        score = share * (word_score or 0.0) / best_words
        if meaning_score is not None:
            score += (1 - share) * (meaning_score - low) / spread
        fused.append(Fused(n, score, word_rank, meaning_rank, word_score, meaning_score))
    return sorted(fused, key=lambda f: (-f.score, f.n))


def reranked(fused: Sequence[float], relevance: Sequence[float], share: float = RANKER_SHARE) -> list[int]:
    """The positions of the pool's passages, best first, equal ones in the order given.

    Both scores are stretched from the worst to the best of the pool.
    """
    before, judged = _stretched(fused), _stretched(relevance)
    blended = [share * new + (1 - share) * old for new, old in zip(judged, before, strict=True)]
    return sorted(range(len(blended)), key=lambda at: -blended[at])


def single(leg: Scored, *, is_lexical: bool) -> list[Fused]:
    """The ranking of one leg alone, for the ablation; scores are the leg's own."""
    if is_lexical:
        return [Fused(n, score, rank, None, score, None) for rank, (n, score) in enumerate(leg, 1)]
    return [Fused(n, score, None, rank, None, score) for rank, (n, score) in enumerate(leg, 1)]


def _stretched(scores: Sequence[float]) -> list[float]:
    low = min(scores, default=0.0)
    spread = max(scores, default=0.0) - low or 1.0
    return [(score - low) / spread for score in scores]


def _by_n(leg: Iterable[tuple[int, float]]) -> dict[int, tuple[int, float]]:
    return {n: (rank, score) for rank, (n, score) in enumerate(leg, 1)}
