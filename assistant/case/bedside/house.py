"""The bedside of a library, with everything that stands behind it."""

import secrets
from contextlib import suppress
from datetime import UTC, datetime
from functools import cached_property, partial
from threading import Lock, Thread

from assistant.case.bedside.encounters import Encounters
from assistant.case.bedside.entries import Entries
from assistant.case.bedside.play import Bedside, House, Opines
from assistant.case.bedside.tutor import Tutor
from assistant.case.bedside.tutor_voice import Voice, Wording
from assistant.case.bedside.view import Question
from assistant.case.bedside.ward import HintStep, Ward
from assistant.case.debriefing.debrief import debrief
from assistant.case.debriefing.further import Further
from assistant.case.debriefing.opinion import opinion
from assistant.case.patient.fitting import OnVectors
from assistant.case.patient.patient import Patient
from assistant.case.patient.understanding import Understanding
from assistant.case.state import State
from assistant.cohorts.allowed import FREE, Rule
from assistant.guard.privacy import redact
from assistant.home import cases_of
from assistant.learner.cards import OwnCards
from assistant.ports import ChatModel
from assistant.references import resolver
from assistant.tone.told import ToneFor, no_tone
from curricula.cases.intents import Intent
from curricula.cases.types import Case, Domain
from curricula.items.bank import Bank
from retrieval.errors import PreceptorError
from retrieval.library import Library

CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without those that look alike: a code is read out and typed."""
CODE_LENGTH = 8


def open_bedside(library: Library, mind: "Mind", rule: Rule = lambda _: FREE) -> Bedside:
    """Where the cases of the library are played, by patients who understand with that mind."""
    shelf = cases_of(library)
    return Bedside(
        House(
            encounters=Encounters(library.store.engine),
            shelf=shelf,
            ward=Ward(shelf.case, mind.patient),
            entries=Entries(mind.intents),
            tutor=mind,
            debrief=partial(debrief, resolve=resolver(library.store)),
            now=lambda: datetime.now(UTC),
            new_code=new_code,
            opine=mind.opine,
            rule=rule,
        )
    )


def open_further(library: Library, bank: Bank) -> Further:
    """What learners of the library do after a case, with the items of that bank."""
    return Further(
        bank,
        OwnCards(library.store.engine),
        topics_of=lambda: {one.id: one.topics for one in library.documents()},
        now=lambda: datetime.now(UTC),
    )


def _prepared(understanding: Understanding) -> None:
    """Makes the vectors; without the encoder's server patients go on by words."""
    with suppress(PreceptorError):
        understanding.prepare()


def new_code() -> str:
    """A code that cannot be guessed, with which others join a group."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


class Mind:
    """What all patients of a library understand with, and the tutor: made when the first of them is met.

    With an encoder of the owner's choice a reader is fitted first, which takes some thirty seconds: that is
    done beside the encounter, which goes by words until it is there. With a model patients put their facts in
    its words, where it adds nothing; with `redacts` it is sent nothing of a debrief that tells who somebody
    is.
    """

    def __init__(
        self,
        library: Library,
        model: ChatModel | None = None,
        *,
        redacts: bool = True,
        tone_for: ToneFor = no_tone,
    ) -> None:
        self._library = library
        self._model = model
        self._redacts = redacts
        self._tone_for = tone_for
        self._lock = Lock()
        self._beside: Thread | None = None

    def patient(self, case: Case) -> Patient:
        """The patient of a case, at once."""
        with self._lock:
            understanding = self._understanding
            if not understanding.is_ready and self._beside is None:
                self._beside = Thread(target=_prepared, args=(understanding,), daemon=True)
                self._beside.start()
        return Patient(case, understanding, model=self._model)

    def prepare(self, on_progress: OnVectors) -> None:
        """Comes back when everything is there that patients understand with."""
        with self._lock:
            self._understanding.prepare(on_progress)

    @property
    def opine(self) -> Opines | None:
        """Asks the model for a second opinion; None without one."""
        if self._model is None:
            return None
        return partial(opinion, model=self._model, private=redact if self._redacts else str)

    def intents(self) -> tuple[Intent, ...]:
        """The shared table."""
        with self._lock:
            return self._understanding.intents

    def question(self, case: Case, state: State) -> Question | None:
        """What the tutor asks at this point."""
        return self._tutor.question(case, state)

    def worded(self, asked: Question, case: Case, state: State) -> Wording | None:
        """The tutor's question in the model's words where they pass."""
        return self._tutor.worded(asked, case, state)

    def hint(self, case: Case, state: State, about: Domain) -> HintStep | None:
        """The tutor's next hint in that domain."""
        return self._tutor.hint(case, state, about)

    @cached_property
    def _tutor(self) -> Tutor:
        with self._lock:
            understanding = self._understanding
        voice = Voice(self._model, understanding.illnesses, self._tone_for) if self._model else None
        return Tutor(understanding.intents, voice=voice)

    @cached_property
    def _understanding(self) -> Understanding:
        library = self._library
        return Understanding(library.encoder, cache=library.folder)
