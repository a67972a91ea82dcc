"""The pages on which an educator has classes: making one, what is due, and what may be seen of it."""

from collections.abc import Sequence
from typing import NamedTuple

from assistant.accounts import Account
from assistant.cohorts.told import FIRST_ANSWERS, HIGHEST, LOWEST, Done, Progress, Result
from assistant.cohorts.types import FEWEST_SHOWN, Class, Member, Plan
from curricula.objectives.types import Course
from ui.web.author.laid import laid
from ui.web.markup import counted, escape, join, long_date, path, tag, text_tag, void

LEAD = (
    "A class has a code with which learners join, rules, and assignments that appear on their pages. "
    "You see how the class stands, never what one person asked, said or answered."
)
SMALL = (
    f"Shares are of first answers since joining, {FIRST_ANSWERS} a person, of groups of at least so many "
    "people as the class asks for. People come into a figure a whole group at a time, and it is rounded, so "
    "that two looks never tell of one person. Small cells are left out."
)
NO_RESULTS = "This class does not show results by name."


class Told(NamedTuple):
    """All that is told of a class, and the courses that it can be of."""

    members: Sequence[Member]
    progress: Sequence[Progress]
    done: Sequence[Done]
    results: Sequence[Result]
    courses: Sequence[Course]


def classes_list(found: Sequence[Class], courses: Sequence[Course], who: Account, told: str = "") -> str:
    """All classes, and the form for a new one."""
    rows = join(
        tag(
            "tr",
            tag("td", text_tag("a", one.plan.name, href=path("author", "classes", one.id)))
            + tag("td", text_tag("code", one.code))
            + text_tag("td", long_date(one.made_at.date())),
        )
        for one in found
    )
    body = (
        text_tag("h1", "Classes", class_="page-title"),
        text_tag("p", LEAD, class_="lead"),
        text_tag("p", told, role="alert", class_="problem") if told else "",
        _table(("Class", "Code", "Made"), rows) if rows else text_tag("p", "No class yet.", class_="empty"),
        text_tag("h2", "A new class"),
        plan_form(Plan(name="New class"), courses, "/author/classes", "Make it"),
    )
    return laid("Classes", join(body), who)


def class_page(of: Class, told: Told, who: Account, note: str = "") -> str:
    """One class: its code, what is due, how it stands, and its rules."""
    people = counted(len(told.members), "member")
    code = tag("p", escape(f"{people}. Code: ") + text_tag("code", of.code))
    body = (
        text_tag("h1", of.plan.name, class_="page-title"),
        text_tag("p", note, role="alert", class_="problem") if note else "",
        code,
        _section("Assignments", _done(told.done) + _task_form(of)),
        _section("Progress", text_tag("p", SMALL, class_="note") + _progress(told.progress)),
        _section("Results of exams", _results(of, told.results)),
        _section("Members", _members(of, told.members)),
        _section("Exports", _exports(of)),
        _section(
            "Name and rules", plan_form(of.plan, told.courses, path("author", "classes", of.id), "Save")
        ),
    )
    return laid("Classes", join(body), who, title=of.plan.name)


def plan_form(plan: Plan, courses: Sequence[Course], action: str, words: str) -> str:
    """What is said about a class."""
    rules = plan.rules
    hints = {"0": "none", "1": "step 1", "2": "to step 2", "3": "all"}
    options = join(
        text_tag("option", text, value=value, selected=value == str(rules.hint_depth))
        for value, text in hints.items()
    )
    fields = (
        tag("label", "Name " + void("input", name="name", value=plan.name, required=True, maxlength="200")),
        tag("label", "Course " + _course(plan.course, courses)),
        tag(
            "label",
            "Fewest people behind a figure "
            + void("input", name="fewest", type="number", min=FEWEST_SHOWN, value=plan.fewest),
        ),
        tag("label", "Hints in cases " + tag("select", options, name="hint_depth")),
        _box("answers", "Ask gives answers (else it always wants an attempt first)", on=rules.answers),
        _box("exam_lock", "Close everything else while an exam runs, until handed in", on=rules.exam_lock),
        _box(
            "individual",
            "I see results of assigned exams by name; learners are told before they join",
            on=plan.individual,
        ),
        text_tag("button", words, type="submit", class_="primary"),
    )
    return tag("form", join(tag("p", field) for field in fields), method="post", action=action)


def _course(chosen: str, courses: Sequence[Course]) -> str:
    """The courses of the curricula; one that is in none any more stays chosen until another is."""
    names = {"": "none"} | ({chosen: chosen} if chosen else {}) | {one.id: one.title for one in courses}
    options = join(
        text_tag("option", words, value=name, selected=name == chosen) for name, words in names.items()
    )
    return tag("select", options, name="course")


def _task_form(of: Class) -> str:
    kinds = join(text_tag("option", kind, value=kind) for kind in ("study", "exam", "case"))
    names = {
        "objectives": "Objectives (ids, with commas)",
        "items": "or items",
        "blueprint": "or a blueprint (exam)",
        "case": "or a case",
    }
    fields = (
        tag("label", "Title " + void("input", name="title", required=True, maxlength="200")),
        tag("label", "Kind " + tag("select", kinds, name="kind")),
        *(tag("label", escape(f"{words} ") + void("input", name=name)) for name, words in names.items()),
        tag("label", "How many " + void("input", name="count", type="number", min="1", max="300")),
        tag("label", "Minutes (exam) " + void("input", name="minutes", type="number", min="1")),
        tag("label", "Opens (exam, UTC) " + void("input", name="opens", type="datetime-local")),
        tag("label", "Due (UTC) " + void("input", name="due", type="datetime-local", required=True)),
        text_tag("button", "Assign", type="submit", class_="primary"),
    )
    form = tag(
        "form",
        join(tag("p", field) for field in fields),
        method="post",
        action=path("author", "classes", of.id, "assign"),
    )
    return tag("details", text_tag("summary", "A new assignment") + form)


def _done(done: Sequence[Done]) -> str:
    if not done:
        return text_tag("p", "Nothing is assigned yet.", class_="empty")
    rows = join(
        tag(
            "tr",
            text_tag("td", f"{one.assignment.task.title} ({one.assignment.task.kind})")
            + text_tag("td", f"{one.assignment.task.due:%d %b %Y %H:%M} UTC")
            + text_tag("td", one.words)
            + tag(
                "td",
                _button(
                    "Withdraw",
                    path("author", "classes", one.assignment.class_id, "withdraw", one.assignment.id),
                ),
            ),
        )
        for one in done
    )
    return _table(("Assignment", "Due", "Done by", ""), rows)


def _progress(progress: Sequence[Progress]) -> str:
    if not progress:
        return text_tag("p", "Nobody has answered anything since joining.", class_="empty")
    rows = join(
        tag(
            "tr",
            text_tag("td", one.objective)
            + text_tag("td", str(one.people) if one.people else "")
            + text_tag("td", share_words(one)),
        )
        for one in progress
    )
    return _table(("Objective", "People", "Right"), rows)


def share_words(one: Progress) -> str:
    """The share, or why it is not shown."""
    if one.share is None:
        return f"Not shown: {one.reason[0].lower()}{one.reason[1:]}"
    edge = "at most " if one.share <= LOWEST else "at least " if one.share >= HIGHEST else "about "
    return f"{edge}{one.share:.0%}"


def _results(of: Class, results: Sequence[Result]) -> str:
    if not of.plan.individual:
        return text_tag("p", NO_RESULTS, class_="empty")
    if not results:
        return text_tag("p", "Nobody who was told has handed one in.", class_="empty")
    rows = join(
        tag(
            "tr",
            text_tag("td", one.name)
            + text_tag("td", one.title)
            + text_tag("td", f"{one.right} of {one.items}"),
        )
        for one in results
    )
    return _table(("Learner", "Exam", "Right"), rows)


def _members(of: Class, members: Sequence[Member]) -> str:
    rows = join(
        tag(
            "tr",
            text_tag("td", one.name)
            + tag("td", _button("Take out", path("author", "classes", of.id, "take-out", one.user_id))),
        )
        for one in members
    )
    field = tag("label", "Name of a learner " + void("input", name="name", required=True, maxlength="64"))
    add = text_tag("button", "Add", type="submit", class_="action")
    form = tag("form", f"{field} {add}", method="post", action=path("author", "classes", of.id, "add"))
    return (_table(("Member", ""), rows) if rows else text_tag("p", "Nobody yet.", class_="empty")) + form


def _exports(of: Class) -> str:
    links = (
        text_tag("a", "What you see here as CSV", href=path("author", "classes", of.id, "csv")),
        text_tag(
            "a", "Results as xAPI statements, under pseudonyms", href=path("author", "classes", of.id, "xapi")
        ),
    )
    return join(tag("p", link) for link in links)


def _button(words: str, action: str) -> str:
    return tag(
        "form", text_tag("button", words, type="submit", class_="action"), method="post", action=action
    )


def _box(name: str, words: str, *, on: bool) -> str:
    return tag(
        "label", void("input", type="checkbox", name=name, value="yes", checked=on) + escape(f" {words}")
    )


def _section(title: str, body: str) -> str:
    return tag("section", text_tag("h2", title) + body)


def _table(heads: Sequence[str], rows: str) -> str:
    head = tag("thead", tag("tr", join(text_tag("th", one, scope="col") for one in heads)))
    return tag("div", tag("table", head + tag("tbody", rows)), class_="table-wrap")
