"""The part of an item's statistics in which two classes are compared."""

from collections.abc import Sequence
from typing import NamedTuple

from assistant.cohorts.types import Class
from assistant.statistics.fairness import FEWEST_OF_A_GROUP
from assistant.statistics.groups import Comparison, Group
from ui.web.markup import badge, escape, join, path, tag, text_tag

LEAD = (
    "Is the item harder for one class than for another whose learners are as able? A group is a class, and "
    "what its educator says it is; nothing is read from a name. Learners are matched by their other answers."
)
FEW = (
    f"Groups too small: it takes two classes of {FEWEST_OF_A_GROUP} members or more. With fewer, even a "
    "large difference could not be told from none, and small groups are not shown."
)
GRADES = {"A": "A, negligible", "B": "B, moderate", "C": "C, large: look at the item"}


class Chosen(NamedTuple):
    """The classes there are to choose, the two that were, and what came of it or what kept it from coming."""

    classes: Sequence[Class] = ()
    reference: str = ""
    focal: str = ""
    found: Comparison | None = None
    problem: str = ""


def groups_part(item_id: str, chosen: Chosen) -> str:
    """The form that chooses two classes, and how they compare."""
    head = text_tag("h2", "Fair to groups?", id="groups") + text_tag("p", LEAD, class_="note")
    if len(chosen.classes) < 2:
        return tag("section", head + text_tag("p", FEW, class_="empty"))
    fields = (
        _select("reference", "Compare", chosen.classes, chosen.reference),
        _select("focal", "with", chosen.classes, chosen.focal),
        text_tag("button", "Compare", type="submit", class_="action"),
    )
    here = path("author", "statistics", "item", item_id) + "#groups"
    form = tag("form", join(fields), method="get", action=here, class_="matrix-filter")
    told = text_tag("p", chosen.problem, class_="problem", role="alert") if chosen.problem else ""
    return tag("section", head + form + told + (_found(chosen.found) if chosen.found else ""))


def _select(name: str, label: str, classes: Sequence[Class], value: str) -> str:
    options = join(
        text_tag("option", one.plan.name, value=one.id, selected=one.id == value) for one in classes
    )
    return tag("label", escape(f"{label} ") + tag("select", options, name=name))


def _found(found: Comparison) -> str:
    rows = [("Answers of " + one.name, escape(_size(one))) for one in (found.reference, found.focal)]
    if found.odds_ratio is None:
        return _table(rows) + text_tag("p", found.reason, class_="empty", role="status")
    odds = f"{found.odds_ratio:.2f} ({found.low:.2f} to {found.high:.2f})"
    grade = badge(GRADES[found.grade or "A"], "caution" if found.grade in ("B", "C") else "plain")
    rows += [
        ("Odds of a right answer, the first over the second (Mantel-Haenszel, 95% interval)", escape(odds)),
        ("Delta on the scale of ETS", escape(f"{found.delta:+.2f}")),
        ("Class of ETS", grade),
    ]
    return _table(rows) + text_tag("p", _words(found), role="status")


def _words(found: Comparison) -> str:
    if found.grade == "A":
        return "No difference that matters, at equal ability."
    harder = found.focal if (found.delta or 0) < 0 else found.reference
    return f"Harder for {harder.name} at equal ability. Read the item for words that only one group knows."


def _size(one: Group) -> str:
    return f"fewer than {FEWEST_OF_A_GROUP}" if one.answers is None else f"{one.answers:,}"


def _table(rows: Sequence[tuple[str, str]]) -> str:
    body = join(tag("tr", text_tag("th", name, scope="row") + tag("td", cell)) for name, cell in rows)
    return tag("div", tag("table", tag("tbody", body)), class_="table-wrap")
