"""What cites words that a newer edition changed: old and new beside each other, and what is done about it."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import NamedTuple
from uuid import uuid4

from assistant.accounts import Account
from assistant.changes import Change, Changed, Pair
from assistant.edition_reviews import Decided, Done, Key, key_of
from curricula.rewording import Part, Place
from retrieval.types import Document
from ui.web.author.laid import laid, reviewed_at
from ui.web.markup import badge, counted, escape, join, long_date, path, tag, text_tag, void

LEAD = (
    "What cites words of an older edition that the current one says otherwise or no longer. Words that stand "
    "there to the letter are not listed. Whether the nearest words say the same is for you to judge."
)
NO_PAIR = (
    "No source of this library has an older edition. Add a new edition with what it supersedes, and what "
    "cites changed words is listed here."
)
ALL_STANDS = "Nothing that cites this source needs a look."
OUTCOMES = {
    "changed": ("changed", "warning"),
    "gone": ("gone: nothing near to it", "warning"),
    "retitled": ("stands, but under another title", "caution"),
}
MOVES = {"mark": "marked for review", "keep": "kept as still right"}
A_PAGE = 50


class Shown(NamedTuple):
    """What of the list is shown: the older edition, all or only what is open, which page (from 1)."""

    older: str = ""
    all: bool = False
    page: int = 1

    def address(self, **other: object) -> str:
        """The address of this view, or of one that differs from it."""
        it = self._replace(**other)  # type: ignore[arg-type]
        given = {"older": it.older or None, "all": "yes" if it.all else None}
        return path("author", "changes", **given, page=it.page if it.page > 1 else None)


class One(NamedTuple):
    """One thing that cites, with all its changed words."""

    key: Key
    changes: tuple[Change, ...]


def ones_of(pair: Pair, done: Mapping[Key, Done], *, every: bool) -> list[One]:
    """Each thing of the pair once; without `every` those about which nobody has decided."""
    found: dict[Key, list[Change]] = {}
    for change in pair.changes:
        if every or key_of(change) not in done:
            found.setdefault(key_of(change), []).append(change)
    ones = [One(key, tuple(changes)) for key, changes in found.items()]
    return sorted(ones, key=lambda one: min(map(_urgency, one.changes)))


def _urgency(change: Change) -> tuple[bool, int]:
    """Changed numbers come first, words that stand last."""
    numbers = change.words and (change.words.numbers_gone or change.words.numbers_new)
    return not numbers, list(OUTCOMES).index(change.outcome)


def changes_page(found: Changed, done: Decided, shown: Shown, who: Account, *, told: str = "") -> str:
    """The pairs of editions, and of the chosen one what is to be looked at."""
    pair = _chosen(found, done, shown)
    body = (
        text_tag("h1", "When a source changes", class_="page-title"),
        text_tag("p", LEAD, class_="lead"),
        text_tag("p", told, role="alert") if told else "",
        _pairs(found, done, shown, pair) if pair else text_tag("p", NO_PAIR, class_="empty"),
        _one_pair(pair, done, shown._replace(older=pair.older.id)) if pair else "",
        _nowhere(found.nowhere),
    )
    return laid("Changes", join(body), who, title="When a source changes")


def _chosen(found: Changed, done: Decided, shown: Shown) -> Pair | None:
    asked = next((pair for pair in found.pairs if pair.older.id == shown.older), None)
    waiting = (pair for pair in found.pairs if ones_of(pair, done.get(pair.older.id, {}), every=False))
    return asked or next(waiting, None) or next(iter(found.pairs), None)


def _pairs(found: Changed, done: Decided, shown: Shown, chosen: Pair | None) -> str:
    rows = []
    for pair in found.pairs:
        link = shown.address(older=pair.older.id, page=1)
        mark = "true" if pair is chosen else None
        waiting = len(ones_of(pair, done.get(pair.older.id, {}), every=False))
        cells = (
            tag("td", text_tag("a", pair.newer.title, href=link, aria_current=mark)),
            text_tag("td", f"{_edition(pair.older)} → {_edition(pair.newer)}"),
            tag("td", badge(f"{waiting} to look at", "warning") if waiting else badge("nothing open")),
            text_tag("td", f"{pair.same:,} stand"),
        )
        rows.append(tag("tr", join(cells)))
    heads = join(text_tag("th", name, scope="col") for name in ("Source", "Editions", "State", "Citations"))
    table = tag("table", tag("thead", tag("tr", heads)) + tag("tbody", join(rows)))
    return tag("div", table, class_="table-wrap")


def _one_pair(pair: Pair, decided: Decided, shown: Shown) -> str:
    done = decided.get(pair.older.id, {})
    ones = ones_of(pair, done, every=shown.all)
    first = (shown.page - 1) * A_PAGE
    switch = text_tag(
        "a",
        "Only what is open" if shown.all else "Also what was decided",
        href=shown.address(all=not shown.all, page=1),
    )
    head = text_tag("h2", f"{pair.newer.title}: {_edition(pair.older)} to {_edition(pair.newer)}")
    body = join(_article(one, done.get(one.key), pair) for one in ones[first : first + A_PAGE])
    body = body or text_tag("p", ALL_STANDS, class_="empty")
    return tag(
        "section",
        head + _all(pair, ones, done) + tag("p", switch) + body + _pages(shown, len(ones)),
    )


def _all(pair: Pair, ones: Sequence[One], done: Mapping[Key, Done]) -> str:
    waiting = sum(one.key not in done for one in ones)
    if not waiting:
        return ""
    hidden = _hidden(older=pair.older.id, move="mark", event=uuid4().hex)
    button = text_tag("button", f"Mark all {waiting} for review", type="submit", class_="action")
    return tag("form", hidden + button, method="post", action="/author/changes/all")


def _article(one: One, done: Done | None, pair: Pair) -> str:
    change = one.changes[0]
    kind, an_id, version = one.key
    link = text_tag("a", change.title, href=reviewed_at(kind, an_id))
    facts = f"{change.kind} {an_id}, version {version}, {change.status.replace('_', ' ')}"
    told = f"{MOVES[done.move]} by {done.name} on {long_date(done.at.date())}" if done else ""
    head = tag("h3", link) + tag("p", escape(facts) + " " + (badge(told) if told else ""), class_="note")
    texts = join(_texts(each, pair) for each in one.changes)
    return tag("article", head + texts + ("" if done else _deciding(one, pair)), class_="change")


def _texts(change: Change, pair: Pair) -> str:
    words, tone = OUTCOMES[change.outcome]
    old = change.words.old if change.words else (Part(text=change.quote),)
    sides = _side("del", f"Was cited ({_edition(pair.older)})", old, change.old)
    if change.new is not None:
        new = change.words.new if change.words else (Part(text=change.new.text),)
        sides += _side("ins", f"Stands now ({_edition(pair.newer)})", new, change.new)
    else:
        sides += tag("div", text_tag("h4", f"Stands now ({_edition(pair.newer)})") + _nothing(pair.newer))
    return tag("p", badge(words, tone) + _numbers(change)) + tag("div", sides, class_="sides")


def _nothing(newer: Document) -> str:
    link = text_tag("a", "Open the newer edition", href=path("source", newer.id, 1))
    return text_tag("p", "No sentence is near to these words.") + tag("p", link)


def _side(mark: str, title: str, parts: Iterable[Part], place: Place) -> str:
    text = join(text_tag(mark, part.text) if part.changed else escape(part.text) for part in parts)
    where = path("source", place.document, passage=place.passage, start=place.start, end=place.end)
    link = text_tag("a", "Open the page", href=where, aria_label=f"Open the page: {title}")
    return tag("div", text_tag("h4", title) + tag("blockquote", text) + tag("p", link))


def _numbers(change: Change) -> str:
    if change.words is None:
        return ""
    gone, come = change.words.numbers_gone, change.words.numbers_new
    told = []
    if gone:
        told.append(f"no longer {', '.join(gone)}")
    if come:
        told.append(f"now {', '.join(come)}")
    return " " + text_tag("strong", f"Numbers: {'; '.join(told)}.") if told else ""


def _deciding(one: One, pair: Pair) -> str:
    kind, an_id, version = one.key
    given = _hidden(older=pair.older.id, kind=kind, id=an_id, version=version, event=uuid4().hex)
    # Only what is live is kept as it is; what is written still is put right in its form.
    moves = {"mark": "Mark for review"}
    moves |= {"keep": "Still right: keep"} if one.changes[0].status == "published" else {}
    buttons = join(
        text_tag("button", words, type="submit", name="move", value=move, class_="action")
        for move, words in moves.items()
    )
    form = tag("form", given + buttons, method="post", action="/author/changes")
    return tag("div", form, class_="row-actions left")


def _hidden(**values: str | int) -> str:
    return join(void("input", type="hidden", name=name, value=value) for name, value in values.items())


def _pages(shown: Shown, count: int) -> str:
    last = -(-count // A_PAGE)
    if last <= 1:
        return ""
    near = (n for n in range(1, last + 1) if n in (1, last) or abs(n - shown.page) < 5)
    links = (
        text_tag(
            "a",
            str(n),
            href=shown.address(page=n),
            aria_current="page" if n == shown.page else None,
        )
        for n in islice(near, 20)
    )
    return tag("nav", escape("Page ") + " ".join(links), class_="pages", aria_label="Pages of the list")


def _nowhere(count: int) -> str:
    if not count:
        return ""
    told = counted(count, "citation of these sources stands", "citations of these sources stand")
    link = text_tag("a", "which", href=path("author", "coverage", citations="yes") + "#stale")
    return tag("p", escape(f"{told} in no edition (") + link + ").", class_="note")


def _edition(document: Document) -> str:
    year = str(document.published.year) if document.published else "undated"
    return document.edition or year
