"""Does a written sentence speak to the question at all? What a source slips in mostly does not."""

from collections.abc import Sequence
from functools import cached_property, partial

import numpy as np

from retrieval.indexes.lexical import meaningful_stems
from retrieval.models.working import Models, with_what_works
from retrieval.ports import Vectors
from retrieval.text import words

# Of 453 sentences with which experts answered 250 questions of BioASQ, 6 fall below both floors and share no
# word with the question ("Yes." aside).
LEAST_COSINE = 0.06
LEAST_RELEVANCE = 0.03
SHORTEST = 5
"""Fewer words, none of the question's and no number among them, state nothing about it."""
ASIDE = "It does not speak to the question."
FRAGMENT = "It is no statement that could be checked."
PLAIN = frozenset(("yes", "no"))


class Subject:
    """What a question (and what its asker said of it) is about."""

    def __init__(self, texts: Sequence[str], models: Models) -> None:
        self._texts = [text for text in texts if text.strip()]
        self._stems = frozenset(stem for text in self._texts for stem in meaningful_stems(text))
        self._models = models

    def missed_by(self, sentence: str) -> str | None:
        """Why the sentence says nothing on the subject, in one sentence; None if it may."""
        said = words(sentence)
        if PLAIN.issuperset(said) or self._stems.intersection(meaningful_stems(sentence)):
            return None
        if len(said) < SHORTEST and not any(char.isdigit() for char in sentence):
            return FRAGMENT
        is_far, _ = with_what_works(partial(self._is_far, sentence), self._models)
        return ASIDE if is_far else None

    def _is_far(self, sentence: str, models: Models) -> bool:
        """Whether it is far from each text; never without an encoder, which alone sees what is meant."""
        if models.encoder is None:
            return False
        if float((self._vectors @ models.encoder.encode([sentence])[0]).max()) >= LEAST_COSINE:
            return False
        ranker = models.ranker
        return ranker is None or all(
            ranker.rank(text, [sentence])[0] < LEAST_RELEVANCE for text in self._texts
        )

    @cached_property
    def _vectors(self) -> Vectors:
        """The vectors of the texts, made at the first sentence that shares no word with them."""
        if self._models.encoder is None:
            raise ValueError("without an encoder there are no vectors")
        return np.array(self._models.encoder.encode_queries(self._texts))
