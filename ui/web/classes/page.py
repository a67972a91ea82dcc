"""The page on which a learner joins and leaves classes."""

from collections.abc import Sequence
from datetime import datetime

from assistant.accounts import Account
from assistant.cohorts.doing import Due
from assistant.cohorts.told import FIRST_ANSWERS
from assistant.cohorts.types import Class, Member
from ui.web.classes.due import due_list
from ui.web.markup import escape, join, path, tag, text_tag, void
from ui.web.quiz.assets import assets
from ui.web.shell import header, whole_page

PRIVATE = (
    "Never: what you ask, what you say to a patient, your answers to single questions, your notes, cards and "
    "the page Progress. No page of an educator shows them."
)
NONE_YET = "You are in no class. Your educator has the code of yours."


def classes_page(
    mine: Sequence[tuple[Class, Member]], dues: Sequence[Due], who: Account, now: datetime
) -> str:
    """One's classes, what is due, and the form for a code."""
    due = tag("section", text_tag("h2", "To do") + due_list(dues, now)) if dues else ""
    listed = join(_class(found, member) for found, member in mine)
    body = (
        text_tag("h1", "Classes", class_="page-title"),
        due,
        listed or text_tag("p", NONE_YET, class_="empty"),
        _code_form(),
    )
    return laid(join(body), who)


def joining_page(found: Class, who: Account) -> str:
    """What joining means, before one does."""
    told = "yes" if found.plan.individual else "no"
    hidden = void("input", type="hidden", name="code", value=found.code)
    hidden += void("input", type="hidden", name="told", value=told)
    button = text_tag("button", "Join this class", type="submit", class_="primary")
    body = (
        text_tag("h1", f"Join {found.plan.name}?", class_="page-title"),
        text_tag("h2", "What your teachers can see"),
        seen_words(found, told=found.plan.individual),
        text_tag("h2", "What the class changes"),
        rules_words(found),
        tag("form", hidden + button, method="post", action="/classes/join"),
        tag("p", text_tag("a", "Not now", href="/classes")),
    )
    return laid(join(body), who)


def seen_words(found: Class, *, told: bool) -> str:
    """What educators see of a member, in plain words."""
    few = found.plan.fewest
    results = (
        "Your result of each exam of the class, with your name."
        if told
        else "Not your results: those of exams stay yours too."
    )
    lines = (
        "That you are in the class, and your name.",
        f"For each objective how many answers of the class are right, only of {few} people together or more, "
        f"from your first {FIRST_ANSWERS} answers since you joined.",
        f"How many have done an assignment, never who, and not where it is fewer than {few}.",
        results,
        PRIVATE,
    )
    return tag("ul", join(text_tag("li", line) for line in lines))


def rules_words(found: Class) -> str:
    """What the class's rules change for a member."""
    rules = found.plan.rules
    hints = {0: "Cases give no hints.", 3: "Cases give all hints."}
    lines = [hints.get(rules.hint_depth, f"Cases give hints up to step {rules.hint_depth} of 3.")]
    lines += ["Ask gives answers." if rules.answers else "Ask shows no answer before an attempt of your own."]
    if rules.exam_lock:
        lines.append(
            "While an exam of the class runs, everything else is closed until you have handed it in."
        )
    return tag("ul", join(text_tag("li", line) for line in lines))


def fault_page(words: str, who: Account) -> str:
    """What went wrong, and the way back."""
    line = text_tag("p", words, class_="problem", role="alert")
    return laid(line + tag("p", text_tag("a", "Back to Classes", href="/classes")), who)


def laid(body: str, who: Account) -> str:
    """A page in the frame that all have."""
    bar = tag("div", header("Classes", who), id="top")
    return whole_page("Classes", bar + tag("main", body, class_="quiz-page"), extra=assets())


def _class(found: Class, member: Member) -> str:
    leave = text_tag("button", "Leave", type="submit", class_="action danger")
    form = tag("form", leave, method="post", action=path("classes", found.id, "leave"))
    consent = ""
    if found.plan.individual and not member.told:
        read = text_tag("a", "Read what has changed", href=path("classes", "join", code=found.code))
        consent = tag(
            "p", escape("Educators now ask to see exam results by name; yours stay hidden. ") + read
        )
    seen = tag(
        "details",
        text_tag("summary", "What my teachers can see")
        + seen_words(found, told=member.told and found.plan.individual),
    )
    return tag(
        "section",
        text_tag("h2", found.plan.name) + consent + seen + rules_words(found) + form,
        aria_label=found.plan.name,
    )


def _code_form() -> str:
    field = void("input", name="code", required=True, maxlength="20", autocomplete="off", size="12")
    button = text_tag("button", "Look at the class", type="submit", class_="action")
    label = tag("label", "Code of a class " + field)
    return tag("form", label + " " + button, method="get", action="/classes/join")
