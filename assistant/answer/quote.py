"""Choose the sentences that answer: relevant, covering, not saying the same twice."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from assistant.answer.candidates import Candidate, candidates
from assistant.answer.relevance import Term, asks_number, coverage, seen, terms_of
from retrieval.ports import Encoder, Vectors
from retrieval.types import Found

# As many passages as are shown as evidence.
PASSAGES = 10
# About four milliseconds each on one core. The words have ranked them before: with 24 instead of 10 the right
# sentence was quoted no more than once in thirty questions more often (docs/evaluation.md).
ENCODED = 10
STATEMENTS = 5

MEANING, WORDS, PASSAGE = 0.5, 0.6, 0.3
NO_NUMBER = 0.6
# Statements this much weaker than the first are background.
KEPT_SHARE = 0.6
# Cosine above which two sentences say the same.
SAME = 0.92


class Chosen(NamedTuple):
    """A candidate with its relevance to the question (about 0..1.4), its parts, and its vector."""

    candidate: Candidate
    score: float
    cosine: float
    coverage: float
    vector: Vectors


def rate(found: Found, encoder: Encoder) -> list[Chosen]:
    """The most promising quotable units of the best passages, best first."""
    terms = terms_of(found)
    lexical = [(_words(terms, one), one) for one in candidates(found.hits[:PASSAGES])]
    lexical.sort(key=lambda pair: -(WORDS * pair[0] + PASSAGE * pair[1].hit.score))
    promising = lexical[:ENCODED]
    if not promising:
        return []
    question = encoder.encode_queries([found.expanded])[0]
    vectors = encoder.encode([candidate.text for _, candidate in promising])
    rated = [
        _rated(candidate, covered, float(vector @ question), vector)
        for (covered, candidate), vector in zip(promising, vectors, strict=True)
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


def _rated(candidate: Candidate, covered: float, cosine: float, vector: Vectors) -> Chosen:
    score = MEANING * cosine + WORDS * covered + PASSAGE * candidate.hit.score
    return Chosen(candidate, score, cosine, covered, vector)


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
