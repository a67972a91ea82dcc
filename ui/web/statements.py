"""The sentences and table rows of an answer as HTML, each with its chips, and struck through if it failed."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from assistant.cited import place, source_of
from assistant.types import CHECKING, Citation, Conflict, Statement
from ui.web.evidence import citation_url, source_line
from ui.web.markup import escape, join, tag, text_tag
from ui.web.references import Numbers


def statements(shown: Sequence[Statement], numbers: Numbers, *, more: bool = False) -> str:
    """The statements in their order, `more` if another is to come. One alone bears no number."""
    parts = []
    for heads, group in groupby(shown, key=_heads):
        members = list(group)
        parts.append(_table(heads, members, numbers) if heads else _list(members, numbers))
    if more:
        parts.append(tag("p", tag("span", "") * 3, class_="to-come", aria_hidden="true"))
    single = len(shown) == 1 and not more
    return tag("div", join(parts), class_="statements single" if single else "statements")


def conflict_html(conflict: Conflict, numbers: Numbers) -> str:
    """Statements that disagree, side by side with their sources."""
    sides = join(_side(statement, numbers) for statement in conflict.statements)
    title = text_tag("h3", f"Sources disagree: {conflict.about}")
    return tag("section", title + tag("div", sides, class_="sides"), class_="conflict")


def references(numbers: Numbers) -> str:
    """What each number stands for."""
    if not numbers:
        return ""
    lines = join(
        tag("li", _chip(citation, number) + tag("span", source_line(citation)), value=number)
        for number, citation in numbers.values()
    )
    return tag("ol", lines, class_="references", aria_label="References")


def _heads(statement: Statement) -> tuple[str, ...]:
    return tuple(head for head, _ in statement.cells)


def _list(members: Iterable[Statement], numbers: Numbers) -> str:
    return tag("ol", join(_item(one, numbers) for one in members), class_="sentences")


def _item(statement: Statement, numbers: Numbers) -> str:
    state = "checking" if statement.reason == CHECKING else "struck" if _failed(statement) else None
    title = CHECKING.capitalize() if state == "checking" else None
    return tag("li", _sentence(statement, numbers), class_=state, title=title)


def _sentence(statement: Statement, numbers: Numbers) -> str:
    chips = _chips(statement, numbers)
    if statement.reason == CHECKING:
        # What is seen may not change its size when the verdict comes, so the words are for listeners.
        return f"{escape(statement.text)} {chips}" + text_tag("span", CHECKING, class_="hidden")
    if _failed(statement):
        return text_tag("s", statement.text, title=_why(statement)) + f" {chips}" + _doubt(statement)
    return f"{escape(statement.text)} {chips}"


def _failed(statement: Statement) -> bool:
    return statement.verdict != "supported"


def _why(statement: Statement) -> str:
    return f"{statement.verdict.capitalize()}: {statement.reason}"


def _doubt(statement: Statement) -> str:
    """Why a statement is struck through, behind a control that opens by key, click and tap."""
    summary = text_tag("summary", statement.verdict.capitalize())
    return tag("details", summary + text_tag("p", statement.reason), class_="doubt")


def _table(heads: tuple[str, ...], rows: Iterable[Statement], numbers: Numbers) -> str:
    titles = join(text_tag("th", head, scope="col") for head in heads)
    titles += tag("th", text_tag("span", "Source", class_="hidden"), scope="col")
    body = join(_row(row, numbers) for row in rows)
    table = tag("table", tag("thead", tag("tr", titles)) + tag("tbody", body))
    return tag("div", table, class_="table", tabindex=0, role="group", aria_label="Table from the source")


def _row(row: Statement, numbers: Numbers) -> str:
    element = "s" if _failed(row) else "span"
    cells = join(tag("td", text_tag(element, value)) for _, value in row.cells)
    doubt = _doubt(row) if _failed(row) else ""
    shown = cells + tag("td", _chips(row, numbers) + doubt, class_="cited")
    return tag("tr", shown, class_="struck" if _failed(row) else None)


def _chips(statement: Statement, numbers: Numbers) -> str:
    return join(_chip(citation, numbers[source_of(citation)][0]) for citation in statement.citations)


def _chip(citation: Citation, number: int) -> str:
    label = f"Source {number}: {citation.title}, {place(citation)}"
    return text_tag(
        "a",
        str(number),
        class_="chip chip-warning" if citation.superseded else "chip",
        href=citation_url(citation),
        data_source=True,
        aria_label=label + (", superseded" if citation.superseded else ""),
        title=label,
    )


def _side(statement: Statement, numbers: Numbers) -> str:
    sources = join(tag("p", source_line(citation), class_="source") for citation in statement.citations)
    return tag("div", tag("p", _sentence(statement, numbers)) + sources, class_="side")
