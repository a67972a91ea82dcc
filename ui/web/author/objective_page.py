"""The lists behind the counts of one objective, and what could fill its gaps."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from assistant.accounts import Account
from assistant.references import Resolved
from assistant.types import Citation
from curricula.cases.shelf import Shelved as ShelvedCase
from curricula.coverage import Row
from curricula.items.wanted import Shelved
from curricula.objectives.types import Objective
from curricula.types import Reference
from ui.web.author.coverage_page import to_do
from ui.web.author.laid import laid, reviewed_at
from ui.web.evidence import citation_url, source_line
from ui.web.handout_links import handout_links
from ui.web.markup import badge, escape, join, path, tag, text_tag

SERVES = (
    "Passages nearest to the words of this objective. Open one and judge for yourself whether it teaches "
    "this; then cite it in the objective."
)
NEW = {"items": "Write an item", "cards": "Write a card", "cases": "Begin a case"}
NO_PASSAGE = "No passage of the library is near to the words of this objective."


class Behind(NamedTuple):
    """What is behind one row: what it cites, what serves it, and passages that could be cited."""

    objective: Objective
    row: Row
    cited: Sequence[tuple[Reference, Resolved]]
    items: Sequence[Shelved]
    cases: Sequence[ShelvedCase]
    near: Sequence[Citation]


def objective_page(behind: Behind, who: Account) -> str:
    """One objective with its sources, items, cards and cases."""
    one, row = behind.objective, behind.row
    cards = [item for item in behind.items if item.type == "cloze_card"]
    others = [item for item in behind.items if item.type != "cloze_card"]
    new = path("author", "items", "new", objective=one.id)
    facts = " · ".join((one.status.replace("_", " "), one.level, *one.competencies))
    body = (
        tag("p", text_tag("a", "Coverage", href="/author/coverage")),
        text_tag("h1", one.title, class_="page-title"),
        text_tag("p", one.sentence, class_="lead"),
        text_tag("p", facts, class_="note"),
        tag("div", to_do(row), class_="row-actions left") if row.gaps or row.thin else "",
        handout_links("Handout", "objective", one.id),
        _sources(behind),
        _section("items", "Items", row, _items(others), new=new),
        _section("cards", "Cards", row, _items(cards), new=new + "&type=cloze_card"),
        _section("cases", "Cases", row, _cases(behind.cases), new=path("author", "new", objective=one.id)),
    )
    return laid("Coverage", join(body), who, title=one.title)


def _section(key: str, title: str, row: Row, inner: str, *, new: str = "") -> str:
    mark = badge("none published", "warning") if key in row.gaps else ""
    mark = mark or (badge("few", "caution") if key in row.thin else "")
    head = tag("h2", escape(title) + " " + mark)
    add = tag("p", text_tag("a", NEW[key], href=new)) if new else ""
    return tag("section", head + (inner or text_tag("p", "None.", class_="note")) + add, id=key)


def _sources(behind: Behind) -> str:
    lines = join(
        tag("li", _place(resolved) + text_tag("blockquote", reference.quote))
        if resolved.citation
        else tag(
            "li",
            text_tag("cite", reference.document)
            + " "
            + badge(resolved.reason, "warning")
            + text_tag("blockquote", reference.quote),
        )
        for reference, resolved in behind.cited
    )
    listed = tag("ul", lines, class_="stale") if lines else ""
    return _section("sources", "Sources", behind.row, listed) + _near(
        behind.near, "sources" in behind.row.gaps
    )


def _place(resolved: Resolved) -> str:
    cited = resolved.citation
    return tag("a", source_line(cited), href=citation_url(cited)) if cited else ""


def _near(near: Sequence[Citation], wanted: bool) -> str:
    add = tag("p", text_tag("a", "Add a source", href="/library", class_="action"))
    lines = join(
        tag("li", tag("a", source_line(one), href=citation_url(one)) + text_tag("blockquote", one.quote))
        for one in near
    )
    told = text_tag("p", SERVES, class_="note") if near else text_tag("p", NO_PASSAGE, class_="note")
    inner = text_tag("summary", f"Passages that could serve ({len(near)})") + told
    return tag("details", inner + tag("ul", lines, class_="stale") + add, open=wanted)


def _items(items: Sequence[Shelved]) -> str:
    return _table(
        (reviewed_at("item", one.id), one.title, one.status, one.type.replace("_", " ")) for one in items
    )


def _cases(cases: Sequence[ShelvedCase]) -> str:
    return _table((path("author", "case", one.id), one.title, one.status, one.level) for one in cases)


def _table(rows: Iterable[tuple[str, str, str, str]]) -> str:
    lines = join(
        tag(
            "tr",
            tag("td", text_tag("a", title, href=href))
            + tag("td", badge(status.replace("_", " "), "plain" if status == "published" else "caution"))
            + text_tag("td", told),
        )
        for href, title, status, told in rows
    )
    return tag("div", tag("table", tag("tbody", lines)), class_="table-wrap") if lines else ""
