"""From words and vectors to ranked figures: three legs, made comparable and added."""

from typing import NamedTuple

from retrieval.figures.legs import FigureLegs
from retrieval.fusion import Fused, fuse
from retrieval.ports import Probe, Scope, Vectors

POOL = 100
# What a picture itself says weighs less than what its author says of it. Not measured with a trained encoder.
PICTURE_SHARE = 0.2


# Captions are short: words and meaning count alike (docs/evaluation.md).
LEXICAL_SHARE = 0.5
# How people speak of a picture's arrangement, and captions do not: such words only draw other figures.
LAYOUT_WORDS = (
    "a an the this that image figure diagram picture illustration drawing graph chart panel panels left right"
    " top bottom middle upper lower part parts side view shows show showing shown depicts labeled labelled"
    " label labels arrow arrows different following major indicates indicated"
)
LAYOUT = frozenset(LAYOUT_WORDS.split())


def of_what(text: str) -> str:
    """A description without the words of its arrangement; as it is, if nothing else is left."""
    kept = [word for word in text.split() if word.strip(".,;:()").casefold() not in LAYOUT]
    return " ".join(kept) or text


class Asked(NamedTuple):
    """Words with their vector, the documents that may be used, and the vector that compares with pictures."""

    probe: Probe
    scope: Scope | None
    image: Vectors | None = None


class Ranked(NamedTuple):
    """A figure's row, its score (0..1), its place in the legs of its words, its picture's cosine."""

    n: int
    score: float
    words: Fused | None
    alike: float | None


def ranked(legs: FigureLegs, asked: Asked, k: int) -> list[Ranked]:
    """At most k figures, best first, equal ones in the order of the library."""
    lexical = legs.words.index.search(asked.probe, POOL, asked.scope)
    dense = legs.captions.index.search(asked.probe, POOL, asked.scope) if legs.captions else []
    told = {one.n: one for one in fuse(lexical, dense, LEXICAL_SHARE)}
    alike: dict[int, float] = {}
    if legs.images and asked.image is not None:
        alike = dict(legs.images.index.search(Probe("", asked.image), POOL, asked.scope))
    share = PICTURE_SHARE if alike else 0.0
    low = min(alike.values(), default=0.0)
    spread = max(alike.values(), default=0.0) - low or 1.0
    found = []
    for n in told.keys() | alike.keys():
        by_words = told[n].score if n in told else 0.0
        by_picture = (alike[n] - low) / spread if n in alike else 0.0
        found.append(Ranked(n, (1 - share) * by_words + share * by_picture, told.get(n), alike.get(n)))
    return sorted(found, key=lambda one: (-one.score, one.n))[:k]
