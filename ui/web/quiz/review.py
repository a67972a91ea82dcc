"""The page Review: what is due, how it is planned, and one's own cards."""

from collections.abc import Sequence
from datetime import datetime

from assistant.accounts import Account
from assistant.learner.cards import Offered, OwnCard
from assistant.learner.preferences import Preference
from assistant.learner.progress import Due
from assistant.learner.schedule import DueDay
from ui.web.evidence import citation_url, source_line
from ui.web.markup import counted, escape, join, path, tag, text_tag, void
from ui.web.quiz.plots import forecast_plot
from ui.web.quiz.progress import page
from ui.web.quiz.words import lasting

LEAD = (
    "What you missed and the cards you kept come back when you are about to forget them. "
    "Recall, turn, and say how it went; each button says when the card comes again."
)
NO_CARDS = "You have kept no card. After a wrong answer one is offered, with the sentence that it is from."
GAPS = "What stands in {{double braces}} is hidden on the front; {{words::hint}} shows the hint in its place."
RETENTIONS = (0.85, 0.87, 0.9, 0.92, 0.95)


def review_page(
    due: Due,
    forecast: Sequence[DueDay],
    preference: Preference,
    cards: Sequence[OwnCard],
    who: Account,
    *,
    now: datetime,
) -> str:
    """The whole page."""
    body = (
        text_tag("h1", "Review", class_="page-title"),
        text_tag("p", LEAD, class_="lead"),
        _start(due, now),
        _section("The next days", forecast_plot([(one.day, one.reviews + one.new) for one in forecast])),
        _section("How it is planned", _preference(preference)),
        _section("My cards", _cards(cards)),
    )
    return page("Review", join(body), who, current="Review")


def offer_page(attempt: str, offered: Offered, back: str, who: Account) -> str:
    """The card that a miss offers, to be edited and approved; or why there is none."""
    head = text_tag("h1", "A card of what you missed", class_="page-title")
    away = tag("p", text_tag("a", "Back without a card", href=back))
    if offered.card is None:
        return page(
            "Card", head + text_tag("p", offered.reason, class_="empty") + away, who, current="Review"
        )
    source = ""
    if offered.citation is not None:
        link = text_tag("a", "open", href=citation_url(offered.citation))
        source = tag(
            "p", escape("From ") + source_line(offered.citation) + escape(": ") + link, class_="source"
        )
        source += tag("p", text_tag("q", offered.citation.quote))
    hidden = void("input", type="hidden", name="back", value=back)
    content = hidden + _wording(offered.card.text, offered.card.extra)
    content += text_tag("button", "Keep this card", type="submit", class_="primary")
    form = tag("form", content, method="post", action=path("review", "card", attempt), class_="offer")
    return page("Card", head + source + form + away, who, current="Review")


def _start(due: Due, now: datetime) -> str:
    if not due.now + due.new:
        if due.next_due is None:
            return text_tag("p", "Nothing to review: what you miss in a quiz will come here.", class_="empty")
        wait = lasting(max(60.0, (due.next_due - now).total_seconds()))
        return text_tag("p", f"Nothing is due. The next card comes in {wait}.", class_="empty")
    facts = [f"{due.now} due"] if due.now else []
    facts += [f"{due.new} new"] if due.new else []
    facts += [f"{due.waiting} more new ones wait for other days"] if due.waiting else []
    hidden = void("input", type="hidden", name="mode", value="review")
    hidden += void("input", type="hidden", name="id", value="", data_fresh_id=True)
    button = text_tag(
        "button", f"Review {counted(due.now + due.new, 'card')}", type="submit", class_="primary"
    )
    form = tag("form", hidden + button, method="post", action="/quiz/start")
    return form + text_tag("p", ", ".join(facts) + ".", class_="about")


def _preference(given: Preference) -> str:
    options = join(
        text_tag("option", f"{value:.0%}", value=f"{value:g}", selected=abs(value - given.retention) < 0.005)
        for value in sorted({*RETENTIONS, given.retention})
    )
    chosen = tag("select", options, name="retention")
    share = tag("label", text_tag("span", "Recalled when due, of all cards") + chosen)
    field = void("input", type="number", name="new_cards_a_day", min=0, max=500, value=given.new_cards_a_day)
    new = tag("label", text_tag("span", "New cards a day, at most") + field)
    button = text_tag("button", "Keep", type="submit", class_="action")
    note = text_tag("p", "A higher share means shorter intervals and more reviews a day.", class_="note")
    content = share + new + button
    return note + tag("form", content, method="post", action="/review/preference", class_="settings-form")


def _cards(cards: Sequence[OwnCard]) -> str:
    if not cards:
        return text_tag("p", NO_CARDS, class_="empty")
    link = text_tag("a", "Export for Anki", href="/review/cards.apkg", class_="action", download=True)
    return join(_card(one) for one in cards) + tag("p", link, class_="actions")


def _card(one: OwnCard) -> str:
    address = path("review", "cards", one.card.id)
    based_on = void("input", type="hidden", name="based_on", value=one.card.version)
    change = based_on + _wording(one.card.text, one.card.extra)
    change += text_tag("button", "Keep the change", type="submit", class_="action")
    drop = text_tag("button", "Remove this card", type="submit", class_="action danger")
    forms = tag("form", change, method="post", action=address)
    forms += tag("form", drop, method="post", action=f"{address}/drop", class_="actions")
    head = text_tag("summary", one.card.text)
    return tag("details", head + tag("div", forms), class_="own-card")


def _wording(text: str, extra: str) -> str:
    words = tag(
        "label",
        text_tag("span", "The card") + tag("textarea", escape(text), name="text", rows=3, required=True),
    )
    more = tag(
        "label",
        text_tag("span", "On its back as well") + tag("textarea", escape(extra), name="extra", rows=2),
    )
    return words + more + text_tag("p", GAPS, class_="note")


def _section(title: str, content: str) -> str:
    return tag("section", text_tag("h2", title) + content, aria_label=title)
