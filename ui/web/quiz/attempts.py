"""The attempts behind a number: what was answered, and whether it is to count."""

from collections.abc import Callable, Sequence

from assistant.accounts import Account
from assistant.learner.types import Attempt, Kept
from ui.web.markup import badge, escape, join, path, tag, text_tag, void
from ui.web.quiz.progress import page
from ui.web.quiz.words import CONFIDENCE_WORDS, MODE_WORDS, lasting

NONE = "There is no attempt of yours here."
VERDICTS = {True: "right", False: "not right", None: "not marked"}
HEADS = ("When", "Item", "Answer", "How sure", "Time", "")
Title = Callable[[Attempt], str]
"""What an item is called in a list; its lead-in, if it is still here."""


def attempts_page(title: str, shown: Sequence[Kept], back: str, who: Account, *, titled: Title) -> str:
    """The whole page; `back` is the address to which its forms lead back."""
    head = text_tag("h1", title, class_="page-title")
    link = tag("p", text_tag("a", "Back to Progress", href="/progress"))
    if not shown:
        return page(title, head + text_tag("p", NONE, class_="empty") + link, who)
    heads = tag("tr", join(text_tag("th", one, scope="col") for one in HEADS))
    rows = join(_row(one, back, titled) for one in shown)
    table = tag("table", tag("thead", heads) + tag("tbody", rows))
    return page(title, head + link + tag("div", table, class_="table attempts"), who)


def _row(kept: Kept, back: str, titled: Title) -> str:
    one = kept.attempt
    sitting, _, place = one.id.rpartition(":")
    item = text_tag("a", titled(one), href=f"{path('sitting', sitting)}#place-{place}")
    about = MODE_WORDS[one.mode].lower() + (", with help" if one.assisted else "")
    verdict = escape(VERDICTS[one.graded.correct]) + ("" if kept.counts else " " + _struck(kept))
    sure = CONFIDENCE_WORDS[one.confidence].lower() if one.confidence else ""
    cells = (
        tag("td", text_tag("time", f"{one.at:%Y-%m-%d %H:%M}", datetime=one.at.isoformat())),
        tag("td", item + text_tag("p", about, class_="note")),
        tag("td", verdict),
        text_tag("td", sure),
        text_tag("td", "" if one.seconds is None else lasting(one.seconds)),
        tag("td", _card(one) + _counting(kept, back) + _removing(one, back), class_="row-actions"),
    )
    return tag("tr", join(cells), class_=None if kept.counts else "struck")


def _struck(kept: Kept) -> str:
    return badge("does not count", "caution") + text_tag("p", kept.corrections[-1].reason, class_="note")


def _card(one: Attempt) -> str:
    if one.graded.correct is not False:
        return ""
    return text_tag("a", "Make a card", href=path("review", "card", one.id), class_="action") + " "


def _counting(kept: Kept, back: str) -> str:
    hidden = _hidden(attempt=kept.attempt.id, back=back, counts="false" if kept.counts else "true")
    if not kept.counts:
        button = text_tag("button", "Count it again", type="submit", class_="action")
        return tag("form", hidden + button, method="post", action="/progress/correct")
    field = void("input", name="reason", required=True, maxlength=500)
    label = tag("label", text_tag("span", "Why?", class_="note") + field)
    button = text_tag("button", "Does not count", type="submit", class_="action")
    form = tag("form", hidden + label + " " + button, method="post", action="/progress/correct")
    return tag("details", text_tag("summary", "Does not count …", class_="action") + form, class_="ending")


def _removing(one: Attempt, back: str) -> str:
    note = text_tag("p", "Removed for good; nothing is computed from it any more.", class_="note")
    button = text_tag("button", "Remove", type="submit", class_="action danger")
    form = tag(
        "form", _hidden(attempt=one.id, back=back) + note + button, method="post", action="/progress/remove"
    )
    return tag("details", text_tag("summary", "Remove …", class_="action") + form, class_="ending")


def _hidden(**values: str) -> str:
    return join(void("input", type="hidden", name=name, value=value) for name, value in values.items())
