"""An answer as plain text with footnotes, which grows with the answer: what was said once never changes."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from assistant.cited import Source, place, reference, source_of, standing, unsaid
from assistant.types import CHECKING, Abstention, Answer, Citation, Statement
from ui.figures import ShownFigure
from ui.looks import look_lines
from ui.web.evidence import citation_url, figure_url

# Chat programs draw text as Markdown: a source must not bring a picture to fetch, a link or markup.
_ACTIVE = re.compile(r"!(?=\[)|\](?=[(\[:])|<(?=[a-zA-Z/!?])")


class Annotation(NamedTuple):
    """Characters [start, end) of the text are the mark of a citation."""

    start: int
    end: int
    citation: Citation


class Prose:
    """The text of one answer. `address` is where the app is reached; None leaves links out."""

    def __init__(self, address: str | None) -> None:
        self.text = ""
        self.annotations: list[Annotation] = []
        self._address = address
        self._numbers: dict[Source, tuple[int, Citation]] = {}
        self._opened = self._fell_back = self._flows = False
        self._told = 0

    def grow(self, answer: Answer) -> str:
        """What a snapshot adds: its checked sentences, and after the last one all that belongs to the end."""
        before = len(self.text)
        if not self._opened:
            self._opened = True
            self._paragraphs(_inert(notice.text) for notice in answer.notices)
        if answer.fallback and not self._fell_back:
            self._fell_back, self._told, self._flows = True, 0, False
            self._paragraphs([answer.fallback])
        for statement in _checked(answer)[self._told :]:
            self._told += 1
            if statement.verdict == "supported":
                self._say(statement, flows=answer.mode == "write")
        if answer.stage == "done":
            self._end(answer)
        return self.text[before:]

    def _end(self, answer: Answer) -> None:
        if answer.asks:
            self._paragraphs([answer.asks])
        elif answer.look:
            self._paragraphs(map(_inert, look_lines(answer.look)))
        if answer.abstained:
            self._paragraphs(self._nothing(answer.abstained))
        for conflict in standing(answer).conflicts:
            self._paragraphs([f"Sources disagree: {_inert(conflict.about)}"])
            for statement in conflict.statements:
                self._mark(statement)
        self._paragraphs(unsaid(answer))
        notes = [f"[{number}] {self._footnote(cited)}" for number, cited in self._numbers.values()]
        self._paragraphs(["\n".join(notes)] if notes else [])

    def _say(self, statement: Statement, *, flows: bool) -> None:
        """A written sentence goes on with the one before it, a quote stands by itself."""
        self.text += (" " if flows and self._flows else self._gap()) + _inert(statement.text)
        self._flows = flows
        self._mark(statement)

    def _mark(self, statement: Statement) -> None:
        self.text += " "
        marked = set()
        for citation in statement.citations:
            number, _ = self._numbers.setdefault(source_of(citation), (len(self._numbers) + 1, citation))
            if number not in marked:
                marked.add(number)
                mark = f"[{number}]"
                self.annotations.append(Annotation(len(self.text), len(self.text) + len(mark), citation))
                self.text += mark

    def _paragraphs(self, paragraphs: Iterable[str]) -> None:
        for paragraph in paragraphs:
            self.text += self._gap() + paragraph

    def _gap(self) -> str:
        return "\n\n" if self.text else ""

    def _nothing(self, abstained: Abstention) -> list[str]:
        nearest = [f"- {self._footnote(citation)}" for citation in abstained.nearest]
        covers = [f"This library covers: {_inert(', '.join(abstained.covers))}."] if abstained.covers else []
        listed = ["\n".join(["Nearest passages:", *nearest])] if nearest else []
        return [f"No answer: {abstained.reason}", *listed, *covers]

    def _footnote(self, citation: Citation) -> str:
        link = url_of(citation, self._address)
        return f"{_inert(reference(citation))} {link}" if link else _inert(reference(citation))


def title_of(citation: Citation) -> str:
    """A source and the place in it, on one line."""
    return ", ".join(part for part in (citation.title, place(citation)) if part)


def url_of(citation: Citation, address: str | None) -> str | None:
    """The page of the app that shows the cited words; None where the app has no address."""
    return f"{address.rstrip('/')}{citation_url(citation)}" if address else None


def figure_link(figure: ShownFigure, address: str | None) -> str | None:
    """The page of the app that a figure is on; None where the app has no address."""
    return f"{address.rstrip('/')}{figure_url(figure)}" if address else None


def _checked(answer: Answer) -> tuple[Statement, ...]:
    """The statements up to the first that is still being checked."""
    if answer.stage == "done":
        return answer.statements
    waiting = (n for n, one in enumerate(answer.statements) if one.reason == CHECKING)
    return answer.statements[: next(waiting, len(answer.statements))]


def _inert(text: str) -> str:
    """The text on one line, with a backslash where Markdown would make a link, a picture or markup of it."""
    return _ACTIVE.sub(lambda found: "\\" + found.group(), " ".join(text.split()))
