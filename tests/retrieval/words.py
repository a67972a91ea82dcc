"""A ranker whose scores can be foreseen."""

from collections.abc import Sequence

from retrieval.text import words


class WordRanker:
    """Both heads give the share of the words asked for that the text holds, lower for a longer text."""

    fingerprint = "word-ranker@1"

    def rank(self, query: str, texts: Sequence[str]) -> list[float]:
        """For each text 0..1."""
        asked = set(words(query))
        return [len(asked & set(words(text))) / (len(asked) + len(words(text)) / 1000 or 1) for text in texts]

    supports = rank
