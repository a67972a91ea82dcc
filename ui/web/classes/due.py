"""What is due for classes, as learners have it on their pages."""

from collections.abc import Sequence
from datetime import datetime

from assistant.cohorts.doing import Due
from ui.web.markup import badge, escape, join, long_date, path, tag, text_tag

STATES = {"to do": ("to do", "caution"), "begun": ("begun", "caution"), "done": ("done", "plain")}
KINDS = {"study": "Study", "exam": "Exam", "case": "Case"}
LINK = "Join a class, and see what your teachers can see"


def due_part(dues: Sequence[Due], now: datetime) -> str:
    """The section above what one can choose oneself: what is due, each with its button."""
    link = tag("p", text_tag("a", LINK, href="/classes"), class_="note")
    open_ones = [due for due in dues if due.state != "done"]
    if not open_ones:
        return link
    return tag("section", text_tag("h2", "For your classes") + due_list(open_ones, now) + link)


def due_list(dues: Sequence[Due], now: datetime) -> str:
    """The assignments, what is due first first."""
    return tag("ul", join(tag("li", _due(due, now)) for due in dues), class_="due")


def due_words(at: datetime, now: datetime) -> str:
    """When it is due in UTC: the weekday within a week, else the date; in the past that it was."""
    clock = f"{at:%H:%M} UTC"
    if at < now:
        return f"was due {long_date(at.date())}"
    if (at.date() - now.date()).days < 7:
        return f"due {at:%A}, {clock}"
    return f"due {long_date(at.date())}, {clock}"


def _due(due: Due, now: datetime) -> str:
    task = due.assignment.task
    words, tone = STATES[due.state]
    note = f"{KINDS[task.kind]}, {due.class_name}, {due_words(task.due, now)} "
    head = text_tag("strong", task.title) + escape(" ") + badge(words, tone)
    told = head + text_tag("div", note, class_="note")
    if due.state == "done":
        return told
    if task.opens is not None and now < task.opens:
        opens = f"Opens {long_date(task.opens.date())}, {task.opens:%H:%M} UTC."
        return told + text_tag("div", opens, class_="note")
    button = text_tag("button", "Begin" if due.state == "to do" else "Go on", type="submit", class_="action")
    address = path("classes", "assignment", due.assignment.id)
    return told + tag("form", button, method="post", action=address)
