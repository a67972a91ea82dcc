"""The patients of the cases that are being played: made once a case, shared by all who play it."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from assistant.case.bedside.tutor_voice import Wording
from assistant.case.bedside.view import Question
from assistant.case.events import Reply
from assistant.case.state import State
from assistant.recent import Recent
from curricula.cases.types import Case, Domain

MOST_BEDS = 64


class Speaks(Protocol):
    """Whoever answers the student at the bedside."""

    def reply(self, state: State, utterance: str) -> Reply:
        """What is said to an utterance."""

    def order(self, state: State, wanted: str | Sequence[str]) -> Reply:
        """What comes of an order in free text, or of entries of the shared table by their ids."""


class HintStep(NamedTuple):
    """The next hint in a domain; steps count from 1."""

    step: int
    text: str


class Teaches(Protocol):
    """Whoever asks and helps the student; no word of theirs names a diagnosis."""

    def question(self, case: Case, state: State) -> Question | None:
        """What to ask the student at this point; None where there is nothing to ask."""

    def worded(self, asked: Question, case: Case, state: State) -> Wording | None:
        """The question in the words in which it is kept; None where nobody words it anew."""

    def hint(self, case: Case, state: State, about: Domain) -> HintStep | None:
        """The next hint in that domain; None where there is none left."""


class Bed(NamedTuple):
    """A case and its patient."""

    case: Case
    patient: Speaks


class Ward:
    """The beds by case and version, the least recently visited given up first; any thread may visit."""

    def __init__(self, find: Callable[[str, int], Case], voice: Callable[[Case], Speaks]) -> None:
        self._find = find
        self._voice = voice
        self._beds: Recent[tuple[str, int], Bed] = Recent(MOST_BEDS)

    def bed(self, case_id: str, version: int) -> Bed:
        """The case and its patient, who is made at the first visit."""
        bed = self._beds.get((case_id, version))
        if bed is None:
            case = self._find(case_id, version)
            bed = Bed(case, self._voice(case))
            self._beds.put((case_id, version), bed)
        return bed
