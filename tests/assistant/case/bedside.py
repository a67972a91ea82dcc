"""A bedside on an empty database, with one small case and a patient who answers by key words."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from types import MappingProxyType

from sqlalchemy import Engine

from assistant.accounts import Account
from assistant.case.bedside.encounters import Encounters
from assistant.case.bedside.entries import Entries
from assistant.case.bedside.play import Bedside, Beginning, House, Opines
from assistant.case.bedside.tutor_voice import Wording
from assistant.case.bedside.view import Question, View
from assistant.case.bedside.ward import HintStep, Ward
from assistant.case.debriefing.debrief import debrief
from assistant.case.events import Reply
from assistant.case.state import State
from assistant.migrations import ASSISTANT
from assistant.references import Resolve
from curricula.cases.intents import Intent
from curricula.cases.shelf import Shelf, Source
from curricula.cases.types import Case, Domain, Fact, Finding, Setting
from curricula.migrations import CURRICULA
from retrieval.store.engine import open_engine
from retrieval.store.migrate import migrate
from tests.assistant.case.encounter import NOW, small_case

NO_PICTURES: Mapping[str, bytes] = MappingProxyType({})
ADA = Account(user_id="u-ada", name="ada", role="learner")
BOB = Account(user_id="u-bob", name="bob", role="learner")
EVE = Account(user_id="u-eve", name="eve", role="learner")
OLGA = Account(user_id="u-olga", name="olga", role="owner")
TABLE = (
    Intent(id="test.troponin", kind="test", about="cardiac troponin", ask=("troponin", "trop")),
    Intent(id="test.echo", kind="test", about="echocardiogram", ask=("echo", "scan of the heart")),
    Intent(id="test.fbc", kind="test", about="full (complete) blood count", ask=("FBC", "blood count")),
    Intent(id="examination.heart", kind="examination", about="heart sounds", ask=("listen to the heart",)),
    Intent(id="onset", kind="history", about="when it began", ask=("when did it begin?",)),
)


class KeyWords:
    """A patient who tells a fact, and gives a finding or a test, when its id is in what is said."""

    def __init__(self, case: Case) -> None:
        self._case = case

    def reply(self, state: State, utterance: str) -> Reply:
        """The facts whose ids are in the utterance."""
        told = [fact for fact in self._case.facts if fact.id in utterance]
        text = " ".join(fact.says for fact in told) or "I did not get that."
        return Reply(
            text=text,
            facts=tuple(fact.id for fact in told),
            understood="matched" if told else "unclear",
        )

    def order(self, state: State, wanted: str | Sequence[str]) -> Reply:
        """The findings, tests and steps whose ids are in the order."""
        words = wanted if isinstance(wanted, str) else " ".join(wanted)
        return Reply(
            text="As you wish.",
            voice="examiner",
            findings=tuple(one.id for one in self._case.findings if one.id in words),
            tests=tuple(one.id for one in self._case.tests if one.id in words),
            steps=tuple(one.id for one in self._case.steps if one.id in words),
        )


class Asks:
    """A tutor with one question, and two hints in each domain; `wording` puts the question anew."""

    def __init__(self, wording: Wording | None = None) -> None:
        self.wording = wording

    def question(self, case: Case, state: State) -> Question | None:
        """The question, until it has been answered."""
        text = state.worded.get("first", "What else could this be?")
        return None if state.prompts else Question(prompt="first", text=text)

    def worded(self, asked: Question, case: Case, state: State) -> Wording | None:
        """The wording it was made with."""
        return self.wording

    def hint(self, case: Case, state: State, about: Domain) -> HintStep | None:
        """The next of two."""
        given = sum(one.about == about for one in state.hints)
        return HintStep(given + 1, f"Hint {given + 1} on {about}.") if given < 2 else None


class Hands:
    """Time that stands until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        """Lets so much time pass."""
        self.now += timedelta(**by)


def played_case(**changed: object) -> Case:
    """The small case, published, with something in it to be found."""
    fields: dict[str, object] = {
        "status": "published",
        "setting": Setting(place="Clinic", task="Find out what is wrong.", minutes=8),
        "findings": (
            Finding(
                id="rub",
                intents=("examination.heart",),
                name="Heart sounds",
                finding="A scratching sound in time.",
            ),
        ),
    }
    return small_case(**fields | changed)


def secret_fact() -> Fact:
    """A fact that nobody asks for."""
    return Fact(id="secret", says="I caught a cold on the ferry.")


def make_engine(folder: Path, url: str | None = None) -> Engine:
    """A database with every table that cases need, of that address or in the folder."""
    engine = open_engine(folder, url)
    migrate(engine, [*CURRICULA, *ASSISTANT], NOW)
    return engine


def make_bedside(
    engine: Engine,
    *cases: Case,
    now: Hands | None = None,
    pictures: Mapping[str, bytes] = NO_PICTURES,
    opine: Opines | None = None,
    wording: Wording | None = None,
    resolve: Resolve | None = None,
) -> Bedside:
    """A bedside with these cases and pictures on the shelf; the small case where none is named."""
    shelf = Shelf(engine)
    for case in cases or (played_case(),):
        shelf.put(case, Source(origin="yaml", at=NOW), pictures)
    numbers = count(1)
    return Bedside(
        House(
            encounters=Encounters(engine),
            shelf=shelf,
            ward=Ward(shelf.case, KeyWords),
            entries=Entries(lambda: TABLE),
            tutor=Asks(wording),
            debrief=partial(debrief, resolve=resolve),
            now=now or Hands(),
            new_code=lambda: f"CODE{next(numbers)}",
            opine=opine,
        )
    )


def started(bedside: Bedside, who: Account = ADA, **beginning: object) -> View:
    """A new encounter of that person with the small case."""
    fields = {"id": "encounter-1", "case": "sharp-chest-pain"} | beginning
    return bedside.start(who, Beginning.model_validate(fields))
