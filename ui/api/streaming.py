"""From answers that grow in threads to the event loop that sends them."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing, suppress
from functools import partial
from typing import Any, TypeVar

import anyio.to_thread
from anyio import CapacityLimiter
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from assistant.types import Answer
from ui.answering import Answering

# As many threads as the framework itself would run at once.
AT_ONCE = 40

Row = TypeVar("Row")
Put = Callable[[Answer | Exception | None], None]


class Askers:
    """Runs answers in threads, at most `at_once`; further ones wait for their turn."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._limit = CapacityLimiter(at_once)

    async def snapshots(
        self, answering: Answering, beat_s: float | None = None
    ) -> AsyncGenerator[Answer | None]:
        """The snapshots as they come, None after each `beat_s` without one. Closing it closes the answer."""
        rows: asyncio.Queue[Answer | Exception | None] = asyncio.Queue()
        put = partial(_put, asyncio.get_running_loop(), rows)
        work = anyio.to_thread.run_sync(_pump, answering, put, abandon_on_cancel=True, limiter=self._limit)
        worker = asyncio.ensure_future(work)
        try:
            while True:
                try:
                    row = await asyncio.wait_for(rows.get(), beat_s)
                except TimeoutError:
                    yield None
                    continue
                if row is None:
                    return
                if isinstance(row, Exception):
                    raise row
                yield row
        finally:
            answering.close()
            worker.cancel()

    async def whole(self, answering: Answering, request: Request) -> Answer | None:
        """The finished answer; None, and the answer closed, when the client leaves before."""
        reading = asyncio.ensure_future(self._last(answering))
        leaving = asyncio.ensure_future(_left(request))
        try:
            await asyncio.wait((reading, leaving), return_when=asyncio.FIRST_COMPLETED)
            return reading.result() if reading.done() else None
        finally:
            reading.cancel()
            leaving.cancel()
            await asyncio.gather(reading, leaving, return_exceptions=True)

    async def _last(self, answering: Answering) -> Answer | None:
        last = None
        async with aclosing(self.snapshots(answering)) as snapshots:
            async for snapshot in snapshots:
                last = snapshot or last
        return last


class Growing(StreamingResponse):
    """A response that grows; however it ends, `close` is called then."""

    def __init__(
        self,
        rows: AsyncGenerator[str],
        close: Callable[[], None],
        *,
        media_type: str,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(
            rows, headers={"cache-control": "no-cache", **(headers or {})}, media_type=media_type
        )
        self._close = close

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends the rows until they end or the client leaves."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._close()


async def begun(rows: AsyncGenerator[Row]) -> AsyncGenerator[Row]:
    """The same rows once the first is there, so that what is wrong from the start can still have a status."""
    first = await anext(rows)
    return _chained(first, rows)


async def _chained(first: Row, rows: AsyncGenerator[Row]) -> AsyncGenerator[Row]:
    async with aclosing(rows):
        yield first
        async for row in rows:
            yield row


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _pump(answering: Answering, put: Put) -> None:
    try:
        for snapshot in answering:
            put(snapshot)
    except Exception as error:
        # This thread is an outermost door: the event loop raises it where it can be told.
        put(error)
    finally:
        put(None)


def _put(loop: asyncio.AbstractEventLoop, rows: asyncio.Queue[Any], row: Answer | Exception | None) -> None:
    with suppress(RuntimeError):  # the server has ended, nobody reads any more
        loop.call_soon_threadsafe(rows.put_nowait, row)
