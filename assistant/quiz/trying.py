"""An item as its author tries it and a reviewer reads it: what learners see, and nothing of it is kept."""

from assistant.quiz.marking.grade import grade
from assistant.quiz.sitting.seen import shown_alone
from assistant.quiz.state import Place
from assistant.quiz.types import Response
from assistant.quiz.view import ShownItem
from assistant.references import Resolve
from curricula.items.types import ClozeCard, Item, MultipleResponse, SingleBestAnswer


def tried(item: Item, response: Response | None, resolve: Resolve, *, turned: bool = False) -> ShownItem:
    """The item before it is answered, and with the feedback after. WrongUse for an answer of another form.

    Options stand as they are written; learners get them mixed. A card is shown `turned` or not.
    """
    graded = grade(item, response) if response is not None else None
    place = _place(item)._replace(response=response, graded=graded, turned=turned)
    told = graded is not None and not isinstance(item, ClozeCard)
    return shown_alone(item, place, resolve, may_tell=told)


def revealed(item: Item, resolve: Resolve) -> ShownItem:
    """The item with all that is told of it once an answer counts, without any answer."""
    return shown_alone(item, _place(item), resolve, may_tell=True)


def _place(item: Item) -> Place:
    options = item.options if isinstance(item, SingleBestAnswer | MultipleResponse) else ()
    return Place(item.id, item.version, tuple(option.id for option in options), "asked for")
