"""The bedside of a library, with everything that stands behind it."""

import secrets
from datetime import UTC, datetime
from functools import cached_property

from assistant.case.encounters import Encounters
from assistant.case.entries import Entries
from assistant.case.patient import Patient
from assistant.case.play import Bedside, House
from assistant.case.understanding import Understanding
from assistant.case.ward import Ward
from assistant.home import cases_of
from retrieval.library import Library

CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without those that look alike: a code is read out and typed."""
CODE_LENGTH = 8


def open_bedside(library: Library) -> Bedside:
    """Where the cases of the library are played; the patients' understanding is made at the first of them."""
    shelf, mind = cases_of(library), _Mind(library)
    return Bedside(
        House(
            encounters=Encounters(library.store.engine),
            shelf=shelf,
            ward=Ward(shelf.case, lambda case: Patient(case, mind.understanding)),
            entries=Entries(),
            tutor=None,
            now=lambda: datetime.now(UTC),
            new_code=new_code,
        )
    )


def new_code() -> str:
    """A code that cannot be guessed, with which others join a group."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


class _Mind:
    """What all patients of a library understand with."""

    def __init__(self, library: Library) -> None:
        self._library = library

    @cached_property
    def understanding(self) -> Understanding:
        return Understanding(self._library.encoder, self._library.ranker)
