"""Two people wrote at once: what each changed, side by side, and one's choice where both changed a field."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple

from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field, ValidationError

from curricula.merging import Change, Merged, merge
from retrieval.errors import PreceptorError, WrongUse
from retrieval.types import Value
from ui.web.author.paper import Paper, paper_parts
from ui.web.author.words import label_of
from ui.web.markup import counted, escape, join, tag, text_tag, void

REFUSED = 422
SHAPELESS = frozenset(("tuple_type", "model_type", "model_attributes_type", "string_type", "dict_type"))
MOST_CHOICES = 2000
LEFT_OUT = frozenset(("version", "status"))
"""Fields that the library keeps: nobody writes them."""
NOTHING = "nothing"


class Choice(Value):
    """What is taken of a field that both changed: the text of one side, or another one."""

    take: Literal["theirs", "mine", "edited"]
    text: str = Field(default="", max_length=100_000)


Choices = Mapping[str, Choice]


class Sides(NamedTuple):
    """The three texts: what both began from, the newest version, and what is in my form.

    `newest` is the number of their version, `by` says whose it is, such as "somebody else".
    """

    base: Mapping[str, Any]
    theirs: Mapping[str, Any]
    mine: Mapping[str, Any]
    newest: int
    by: str
    at: datetime


class Saved(NamedTuple):
    """The newest version that is kept: its number, the user id of whoever saved it, and when."""

    version: int
    by: str | None
    at: datetime


class Kept(NamedTuple):
    """Where things of a kind are kept: the newest version of an id, and the value of any version."""

    kind: str
    newest: Callable[[str], Saved]
    value: Callable[[str, int], BaseModel]


def sides_of(kept: Kept, mine: Mapping[str, Any], based_on: int | None, who: str) -> Sides:
    """The version that the form began from, the newest one, and the form; WrongUse where it is a new thing.

    `who` is the user id of whoever reads it.
    """
    an_id = str(mine.get("id") or "")
    if based_on is None:
        raise WrongUse(f"The id {an_id} is taken by another {kept.kind}.", "Give this one another id.")
    newest = kept.newest(an_id)
    base, theirs = (kept.value(an_id, one).model_dump(mode="json") for one in (based_on, newest.version))
    by = "you in another window" if newest.by == who else "somebody else"
    return Sides(base, theirs, mine, newest.version, by, newest.at)


def told_of(sides: Sides) -> dict[str, Any]:
    """What a form is answered that began from an older version than the newest."""
    merged = merged_of(sides, {})
    return {
        "error": f"Nothing was saved: version {sides.newest} was saved meanwhile by {sides.by}.",
        "merge": merge_part(sides, merged),
    }


def put_in_form(paper: Paper, sides: Sides, choices: Choices) -> dict[str, Any]:
    """The parts of the form with both texts, and the version that it now begins from."""
    unreadable = _out_of_shape(paper.model, sides.mine)
    if unreadable:
        raise WrongUse(f"The form cannot be read: {unreadable}.", "Load the page again.")
    merged = merged_of(sides, choices)
    kept = {name: sides.theirs[name] for name in LEFT_OUT & sides.theirs.keys()}
    return {"parts": paper_parts(paper, merged.value | kept), "based_on": sides.newest}


def told_or_wrong(told: Callable[[], dict[str, Any]], status: int = 200) -> JSONResponse:
    """What a script is told, or what is wrong and what to do about it."""
    try:
        return JSONResponse(told(), status)
    except PreceptorError as fault:
        return JSONResponse({"error": str(fault)}, REFUSED)


def merged_of(sides: Sides, choices: Choices) -> Merged:
    """Both texts together, with what was chosen where both changed a field."""
    base, theirs, mine = (_written(side) for side in (sides.base, sides.theirs, sides.mine))
    first = merge(base, theirs, mine)
    chosen = {
        change.name: _taken(change, choices[change.name])
        for change in first.conflicts
        if change.name in choices
    }
    return merge(base, theirs, mine, chosen=chosen) if chosen else first


def merge_part(sides: Sides, merged: Merged) -> str:
    """What both changed, to be chosen from, and below it what only one of us did."""
    when = f"{sides.at:%H:%M} on {sides.at.day} {sides.at:%B %Y} (UTC)"
    head = text_tag("h2", f"Version {sides.newest} was saved by {sides.by} while you were writing")
    count = counted(len(merged.conflicts), "field was", "fields were")
    asks = f"{count} changed on both sides: choose for each." if merged.conflicts else ""
    lead = f"It was saved at {when}. {asks or 'Nothing was changed on both sides.'} Nothing of yours is lost."
    put = text_tag(
        "button", "Put both together in the form", type="button", class_="primary", data_merge=True
    )
    back = text_tag("button", "Back to my text", type="button", class_="action", data_back=True)
    return join(
        (
            head,
            text_tag("p", lead, class_="lead"),
            join(map(_conflict, merged.conflicts)),
            _taken_over("Taken from the newest version", merged.theirs),
            _taken_over("Taken from what you wrote", merged.mine),
            tag("div", put + back, class_="merge-doing"),
        )
    )


def _out_of_shape(model: type[BaseModel], values: Mapping[str, Any]) -> str:
    """Fields that hold a list or a group where the schema has another shape: no form sends that."""
    try:
        model.model_validate_json(json.dumps({"version": 1, **values}), strict=True)
    except ValidationError as fault:
        wrong = (one["loc"] for one in fault.errors() if one["type"] in SHAPELESS)
        return ", ".join(".".join(map(str, loc)) for loc in wrong)
    return ""


def _written(side: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in side.items() if name not in LEFT_OUT}


def _taken(change: Change, choice: Choice) -> Any:
    if choice.take != "edited":
        return change.theirs if choice.take == "theirs" else change.mine
    if not _is_text(change):
        raise WrongUse(f"{_called(change)} cannot be written here.", "Take one side, and change that.")
    if any(isinstance(side, list) for side in (change.theirs, change.mine)):
        return [line.strip() for line in choice.text.splitlines() if line.strip()] or None
    return choice.text.strip() or None


def _conflict(change: Change) -> str:
    before = tag("div", text_tag("h4", "Before") + _shown(change.base), class_="version-side before")
    theirs = _side(change, "theirs", "The newest version", _shown(change.theirs))
    mine = _side(change, "mine", "Yours", _shown(change.mine))
    content = text_tag("legend", _called(change)) + before + theirs + mine
    if _is_text(change):
        area = text_tag(
            "textarea", _plain(change.mine), rows=2, aria_label=f"{_called(change)}, in other words"
        )
        content += _side(change, "edited", "In other words", area)
    return tag("fieldset", content, class_="clash", data_change=change.name)


def _side(change: Change, take: str, words: str, content: str) -> str:
    radio = void("input", type="radio", name=f"take {change.name}", value=take, checked=take == "mine")
    return tag("div", tag("label", radio + text_tag("span", words)) + content, class_=f"version-side {take}")


def _taken_over(title: str, changes: Sequence[Change]) -> str:
    if not changes:
        return ""
    rows = join(_row(change) for change in changes)
    head = tag("tr", join(text_tag("th", name, scope="col") for name in ("Field", "Before", "Now")))
    table = tag("div", tag("table", tag("thead", head) + tag("tbody", rows)), class_="table-wrap")
    return tag("details", text_tag("summary", f"{title}: {counted(len(changes), 'field')}") + table)


def _row(change: Change) -> str:
    now = change.theirs if change.mine == change.base else change.mine
    name = text_tag("th", _called(change), scope="row")
    return tag("tr", name + tag("td", _shown(change.base)) + tag("td", _shown(now)))


def _called(change: Change) -> str:
    return " › ".join(label_of(one) for one in change.trail)


def _is_text(change: Change) -> bool:
    """Whether both sides are a text or lines of text, so that a third can be typed."""
    sides = (change.theirs, change.mine)
    if all(isinstance(side, str | None) for side in sides):
        return True
    return all(isinstance(side, list) and all(isinstance(one, str) for one in side) for side in sides)


def _plain(value: Any) -> str:
    return "\n".join(value) if isinstance(value, list) else str(value or "")


def _shown(value: Any) -> str:
    """A value as an author reads it: texts as they are, groups by their fields, lists entry by entry."""
    match value:
        case None | [] | {}:
            return text_tag("em", NOTHING)
        case bool():
            return escape("yes" if value else "no")
        case list():
            return tag("ul", join(tag("li", _shown(one)) for one in value))
        case dict():
            rows = (
                tag("div", text_tag("dt", label_of(name)) + tag("dd", _shown(one)))
                for name, one in value.items()
            )
            return tag("dl", join(rows))
    return text_tag("p", f"{value:g}" if isinstance(value, float) else str(value))
