"""The row of links to the pages of authors."""

from collections.abc import Sequence
from typing import NamedTuple

from ui.web.markup import join, tag, text_tag


class Entry(NamedTuple):
    """A page of authors, as the row names it, and where it is."""

    name: str
    address: str


PAGES: Sequence[Entry] = (
    Entry("Cases", "/author"),
    Entry("Items", "/author/items"),
    Entry("Drafts", "/author/drafts"),
    Entry("Curriculum", "/author/curriculum"),
    Entry("Coverage", "/author/coverage"),
    Entry("Blueprints", "/author/blueprints"),
    Entry("Changes", "/author/changes"),
    Entry("Statistics", "/author/statistics"),
    Entry("Tone", "/author/tone"),
    Entry("Classes", "/author/classes"),
    Entry("Reviews", "/author/reviews"),
)


def author_nav(current: str) -> str:
    """The links in their order; the page of that name is marked as the one that is open."""
    links = (
        tag("li", text_tag("a", one.name, href=one.address, aria_current=_mark(one, current)))
        for one in PAGES
    )
    return tag("nav", tag("ul", join(links)), class_="author-nav", aria_label="Pages of authors")


def _mark(one: Entry, current: str) -> str | None:
    return "page" if one.name == current else None
