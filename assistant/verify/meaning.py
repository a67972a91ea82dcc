"""Does a statement follow from the passages it cites, as far as a model can tell?"""

from collections.abc import Sequence

from retrieval.ports import Verifier

# From this support on a statement counts as supported.
SUPPORTED_FROM = 0.5


def support(verifier: Verifier, statement: str, passages: Sequence[str]) -> float | None:
    """How well the passages support the statement, 0..1; None where there is no passage to check it against.

    One passage may support all of it, or several together: the best of these counts.
    """
    if not passages:
        return None
    together = ["\n".join(passages)] if len(passages) > 1 else []
    return max(verifier.supports(statement, [*passages, *together]))
