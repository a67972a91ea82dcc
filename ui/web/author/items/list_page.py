"""The page that lists the items of a library, a page at a time."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, cast, get_args

from assistant.accounts import Account
from curricula.interchange import WRITERS
from curricula.items.types import ItemType
from curricula.items.wanted import ALL, Origin, Shelved, Wanted
from curricula.types import Status
from retrieval.types import Value
from ui.web.author.items.papers import NAMES
from ui.web.author.laid import laid, reviewed_at
from ui.web.author.shelf_page import TONES
from ui.web.markup import badge, counted, escape, join, long_date, path, tag, text_tag, void

A_PAGE = 50
LEAD = (
    "Every save is a new version and a draft: learners get the published version until a newer one was "
    "reviewed. Items that come with Preceptor are copied, not changed."
)
EMPTY = "No item is like this. Ask for less, or begin with a new one."
FORMATS: Mapping[str, str] = {
    "csv": "CSV",
    "moodle": "Moodle XML",
    "qti": "QTI 2",
    "qti3": "QTI 3",
    "medqa": "MedQA (JSONL)",
    "anki": "Anki",
    "yaml": "YAML",
}
ORIGINS: Mapping[str, str] = {
    "starter": "comes with Preceptor",
    "author": "written here",
    "yaml": "from a file",
}


class Sought(Value):
    """What the list was asked for; an empty field asks for nothing. `page` counts from 1."""

    q: str = ""
    objective: str = ""
    topic: str = ""
    type: str = ""
    status: str = ""
    origin: str = ""
    page: int = 1

    @property
    def wanted(self) -> Wanted:
        """The items of which the newest version is like this; a name that is unknown asks for nothing."""
        return Wanted(
            statuses=ALL,
            states=cast(frozenset[Status], _known(self.status, ALL)),
            types=cast(frozenset[ItemType], _known(self.type, NAMES)),
            origins=cast(frozenset[Origin], _known(self.origin, get_args(Origin))),
            objectives=(self.objective,) if self.objective else (),
            topics=(self.topic,) if self.topic else (),
            words=self.q,
        )


class Found(NamedTuple):
    """The items of a page, how many there are in all, and what can be asked for."""

    items: Sequence[Shelved]
    total: int
    topics: Sequence[str]
    objectives: Sequence[tuple[str, str]]


def items_page(found: Found, sought: Sought, who: Account, *, told: str = "") -> str:
    """The list with its search, and the form that hands on what is chosen."""
    new = text_tag("a", "New item", href="/author/items/new", class_="primary-link")
    take_in = text_tag("a", "Import a file", href="/author/items/import")
    body = (
        text_tag("h1", "Items", class_="page-title"),
        text_tag("p", LEAD, class_="lead"),
        text_tag("p", told, role="alert") if told else "",
        tag("p", new + " " + take_in, class_="ways"),
        _seeking(sought, found),
        text_tag("p", counted(found.total, "item"), class_="note", role="status"),
        _table(found, sought) if found.items else text_tag("p", EMPTY, class_="empty"),
        _pages(found, sought),
    )
    return laid("Items", join(body), who)


def _seeking(sought: Sought, found: Found) -> str:
    words = void("input", type="search", name="q", value=sought.q, maxlength=200)
    fields = (
        tag("label", text_tag("span", "Words of the title") + words),
        _list("objective", "Objective", sought.objective, found.objectives),
        _list("topic", "Topic", sought.topic, [(one, "") for one in found.topics]),
        _select("type", "Type", sought.type, NAMES.items()),
        _select("status", "State", sought.status, [(one, one.replace("_", " ")) for one in sorted(ALL)]),
        _select("origin", "From", sought.origin, [(one, _origin(one)) for one in get_args(Origin)]),
        text_tag("button", "Search", type="submit", class_="action"),
    )
    return tag("form", join(fields), method="get", action="/author/items", class_="seek", role="search")


def _list(name: str, words: str, value: str, known: Iterable[tuple[str, str]]) -> str:
    options = join(text_tag("option", told, value=one) for one, told in known)
    field = void("input", name=name, value=value, list=f"known-{name}", maxlength=200)
    return tag("label", text_tag("span", words) + field) + tag("datalist", options, id=f"known-{name}")


def _select(name: str, words: str, value: str, known: Iterable[tuple[str, str]]) -> str:
    options = join(text_tag("option", told, value=one, selected=one == value) for one, told in known)
    field = tag("select", text_tag("option", "any", value="") + options, name=name)
    return tag("label", text_tag("span", words) + field)


def _table(found: Found, sought: Sought) -> str:
    head = join(
        text_tag("th", name, scope="col")
        for name in ("Chosen", "Item", "Type", "State", "From", "Changed", "")
    )
    rows = join(map(_row, found.items))
    table = tag("table", tag("thead", tag("tr", head)) + tag("tbody", rows))
    return tag(
        "form",
        tag("div", table, class_="table-wrap") + _handing_on(sought),
        method="post",
        action="/author/items/export",
    )


def _row(item: Shelved) -> str:
    box = void("input", type="checkbox", name="id", value=item.id, aria_label=f"Choose {item.title}")
    about = ", ".join((item.id, f"version {item.version}", *item.objectives[:3]))
    cells = (
        tag("td", box),
        tag("td", text_tag("strong", item.title) + text_tag("div", about, class_="note")),
        text_tag("td", NAMES[item.type]),
        tag("td", badge(item.status.replace("_", " "), TONES[item.status])),
        text_tag("td", _origin(item.origin)),
        text_tag("td", long_date(item.imported_at.date()), class_="date"),
        tag("td", _doing(item), class_="row-actions"),
    )
    return tag("tr", join(cells))


def _doing(item: Shelved) -> str:
    edit = text_tag("a", "Edit", href=path("author", "items", "item", item.id))
    copy = text_tag("a", "Copy", href=path("author", "items", "new", copy=item.id))
    review = text_tag("a", "Review", href=reviewed_at("item", item.id))
    retire = text_tag("a", "Retire", href=path("author", "items", "item", item.id, "retire"))
    parts = (
        edit if item.origin != "starter" else "",
        copy,
        review,
        retire if item.status != "retired" else "",
    )
    return join(parts)


def _handing_on(sought: Sought) -> str:
    """The form's end: hands on what is chosen, or all that was asked for where nothing is."""
    kept = sought.model_dump(exclude={"page"}, exclude_defaults=True)
    hidden = join(void("input", type="hidden", name=name, value=value) for name, value in kept.items())
    options = join(text_tag("option", FORMATS[name], value=name) for name in (*WRITERS, "yaml"))
    format_ = tag(
        "label",
        escape("Export the chosen ones, or all of this search, as ") + tag("select", options, name="form"),
    )
    button = text_tag("button", "Export", type="submit", class_="action")
    return tag("p", hidden + format_ + " " + button, class_="handing-on")


def _pages(found: Found, sought: Sought) -> str:
    last = max(1, -(-found.total // A_PAGE))
    if last == 1:
        return ""
    ways = [("Previous", sought.page - 1), ("Next", sought.page + 1)]
    links = (_page_link(words, sought, to) for words, to in ways if 1 <= to <= last)
    where = text_tag("span", f"Page {sought.page:,} of {last:,}")
    return tag("nav", where + join(links), class_="pages", aria_label="Pages of the list")


def _page_link(words: str, sought: Sought, to: int) -> str:
    asked = sought.model_dump(exclude={"page"}, exclude_defaults=True)
    return text_tag("a", words, href=path("author", "items", **asked, page=to))


def _origin(origin: str) -> str:
    return ORIGINS.get(origin, f"imported ({origin})")


def _known(name: str, names: Iterable[str]) -> frozenset[str]:
    return frozenset((name,)) & frozenset(names)
