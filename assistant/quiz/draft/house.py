"""Drafting in an open library."""

import time

from assistant.home import items_of
from assistant.ports import ChatModel
from assistant.quiz.draft.drafting import Bench, Drafting
from assistant.reviews import reviews_of
from assistant.tone.told import ToneFor, no_tone
from retrieval.library import Library


def open_drafting(
    library: Library, model: ChatModel | None, *, redacts: bool, tone_for: ToneFor = no_tone
) -> Drafting:
    """Where the drafts of this library are made and decided on."""
    return Drafting(
        Bench(library, items_of(library), reviews_of(library.store), model, redacts, time.monotonic, tone_for)
    )
