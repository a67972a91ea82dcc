"""Citations behind a reason as numbered chips, and the list that says what each number is."""

from collections.abc import Iterable

from assistant.cited import source_of
from assistant.quiz.view import Feedback
from assistant.types import Citation
from ui.web.evidence import citation_url, source_line
from ui.web.markup import join, tag, text_tag
from ui.web.references import Numbers


def numbered(feedback: Feedback) -> Numbers:
    """The cited pages and sections, numbered from 1: those of the chosen and the right answer first."""
    numbers: Numbers = {}
    told = sorted(feedback.explained, key=lambda one: not (one.chosen or one.correct))
    for citation in (*(each for one in told for each in one.citations), *feedback.citations):
        numbers.setdefault(source_of(citation), (len(numbers) + 1, citation))
    return numbers


def chips(citations: Iterable[Citation], numbers: Numbers) -> str:
    """A chip for each cited quote; it opens the page with the words marked."""
    return join(" " + _chip(one, numbers[source_of(one)][0]) for one in citations)


def _chip(citation: Citation, number: int) -> str:
    tone = " chip-warning" if citation.superseded else ""
    old = ", superseded" if citation.superseded else ""
    return text_tag(
        "a",
        str(number),
        href=citation_url(citation),
        class_="chip" + tone,
        data_source=True,
        title=citation.quote,
        aria_label=f"Source {number}: {citation.title}{old}",
    )


def uncited(reasons: Iterable[str]) -> str:
    """Why a citation is not shown, each in a line."""
    return join(text_tag("p", f"A source is not shown: {reason}.", class_="note") for reason in reasons)


def sources(numbers: Numbers) -> str:
    """What each number stands for."""
    items = [
        tag("li", text_tag("span", f"{number}", class_="source-number") + tag("span", source_line(citation)))
        for number, citation in numbers.values()
    ]
    return tag("ol", join(items), class_="references") if items else ""
