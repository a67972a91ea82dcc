"""One objective in a form, as cases have theirs: lint beside the field, a version a save, a merge of two."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import Field, ValidationError

from assistant.accounts import Account
from curricula.objectives.lint import Resolve, circle_of, lint_objective, unknown
from curricula.objectives.types import DEPTHS, Objective
from curricula.objectives.verbs import VERBS
from curricula.plans import Plans
from curricula.tree import Remark
from curricula.versions import Source, values_of
from curricula.wording import remarks_of
from retrieval.types import Value
from ui.web.author.curriculum.tree_page import AT
from ui.web.author.merge import MOST_CHOICES, Choice, Kept, Saved, Sides, sides_of
from ui.web.author.paper import Drawn, Paper, Section, paper_page
from ui.web.author.saving import Unfinished
from ui.web.markup import escape, join, tag, text_tag

SECTIONS: Sequence[Section] = (
    Section(
        "objective-words",
        "The objective",
        "A verb that can be watched, and what it is done to.",
        ("verb", "content", "level", "title"),
    ),
    Section(
        "place",
        "Where it belongs",
        "Tags such as EPA 2 or CanMEDS Scholar, one a line, and what comes before it.",
        ("competencies", "prerequisites", "topics"),
    ),
    Section("references", "Passages", "Words of the library that teach it, to the letter.", ("references",)),
    Section("about", "About", "Who wrote it.", ("id", "author", "licence")),
)
LIBRARYS = ("status", "reviewer", "review", "version")
"""Fields that the library keeps: nobody writes them."""


class ObjectiveForm(Value):
    """An objective as the form sends it, the version it started from, what is taken where two wrote."""

    objective: dict[str, Any]
    based_on: int | None = None
    pictures: dict[str, str] = Field(default={}, max_length=0)
    chosen: dict[str, Choice] = Field(default={}, max_length=MOST_CHOICES)


def paper_at(base: str) -> Paper:
    """The paper of an objective, checked and saved below that address."""
    return Paper("objective", Objective, SECTIONS, at=base, page=f"{AT}/objective")


def objective_page(
    values: Mapping[str, Any], based_on: int | None, who: Account, known: Sequence[Objective], *, base: str
) -> str:
    """The whole page with the form."""
    title = str(values.get("title") or "A new objective")
    back = text_tag("a", "Curriculum", href=AT, class_="action")
    save = text_tag("button", "Save", type="button", id="save", class_="primary")
    drawn = Drawn(title, based_on, back + save, below=_verbs() + _list(known))
    return paper_page(paper_at(base), values, drawn, who)


def checked(
    form: ObjectiveForm, plans: Plans, resolve: Resolve | None
) -> tuple[Objective | None, list[Remark]]:
    """The objective that the form holds, and all that is wrong; none where it does not fit the schema."""
    written = {name: value for name, value in form.objective.items() if name not in LIBRARYS}
    try:
        one = Objective.model_validate_json(
            json.dumps(written | {"version": (form.based_on or 0) + 1, "status": "draft"}), strict=True
        )
    except ValidationError as fault:
        return None, remarks_of(fault, Objective)
    return one, [*lint_objective(one, resolve=resolve), *_among(one, plans)]


def saved(form: ObjectiveForm, plans: Plans, *, at: datetime, by: str) -> Objective:
    """The objective as kept, a draft. Unfinished unless it fits its schema; Outdated if a newer is here."""
    one, remarks = checked(form, plans, None)
    if one is None:
        raise Unfinished(remarks)
    return plans.objectives.revise(one, Source(origin="author", at=at, by=by), based_on=form.based_on)


def sides_for(form: ObjectiveForm, plans: Plans, who: str) -> Sides:
    """What to put together where a newer version is here; WrongUse where it is a new objective."""

    def newest(its_id: str) -> Saved:
        one = plans.objectives.versions(its_id)[0]
        return Saved(one.value.version, one.kept_by, one.at)

    return sides_of(Kept("objective", newest, plans.objectives.get), form.objective, form.based_on, who)


def _among(one: Objective, plans: Plans) -> Iterator[Remark]:
    """What is wrong with it among the others: prerequisites that nobody wrote, and circles."""
    others = {other.id: other for other in values_of(plans.objectives.listed())} | {one.id: one}
    for at, name in enumerate(one.prerequisites):
        if name not in others:
            yield unknown(("prerequisites", at), name, others.keys() - {one.id})
    circle = circle_of({name: other.prerequisites for name, other in others.items()})
    if one.id in circle and one.id not in one.prerequisites:
        what = f"go in a circle: {' after '.join(circle)}"
        yield Remark(("prerequisites",), what, "an order in which they can be learnt")


def _verbs() -> str:
    """The verbs by level, to choose from."""
    rows = join(tag("dt", escape(level)) + tag("dd", escape(", ".join(VERBS[level]))) for level in DEPTHS)
    return tag("details", text_tag("summary", "Verbs by level") + tag("dl", rows), class_="verb-table")


def _list(known: Sequence[Objective]) -> str:
    return tag(
        "datalist", join(text_tag("option", one.sentence, value=one.id) for one in known), id="objectives"
    )
