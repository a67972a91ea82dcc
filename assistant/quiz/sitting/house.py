"""The quizzes of a library, with everything that stands behind them."""

from datetime import UTC, datetime
from functools import partial

from assistant.cohorts.allowed import FREE, Rule
from assistant.guard.privacy import redact
from assistant.home import items_of, plans_in
from assistant.image.readback.opinion import second_read
from assistant.ports import ChatModel
from assistant.quiz.choosing.exams import Exams
from assistant.quiz.sitting.history import Histories
from assistant.quiz.sitting.sit import House, Quizzes
from assistant.quiz.sitting.sittings import Sittings
from assistant.references import Remembered, resolver
from retrieval.library import Library


def open_quizzes(
    library: Library,
    rule: Rule = lambda _: FREE,
    *,
    model: ChatModel | None = None,
    redacts: bool = True,
) -> Quizzes:
    """Where the items of the library are answered, as the rules of classes let it.

    `model` gives second opinions; with `redacts` it is sent nothing that tells who somebody is.
    """
    private = redact if redacts else str
    return Quizzes(
        House(
            sittings=Sittings(library.store.engine),
            bank=items_of(library),
            learning=Histories(library.store.engine),
            exams=Exams(lambda: plans_in(library)),
            sources=lambda: resolver(Remembered(library.store)),
            now=lambda: datetime.now(UTC),
            rule=rule,
            encoder=lambda: library.encoder,
            opine=partial(second_read, model=model, private=private) if model else None,
        )
    )
