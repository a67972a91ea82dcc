"""The page on which one thing is reviewed: what it says, what differs, what is wrong, and what to do."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from assistant.accounts import LOCAL, Account
from assistant.cited import place
from assistant.references import Resolve
from curricula.items.types import Item
from curricula.review.diff import NOT_WRITTEN, Difference
from curricula.review.faults import references_in, told
from curricula.review.reviews import Looked
from curricula.review.types import LONGEST_NOTE, Event, Move, Version
from curricula.rewording import Part, compared
from curricula.types import Reference
from ui.web.author.items.seen import item_seen
from ui.web.author.laid import laid
from ui.web.author.reviews_page import MOVES, TONES
from ui.web.author.words import label_of
from ui.web.evidence import citation_url
from ui.web.markup import badge, counted, escape, join, long_date, tag, text_tag, void
from ui.web.quiz.assets import assets

BUTTONS: Mapping[Move, str] = {
    "submit": "Send to review",
    "withdraw": "Take back",
    "ask_changes": "Ask for changes",
    "publish": "Publish",
    "sign": "Sign as reviewer",
    "keep": "Still right: keep",
    "retire": "Retire",
    "reopen": "Bring back as a draft",
}
BY_STATE: Mapping[str, Sequence[Move]] = {
    "draft": ("submit", "retire"),
    "in_review": ("publish", "ask_changes", "withdraw", "retire"),
    "published": ("sign", "keep", "retire"),
    "retired": ("reopen",),
}
NOTE = "Comment, or why (needed to ask for changes, to keep what was marked, and to publish against a gate)"
ALONE = (
    "You use this app without an account, so nothing can be published here: a second person is needed. "
    "Give both of you an account: preceptor users add NAME --role educator."
)


class Seen(NamedTuple):
    """What the page shows: the version, what differs from the live one (None: nothing), and what is told."""

    looked: Looked
    changes: tuple[Difference, ...] | None
    resolve: Resolve
    against: Mapping[Move, tuple[str, ...]] = {}
    told: str = ""
    note: str = ""
    event: str = ""
    names: Callable[[str], str | None] = lambda _: None


def review_page(seen: Seen, who: Account) -> str:
    """The whole page for this person."""
    standing = seen.looked.standing
    state = badge(standing.status.replace("_", " "), TONES[standing.status])
    live = standing.live
    facts = f"{standing.kind} {standing.id}, version {standing.newest.version}, by {standing.author}"
    facts += f"; live is version {live.version}" if live else "; nothing of it is live"
    body = (
        text_tag("h1", standing.title, class_="page-title"),
        tag("p", state + " " + escape(facts)),
        text_tag("p", seen.told, role="alert", class_="fault") if seen.told else "",
        text_tag("p", ALONE, class_="note") if who.user_id == LOCAL.user_id else "",
        join(text_tag("p", f"Marked for a look: {one.note}", class_="note") for one in standing.marks),
        _doing(seen),
        _linted(seen.looked),
        _changed(seen.changes) if seen.changes is not None else "",
        _said(seen),
        _cited(seen),
        _trail(seen),
    )
    extra = assets() if standing.kind == "item" else ""
    return laid("Reviews", tag("div", join(body), class_="review"), who, title=standing.title, extra=extra)


def _doing(seen: Seen) -> str:
    standing = seen.looked.standing
    moves = [one for one in BY_STATE[standing.status] if one != "keep" or standing.marks]
    moves = [one for one in moves if one != "sign" or standing.reviewer is None]
    buttons = join(_button(one, seen.against.get(one, ())) for one in moves)
    buttons += text_tag("button", "Comment", type="submit", name="move", value="comment", class_="action")
    area = tag("textarea", escape(seen.note), name="note", rows="3", maxlength=LONGEST_NOTE)
    label = tag("label", text_tag("span", NOTE, class_="label") + area)
    hidden = void("input", type="hidden", name="event", value=seen.event)
    hidden += void("input", type="hidden", name="version", value=standing.newest.version)
    why = join(_why(one, seen.against[one]) for one in moves if seen.against.get(one))
    form = hidden + tag("div", label, class_="field wide") + tag("div", buttons, class_="doing")
    return tag("form", form, method="post") + (tag("ul", why, class_="why-not") if why else "")


def _button(move: Move, against: Sequence[str]) -> str:
    look = "primary" if move in ("publish", "submit") else "action"
    return text_tag(
        "button", BUTTONS[move], type="submit", name="move", value=move, class_=look, disabled=bool(against)
    )


def _why(move: Move, against: Sequence[str]) -> str:
    return tag("li", text_tag("strong", f"{BUTTONS[move]}: not now. ") + escape(" ".join(against)))


def _linted(looked: Looked) -> str:
    faults = [one for one in looked.remarks if not one.warning]
    warnings = [one for one in looked.remarks if one.warning]
    head = text_tag("h2", f"What lint says: {counted(len(faults), 'fault')}, {len(warnings)} to look at")
    lines = join(tag("li", badge("fault", "warning") + " " + escape(told(one))) for one in faults)
    lines += join(tag("li", escape(told(one))) for one in warnings)
    gates = join(tag("li", badge("gate", "warning") + " " + escape(one)) for one in looked.gates)
    return tag("section", head + (tag("ul", gates + lines) if gates + lines else ""))


def _changed(changes: Sequence[Difference]) -> str:
    head = text_tag("h2", f"What differs from the live version: {counted(len(changes), 'field')}")
    return tag("section", head + join(map(_difference, changes)))


def _difference(one: Difference) -> str:
    words = compared(one.old or "", one.new or "")
    sides = _side("del", "Live", words.old, one.old) + _side("ins", "New", words.new, one.new)
    return text_tag("h3", one.spot.replace(".", " › ").replace("_", " ")) + tag("div", sides, class_="sides")


def _side(mark: str, title: str, parts: Sequence[Part], text: str | None) -> str:
    words = join(text_tag(mark, part.text) if part.changed else escape(part.text) for part in parts)
    shown = tag("blockquote", words) if text is not None else text_tag("p", "Not there.", class_="note")
    return tag("div", text_tag("h4", title) + shown)


def _said(seen: Seen) -> str:
    head, value = text_tag("h2", "What it says"), seen.looked.value
    if not isinstance(value, Item):
        return tag("section", head + _content(seen))
    every = tag("details", text_tag("summary", "Every field of it") + _content(seen))
    return tag("section", head + item_seen(value, seen.resolve) + every)


def _content(seen: Seen) -> str:
    value = seen.looked.value
    left = {*NOT_WRITTEN, "id", "title", "references"}
    return _part(value.model_dump(mode="json", exclude=left, exclude_defaults=True))


def _part(value: Any) -> str:
    """Fields and lists as what they are; what is right is marked in words."""
    if isinstance(value, Mapping):
        key = badge("key") if value.get("correct") is True else ""
        rows = ((name, one) for name, one in value.items() if name not in ("correct", "references", "id"))
        fields = join(text_tag("dt", label_of(name)) + tag("dd", _part(one)) for name, one in rows)
        return key + tag("dl", fields, class_="said")
    if isinstance(value, list):
        plain = all(not isinstance(one, Mapping | list) for one in value)
        if plain:
            return escape(", ".join(map(str, value)))
        return tag("ol", join(tag("li", _part(one)) for one in value))
    return escape(str(value))


def _cited(seen: Seen) -> str:
    found = dict.fromkeys(one for _, one in references_in(seen.looked.value))
    lines = join(tag("li", _reference(one, seen.resolve)) for one in found)
    none = text_tag("p", "It cites nothing.", class_="note")
    return tag("section", text_tag("h2", "What it cites") + (tag("ul", lines) if lines else none))


def _reference(one: Reference, resolve: Resolve) -> str:
    citation, reason = resolve(one)
    if citation is None:
        return escape(f"{one.document}: ") + badge(reason, "warning") + text_tag("blockquote", one.quote)
    link = text_tag("a", citation.title, href=citation_url(citation))
    where = place(citation)
    return link + escape(f" · {where}" if where else "") + text_tag("blockquote", one.quote)


def _trail(seen: Seen) -> str:
    standing = seen.looked.standing
    steps = [(one.at, _step(one)) for one in standing.events]
    steps += [(one.at, _saved(one, seen.names)) for one in standing.versions]
    lines = join(tag("li", line) for _, line in sorted(steps, key=lambda pair: pair[0]))
    return tag("section", text_tag("h2", "What was done") + tag("ol", lines, class_="trail"))


def _step(event: Event) -> str:
    head = f"{long_date(event.at.date())}, {event.at:%H:%M}: version {event.version} {MOVES[event.move]}"
    note = text_tag("blockquote", event.note) if event.note else ""
    return escape(f"{head} by {event.name}") + note


def _saved(one: Version, names: Callable[[str], str | None]) -> str:
    who = (names(one.saved_by) or one.saved_by) if one.saved_by else ""
    by = f" by {who}" if who else ""
    return escape(
        f"{long_date(one.at.date())}, {one.at:%H:%M}: version {one.version} kept{by} ({one.origin})"
    )
