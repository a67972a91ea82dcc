"""Choose the sentences that answer: relevant, covering, not saying the same twice."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from assistant.answer.candidates import Candidate, candidates
from assistant.answer.relevance import Term, asks_number, coverage, seen, terms_of
from retrieval.passages import indexed_text
from retrieval.ports import Encoder, Ranker, Vectors
from retrieval.types import Found

# As many passages as are shown as evidence.
PASSAGES = 10
# About four milliseconds each on one core, and as much again for the ranker. The words have chosen them
# before: with 24 instead of 10 the right sentence was quoted no more than once in thirty questions more often
# (docs/evaluation.md).
JUDGED = 10
STATEMENTS = 5

MEANING, WORDS, PASSAGE, RANKER = 0.5, 0.6, 0.3, 0.5
NO_NUMBER = 0.6
# Statements this much weaker than the first are background.
KEPT_SHARE = 0.6
# Cosine above which two sentences say the same.
SAME = 0.92


class Chosen(NamedTuple):
    """A candidate with its score for the question (about 0..1.9), what that is made of, and its vector.

    `relevance` is the ranker's judgement of the sentence under its title and headings, None without a ranker.
    """

    candidate: Candidate
    score: float
    cosine: float
    coverage: float
    relevance: float | None
    vector: Vectors


def rate(found: Found, encoder: Encoder | None, ranker: Ranker | None) -> list[Chosen]:
    """The most promising quotable units of the best passages, best first; cosine 0 without an encoder."""
    terms = terms_of(found)
    lexical = [(_words(terms, one), one) for one in candidates(found.hits[:PASSAGES])]
    lexical.sort(key=lambda pair: -(WORDS * pair[0] + PASSAGE * pair[1].hit.score))
    promising = lexical[:JUDGED]
    if not promising:
        return []
    units = [candidate for _, candidate in promising]
    question, vectors = _vectors(found, encoder, units)
    rated = [
        _rated(candidate, covered, cosine=float(vector @ question), relevance=relevance, vector=vector)
        for (covered, candidate), relevance, vector in zip(
            promising, _relevances(found, ranker, units), vectors, strict=True
        )
    ]
    return sorted(rated, key=lambda chosen: -chosen.score)


def choose(rated: Sequence[Chosen], limit: int = STATEMENTS) -> list[Chosen]:
    """At most `limit` of the rated units, the best first, none repeating another."""
    chosen: list[Chosen] = []
    for one in rated:
        weak = chosen and one.score < KEPT_SHARE * chosen[0].score
        if weak or len(chosen) == limit:
            break
        if not any(_repeats(one, other) for other in chosen):
            chosen.append(one)
    return chosen


def _vectors(found: Found, encoder: Encoder | None, units: Sequence[Candidate]) -> tuple[Vectors, Vectors]:
    """The vectors of the question and of the units."""
    if encoder is None:
        return np.zeros(1, np.float32), np.zeros((len(units), 1), np.float32)
    question = [found.vector] if found.vector is not None else encoder.encode_queries([found.expanded])
    return np.array(question[0], np.float32), encoder.encode([unit.text for unit in units])


def _relevances(found: Found, ranker: Ranker | None, units: Sequence[Candidate]) -> Sequence[float | None]:
    if ranker is None:
        return [None] * len(units)
    return ranker.rank(
        found.expanded, [indexed_text(one.hit.title, one.hit.passage.headings, one.text) for one in units]
    )


def _rated(
    candidate: Candidate, covered: float, *, cosine: float, relevance: float | None, vector: Vectors
) -> Chosen:
    score = MEANING * cosine + WORDS * covered + PASSAGE * candidate.hit.score + RANKER * (relevance or 0.0)
    return Chosen(candidate, score, cosine, covered, relevance, vector)


def _repeats(one: Chosen, other: Chosen) -> bool:
    return float(np.dot(one.vector, other.vector)) > SAME and _numbers(one) == _numbers(other)


def _numbers(chosen: Chosen) -> frozenset[str]:
    return frozenset(word for word in chosen.candidate.text.split() if any(c.isdigit() for c in word))


def _words(terms: Sequence[Term], candidate: Candidate) -> float:
    """Coverage of the question by the sentence under its title and headings, which often hold its subject.

    A sentence without any number cannot answer a question for one.
    """
    covered = coverage(
        terms, seen(" ".join([candidate.hit.title, *candidate.hit.passage.headings, candidate.text]))
    )
    lacks_number = asks_number(terms) and not seen(candidate.text).has_number
    return covered * (NO_NUMBER if lacks_number else 1.0)
