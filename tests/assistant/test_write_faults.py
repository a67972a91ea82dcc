"""Whatever a model's server does, the answer ends: whole, or as quotes that say what happened."""

import random
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import answer
from assistant.answer.check import FAILED
from assistant.answer.write import QUOTED, written
from assistant.ports import Capabilities, Message, ModelFault, Piece
from assistant.types import Answer
from assistant.verify.verdict import VERBATIM
from retrieval.library import Library
from retrieval.ports import Ranker
from retrieval.types import Query
from tests.assistant.scripted_replies import (
    A_PAGE,
    BROKEN,
    CRASHED,
    CUT_OFF,
    EMPTY,
    GARBAGE,
    HALF_JSON,
    NO_MODEL,
    NO_TEMPLATE,
    OVERLOADED,
    SILENT,
    TOO_LONG,
    TOO_MANY,
    UNFINISHED,
    WRONG_KEY,
    Reply,
    says,
)
from tests.assistant.test_answer import OLD, library
from tests.assistant.writing import DOSE, RIGHT, scene, writes

__all__ = ("library",)

FAULTS = {
    "cut off": CUT_OFF,
    "not finished": UNFINISHED,
    "an error inside the stream": BROKEN,
    "garbage": GARBAGE,
    "half of a JSON": HALF_JSON,
    "a web page": A_PAGE,
    "wrong key": WRONG_KEY,
    "no such model": NO_MODEL,
    "no chat template": NO_TEMPLATE,
    "too long": TOO_LONG,
    "too many requests": TOO_MANY,
    "overloaded": OVERLOADED,
    "crashed": CRASHED,
    "empty": EMPTY,
    "white space only": says("  ", "\n", " "),
    "half a sentence": says("Paracetamol 1 g every", finish="length"),
    "no sentence": says("***", "\n---\n", "[1]"),
}


def assert_quotes(given: Answer, library: Library) -> None:
    """The answer is that of quote mode, and says in one banner what happened."""
    quotes = answer(library, Query(text=given.question, history=()))
    assert given.stage == "done" and given.mode == "quote"
    assert given.statements == quotes.statements and given.evidence == quotes.evidence
    assert (
        given.fallback is not None and given.fallback.endswith(QUOTED) and "Traceback" not in given.fallback
    )


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_every_fault_ends_in_quotes_with_a_banner(library: Library, fault: Reply) -> None:
    with scene(library, fault, model_timeout_s=5) as told:
        first, *_, last = told.snapshots()
        assert len(told.host.asked) <= 3
    assert first.stage == "writing" and first.evidence
    assert_quotes(last, library)


def test_a_silent_server_is_given_up(library: Library) -> None:
    with scene(library, SILENT, model_timeout_s=0.2) as told:
        assert_quotes(told.ask(), library)


def test_a_server_that_is_not_there_is_told_of(library: Library) -> None:
    with scene(library) as told:
        told.host.kill()
        assert_quotes(told.ask(), library)


def test_sentences_of_a_reply_that_broke_off_give_way_to_quotes(library: Library) -> None:
    with scene(library, writes(f"{RIGHT} [1].", "Give 2 g", ends="cut")) as told:
        *growing, last = told.snapshots()
    assert any(one.statements for one in growing)
    assert_quotes(last, library)
    assert last.written is not None and last.written.model == "scripted"


@pytest.mark.parametrize("seed", range(9))
def test_a_server_killed_at_any_moment_leaves_a_marked_and_usable_answer(library: Library, seed: int) -> None:
    moment = random.Random(seed).uniform(0, 0.35)
    text = [
        f"{RIGHT} [1].",
        f"For sore throat in adults, {RIGHT.lower()} [1].",
        "Give 2 g every 6 hours [1].",
    ]
    with scene(library, writes(*text, delay_s=0.01)) as told:
        told.ask()  # the first use of a connection loads its parts
        killer = threading.Timer(moment, told.host.kill)
        snapshots = told.snapshots()
        next(snapshots)
        killer.start()
        *_, last = snapshots
        killer.join()
    if last.fallback:
        assert_quotes(last, library)
    else:
        assert last.stage == "done" and [one.text[-1] for one in last.statements] == ["."] * 3
        assert "unchecked" not in {one.verdict for one in last.statements}


def test_leaving_ends_the_models_request(library: Library) -> None:
    with scene(library, writes(*[f"{RIGHT} [1]."] * 50, delay_s=0.02)) as told:
        snapshots = told.snapshots()
        while not next(snapshots).statements:
            pass
        snapshots.close()
        assert told.host.asked[0].gone.wait(5)


def test_a_conversation_that_could_not_be_condensed_ends_in_quotes(library: Library) -> None:
    history = ("What helps against the pain of a sore throat in adults?",)
    pointing = "paracetamol dose for the pain of a sore throat in adults, would they need it?"
    with scene(library, CRASHED) as told:
        first, last = told.snapshots(pointing, *history)
        assert len(told.host.asked) == 1
    assert first.stage == "writing" and first.evidence
    assert last.fallback is not None and last.mode == "quote" and last.statements


@contextmanager
def library_with(ranker: Ranker, folder: Path) -> Iterator[Library]:
    """A library about sore throats with this ranker."""
    (folder / "throat.md").write_text(OLD)
    with Library.open(folder / "library", ranker=ranker) as library:
        assert [line.outcome for line in library.add([folder / "throat.md"])] == ["added"]
        yield library


class Breaks:
    """A verifier that breaks."""

    fingerprint = "breaks"

    def supports(self, statement: str, texts: Sequence[str]) -> list[float]:
        raise ValueError("broken")

    def rank(self, query: str, texts: Sequence[str]) -> list[float]:
        return [0.9 for _ in texts]


class Drained:
    """A model that knows when all of its reply has been taken."""

    name = "drained"

    def __init__(self, text: str) -> None:
        self.text = text
        self.drained = threading.Event()

    def stream(self, messages: Sequence[Message], *, limit: int | None = None) -> Iterator[Piece]:
        yield from (Piece(word + " ") for word in self.text.split())
        self.drained.set()

    def complete(self, messages: Sequence[Message], *, schema: Mapping[str, Any] | None = None) -> str:
        raise ModelFault("failing", "Nothing is completed here.", "Stream.")

    def capabilities(self) -> Capabilities:
        return Capabilities(model=self.name)


def test_a_check_that_breaks_leaves_its_sentence_unchecked(tmp_path: Path) -> None:
    paraphrase = "For the pain of a sore throat, adults can have 1 g of paracetamol every 6 hours [1]."
    with library_with(Breaks(), tmp_path) as library:
        *_, last = written(library, Query(text=DOSE), Drained(f"{paraphrase} {RIGHT} [1]."))
    assert [(one.verdict, one.reason) for one in last.statements] == [
        ("unchecked", FAILED),
        ("supported", VERBATIM),
    ]


class Waits:
    """A verifier that answers only once the whole reply has been read."""

    fingerprint = "waits"

    def __init__(self, drained: threading.Event) -> None:
        self.saw: list[bool] = []
        self._drained = drained

    def supports(self, statement: str, texts: Sequence[str]) -> list[float]:
        self.saw.append(self._drained.wait(10))
        return [0.9 for _ in texts]

    def rank(self, query: str, texts: Sequence[str]) -> list[float]:
        return [0.9 for _ in texts]


def test_the_reply_is_read_on_while_its_sentences_are_checked(tmp_path: Path) -> None:
    claims = [f"For a sore throat, adult number {n} takes paracetamol every 6 hours [1]." for n in range(5)]
    model = Drained(" ".join(claims))
    verifier = Waits(model.drained)
    with library_with(verifier, tmp_path) as library:
        *_, last = written(library, Query(text=DOSE), model)
    assert verifier.saw and all(verifier.saw)
    assert last.written is not None and last.stage == "done"
