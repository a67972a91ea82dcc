"""What the pages of authors share: their frame, and where one kind of thing is looked at."""

from assistant.accounts import Account
from ui.web.author.nav import author_nav
from ui.web.markup import path, tag, void
from ui.web.shell import header, static_url, whole_page


def laid(name: str, body: str, who: Account, *, title: str = "", extra: str = "") -> str:
    """A whole page of authors, under the entry of that name."""
    style = void("link", rel="stylesheet", href=static_url("author.css"))
    style += void("link", rel="stylesheet", href=static_url("matrix.css"))
    bar = tag("div", header("Author", who), id="top")
    main = tag("main", author_nav(name) + body, class_="author-list")
    return whole_page(title or name, bar + main, extra=style + extra)


def reviewed_at(kind: str, an_id: str) -> str:
    """Where a thing is looked at with its states and comments; cards are reviewed as items."""
    return path("author", "review", "item" if kind == "card" else kind, an_id)
