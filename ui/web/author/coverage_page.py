"""The matrix of a curriculum as a page: what each objective has, and what is missing or thin."""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from assistant.accounts import Account
from curricula.coverage import PARTS, Count, Coverage, Part, Row, Stale, Why
from curricula.objectives.types import Curriculum
from ui.web.author.laid import laid, reviewed_at
from ui.web.markup import badge, counted, escape, join, path, tag, text_tag, void

LEAD = (
    "What every objective has: current sources that it cites, and published items, cards and cases. "
    "A number in brackets waits for review. “None” is a gap, “few” is less than is enough."
)
NAMES: dict[Part, str] = {"sources": "Sources", "items": "Items", "cards": "Cards", "cases": "Cases"}
LOOSE = "In no module"
WHY: dict[Why, str] = {
    "gone": "no source of this title is in the library",
    "superseded": "only an older edition says it",
    "lost": "no edition says it",
}
ROWS_A_PAGE = 250
MOST_STALE = 200


class View(NamedTuple):
    """What of the matrix is asked for; empty fields ask for nothing. Pages count from 1."""

    curriculum: str = ""
    module: str = ""
    competency: str = ""
    gaps: bool = False
    citations: bool = False
    page: int = 1

    def address(self, *steps: str, page: int | None = None) -> str:
        """The address of this view, or of another page of it."""
        given = {
            "curriculum": self.curriculum or None,
            "module": self.module or None,
            "competency": self.competency or None,
            "gaps": "yes" if self.gaps else None,
            "citations": "yes" if self.citations else None,
            "page": page,
        }
        return path("author", "coverage", *steps, **given)


def chosen(found: Coverage, view: View) -> list[Row]:
    """The rows that the view asks for, in their order; module "-" are those in no module."""
    module = None if view.module == "-" else view.module
    return [
        row
        for row in found.rows
        if (not view.module or row.module == module)
        and (not view.competency or view.competency in row.competencies)
        and (not view.gaps or row.gaps or row.thin or row.stale)
    ]


def coverage_page(found: Coverage, curricula: Sequence[Curriculum], view: View, who: Account) -> str:
    """The matrix by module, with what can be done about each gap."""
    rows = chosen(found, view)
    first = (view.page - 1) * ROWS_A_PAGE
    body = (
        text_tag("h1", "Coverage", class_="page-title"),
        text_tag("p", LEAD, class_="lead"),
        _filter(found, curricula, view),
        tag("p", _sum(found, rows) + " " + _downloads(view), class_="matrix-sum", role="status"),
        _modules(found, rows[first : first + ROWS_A_PAGE])
        if rows
        else text_tag("p", _nothing(found, view), class_="empty"),
        _pages(view, len(rows)),
        _unknown(found),
        _stale(found.stale or ()),
    )
    return laid("Coverage", join(body), who)


def _filter(found: Coverage, curricula: Sequence[Curriculum], view: View) -> str:
    competencies = sorted({one for row in found.rows for one in row.competencies})
    fields = (
        _select("curriculum", "Curriculum", {one.id: one.title for one in curricula}, found.curriculum or "")
        if len(curricula) > 1
        else "",
        _select("module", "Module", {"": "all", **found.modules, "-": LOOSE}, view.module),
        _select(
            "competency", "Competency", {"": "all", **{one: one for one in competencies}}, view.competency
        ),
        _box("gaps", "only where something is missing", on=view.gaps),
        _box("citations", "look up every citation (some seconds)", on=view.citations),
        text_tag("button", "Show", type="submit", class_="action"),
    )
    return tag("form", join(fields), method="get", action="/author/coverage", class_="matrix-filter")


def _select(name: str, label: str, options: dict[str, str], value: str) -> str:
    inner = join(
        text_tag("option", words, value=key, selected=key == value) for key, words in options.items()
    )
    return tag("label", escape(f"{label} ") + tag("select", inner, name=name))


def _box(name: str, words: str, *, on: bool) -> str:
    return tag(
        "label", void("input", type="checkbox", name=name, value="yes", checked=on) + escape(f" {words}")
    )


def _sum(found: Coverage, rows: Sequence[Row]) -> str:
    gaps, thin = sum(bool(row.gaps) for row in rows), sum(bool(row.thin) for row in rows)
    words = f"{counted(len(rows), 'objective')} of {len(found.rows):,}: {gaps} with a gap, {thin} thin"
    if found.stale is not None:
        words += f", {counted(len(found.stale), 'citation')} to look at"
    return escape(words + ".")


def _downloads(view: View) -> str:
    return text_tag("a", "Download as CSV", href=view.address("csv"))


def _nothing(found: Coverage, view: View) -> str:
    if not found.rows:
        return "No objective yet. Import a syllabus, or write the first one under Curriculum."
    return "Nothing is missing here." if view.gaps else "No objective fits. Choose another module."


def _modules(found: Coverage, rows: Sequence[Row]) -> str:
    parts = []
    for module, group in groupby(rows, key=lambda row: row.module):
        mine = list(group)
        gaps = sum(bool(row.gaps) for row in mine)
        told = counted(len(mine), "objective")
        mark = badge(counted(gaps, "gap"), "warning") if gaps else badge("no gap")
        title = text_tag("strong", found.modules.get(module or "", LOOSE))
        head = tag("summary", title + " " + text_tag("span", told, class_="note") + " " + mark)
        parts.append(tag("details", head + _table(found, mine), open=True, class_="module"))
    return join(parts)


def _table(found: Coverage, rows: Sequence[Row]) -> str:
    heads = ("Objective", *NAMES.values(), *(("Stale",) if found.stale is not None else ()), "To do")
    top = tag("thead", tag("tr", join(text_tag("th", head, scope="col") for head in heads)))
    table = tag("table", top + tag("tbody", join(map(_row, rows))), class_="matrix")
    return tag("div", table, class_="table-wrap")


def _row(row: Row) -> str:
    here = ("author", "coverage", "objective", row.id)
    title = text_tag("a", row.title, href=path(*here))
    state = "" if row.status == "published" else " " + badge(row.status.replace("_", " "), "caution")
    cells = [tag("th", title + state + text_tag("div", row.sentence, class_="note"), scope="row")]
    counts = {"items": row.items, "cards": row.cards, "cases": row.cases}
    for part in PARTS:
        number = str(row.sources) if part == "sources" else _number(counts[part])
        link = text_tag("a", number, href=f"{path(*here)}#{part}", aria_label=f"{number} {part}")
        cells.append(tag("td", link + _mark(part, row), data_label=NAMES[part]))
    if row.stale is not None:
        stale = badge(f"{row.stale} stale", "warning") if row.stale else "0"
        cells.append(tag("td", stale, data_label="Stale"))
    cells.append(tag("td", to_do(row), class_="row-actions"))
    return tag("tr", join(cells))


def to_do(row: Row) -> str:
    """What can be done about what an objective lacks, a link or a button each."""
    done = []
    missing = (*row.gaps, *row.thin)
    if "sources" in missing:
        found = path("author", "coverage", "objective", row.id) + "#sources"
        done.append(text_tag("a", "Find a source", href=found, class_="action"))
    if "items" in missing or "cards" in missing:
        new = path("author", "items", "new", objective=row.id)
        done.append(text_tag("a", "Write an item", href=new, class_="action"))
        hidden = void("input", type="hidden", name="objective", value=row.id)
        words = "Draft for this gap" if {"items", "cards"} & set(row.gaps) else "Draft more"
        button = text_tag("button", words, type="submit", class_="action")
        done.append(tag("form", hidden + button, method="post", action="/author/coverage/draft"))
    if "cases" in missing:
        done.append(
            text_tag("a", "Begin a case", href=path("author", "new", objective=row.id), class_="action")
        )
    return join(done)


def _number(count: Count) -> str:
    waiting = count.draft + count.in_review
    return f"{count.published} ({waiting})" if waiting else str(count.published)


def _mark(part: Part, row: Row) -> str:
    if part in row.gaps:
        return " " + badge("none", "warning")
    return " " + badge("few", "caution") if part in row.thin else ""


def _pages(view: View, rows: int) -> str:
    last = max(1, -(-rows // ROWS_A_PAGE))
    if last == 1:
        return ""
    links = (
        text_tag("a", str(n), href=view.address(page=n), aria_current="page" if n == view.page else None)
        for n in range(1, last + 1)
    )
    return tag("nav", escape("Page ") + " ".join(links), class_="pages", aria_label="Pages of the matrix")


def _unknown(found: Coverage) -> str:
    if not found.unknown:
        return ""
    lines = join(
        text_tag("li", f"{name}: named by {counted(count, 'item, card or case', 'items, cards and cases')}")
        for name, count in found.unknown.items()
    )
    head = tag("summary", escape(f"Named, but nobody wrote it ({len(found.unknown)})"))
    return tag("details", head + tag("ul", lines), class_="module")


def _stale(stale: Sequence[Stale]) -> str:
    if not stale:
        return ""
    lines = join(
        tag(
            "li",
            text_tag("a", f"{one.kind} {one.id}", href=reviewed_at(one.kind, one.id))
            + escape(f", {one.reference.document}: {WHY[one.why]}")
            + text_tag("blockquote", one.reference.quote),
        )
        for one in stale[:MOST_STALE]
    )
    more = len(stale) - MOST_STALE
    rest = text_tag("p", f"And {more:,} more.", class_="note") if more > 0 else ""
    changes = tag(
        "p", "What changed between two editions is under " + text_tag("a", "Changes", href="/author/changes")
    )
    head = text_tag("h2", f"Citations to look at ({len(stale):,})", id="stale")
    return tag("section", head + changes + tag("ul", lines, class_="stale") + rest)
