"""The sandbox of tones: the form, the trial side by side, and the versions with what changed."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from assistant.accounts import Account
from assistant.tone.types import LIBRARY, LONGEST, MOST_SENTENCES, Figures, Saved, Seen, Side, Tone, Trial
from curricula.objectives.types import Course
from curricula.rewording import compared
from ui.web.author.laid import laid
from ui.web.author.trial import State
from ui.web.markup import badge, escape, join, long_date, path, tag, text_tag, void

LEAD = (
    "Wishes on tone, length and local rules, such as “Name the local antibiotic policy”. A connected model "
    "is told them behind Preceptor's own rules; they never switch off citations, the check of each sentence, "
    "or what keeps a diagnosis unnamed."
)
NO_MODEL = "No language model is connected. A tone acts only on one, so nothing can be tried or saved here."
QUESTIONS = """What is given first in anaphylaxis?
How is sepsis treated in the first hour?
How is acute pancreatitis diagnosed?"""


class Shown(NamedTuple):
    """What stands on the page."""

    course: str
    courses: Sequence[Course]
    versions: Sequence[Saved]
    tone: Tone
    state: State
    has_model: bool
    told: str = ""


def tone_page(shown: Shown, who: Account) -> str:
    """The whole page."""
    state = shown.state
    running = state.running
    body = (
        text_tag("h1", "Tone and rules", class_="page-title"),
        text_tag("p", LEAD, class_="lead"),
        _courses(shown),
        text_tag("p", shown.told, role="alert", class_="problem") if shown.told else "",
        text_tag("p", state.note, role="status", class_="note") if state.note else "",
        "" if shown.has_model else text_tag("p", NO_MODEL, class_="note"),
        _running(shown) if running else _form(shown) if shown.has_model else "",
        _trial(state.trial, who) if state.trial and state.trial.course == shown.course else "",
        _versions(shown),
    )
    again = void("meta", http_equiv="refresh", content="3") if running else ""
    return laid("Tone", join(body), who, title="Tone and rules", extra=again)


def _courses(shown: Shown) -> str:
    names = [(LIBRARY, "The whole library"), *((one.id, one.title) for one in shown.courses)]
    links = join(
        tag(
            "li",
            text_tag(
                "a",
                title,
                href=path("author", "tone", course=name or None),
                aria_current="page" if name == shown.course else None,
            ),
        )
        for name, title in names
    )
    return tag("nav", tag("ul", links), class_="author-nav", aria_label="Courses")


def _hidden(course: str) -> str:
    return void("input", type="hidden", name="course", value=course)


def _form(shown: Shown) -> str:
    text = tag("textarea", escape(shown.tone.text), name="text", rows="6", maxlength=str(LONGEST))
    label = text_tag("span", "Wishes, one a line", class_="label")
    number = void(
        "input",
        name="sentences",
        type="number",
        min="1",
        max=str(MOST_SENTENCES),
        value="" if shown.tone.sentences is None else str(shown.tone.sentences),
    )
    own = tag("textarea", escape(QUESTIONS), name="questions", rows="3", maxlength="1000")
    own_label = text_tag("span", "Three questions to compare on, one a line", class_="label")
    fields = (
        tag("div", tag("label", label + text), class_="field wide"),
        tag("p", tag("label", f"At most so many sentences an answer (1 to {MOST_SENTENCES}) {number}")),
        tag("div", tag("label", own_label + own), class_="field wide"),
    )
    button = text_tag("button", "Try it", type="submit", class_="primary")
    return tag("form", _hidden(shown.course) + join(fields) + button, method="post", action="/author/tone")


def _running(shown: Shown) -> str:
    state = shown.state
    words = text_tag("p", f"Trying: {state.done} of {state.of} requests begun.", role="status")
    bar = void("progress", max=str(state.of), value=str(state.done), aria_label="Progress") + "</progress>"
    button = text_tag("button", "Stop", type="submit", class_="action")
    return (
        words + bar + tag("form", _hidden(shown.course) + button, method="post", action="/author/tone/stop")
    )


def _trial(trial: Trial, who: Account) -> str:
    rows = join(
        tag("tr", text_tag("th", name, scope="row") + text_tag("td", old) + text_tag("td", new))
        for name, old, new in _figures(trial.before.figures, trial.after.figures)
    )
    heads = tag("tr", join(text_tag("th", one, scope="col") for one in ("", "In use", "Tried")))
    table = tag("div", tag("table", tag("thead", heads) + tag("tbody", rows)), class_="table-wrap")
    faults = tag("ul", join(text_tag("li", one) for one in trial.losses), role="alert")
    parts = (
        text_tag("h2", "The trial"),
        text_tag("p", f"With {trial.model}.", class_="note"),
        table,
        faults if trial.losses else text_tag("p", "No figure falls by more than its margin."),
        _saving(trial, who),
        text_tag("h3", "Side by side"),
        join(_pair(old, new) for old, new in zip(trial.before.seen, trial.after.seen, strict=True)),
    )
    return tag("section", join(parts), aria_label="The trial", id="trial")


def _saving(trial: Trial, who: Account) -> str:
    if trial.losses and who.role != "owner":
        return text_tag("p", "An owner can save this in spite of that, with a reason.", class_="note")
    reason = void("input", name="reason", required=True, minlength="10", maxlength="1000")
    why = tag("p", tag("label", "Why save it in spite of that? " + reason)) if trial.losses else ""
    ids = _hidden(trial.course) + void("input", type="hidden", name="trial", value=trial.id)
    button = text_tag("button", "Save this version", type="submit", class_="primary")
    return tag("form", ids + why + button, method="post", action="/author/tone/save")


def _figures(old: Figures, new: Figures) -> Iterator[tuple[str, str, str]]:
    yield "Sentences that pass their check", _share(old.supported), _share(new.supported)
    yield "Questions answered in its words", _share(old.answered), _share(new.answered)
    yield "Wordings that name a diagnosis (withheld)", _share(old.refused), _share(new.refused)
    yield "Sentences an answer", _mean(old.sentences), _mean(new.sentences)
    yield "Questions", str(old.questions), str(new.questions)


def _share(value: float | None) -> str:
    return "not measured" if value is None else f"{value:.0%}"


def _mean(value: float | None) -> str:
    return "not measured" if value is None else f"{value:.1f}"


def _pair(old: Seen, new: Seen) -> str:
    sides = join(
        tag("div", text_tag("h4", name) + _seen(one), class_="side")
        for name, one in (("In use", old), ("Tried", new))
    )
    return text_tag("h3", new.question) + tag("div", sides, class_="tone-sides")


def _seen(one: Seen) -> str:
    good = join(text_tag("p", text) for text in one.shown)
    bad = join(tag("p", text_tag("s", text)) for text in one.failed)
    return good + bad + (text_tag("p", one.note, class_="note") if one.note else "")


def _versions(shown: Shown) -> str:
    if not shown.versions:
        return text_tag("p", "No wishes were saved for this yet.", class_="empty")
    older = [one.tone for one in shown.versions[1:]]
    entries = join(
        _version(one, before or Tone(), is_newest=place == 0, has_model=shown.has_model)
        for place, (one, before) in enumerate(zip_longest(shown.versions, older))
    )
    newest = shown.versions[0].tone
    button = text_tag("button", "Take all wishes back", type="submit", class_="action")
    clear = tag("form", _hidden(shown.course) + button, method="post", action="/author/tone/clear")
    return text_tag("h2", "Versions") + ("" if newest.is_plain else clear) + tag("ol", entries, reversed=True)


def _version(one: Saved, before: Tone, *, is_newest: bool, has_model: bool) -> str:
    head = f"Version {one.number}, {one.name}, {long_date(one.at.date())}, {one.tone.version} "
    mark = badge("in use") if is_newest else ""
    restore = ""
    if has_model and not is_newest:
        address = path("author", "tone", course=one.course or None, version=one.number)
        restore = tag("p", text_tag("a", "Restore: put it into the form", href=address, class_="action"))
    limit = "" if one.tone.sentences is None else text_tag("p", f"At most {one.tone.sentences} sentences.")
    measured = text_tag("p", _measured(one.trial.after), class_="note") if one.trial else ""
    why = text_tag("p", f"Saved in spite of losses: {one.reason}", class_="note") if one.reason else ""
    changed = _changed(before.text, one.tone.text) if one.tone.text or before.text else ""
    return tag("li", tag("strong", escape(head)) + mark + changed + limit + measured + why + restore)


def _measured(side: Side) -> str:
    told = (f"{name}: {value}" for name, value, _ in _figures(side.figures, side.figures))
    return "; ".join(told)


def _changed(old: str, new: str) -> str:
    """Both texts by words, with what is gone and what is new marked."""
    found = compared(old, new)
    return join(
        tag("p", join(text_tag(name if one.changed else "span", one.text) for one in parts))
        for name, parts in (("del", found.old), ("ins", found.new))
        if parts
    )
