"""The lists of what is to be reviewed, and the trail of all that was done."""

from collections.abc import Mapping, Sequence
from typing import Literal, get_args

from assistant.accounts import Account
from curricula.review.rules import reasons_against
from curricula.review.types import Event, Kind, Move, Standing
from ui.web.author.laid import laid, reviewed_at
from ui.web.markup import badge, escape, join, long_date, path, tag, text_tag

Lot = Literal["waiting", "mine", "returned", "marked", "all"]
Lots = Mapping[Lot, Sequence[Standing]]
NAMES: Mapping[Lot, str] = {
    "waiting": "Waiting for me",
    "mine": "Mine in review",
    "returned": "Returned to me",
    "marked": "Marked for a look",
    "all": "All",
}
EMPTY: Mapping[Lot, str] = {
    "waiting": "Nothing waits for you. What others send to review is listed here.",
    "mine": "Nothing of yours is in review. Save a draft, open it here, and send it.",
    "returned": "Nobody asked you for changes.",
    "marked": "Nothing that is live was marked for a look.",
    "all": "Nothing is in review.",
}
LEAD = (
    "Nothing goes live before a second person has reviewed it. "
    "Whoever wrote a version, or is named as its author, cannot publish it."
)
MOVES: Mapping[Move, str] = {
    "submit": "sent to review",
    "withdraw": "taken back",
    "comment": "commented",
    "ask_changes": "asked for changes",
    "publish": "published",
    "sign": "signed",
    "retire": "retired",
    "reopen": "brought back",
    "mark": "marked for a look",
    "keep": "kept as still right",
    "take_in": "taken in as published",
}
TONES = {"published": "plain", "draft": "caution", "in_review": "caution", "retired": "warning"}
MOST = 500


def lots_of(found: Sequence[Standing], who: Account) -> Lots:
    """What is open, in the lists in which this person looks for it."""
    mine = [one for one in found if who.user_id in (one.sent_by, *(v.saved_by for v in one.fresh))]
    reviewable = [one for one in found if one.status == "in_review" and not _against(one, who)]
    return {
        "waiting": reviewable,
        "mine": [one for one in mine if one.status == "in_review"],
        "returned": [one for one in mine if one.returned],
        "marked": [one for one in found if one.marks],
        "all": found,
    }


def reviews_page(lots: Lots, who: Account, *, show: Lot, kind: Kind | None) -> str:
    """One of the lists, perhaps of one kind only."""
    found = [one for one in lots[show] if kind in (None, one.kind)]
    tabs = join(
        tag("li", text_tag("a", f"{NAMES[lot]} ({len(lots[lot])})", **_tab(lot, show, kind))) for lot in NAMES
    )
    kinds = join(tag("li", _kind_link(one, show, kind)) for one in (None, *get_args(Kind)))
    head = tag("tr", join(text_tag("th", name) for name in ("What", "State", "Last step")))
    table = tag("table", tag("thead", head) + tag("tbody", join(map(_row, found[:MOST]))))
    more = f"{len(found) - MOST} more are not shown." if len(found) > MOST else ""
    trail = text_tag("a", "The whole trail", href="/author/trail")
    body = (
        text_tag("h1", "Reviews", class_="page-title"),
        text_tag("p", LEAD, class_="lead"),
        tag("nav", tag("ul", tabs), class_="author-nav", aria_label="Lists"),
        tag("nav", tag("ul", kinds), class_="author-nav", aria_label="Kinds"),
        tag("div", table, class_="table-wrap") if found else text_tag("p", EMPTY[show], class_="empty"),
        text_tag("p", more, class_="note") if more else "",
        tag("p", trail) if who.role == "owner" else "",
    )
    return laid("Reviews", join(body), who)


def trail_page(events: Sequence[Event], who: Account) -> str:
    """All that was done with anything, newest first."""
    rows = join(map(_event_row, events[:MOST]))
    head = tag("tr", join(text_tag("th", name) for name in ("When", "What", "Step", "Who", "Words")))
    table = tag("div", tag("table", tag("thead", head) + tag("tbody", rows)), class_="table-wrap")
    note = f"The newest {MOST} of {len(events)} steps; all are in the file." if len(events) > MOST else ""
    body = (
        text_tag("h1", "Trail", class_="page-title"),
        text_tag(
            "p", "Every step of every review. Nothing in it is ever changed or taken out.", class_="lead"
        ),
        tag("p", text_tag("a", "Download as CSV", href="/author/trail.csv", download="trail.csv")),
        text_tag("p", note, class_="note") if note else "",
        table if events else text_tag("p", "No step was taken yet.", class_="empty"),
    )
    return laid("Reviews", join(body), who, title="Trail")


def step(event: Event) -> str:
    """A step in words, such as “published by Noor on 3 May 2026”."""
    return f"{MOVES[event.move]} by {event.name} on {long_date(event.at.date())}"


def _against(one: Standing, who: Account) -> tuple[str, ...]:
    return reasons_against("publish", one.which, one, user_id=who.user_id, name=who.name)


def _tab(lot: Lot, show: Lot, kind: Kind | None) -> dict[str, str | None]:
    where = path("author", "reviews", show=lot, kind=kind)
    return {"href": where, "aria_current": "page" if lot == show else None}


def _kind_link(one: Kind | None, show: Lot, kind: Kind | None) -> str:
    where = path("author", "reviews", show=show, kind=one)
    name = f"{one} only" if one else "every kind"
    return text_tag("a", name, href=where, aria_current="true" if one == kind else None)


def _row(one: Standing) -> str:
    link = text_tag("a", one.title, href=reviewed_at(one.kind, one.id))
    facts = text_tag("div", f"{one.kind} {one.id}, version {one.newest.version}", class_="note")
    state = badge(one.status.replace("_", " "), TONES[one.status])
    state += badge("marked for a look", "warning") if one.marks else ""
    last = text_tag("div", step(one.events[-1])) if one.events else ""
    return tag("tr", tag("td", link + facts) + tag("td", state) + tag("td", last))


def _event_row(event: Event) -> str:
    link = text_tag("a", f"{event.kind} {event.id}", href=reviewed_at(event.kind, event.id))
    cells = (
        text_tag("td", f"{event.at:%Y-%m-%d %H:%M}"),
        tag("td", link + escape(f", version {event.version}")),
        text_tag("td", MOVES[event.move]),
        text_tag("td", event.name),
        text_tag("td", event.note),
    )
    return tag("tr", join(cells))
