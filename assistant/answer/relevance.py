"""How much of a question a text speaks to: shared words by rarity, and meaning."""

from math import log

from retrieval.indexes.lexical import stems
from retrieval.types import Found


def term_weights(found: Found) -> dict[str, float]:
    """The rarity (inverse document frequency, in nats) of each stem of the question."""
    return {
        stem: log(1 + (found.passages - held + 0.5) / (held + 0.5)) if found.passages else 0.0
        for stem, held in found.terms.items()
    }


def coverage(weights: dict[str, float], text: str) -> float:
    """The share (0..1) of the question's weight whose stems occur in the text."""
    total = sum(weights.values())
    if not total:
        return 0.0
    present = set(stems(text))
    return sum(weight for stem, weight in weights.items() if stem in present) / total
