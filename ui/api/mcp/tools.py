"""What programs that speak the Model Context Protocol can do here: ask, search, open a passage."""

from collections.abc import Awaitable, Callable
from contextlib import aclosing
from typing import Any, NamedTuple

from pydantic import Field
from starlette.concurrency import run_in_threadpool

from assistant.cited import reference
from assistant.types import Answer, Citation, Mode, Style
from retrieval.types import Value
from ui.api.prose import Prose, url_of
from ui.api.streaming import Askers
from ui.asking import asked
from ui.desk import Reading
from ui.results import SearchHit, SearchResult


class AskInput(Value):
    """Answers a medical question from the library: each sentence cites its source and page.

    Where the sources are silent, it says so.
    """

    question: str
    history: tuple[str, ...] = Field(default=(), description="questions asked before this one, oldest first")
    mode: Mode = Field(default="quote", description="quote: verbatim; write: by the connected model, checked")
    style: Style = Field(default="clinician", description="study: the learner is asked back first")
    attempt: str | None = Field(default=None, description="in study style: what the learner answered")


class SearchInput(Value):
    """Finds the passages of the library that fit best, each with its id, source and page."""

    query: str
    k: int = Field(default=5, description="how many passages")


class OpenInput(Value):
    """Opens one passage of the library by its id: the whole text, its source, page and section."""

    passage: str = Field(description="an id that ask or search gave")


class Bench(NamedTuple):
    """What the tools work with. `address` is where the app shows sources; None leaves links out."""

    desk: Reading
    askers: Askers
    address: str | None


class Told(NamedTuple):
    """What a tool gives, in words and as JSON."""

    text: str
    data: dict[str, Any]


class Tool(NamedTuple):
    """A tool, what it wants, and what it does."""

    name: str
    wants: type[Value]
    run: Callable[[Bench, Any], Awaitable[Told]]


async def ask(bench: Bench, wanted: AskInput) -> Told:
    """The answer with footnotes; as JSON without its evidence, whose passages can be opened."""
    query = asked(wanted.question, history=wanted.history)
    answering = bench.desk.ask_stream(query, wanted.mode, style=wanted.style, attempt=wanted.attempt)
    last: Answer | None = None
    async with aclosing(bench.askers.snapshots(answering)) as snapshots:
        async for snapshot in snapshots:
            last = snapshot or last
    prose = Prose(bench.address)
    if last is None:
        return Told("", {})
    prose.grow(last)
    return Told(prose.text, last.model_dump(mode="json", exclude={"evidence"}))


async def search(bench: Bench, wanted: SearchInput) -> Told:
    """The passages, best first."""
    found: SearchResult = await run_in_threadpool(bench.desk.search, asked(wanted.query), wanted.k)
    shown = [_hit(number, hit) for number, hit in enumerate(found.hits, start=1)]
    return Told("\n\n".join([*found.notes, *shown]) or "Nothing found.", found.model_dump(mode="json"))


async def open_passage(bench: Bench, wanted: OpenInput) -> Told:
    """The passage under its source."""
    citation: Citation = await run_in_threadpool(bench.desk.passage, wanted.passage)
    link = url_of(citation, bench.address)
    text = "\n".join([reference(citation), *([link] if link else []), "", citation.quote])
    return Told(text, citation.model_dump(mode="json") | {"url": link})


TOOLS = (
    Tool("ask", AskInput, ask),
    Tool("search", SearchInput, search),
    Tool("open_passage", OpenInput, open_passage),
)


def _hit(number: int, hit: SearchHit) -> str:
    page = f"p. {hit.page}" if hit.page else hit.section
    facts = [hit.title, hit.publisher, hit.edition, page, "superseded" if hit.superseded else None]
    return f"{number}. {'. '.join(fact for fact in facts if fact)}\nid: {hit.passage}\n{hit.text}"
