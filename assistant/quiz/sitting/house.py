"""The quizzes of a library, with everything that stands behind them."""

from datetime import UTC, datetime

from assistant.home import items_of, plans_in
from assistant.quiz.choosing.exams import Exams
from assistant.quiz.sitting.history import Histories
from assistant.quiz.sitting.sit import House, Quizzes
from assistant.quiz.sitting.sittings import Sittings
from assistant.references import Remembered, resolver
from retrieval.library import Library


def open_quizzes(library: Library) -> Quizzes:
    """Where the items of the library are answered."""
    return Quizzes(
        House(
            sittings=Sittings(library.store.engine),
            bank=items_of(library),
            learning=Histories(library.store.engine),
            exams=Exams(lambda: plans_in(library)),
            sources=lambda: resolver(Remembered(library.store)),
            now=lambda: datetime.now(UTC),
        )
    )
