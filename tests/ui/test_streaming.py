"""Answers on their way from threads to clients: closed when nobody reads, faults told where they can be."""

import asyncio
import json
import shutil
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import aclosing
from pathlib import Path
from typing import Any

import httpx
import openai
import pytest

from assistant.home import open_library
from assistant.settings import read_settings
from assistant.types import Answer
from retrieval.errors import PreceptorError
from retrieval.types import Query
from tests.ui.answers import answer, statement
from tests.ui.serving import TOKEN, serving_api
from ui.answering import Answering, Uncounted, counted
from ui.api.streaming import Askers
from ui.desk import LocalDesk

GROWING = answer(stage="writing", mode="write")
WHOLE = answer(statement(), mode="write")


class Told(Uncounted):
    """A meter that remembers how questions ended."""

    def __init__(self) -> None:
        self.ends: list[str] = []

    def answered(self, answer: Answer, mode: str) -> None:
        """Remembers a whole answer."""
        self.ends.append("answered")

    def ended(self, mode: str, how: str) -> None:
        """Remembers how it ended."""
        self.ends.append(how)


def snapshots(*parts: Answer | Exception | float) -> Generator[Answer]:
    """An answer that grows so: snapshots, pauses in seconds, faults."""
    for part in parts:
        if isinstance(part, Answer):
            yield part
        elif isinstance(part, Exception):
            raise part
        else:
            time.sleep(part)


def growing(*parts: Answer | Exception | float, meter: Told | None = None) -> Answering:
    """The same as it is handed on."""
    return Answering(counted(snapshots(*parts), meter or Told(), "write"), threading.Event())


async def read(askers: Askers, answering: Answering, beat_s: float | None = None) -> list[Answer | None]:
    """All snapshots."""
    async with aclosing(askers.snapshots(answering, beat_s)) as rows:
        return [row async for row in rows]


def test_snapshots_come_in_order_and_a_fault_where_it_happened() -> None:
    assert asyncio.run(read(Askers(), growing(GROWING, WHOLE))) == [GROWING, WHOLE]
    with pytest.raises(PreceptorError, match="The disk is full"):
        asyncio.run(read(Askers(), growing(GROWING, PreceptorError("The disk is full."))))


def test_while_nothing_comes_there_are_beats() -> None:
    rows = asyncio.run(read(Askers(), growing(GROWING, 0.5, WHOLE), 0.1))
    assert rows[0] == GROWING and rows[-1] == WHOLE
    assert len(rows) > 3 and set(rows[1:-1]) == {None}


def test_further_answers_wait_for_their_turn() -> None:
    running: list[int] = []

    def counting(done: threading.Event) -> Generator[Answer]:
        running.append(1)
        assert len(running) <= 2
        done.wait(0.1)
        running.pop()
        yield WHOLE

    async def many() -> list[list[Answer | None]]:
        askers, never = Askers(2), threading.Event()
        each = [Answering(counting(never), threading.Event()) for _ in range(6)]
        return await asyncio.gather(*(read(askers, one) for one in each))

    assert asyncio.run(many()) == [[WHOLE]] * 6


@pytest.mark.parametrize(
    ("parts", "read_first", "ends"),
    [
        ((GROWING, WHOLE), 0, []),
        ((GROWING, WHOLE), 1, ["left"]),
        ((GROWING, WHOLE), 2, ["answered"]),
        ((GROWING, PreceptorError("Down.")), 2, ["failed"]),
        ((GROWING,), 2, ["failed"]),
    ],
)
def test_each_end_is_counted_once(parts: Any, read_first: int, ends: list[str]) -> None:
    meter = Told()
    answering = growing(*parts, meter=meter)
    try:
        for _ in range(read_first):
            next(answering)
    except (PreceptorError, StopIteration):
        pass
    answering.close()
    answering.close()
    assert meter.ends == ends


def test_closing_from_another_thread_while_the_answer_is_at_work_ends_it_soon() -> None:
    left, entered = threading.Event(), threading.Event()

    def endless() -> Generator[Answer]:
        while not left.is_set():
            entered.set()
            time.sleep(0.01)
        yield WHOLE

    answering = Answering(endless(), left)
    reader = threading.Thread(target=lambda: list(answering))
    reader.start()
    assert entered.wait(5)
    answering.close()
    reader.join(5)
    assert not reader.is_alive()


class Stumbling(LocalDesk):
    """A desk whose answers break after their first snapshot."""

    def ask_stream(self, query: Query, *_: Any, **__: Any) -> Answering:
        """The evidence, then a fault nobody foresaw."""
        return growing(GROWING, ZeroDivisionError("secret detail"))


@pytest.fixture
def stumbling(made_once: Path, tmp_path: Path) -> Iterator[str]:
    """Where such a desk is served."""
    folder = shutil.copytree(made_once / "library", tmp_path / "library")
    with open_library(read_settings(library=folder)) as library, serving_api(Stumbling(library)) as address:
        yield address


def test_a_fault_after_the_first_row_is_a_row_without_its_details(stumbling: str, tmp_path: Path) -> None:
    headers = {"authorization": f"Bearer {TOKEN}", "accept": "application/x-ndjson"}
    reply = httpx.post(f"{stumbling}/api/ask", json={"text": "gout?"}, headers=headers)
    first, last = map(json.loads, reply.text.splitlines())
    assert first["stage"] == "writing"
    assert last["error"]["what"] == "Something unexpected went wrong (ZeroDivisionError)."
    assert "secret detail" not in reply.text
    assert "secret detail" in (tmp_path / "library" / "log" / "errors.log").read_text()


def test_a_fault_in_a_chat_stream_is_an_error_of_openais_client(stumbling: str) -> None:
    client = openai.OpenAI(base_url=f"{stumbling}/v1", api_key=TOKEN, max_retries=0)
    stream = client.chat.completions.create(
        model="preceptor-quote", messages=[{"role": "user", "content": "gout?"}], stream=True
    )
    next(stream)
    with pytest.raises(openai.APIError, match="Something unexpected went wrong"):
        list(stream)
