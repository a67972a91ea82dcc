"""Quizzes on an empty database, with a small bank, and a clock that the test moves."""

from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from sqlalchemy import Engine

from assistant.accounts import Account
from assistant.migrations import ASSISTANT
from assistant.quiz.choosing.exams import Exams
from assistant.quiz.sitting.actions import Action, Answer, Beginning, Next
from assistant.quiz.sitting.history import Histories
from assistant.quiz.sitting.sit import House, Quizzes
from assistant.quiz.sitting.sittings import Sittings
from assistant.quiz.types import Chosen, Confidence
from assistant.quiz.view import View
from assistant.references import Resolved
from curricula.items.bank import Bank
from curricula.items.keeping import Entry, Source
from curricula.items.types import Item, Option, SingleBestAnswer
from curricula.migrations import CURRICULA
from curricula.plans import plans_of
from curricula.types import Reference
from retrieval.store.engine import open_engine
from retrieval.store.migrate import migrate

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ADA = Account(user_id="u-ada", name="ada", role="learner")
BOB = Account(user_id="u-bob", name="bob", role="learner")
DRUGS = ("adrenaline", "atropine", "furosemide", "heparin", "naloxone", "salbutamol", "warfarin", "zinc")


class Hands:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, seconds: float) -> None:
        """Lets time pass."""
        self.now += timedelta(seconds=seconds)


def question(number: int, **given: object) -> SingleBestAnswer:
    """A question unlike the others, with the key in option a."""
    drug = DRUGS[number % len(DRUGS)]
    fields: dict[str, object] = {
        "id": f"item-{number}",
        "title": f"Title {number} tells the key",
        "status": "published",
        "author": "A. Author",
        "objectives": (f"objective-{number % 3}",),
        "topics": (f"topic-{number % 2}",),
        "difficulty": 3,
        "vignette": f"{drug * 3} {number * 7919} {DRUGS[(number * 3 + 1) % 8]} " * 3,
        "lead_in": f"What is asked as number {number}?",
        "options": (
            Option(id="a", text=f"{drug} at once", correct=True, reason="It works.", references=(CITED,)),
            Option(id="b", text="watchful waiting", reason="It does nothing."),
            Option(id="c", text="a second opinion", reason="It takes too long."),
            Option(id="d", text="an operation"),
        ),
    }
    return SingleBestAnswer.model_validate(fields | given)


CITED = Reference(document="A book", quote="It works, as is well known.")
NOT_FOUND = "no source of this title is in the library"


def make_engine(folder: Path, url: str | None = None) -> Engine:
    """A database with every table that quizzes need, of that address or in the folder."""
    engine = open_engine(folder, url)
    migrate(engine, [*CURRICULA, *ASSISTANT], NOON)
    return engine


def fill(bank: Bank, *items: Item) -> None:
    """Puts the items in the bank."""
    bank.put_many([Entry(item) for item in items], Source(origin="author", at=NOON))


def make_quizzes(engine: Engine, *items: Item, now: Hands | None = None) -> Quizzes:
    """Quizzes with these items; with twelve questions where none is named."""
    bank = Bank(engine)
    fill(bank, *(items or tuple(question(number) for number in range(12))))
    return Quizzes(
        House(
            sittings=Sittings(engine),
            bank=bank,
            learning=Histories(engine),
            exams=Exams(lambda: plans_of(engine)),
            sources=lambda: lambda reference: Resolved(None, NOT_FOUND),
            now=now or Hands(),
        )
    )


class Learner:
    """Somebody who sits down, and whose every click has an id of its own."""

    def __init__(self, quizzes: Quizzes, who: Account = ADA, sitting: str = "sitting-1") -> None:
        self.quizzes, self.who, self.sitting = quizzes, who, sitting
        self._ids = count()

    def start(self, **given: object) -> View:
        """A new sitting."""
        return self.quizzes.start(self.who, Beginning.model_validate({"id": self.sitting} | given))

    def id(self) -> str:
        """A new id of an action."""
        return f"action-{self.who.name}-{next(self._ids)}"

    def act(self, action: Action) -> View:
        """Does something."""
        return self.quizzes.act(self.who, self.sitting, action)

    def answer(self, place: int, option: str = "a", confidence: Confidence | None = None) -> View:
        """Chooses an option; "" chooses none."""
        chosen = Chosen(options=(option,) if option else ())
        return self.act(Answer(id=self.id(), place=place, response=chosen, confidence=confidence))

    def next(self, place: int) -> View:
        """Goes on."""
        return self.act(Next(id=self.id(), place=place))

    def view(self) -> View:
        """How it stands."""
        return self.quizzes.view(self.who, self.sitting)
