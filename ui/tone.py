"""What tones are tried on, for every door."""

from assistant.home import cases_of
from assistant.tone.trying import CASES, Ground
from retrieval.errors import WrongUse
from ui.desk import LocalDesk

NO_MODEL = WrongUse("No language model is connected.", "Set PRECEPTOR_MODEL_URL; a tone acts only on one.")


def ground_of(desk: LocalDesk) -> Ground:
    """What tones are tried on; WrongUse without a model."""
    if desk.model is None:
        raise NO_MODEL
    shelf = cases_of(desk.library)
    cases = [shelf.case(one.id) for one in shelf.listed()[:CASES]]
    return Ground(desk.library, desk.model, desk.house, cases)
