"""Which items of a bank ask the same as another: the words of their questions compared, rare ones most.

The share is the Jaccard index of the sets of words, each word weighed by how rare it is in the bank. Only
items that share one of the weightiest words are compared (prefix filtering: Chaudhuri, Ganti and Kaushik
2006, A primitive operator for similarity joins in data cleaning), which loses none above the share that is
asked for.
"""

from collections import defaultdict
from collections.abc import Iterable
from math import log

from curricula.items.types import ClozeCard, ImageHotspot, ImageRead, Item, ShortAnswer
from curricula.items.words import telling

ALIKE = 0.7
"""Of 33 pairs of 1,534 exam questions with a share of 0.5 or more, read one by one, all 29 from 0.65 on asked
the same, and none of the others; a margin is left for questions that differ in a single word."""
FEWEST = 3
"""A question of fewer telling words is told from others by its answers too."""
PRIOR = 50
"""The bank counts as if it had so many more items, so that in a small one no word seems to be rare."""


class Stems:
    """The questions of many items, to be compared with others."""

    def __init__(self, items: Iterable[Item] = ()) -> None:
        self._words: dict[str, frozenset[str]] = {}
        self._having: defaultdict[str, set[str]] = defaultdict(set)
        for item in items:
            self.add(item)

    def add(self, item: Item) -> None:
        """Takes in the question of one more item, in place of another version of it."""
        for word in self._words.get(item.id, ()):
            self._having[word].discard(item.id)
        self._words[item.id] = words_of(item)
        for word in self._words[item.id]:
            self._having[word].add(item.id)

    def like(self, item: Item, *, at_least: float = ALIKE) -> list[tuple[str, float]]:
        """The ids of other items that ask the same, and the share from 0 to 1, the most alike first."""
        words = words_of(item)
        weights = {word: self._weight(word) for word in words}
        total = sum(weights.values())
        found = []
        for other in self._candidates(weights, (1 - at_least) * total) - {item.id}:
            shared = sum(weights[word] for word in words & self._words[other])
            either = total + sum(map(self._weight, self._words[other] - words))
            if shared >= at_least * either:
                found.append((other, shared / either))
        return sorted(found, key=lambda one: (-one[1], one[0]))

    def _weight(self, word: str) -> float:
        return log(1 + (len(self._words) + PRIOR) / (len(self._having.get(word, ())) + 1))

    def _candidates(self, weights: dict[str, float], enough: float) -> set[str]:
        """Those that have one of the weightiest words: who has none lacks more than is allowed."""
        found: set[str] = set()
        passed = 0.0
        for word, weight in sorted(weights.items(), key=lambda one: (-one[1], one[0])):
            found |= self._having.get(word, set())
            passed += weight
            if passed > enough:
                break
        return found


def similar(item: Item, stems: Stems, *, at_least: float = ALIKE) -> list[tuple[str, float]]:
    """The ids of the items whose question is the same or nearly, and the share, the most alike first."""
    return stems.like(item, at_least=at_least)


def words_of(item: Item) -> frozenset[str]:
    """What tells its question from others: words without endings, and its answers where there are few."""
    asked = item.text if isinstance(item, ClozeCard) else f"{item.vignette} {item.lead_in}"
    words = telling(asked)
    return words if len(words) >= FEWEST else words | telling(" ".join(_answers(item)))


def _answers(item: Item) -> list[str]:
    match item:
        case ClozeCard():
            return []
        case ShortAnswer():
            return [accepted.text for accepted in item.accepted]
        case ImageHotspot():
            return [item.pictures[0].file, *(region.label for region in item.regions)]
        case ImageRead():
            return [item.pictures[0].file, *(line.name for line in item.report)]
    return [option.text for option in item.options]
