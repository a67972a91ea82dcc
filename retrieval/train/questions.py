"""Queries with passages to be told apart: the one that answers, and those that search would put beside it."""

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import NamedTuple

from retrieval.library import Library
from retrieval.ports import Probe
from retrieval.train.pairs import Pair
from retrieval.train.shelf import Shelf, Shelved, nearly_the_same

DEEP = 20
"""Ranks of each leg that counterexamples are drawn from."""
OnMined = Callable[[int, int], None]


class Question(NamedTuple):
    """A query, the text that answers it, and texts that do not."""

    query: str
    answer: str
    others: tuple[str, ...]


def mined(
    library: Library, shelf: Shelf, pairs: Sequence[Pair], random: Random, *, others: int, on_mined: OnMined
) -> list[Question]:
    """The pairs as questions, with counterexamples from the lexical and the dense leg in turn.

    What says nearly the same as the answer is left out, and so is what stands beside it in its own section.
    """
    by_n = {one.passage.n: one for one in shelf}
    questions = []
    for done, pair in enumerate(pairs, 1):
        found = _found(library, pair.query, by_n)
        wrong = [one for one in found if not _answers_too(one, pair.answer)]
        drawn = random.sample(wrong[:DEEP], min(others, len(wrong)))
        if pair.other is not None:
            drawn = [pair.other, *drawn][:others]
        texts = tuple(one.indexed for one in drawn)
        questions.append(Question(pair.query, pair.answer.indexed, texts))
        on_mined(done, len(pairs))
    return [question for question in questions if question.others]


def _found(library: Library, query: str, by_n: Mapping[int, Shelved]) -> list[Shelved]:
    legs = library.legs()
    probe = Probe(query, library.encoder.encode_queries([query])[0])
    ranked = [leg.search(probe, DEEP, None) for leg in (legs.lexical, legs.dense)]
    alternating = [n for pair in zip(*ranked, strict=False) for n, _ in pair]
    return [by_n[n] for n in dict.fromkeys(alternating) if n in by_n]


def _answers_too(one: Shelved, answer: Shelved) -> bool:
    same_section = one.name == answer.name and one.passage.headings == answer.passage.headings
    return same_section or nearly_the_same(one.passage.text, answer.passage.text)
