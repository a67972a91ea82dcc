"""The second opinion on a read: asked for once its answer counts, once, and kept with the sitting."""

from assistant.accounts import Account
from assistant.connect.structured import Unreadable
from assistant.image.types import ReadOpinion
from assistant.ports import ModelFault
from assistant.quiz.events import Opined
from assistant.quiz.sitting.seen import counts
from assistant.quiz.sitting.sit import MOST_TRIES, Open, Quizzes
from assistant.quiz.state import Place
from assistant.quiz.types import Written
from curricula.items.types import ImageRead
from retrieval.errors import LibraryBusy, WrongUse

OPINED = "model:opined:{}"
"""The id of the event, of a form that no client can make: there is one a place."""


def ask_second(quizzes: Quizzes, who: Account, sitting_id: str, place: int) -> ReadOpinion:
    """The model's opinion on the read of that place; the one that is kept where there is one.

    WrongUse where there is no read whose answer counts, and where no model is connected; ModelFault where the
    model gave none, and then nothing has changed.
    """
    here, house = quizzes.opened(who, sitting_id), quizzes.house
    known = _read(here, place)
    if known.opinion is not None:
        return known.opinion
    item = house.bank.item(known.item_id, known.version)
    if house.opine is None:
        raise WrongUse("No language model is connected.", "Go by the report, or set PRECEPTOR_MODEL_URL.")
    if not (isinstance(item, ImageRead) and isinstance(known.response, Written)):
        raise _no_read()
    found = house.opine(item.report, known.response.text)
    if isinstance(found, Unreadable):
        raise ModelFault("malformed", found.reason, "Ask again; the marks stand without it.")
    for _ in range(MOST_TRIES):
        event = Opined(id=OPINED.format(place), at=here.now, place=place, opinion=found)
        if house.sittings.append(here.log.sitting.id, [event], after=len(here.log.events)):
            return found
        here = quizzes.opened(who, sitting_id)
        kept = _read(here, place).opinion
        if kept is not None:
            return kept
    raise LibraryBusy("Too many changes at once in this sitting.", "Try again.")


def _read(here: Open, place: int) -> Place:
    """The place, where it is a read whose answer counts."""
    if not 0 <= place < len(here.state.places):
        raise _no_read()
    known = here.state.places[place]
    if not (isinstance(known.response, Written) and counts(here.log.sitting, here.state, known)):
        raise _no_read()
    return known


def _no_read() -> WrongUse:
    return WrongUse("There is no read here whose answer counts.", "Write what you see, and answer first.")
