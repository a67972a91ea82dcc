"""How fast a bank of many items is filled, listed, and gives the next question."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter

from assistant.quiz.choosing.choose import Met, fresh
from curricula.items.bank import Bank
from curricula.items.keeping import Entry, Source
from curricula.items.types import Option, SingleBestAnswer
from curricula.items.wanted import Wanted
from curricula.migrations import CURRICULA
from eval.types import OnProgress, Score
from retrieval.measure import percentile
from retrieval.store.engine import open_engine
from retrieval.store.migrate import migrate

ASKED = 100
WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)
TO_AN_OBJECTIVE, TO_A_TOPIC = 125, 1250
WORDS = 6
LETTERS = "bdfgklmnprstv"


def time_bank(count: int, on_progress: OnProgress, *, seed: int = 0) -> dict[str, Score]:
    """Times on a bank of so many items, of which the learner has answered every other one.

    `bank.next_ms_*` is from the wish for a question, of all or of one objective, to the question read.
    """
    chance = Random(seed)
    with TemporaryDirectory() as folder:
        engine = open_engine(Path(folder))
        migrate(engine, CURRICULA, WRITTEN)
        bank = Bank(engine)
        on_progress("Filling a bank", 0, count)
        entries = (Entry(_item(number, chance)) for number in range(count))
        spent = _seconds(lambda: bank.put_many(entries, Source(origin="author", at=WRITTEN)))
        answered = frozenset(_id(number) for number in range(0, count, 2))
        timed = [_next_ms(bank, answered, chance, count) for _ in range(ASKED)]
        listed = [1000 * _seconds(lambda: bank.listed(most=50)) for _ in range(5)]
        engine.dispose()
    scores = {"bank.items_per_s": Score(value=count / spent, n=count)}
    scores["bank.listed_ms_p95"] = Score(value=percentile(listed, 0.95), n=len(listed))
    for share in (50, 95):
        scores[f"bank.next_ms_p{share}"] = Score(value=percentile(timed, share / 100), n=len(timed))
    return scores


def _next_ms(bank: Bank, answered: frozenset[str], chance: Random, count: int) -> float:
    objective = f"objective-{chance.randrange(max(1, count // TO_AN_OBJECTIVE))}"
    wanted = Wanted(objectives=chance.choice(((), (objective,))))
    seed = str(chance.random())
    return 1000 * _seconds(lambda: next(fresh(bank, wanted, Met(), answered, seed=seed), None))


def _item(number: int, chance: Random) -> SingleBestAnswer:
    words = ["".join(chance.choices(LETTERS, k=3)) + chance.choice(("al", "in", "or")) for _ in range(WORDS)]
    options = (
        Option(id="abcde"[place], text=f"{word} {number}", correct=place == number % 5, reason="By its name.")
        for place, word in enumerate(words[:5])
    )
    return SingleBestAnswer(
        id=_id(number),
        title=f"Item {number}",
        status="published",
        author="Benchmark",
        lead_in=f"Which of these goes with {' '.join(words)}?",
        options=tuple(options),
        difficulty=1 + number % 5,
        objectives=(f"objective-{number // TO_AN_OBJECTIVE}",),
        topics=(f"topic-{number // TO_A_TOPIC}",),
    )


def _id(number: int) -> str:
    return f"item-{number}"


def _seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start
