"""The page Audit: what it is, one's own answers, and how many errors one finds."""

from collections.abc import Sequence

from assistant.accounts import Account
from assistant.audits.rates import Rates
from assistant.audits.view import Standing
from curricula.audits.types import KINDS
from ui.web.audits.shares import kind_words, rates_part
from ui.web.markup import counted, escape, join, path, tag, text_tag, void
from ui.web.quiz.assets import assets
from ui.web.shell import header, whole_page

LEAD = (
    "Short answers as a language model might write them. Some hold, in others errors were planted: mark what "
    "is wrong and of what kind, or hand the answer in as sound. Open the citations, as you would at work."
)
NOTHING_YET = "You have not checked an answer yet. Each has five to seven sentences and takes a few minutes."


def hall_page(mine: Sequence[Standing], found: Rates, who: Account) -> str:
    """The whole page, as this person sees it."""
    body = (
        text_tag("h1", "Check an AI answer", class_="page-title"),
        text_tag("p", LEAD, class_="lead"),
        _beginning(mine),
        kinds_part(),
        _section("What you find", rates_part(found)) if found.answers else "",
        _section("My answers", _turns(mine)),
    )
    bar = tag("div", header("Quiz", who), id="top")
    main = tag("main", join(body), class_="quiz-page", id="audit-hall")
    return whole_page("Check an AI answer", bar + main, extra=assets("quiz-pages.js"))


def begin_form(words: str) -> str:
    """A button that brings the next answer."""
    fresh = void("input", type="hidden", name="id", value="", data_fresh_id=True)
    button = text_tag("button", words, type="submit", class_="primary")
    return tag("form", fresh + button, method="post", action="/audit/start", class_="audit-begin")


def kinds_part(*, is_open: bool = False) -> str:
    """What each kind of error means."""
    terms = join(
        tag("div", text_tag("dt", kind_words(kind)) + text_tag("dd", what)) for kind, what in KINDS.items()
    )
    content = text_tag("summary", "The kinds of error") + tag("dl", terms, class_="audit-kinds")
    return tag("details", content, open=is_open)


def _beginning(mine: Sequence[Standing]) -> str:
    waiting = next((one for one in mine if one.planted is None), None)
    if waiting is None:
        return begin_form("Next answer" if mine else "First answer")
    link = text_tag("a", waiting.title, href=path("audit", waiting.turn))
    return tag("p", escape("Go on with ") + link, class_="resume") + begin_form("Another answer")


def _turns(mine: Sequence[Standing]) -> str:
    if not mine:
        return text_tag("p", NOTHING_YET, class_="empty")
    heads = tag("tr", join(text_tag("th", head, scope="col") for head in ("Begun", "Answer", "Outcome", "")))
    rows = join(tag("tr", _row(one)) for one in mine)
    return tag("div", tag("table", tag("thead", heads) + tag("tbody", rows)), class_="table")


def _row(one: Standing) -> str:
    address = path("audit", one.turn)
    begun = text_tag("time", f"{one.given_at:%Y-%m-%d %H:%M}", datetime=one.given_at.isoformat())
    link = text_tag(
        "a", "Continue" if one.planted is None else "See what it held", href=address, class_="action"
    )
    drop = text_tag("button", "Remove", type="submit", class_="action danger")
    form = tag("form", drop, method="post", action=f"{address}/forget")
    ask = tag("details", text_tag("summary", "Remove", class_="action") + form, class_="ending")
    cells = tag("td", begun) + text_tag("td", one.title) + text_tag("td", outcome_words(one))
    return cells + tag("td", link + " " + ask, class_="row-actions")


def outcome_words(one: Standing) -> str:
    """What came of a turn, in a few words."""
    if one.planted is None or one.found is None or one.false_alarms is None:
        return "not handed in"
    found = f"{one.found} of {counted(one.planted, 'error')} found" if one.planted else "no error planted"
    return found + (f", {counted(one.false_alarms, 'false alarm')}" if one.false_alarms else "")


def _section(title: str, content: str) -> str:
    return tag("section", text_tag("h2", title) + content, aria_label=title)
