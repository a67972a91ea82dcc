"""What programs can do here by the Model Context Protocol: ask, search, find figures, open passages."""

from collections.abc import Awaitable, Callable
from contextlib import aclosing
from typing import Any, NamedTuple

from pydantic import Field
from starlette.concurrency import run_in_threadpool

from assistant.cited import reference
from assistant.types import Answer, Citation, Mode, Style
from retrieval.types import Value
from ui.api.prose import Prose, figure_link, url_of
from ui.api.streaming import Askers
from ui.asking import asked
from ui.desk import Reading
from ui.figures import FigureResult, ShownFigure
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


class FiguresInput(Value):
    """Finds figures of the library by their captions, each with its source and page; no picture is sent."""

    query: str = Field(description="what the figure shows")
    k: int = Field(default=5, description="how many figures")


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


async def figures(bench: Bench, wanted: FiguresInput) -> Told:
    """The figures with their captions, best first."""
    found: FigureResult = await run_in_threadpool(bench.desk.figures, asked(wanted.query), wanted.k)
    links = [figure_link(figure, bench.address) for figure in found.figures]
    shown = [_figure(n, *each) for n, each in enumerate(zip(found.figures, links, strict=True), start=1)]
    data = found.model_dump(mode="json")
    for figure, link in zip(data["figures"], links, strict=True):
        figure["url"] = link
    return Told("\n\n".join([*found.notes, *shown]) or "Nothing found.", data)


async def open_passage(bench: Bench, wanted: OpenInput) -> Told:
    """The passage under its source."""
    citation: Citation = await run_in_threadpool(bench.desk.passage, wanted.passage)
    link = url_of(citation, bench.address)
    text = "\n".join([reference(citation), *([link] if link else []), "", citation.quote])
    return Told(text, citation.model_dump(mode="json") | {"url": link})


TOOLS = (
    Tool("ask", AskInput, ask),
    Tool("search", SearchInput, search),
    Tool("figures", FiguresInput, figures),
    Tool("open_passage", OpenInput, open_passage),
)


def _figure(number: int, figure: ShownFigure, link: str | None) -> str:
    """A figure under its source; a text that merely stands near is not called its caption."""
    facts = [figure.title, figure.publisher, figure.edition, f"p. {figure.page}", figure.licence]
    told = [*facts, "superseded" if figure.superseded else None]
    said = figure.caption or figure.alt
    near = f"No caption. Near it stands: {figure.nearby}" if figure.nearby else "No caption."
    opens = f"passage: {figure.passage}" if figure.passage else None
    lines = [f"{number}. {'. '.join(fact for fact in told if fact)}", opens, link, said or near]
    return "\n".join(line for line in lines if line)


def _hit(number: int, hit: SearchHit) -> str:
    page = f"p. {hit.page}" if hit.page else hit.section
    facts = [hit.title, hit.publisher, hit.edition, page, "superseded" if hit.superseded else None]
    return f"{number}. {'. '.join(fact for fact in facts if fact)}\nid: {hit.passage}\n{hit.text}"
