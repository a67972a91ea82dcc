"""The page on which one case is written."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from assistant.accounts import Account
from assistant.case.bedside.listing import Unmatched
from curricula.cases.intents import shipped_intents
from curricula.cases.types import Case
from ui.web.author.paper import Drawn, Paper, Section, paper_page
from ui.web.markup import counted, escape, join, tag, text_tag, void

SECTIONS: Sequence[Section] = (
    Section(
        "about",
        "About",
        "What a list shows, and who wrote it. Every save is a draft; learners get it after a review.",
        ("id", "title", "level", "author", "review", "licence", "topics", "objectives"),
    ),
    Section(
        "patient", "Patient", "Who comes, where, and with which words.", ("patient", "setting", "opening")
    ),
    Section(
        "facts",
        "Facts",
        "What the speaker knows: one thing each, also what is denied. At least 25 before students play it.",
        ("facts",),
    ),
    Section("findings", "Findings", "What each manoeuvre finds, the normal ones too.", ("findings",)),
    Section("tests", "Tests", "What can be ordered, and what it gives.", ("tests",)),
    Section("steps", "Management", "What should be done, in order, and what harms.", ("steps",)),
    Section("timeline", "Over time", "What changes as time passes or things are done.", ("timeline",)),
    Section(
        "diagnosis",
        "Diagnosis",
        "What is right, and what else must be thought of.",
        ("diagnosis", "differential", "problem"),
    ),
    Section("checklist", "Checklist", "How the encounter is marked: a line a point of care.", ("checklist",)),
    Section("teaching", "Teaching", "What stays.", ("teaching", "references")),
)


PAPER = Paper("case", Case, SECTIONS, at="/author", page="/author/case")


class Opened(NamedTuple):
    """A case in the form: its fields, the version it starts from (None: new), and what was asked in vain.

    `copied` is the id of the case that a new one begins as.
    """

    values: Mapping[str, Any]
    based_on: int | None
    unmatched: Sequence[Unmatched] = ()
    copied: str | None = None


def editor_page(opened: Opened, who: Account) -> str:
    """The whole page with the form of this case."""
    title = str(opened.values.get("title") or "A new case")
    save = text_tag("button", "Save", type="button", id="save", class_="primary")
    below = _unmatched(opened.unmatched) + _lists()
    doing = _play(opened) + save
    drawn = Drawn(title, opened.based_on, doing, below=below, copied=opened.copied)
    return paper_page(PAPER, opened.values, drawn, who)


def _play(opened: Opened) -> str:
    play = text_tag("button", "Play it now", type="submit", class_="action", disabled=opened.based_on is None)
    hidden = void("input", type="hidden", name="case", value=str(opened.values.get("id") or ""))
    return tag("form", hidden + play, method="post", action="/cases/start", id="play")


def _unmatched(found: Sequence[Unmatched]) -> str:
    head = text_tag("h2", "Asked in vain")
    if not found:
        note = "What students say and the patient does not understand is listed here, without their names."
        return tag("section", head + text_tag("p", note, class_="lead"), id="unmatched")
    number = counted(len(found), "phrasing")
    note = f"{number} that the patient did not understand. Add them to a fact as its own."
    lines = join(tag("li", escape(one.text) + " " + text_tag("small", f"× {one.times}")) for one in found)
    return tag("section", head + text_tag("p", note, class_="lead") + tag("ul", lines), id="unmatched")


def _lists() -> str:
    """What the finders look in: the shared intents by kind; this case's parts are put in by the script."""
    kinds: dict[str, list[str]] = {"history": [], "examination": [], "test": []}
    for intent in shipped_intents():
        if intent.kind in kinds:
            kinds[intent.kind].append(text_tag("option", intent.about, value=intent.id))
    lists = (tag("datalist", join(options), id=f"intents-{kind}") for kind, options in kinds.items())
    return join(lists) + tag("datalist", "", id="parts")
