"""Cloze cards drafted from sentences of the library, to the letter."""

import random
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from assistant.quiz.draft.excerpts import Excerpt, spoken
from assistant.quiz.draft.naming import BY_RULE, UNREAD, digest_of, title_of
from assistant.quiz.draft.telling import Gap, gaps, stands_alone
from curricula.items.types import ClozeCard


class _Found(NamedTuple):
    excerpt: Excerpt
    sentence: str
    gap: Gap


def cards(excerpts: Iterable[Excerpt], *, seed: int, objectives: Sequence[str] = ()) -> list[ClozeCard]:
    """A card for each sentence with words worth recalling, the most telling first; ties fall by the seed.

    A sentence gives one card, however often it stands in the passages.
    """
    chance = random.Random(seed)
    found = {one.sentence: one for one in _found(excerpts)}
    ranked = sorted(found.values(), key=lambda one: (-one.gap.weight, chance.random()))
    return [_card(one, objectives) for one in ranked]


def _found(excerpts: Iterable[Excerpt]) -> Iterator[_Found]:
    for excerpt in excerpts:
        for sentence in spoken(excerpt):
            worth = gaps(sentence) if stands_alone(sentence) else []
            if worth:
                yield _Found(excerpt, sentence, worth[0])


def _card(found: _Found, objectives: Sequence[str]) -> ClozeCard:
    sentence, gap = found.sentence, found.gap
    # Braces mark what is hidden, so that those of the sentence itself cannot stand there.
    hidden = "{{" + sentence[gap.start : gap.end] + "}}"
    return ClozeCard(
        type="cloze_card",
        id=f"card-{digest_of(found.excerpt.document.id, sentence)}",
        title=title_of(found.excerpt),
        author=BY_RULE,
        review=UNREAD,
        licence=found.excerpt.document.licence,
        topics=found.excerpt.document.topics,
        objectives=tuple(objectives),
        references=(found.excerpt.cited(sentence),),
        text=sentence[: gap.start] + hidden + sentence[gap.end :],
        extra=title_of(found.excerpt),
    )
