"""The page Quiz: what to practise and how, and one's own sittings."""

from collections.abc import Sequence
from typing import NamedTuple

from assistant.accounts import Account
from assistant.quiz.choosing.exams import Offered
from assistant.quiz.sitting.listing import Standing, Subject, offers, standings
from assistant.quiz.sitting.sit import Quizzes
from assistant.quiz.types import Mode
from ui.web.markup import badge, counted, escape, join, path, tag, text_tag, void
from ui.web.quiz.assets import assets
from ui.web.quiz.words import MODE_WORDS, name_words, objective_words
from ui.web.shell import header, whole_page

LEAD = (
    "Answer first, then see why: for what you chose and for what is right, with the passages behind it. "
    "What you miss comes back at the right time on the page Review."
)
NO_ITEMS = "This library has no published item yet. How to write or import some is told in docs/educators.md."
NO_SITTINGS = (
    "You have not begun one. Every answer is kept as it is given, so that you can stop and go on later, "
    "here or in another browser."
)
EVERYTHING = "Tick nothing to practise everything, what is weak and due first."
AUDIT = "Or find what is wrong in answers as a language model writes them: "
MODES: tuple[tuple[Mode, str], ...] = (
    ("study", "One at a time, with the reasons after each answer."),
    ("exam", "A block against the clock, without feedback until its end."),
)
EXAMS = (
    "Each follows a blueprint: so many questions of each part and level, none that you answered of late. "
    "The result shows what was wished and what the bank could deliver."
)
MANY = 24
"""More topics or objectives than this are folded, the weak and due ones excepted."""


class Choice(NamedTuple):
    """A topic or objective that can be practised: how many items, and why now: it is weak, or due."""

    name: str
    items: int
    note: str = ""


class Hall(NamedTuple):
    """All that the page shows."""

    topics: Sequence[Choice]
    objectives: Sequence[Choice]
    exams: Sequence[Offered]
    mine: Sequence[Standing]


def hall_of(quizzes: Quizzes, who: Account) -> Hall:
    """What this person can practise, with what speaks for it now, and their sittings."""
    found = offers(quizzes, who)
    topics, objectives = (list(map(_choice, ones)) for ones in (found.topics, found.objectives))
    return Hall(topics, objectives, found.exams, standings(quizzes, who))


def _choice(one: Subject) -> Choice:
    note = "weak" if one.weak else "due" if one.due else ""
    return Choice(one.name, one.items, note)


def quiz_page(hall: Hall, who: Account, due: str = "") -> str:
    """The whole page, as this person sees it; `due` is what their classes ask for."""
    body = (
        text_tag("h1", "Quiz", class_="page-title"),
        text_tag("p", LEAD, class_="lead"),
        due,
        _unfinished(hall.mine),
        _beginning(hall) if hall.topics or hall.objectives else text_tag("p", NO_ITEMS, class_="empty"),
        _exams(hall.exams),
        tag("p", escape(AUDIT) + text_tag("a", "Check an AI answer", href="/audit"), class_="note"),
        tag("section", text_tag("h2", "My sittings") + _sittings(hall.mine), aria_label="My sittings"),
    )
    bar = tag("div", header("Quiz", who), id="top")
    main = tag("main", join(body), id="quiz", class_="quiz-page")
    return whole_page("Quiz", bar + main, extra=assets("quiz-pages.js"))


def _unfinished(mine: Sequence[Standing]) -> str:
    """The way back to what was begun last and is not over."""
    newest = next((one for one in mine if one.phase != "finished"), None)
    if newest is None:
        return ""
    link = text_tag("a", newest.title, href=path("sitting", newest.sitting))
    return tag("p", escape("Go on with ") + link + escape(f" ({how(newest)})"), class_="resume")


def how(one: Standing) -> str:
    """Where a sitting stands, in a few words."""
    if one.phase == "finished" and one.graded:
        return f"{one.right} of {one.graded} right"
    if one.phase == "finished":
        return "nothing marked"
    answered = f"{one.answered} of {one.total} answered" if one.total else f"{one.answered} answered"
    return f"paused, {answered}" if one.phase == "paused" else answered


def _beginning(hall: Hall) -> str:
    what = _ticks("Topics", "topic", hall.topics) + _ticks("Objectives", "objective", hall.objectives)
    what += text_tag("p", EVERYTHING, class_="note")
    fresh = void("input", type="hidden", name="id", value="", data_fresh_id=True)
    content = tag("div", what, class_="what") + tag("div", fresh + _how(), class_="how")
    return tag("form", content, method="post", action="/quiz/start", class_="begin", autocomplete="off")


def _exams(exams: Sequence[Offered]) -> str:
    """A button for each exam that follows a blueprint."""
    if not exams:
        return ""
    forms = join(tag("li", _exam(one)) for one in exams)
    content = text_tag("h2", "Exams") + text_tag("p", EXAMS, class_="note") + tag("ul", forms, class_="exams")
    return tag("section", content, aria_label="Exams")


def _exam(one: Offered) -> str:
    fields = void("input", type="hidden", name="id", value="", data_fresh_id=True)
    fields += void("input", type="hidden", name="mode", value="exam")
    fields += void("input", type="hidden", name="plan", value=one.id)
    words = f"{one.title} ({counted(one.count, 'question')})"
    button = text_tag("button", words, type="submit", class_="action")
    time = text_tag("span", f" {one.minutes:g} minutes", class_="note") if one.minutes else ""
    return tag("form", fields + button + time, method="post", action="/quiz/start", autocomplete="off")


def _ticks(title: str, name: str, choices: Sequence[Choice]) -> str:
    """A tick for each, the noted ones first; where there are many, only those stand open."""
    if not choices:
        return ""
    ordered = sorted(choices, key=lambda one: (not one.note, one.name.casefold()))
    cut = sum(bool(one.note) for one in ordered) if len(ordered) > MANY else len(ordered)
    shown = _list(name, ordered[:cut])
    if rest := ordered[cut:]:
        words = f"{len(rest)} more" if cut else f"All {len(rest)}"
        shown += tag("details", text_tag("summary", words) + _list(name, rest), class_="more-objectives")
    return tag("fieldset", text_tag("legend", title) + shown)


def _list(name: str, choices: Sequence[Choice]) -> str:
    return tag("ul", join(_tick(name, one) for one in choices), class_="choose-list") if choices else ""


def _tick(name: str, choice: Choice) -> str:
    box = void("input", type="checkbox", name=name, value=choice.name)
    note = " " + badge(choice.note, "caution") if choice.note else ""
    shown = objective_words(choice.name) if name == "objective" else name_words(choice.name)
    words = tag("span", escape(shown) + note, class_="name")
    count = tag("span", escape(str(choice.items)) + text_tag("span", " items", class_="hidden"), class_="n")
    return tag("li", tag("label", box + words + count))


def _how() -> str:
    modes = join(_mode(mode, words, is_first=not place) for place, (mode, words) in enumerate(MODES))
    count = _number("How many (empty: as many as you like; an exam: 20)", "count", most=300)
    minutes = _number("Minutes (empty: 90 seconds an item)", "minutes", most=1440)
    pauses = tag("label", text_tag("span", "The clock may be stopped") + _pauses())
    exam = tag("div", minutes + pauses, class_="exam-only")
    start = text_tag("button", "Start", type="submit", class_="primary")
    legend = text_tag("legend", "How")
    return tag("fieldset", legend + modes, class_="modes") + count + exam + start


def _mode(mode: Mode, words: str, *, is_first: bool) -> str:
    box = void("input", type="radio", name="mode", value=mode, checked=is_first)
    return tag("label", box + text_tag("strong", MODE_WORDS[mode]) + text_tag("small", words))


def _number(label: str, name: str, *, most: int) -> str:
    field = void("input", type="number", name=name, min=1, max=most, inputmode="numeric")
    return tag("label", text_tag("span", label) + field)


def _pauses() -> str:
    choices = (("0", "not at all"), ("1", "once"), ("2", "twice"), ("3", "three times"))
    options = join(text_tag("option", words, value=n, selected=n == "1") for n, words in choices)
    return tag("select", options, name="pauses")


def _sittings(mine: Sequence[Standing]) -> str:
    if not mine:
        return text_tag("p", NO_SITTINGS, class_="empty")
    heads = tag(
        "tr", join(text_tag("th", head, scope="col") for head in ("Begun", "Sitting", "How it stands", ""))
    )
    rows = join(tag("tr", _row(one)) for one in mine)
    return tag("div", tag("table", tag("thead", heads) + tag("tbody", rows)), class_="table")


def _row(one: Standing) -> str:
    address = path("sitting", one.sitting)
    begun = tag(
        "td", text_tag("time", f"{one.started_at:%Y-%m-%d %H:%M}", datetime=one.started_at.isoformat())
    )
    does = "See the result" if one.phase == "finished" else "Continue"
    link = text_tag("a", does, href=address, class_="action")
    drop = text_tag("button", "Remove", type="submit", class_="action danger")
    sure = text_tag(
        "p", "Its answers still count on the page Progress, where they can be removed too.", class_="note"
    )
    form = tag("form", sure + drop, method="post", action=f"{address}/forget")
    ask = tag("details", text_tag("summary", "Remove", class_="action") + form, class_="ending")
    return (
        begun
        + text_tag("td", one.title)
        + text_tag("td", how(one))
        + tag("td", link + " " + ask, class_="row-actions")
    )
