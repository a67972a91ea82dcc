"""Whether a response to an item is right: by options, words, numbers, places or a report."""

from assistant.quiz.marking.places import grade_place
from assistant.quiz.marking.reads import grade_read
from assistant.quiz.marking.typed import grade_typed
from assistant.quiz.types import Boxed, Chosen, Graded, Pointed, Rated, Response, Typed, Written
from curricula.items.types import (
    ClozeCard,
    ImageHotspot,
    ImageRead,
    Item,
    MultipleResponse,
    ShortAnswer,
    SingleBestAnswer,
)
from retrieval.errors import WrongUse
from retrieval.ports import Encoder

RIGHT, WRONG = Graded(correct=True, score=1.0), Graded(correct=False, score=0.0)


def grade(item: Item, response: Response, encoder: Encoder | None = None) -> Graded:
    """Whether the response is right. WrongUse if it does not fit the item: then nothing is graded.

    An `encoder` helps to see what in a read nobody but a person can grade.
    """
    match item, response:
        case SingleBestAnswer(), Chosen():
            return _one(item, response)
        case MultipleResponse(), Chosen():
            return _several(item, response)
        case ShortAnswer(), Typed():
            return grade_typed(item, response.text)
        case ImageHotspot(), Pointed() | Boxed():
            return grade_place(item, response)
        case ImageRead(), Written():
            return grade_read(item, response.text, encoder)
        case ClozeCard(), Rated():
            return _rated(response)
        case _:
            raise WrongUse("This is no answer to an item of this kind.", "Answer it in the form it has.")


def _one(item: SingleBestAnswer, response: Chosen) -> Graded:
    _check_options(item, response)
    if len(response.options) > 1:
        raise WrongUse("More than one option is chosen.", "Choose one.")
    return RIGHT if response.options == (item.key.id,) else WRONG


def _several(item: MultipleResponse, response: Chosen) -> Graded:
    """Right only as a whole. The score is the share of the right options that were chosen less that of the
    wrong ones that were, and not below 0: so choosing all, or none, or by lot is worth nothing."""
    _check_options(item, response)
    chosen = set(response.options)
    keys = {option.id for option in item.options if option.correct}
    others = {option.id for option in item.options} - keys
    share = len(chosen & keys) / len(keys) - len(chosen & others) / len(others)
    return Graded(correct=chosen == keys, score=round(max(0.0, share), 4))


def _rated(response: Rated) -> Graded:
    recalled = response.rating != "again"
    return Graded(correct=recalled, score=float(recalled), reason="By your own rating.")


def _check_options(item: SingleBestAnswer | MultipleResponse, response: Chosen) -> None:
    unknown = set(response.options) - {option.id for option in item.options}
    if unknown or len(set(response.options)) < len(response.options):
        raise WrongUse("An option was chosen that this item does not have.", "Load the page again.")
