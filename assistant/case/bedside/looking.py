"""What a vision model says of a case's pictures: only once the encounter is over, and never of the case."""

from assistant.accounts import Account
from assistant.answer.look import Sight, looked
from assistant.case.bedside.pictures import picture_bytes
from assistant.case.bedside.play import Bedside
from assistant.image.gate import named_kind
from assistant.image.picture import Picture
from assistant.types import Look
from retrieval.errors import WrongUse

QUESTION = "What can be seen on this picture?"


def look_in_case(bedside: Bedside, who: Account, encounter: str, *, key: str, sight: Sight) -> Look:
    """What the model says it sees on the picture of that key. WrongUse while the encounter is open.

    The model is given the picture alone: no word of the case, its findings or the learner.
    """
    bedside.closed(who, encounter)
    image = bedside.pictures(who, encounter).get(key)
    found = picture_bytes(bedside, who, encounter, key)
    if image is None or found is None:
        raise WrongUse("This encounter has shown no such picture.", "Choose one that it has shown.")
    kind = named_kind(f"{image.alt} {image.caption}")
    return looked(Picture(png=found.content, kind=kind), QUESTION, sight)
