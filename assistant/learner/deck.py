"""Which cards a learner has: their own, and the items they missed."""

from collections.abc import Iterable

from assistant.learner.cards import OwnCard
from assistant.learner.ratings import CardKey
from assistant.learner.types import Evidence


def deck(own: Iterable[OwnCard], given: Iterable[Evidence]) -> list[str]:
    """The keys of all cards, rated or not: own cards by when they were made, then items by their first miss.

    An item is a card once it was answered wrong, with or without help, and stays one.
    """
    own = list(own)
    mine = {one.card.id for one in own}
    wrong = (one for one in given if one.correct is False and one.item_id not in mine)
    missed = dict.fromkeys(one.item_id for one in sorted(wrong, key=lambda one: (one.at, one.attempt)))
    return [
        *(str(CardKey("own", one.card.id)) for one in own),
        *(str(CardKey("item", item_id)) for item_id in missed),
    ]
