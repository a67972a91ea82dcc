"""The page of a finished sitting: how it went by objective, how sure one was, every item with its reasons."""

from collections.abc import Sequence
from typing import cast

from assistant.accounts import Account
from assistant.quiz.types import Confidence
from assistant.quiz.view import Delivered, Outcome, ShownItem, Spot, Tally, View
from curricula.items.types import ItemType
from retrieval.measure import wilson
from ui.web.markup import escape, join, review_badge, tag, text_tag, void
from ui.web.quiz.assets import assets
from ui.web.quiz.feedback import NOT_ANSWERED, answered
from ui.web.quiz.item import question
from ui.web.quiz.plots import Bin, calibration_plot, share_bar
from ui.web.quiz.words import TYPE_WORDS, lasting, objective_words, percent
from ui.web.shell import header, source_pane, whole_page

SOURCE = (
    "Choose a numbered citation of an item: its page opens here with the words marked. "
    "Keys: [ and ] turn pages, Esc goes back."
)
NOTHING_ANSWERED = "Nothing was answered, so there is nothing to tell."
FOR_LEARNING = "For learning, not for marks: the items have not been calibrated for an examination."
UNANSWERED_COUNT = "What was not answered counts as not right."
SIGNS = {True: ("✓", "right"), False: ("✗", "not right"), None: ("?", "not marked")}


def result_page(view: View, items: Sequence[ShownItem], account: Account) -> str:
    """The whole page; `items` are those of all places with their feedback."""
    bar = tag("div", header("Quiz", account), id="top")
    main = tag("main", _content(view, items), class_="quiz-page result", id="result")
    panes = main + tag("div", source_pane(SOURCE), id="source-column")
    title = f"Result: {view.title}"
    return whole_page(title, bar + tag("div", panes, class_="quiz-panes"), extra=assets("quiz-pages.js"))


def _content(view: View, items: Sequence[ShownItem]) -> str:
    outcome = view.outcome
    if outcome is None:
        return text_tag("p", NOTHING_ANSWERED, class_="empty")
    bins = stated(items)
    missed = [item.item_id for item in items if _is_missed(view, item)]
    return join(
        (
            text_tag("h1", f"Result: {view.title}", class_="page-title"),
            _figures(view, outcome),
            join(text_tag("p", note, class_="note") for note in view.notes),
            text_tag("p", FOR_LEARNING, class_="note"),
            _on(missed),
            _section("By objective", tallies(outcome.per_objective)) if outcome.per_objective else "",
            _section("What the exam was to have", _plan(view.plan)) if view.plan else "",
            _section("How sure you were", calibration_plot(bins)) if bins else "",
            _section("Item by item", _items(view, items)) if items else "",
        )
    )


def stated(items: Sequence[ShownItem]) -> list[Bin]:
    """How often the answers given with each confidence were right; without those that say none."""
    truths: dict[Confidence, list[bool]] = {}
    for item in items:
        correct = item.feedback.graded.correct if item.feedback else None
        if item.confidence is not None and correct is not None:
            truths.setdefault(item.confidence, []).append(correct)
    return [
        Bin(sure / 100, sum(found), len(found), *wilson(sum(found), len(found)))
        for sure, found in sorted(truths.items())
    ]


def tallies(shown: Sequence[Tally]) -> str:
    """A bar for each objective, with its figures."""
    return tag("ul", join(tag("li", _tally(one)) for one in shown), class_="bars")


def _tally(one: Tally) -> str:
    share = one.right / one.graded if one.graded else 0.0
    words = f"{one.right} of {one.graded} right" if one.graded else "nothing marked"
    words += f", {one.ungraded} not marked" if one.ungraded else ""
    name = text_tag("span", objective_words(one.name), class_="bar-name")
    return tag("div", name + share_bar(share) + text_tag("span", words), class_="bar-row")


def _plan(lines: Sequence[Delivered]) -> str:
    """What the blueprint wished, and what the bank could deliver."""
    heads = ("Part", "Wished", "Delivered")
    head = tag("tr", join(text_tag("th", one, scope="col") for one in heads))
    rows = join(tag("tr", _line(one)) for one in lines)
    return tag("div", tag("table", tag("thead", head) + tag("tbody", rows)), class_="table")


def _line(one: Delivered) -> str:
    words = TYPE_WORDS.get(cast(ItemType, one.name)) if one.kind == "type" else None
    name = words or (objective_words(one.name) if one.name else "All items")
    short = one.delivered < one.wished
    came = f"{one.delivered} ({one.wished - one.delivered} short)" if short else str(one.delivered)
    return text_tag("td", name) + text_tag("td", str(one.wished)) + text_tag("td", came)


def _figures(view: View, outcome: Outcome) -> str:
    shown = [("Right", f"{outcome.right} of {outcome.graded}")]
    if outcome.graded:
        shown.append(("Share", percent(outcome.right / outcome.graded)))
    shown += [("Not answered", str(outcome.unanswered))] if outcome.unanswered else []
    shown += [("Not marked", str(outcome.ungraded))] if outcome.ungraded else []
    shown += [("Time", lasting(outcome.seconds))] if outcome.seconds is not None else []
    pairs = join(tag("div", text_tag("dt", name) + text_tag("dd", value)) for name, value in shown)
    counts = (
        text_tag("p", UNANSWERED_COUNT, class_="note") if view.mode == "exam" and outcome.unanswered else ""
    )
    return tag("dl", pairs, class_="figures") + counts


def _is_missed(view: View, item: ShownItem) -> bool:
    if item.response is None:
        return view.mode == "exam"
    return item.feedback is not None and item.feedback.graded.correct is False


def _on(missed: Sequence[str]) -> str:
    """What to do next: the missed ones again, another sitting, or print."""
    again = ""
    if missed:
        ids = join(void("input", type="hidden", name="item", value=one) for one in missed)
        ids += void("input", type="hidden", name="id", value="", data_fresh_id=True)
        words = "Answer the miss again" if len(missed) == 1 else f"Answer the {len(missed)} misses again"
        again = tag(
            "form",
            ids + text_tag("button", words, type="submit", class_="primary"),
            method="post",
            action="/quiz/start",
        )
    links = text_tag("a", "Another sitting", href="/quiz", class_="action")
    links += " " + text_tag("a", "Progress", href="/progress", class_="action")
    links += " " + text_tag("button", "Print", type="button", class_="action", data_print=True)
    return tag("div", again + links, class_="actions next-steps")


def _section(title: str, content: str) -> str:
    return tag("section", text_tag("h2", title) + content, aria_label=title)


def _items(view: View, items: Sequence[ShownItem]) -> str:
    spots = {spot.place: spot for spot in view.places}
    unfold = text_tag("button", "Show all", type="button", class_="action", data_unfold=True)
    return unfold + join(_item(view, item, spots.get(item.place)) for item in items)


def _item(view: View, item: ShownItem, spot: Spot | None) -> str:
    sign, told, kind = _sign(item)
    asked = item.lead_in or item.front or item.title or ""
    facts = [told] if item.response is None else []
    facts += ["flagged"] if spot and spot.flagged else []
    head = (
        text_tag("span", f"{item.place + 1}.")
        + tag("span", escape(sign) + text_tag("span", told, class_="hidden"), class_="sign")
        + text_tag("span", asked)
        + text_tag("small", ", ".join(facts), class_="note")
    )
    body = question(view.sitting, item) + review_badge(item.review)
    body += answered(view.sitting, item, item.feedback) if item.feedback else text_tag("p", NOT_ANSWERED)
    look = f"result-item result-{kind}"
    content = tag("summary", head) + tag("div", body)
    return tag("details", content, class_=look, id=f"place-{item.place}")


def _sign(item: ShownItem) -> tuple[str, str, str]:
    """What stands before an item, what it means, and its look."""
    if item.response is None:
        return "–", "not answered", "open"
    correct = item.feedback.graded.correct if item.feedback else None
    return *SIGNS[correct], {True: "right", False: "wrong", None: "open"}[correct]
