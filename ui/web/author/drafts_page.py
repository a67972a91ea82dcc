"""The pages on which drafts are asked for, read with what the gates say, corrected and decided on."""

from collections.abc import Sequence
from typing import NamedTuple

from assistant.accounts import Account
from assistant.quiz.draft.order import MOST
from curricula.items.drafts import OPEN, Draft, Gate
from curricula.items.load import to_yaml
from curricula.items.types import ClozeCard, Item, SingleBestAnswer
from ui.web.author.making import Progress
from ui.web.author.nav import author_nav
from ui.web.markup import badge, counted, escape, join, long_date, path, tag, text_tag, void
from ui.web.shell import header, static_url, whole_page

LEAD = (
    "Items drafted from passages of your library. None reaches learners before somebody else reviewed it. "
    "What a gate withholds is kept, with the reason."
)
SUBMIT = "Send to review"
EMPTY = "No draft waits. Name a topic above, and drafts are made from what the library says about it."
STATES = {
    "waiting": ("to be read", "plain"),
    "withheld": ("withheld", "warning"),
    "unreadable": ("unreadable", "warning"),
    "published": ("published", "plain"),
    "discarded": ("withheld by a person", "caution"),
}
TONES = {"pass": "plain", "fail": "warning", "unknown": "caution"}


def drafts_page(drafts: Sequence[Draft], progress: Progress, who: Account, *, has_model: bool) -> str:
    """What waits for a person, and the form that asks for more."""
    head = tag("tr", join(text_tag("th", name) for name in ("Draft", "State", "Made")))
    rows = join(map(_row, drafts))
    table = tag("div", tag("table", tag("thead", head) + tag("tbody", rows)), class_="table-wrap")
    body = (
        text_tag("h1", "Drafts", class_="page-title"),
        text_tag("p", LEAD, class_="lead"),
        _running(progress) if progress.running else _asking(has_model=has_model),
        join(text_tag("p", note, class_="note", role="status") for note in progress.notes),
        table if drafts else text_tag("p", EMPTY, class_="empty"),
    )
    again = void("meta", http_equiv="refresh", content="3") if progress.running else ""
    return _page("Drafts", join(body), who, again)


class Told(NamedTuple):
    """What to say of what was tried, the text that was sent and not kept, and the id of the next act."""

    words: str
    text: str
    event: str


def draft_page(draft: Draft, who: Account, told: Told) -> str:
    """One draft: as learners would get it, what the gates say, and its text to be corrected."""
    words, tone = STATES[draft.state]
    body = (
        text_tag("h1", draft.title, class_="page-title"),
        tag("p", badge(words, tone) + " " + escape(_made(draft))),
        text_tag("p", told.words, role="alert") if told.words else "",
        _shown(draft.item) if draft.item else "",
        _gates(draft.report.gates),
        _deciding(draft, told) if draft.state in OPEN else "",
        tag("p", text_tag("a", "All drafts", href="/author/drafts")),
    )
    return _page(draft.title, join(body), who, "")


def _page(title: str, body: str, who: Account, extra: str) -> str:
    style = void("link", rel="stylesheet", href=static_url("author.css"))
    bar = tag("div", header("Author", who), id="top")
    return whole_page(
        title, bar + tag("main", author_nav("Drafts") + body, class_="author-list"), extra=style + extra
    )


def _asking(*, has_model: bool) -> str:
    topic = tag("label", "Topic " + void("input", name="about", required=True, maxlength="300"))
    count = tag(
        "label", "How many " + void("input", name="count", type="number", min="1", max=str(MOST), value="10")
    )
    box = void("input", name="with_model", type="checkbox", value="yes")
    model = tag("p", tag("label", box + " written by the served model")) if has_model else ""
    button = text_tag("button", "Draft", type="submit", class_="primary")
    return tag("form", tag("p", topic + " " + count) + model + button, method="post", action="/author/drafts")


def _running(progress: Progress) -> str:
    of = progress.order.count if progress.order else 0
    words = text_tag("p", f"Drafting: {progress.done} of {of} done.", role="status")
    button = text_tag("button", "Stop", type="submit", class_="action")
    return words + tag("form", button, method="post", action="/author/drafts/stop")


def _row(draft: Draft) -> str:
    link = text_tag("a", _asked(draft), href=path("author", "drafts", draft.id))
    why = join(text_tag("div", gate.reason, class_="note") for gate in draft.report.withheld)
    words, tone = STATES[draft.state]
    cells = (
        tag("td", link + text_tag("div", draft.title, class_="note")),
        tag("td", badge(words, tone) + why),
    )
    return tag("tr", join(cells) + text_tag("td", _made(draft)))


def _asked(draft: Draft) -> str:
    match draft.item:
        case None:
            return "A reply that could not be read"
        case ClozeCard():
            return draft.item.text
    return draft.item.lead_in


def _made(draft: Draft) -> str:
    maker = "by rule" if draft.report.maker == "rules" else f"by {draft.report.maker}"
    decided = f"; {draft.state} by {draft.decided_name}" if draft.decided_name else ""
    return f"drafted {maker} on {long_date(draft.made_at.date())}{decided}"


def _shown(item: Item) -> str:
    quotes = join(tag("blockquote", escape(one.quote)) for one in item.references)
    match item:
        case ClozeCard():
            return text_tag("p", item.text) + quotes
        case SingleBestAnswer():
            options = join(
                tag(
                    "li",
                    tag("strong" if one.correct else "span", escape(one.text))
                    + (badge("key", "plain") if one.correct else "")
                    + text_tag("div", one.reason or "No reason is given.")
                    + join(tag("blockquote", escape(cited.quote)) for cited in one.references),
                )
                for one in item.options
            )
            stem = text_tag("p", item.vignette) + text_tag("p", item.lead_in)
            return stem + tag("ol", options, type="A")
    return text_tag("p", item.lead_in)


def _gates(gates: Sequence[Gate]) -> str:
    rows = join(
        tag(
            "tr",
            text_tag("th", gate.name.replace("_", " "), scope="row")
            + tag("td", badge(gate.outcome, TONES[gate.outcome]))
            + text_tag("td", gate.reason),
        )
        for gate in gates
    )
    count = counted(len(gates), "gate")
    return text_tag("h2", f"What {count} said") + tag(
        "div", tag("table", tag("tbody", rows)), class_="table-wrap"
    )


def _deciding(draft: Draft, told: Told) -> str:
    address = ("author", "drafts", draft.id)
    withhold = _form("Withhold", path(*address, "withhold"))
    if draft.item is None:
        return withhold
    event = void("input", type="hidden", name="event", value=told.event)
    submit = _form(SUBMIT, path(*address, "submit"), event)
    area = tag(
        "textarea", escape(told.text or to_yaml(draft.item)), name="text", rows="24", spellcheck="true"
    )
    label = tag("label", text_tag("span", "Its text, to be corrected", class_="label") + area)
    save = _form("Save and check again", path(*address), tag("div", label, class_="field wide"))
    return tag("div", submit + withhold, class_="row-actions") + tag("details", tag("summary", "Edit") + save)


def _form(words: str, action: str, inner: str = "") -> str:
    look = "primary" if words == SUBMIT else "action"
    return tag(
        "form", inner + text_tag("button", words, type="submit", class_=look), method="post", action=action
    )
