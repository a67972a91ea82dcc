"""The page on which an author chooses a case."""

from collections.abc import Sequence

from assistant.accounts import Account
from curricula.cases.shelf import Shelved
from ui.web.author.nav import author_nav
from ui.web.markup import badge, escape, join, long_date, path, tag, text_tag, void
from ui.web.shell import header, static_url, whole_page

LEAD = (
    "Every save is a new version, a draft until a second person has reviewed it; "
    "encounters keep the version they were begun with. "
    "Cases that come with Preceptor are copied, not changed."
)
TONES = {"published": "plain", "draft": "caution", "in_review": "caution", "retired": "warning"}
ORIGINS = {"starter": "comes with Preceptor", "author": "written here", "yaml": "from a file"}


def shelf_page(cases: Sequence[Shelved], who: Account) -> str:
    """All cases of the library, the newest version of each."""
    new = text_tag("a", "New case", href="/author/new", class_="primary-link")
    rows = join(map(_row, cases))
    head = tag("tr", join(text_tag("th", name) for name in ("Case", "State", "From", "Changed", "")))
    table = tag("div", tag("table", tag("thead", head) + tag("tbody", rows)), class_="table-wrap")
    note = text_tag("p", "No case yet. Begin with a new one.", class_="empty")
    body = (
        author_nav("Cases"),
        text_tag("h1", "Author", class_="page-title"),
        text_tag("p", LEAD, class_="lead"),
        tag("p", new),
        table if cases else note,
    )
    style = void("link", rel="stylesheet", href=static_url("author.css"))
    bar = tag("div", header("Author", who), id="top")
    return whole_page("Author", bar + tag("main", join(body), class_="author-list"), extra=style)


def _row(case: Shelved) -> str:
    name = tag(
        "td",
        text_tag("strong", case.title)
        + tag("div", escape(f"{case.id}, version {case.version}"), class_="note"),
    )
    state = tag("td", badge(case.status.replace("_", " "), TONES[case.status]))
    origin = text_tag("td", ORIGINS.get(case.origin, f"imported ({case.origin})"))
    changed = text_tag("td", long_date(case.imported_at.date()))
    return tag("tr", name + state + origin + changed + tag("td", _doing(case), class_="row-actions"))


def _doing(case: Shelved) -> str:
    edit = "" if case.origin == "starter" else text_tag("a", "Edit", href=path("author", "case", case.id))
    copy = text_tag("a", "Copy", href=path("author", "new", copy=case.id))
    hidden = case.status == "retired"
    words, address = ("Show again", "show") if hidden else ("Hide", "hide")
    button = text_tag("button", words, type="submit", class_="action")
    hide = tag("form", button, method="post", action=path("author", "case", case.id, address))
    review = text_tag("a", "Review", href=path("author", "review", "case", case.id))
    return join((edit, copy, review, hide))
