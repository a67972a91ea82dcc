"""The page on which a syllabus is read, and what it states is chosen, corrected and kept."""

from collections.abc import Mapping, Sequence

from assistant.accounts import Account
from curricula.objectives.lint import lint_objective
from curricula.objectives.types import DEPTHS
from curricula.objectives.verbs import VERBS
from curricula.syllabus.keeping import objective_of
from curricula.syllabus.types import Draft, Proposed, ProposedModule
from curricula.tree import Remark
from ui.web.author.curriculum.reading import Reading
from ui.web.author.curriculum.tree_page import AT, styles
from ui.web.author.laid import laid
from ui.web.markup import badge, counted, escape, join, path, tag, text_tag, void

LEAD = (
    "A module guide, a list of entrustable activities or a table of outcomes becomes a draft of objectives. "
    "Nothing is kept before you choose."
)
ACCEPTED = ".pdf,.docx,.md,.markdown,.html,.htm,.csv,.tsv,.txt"
CARRIED = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


def import_page(reading: Reading | None, who: Account, *, documents: frozenset[str], told: str = "") -> str:
    """A form, how far the reading has come, or the draft; `documents` are ids of the library's sources."""
    running = reading is not None and reading.running
    body = [text_tag("h1", "Read a syllabus", class_="page-title")]
    if told or (reading is not None and reading.problem):
        body.append(text_tag("p", told or (reading.problem if reading else ""), role="alert", class_="fault"))
    if reading is not None and running:
        body.append(_progress(reading))
    elif reading is not None and reading.draft is not None:
        body.append(_draft(reading.draft, documents))
    else:
        body.append(text_tag("p", LEAD, class_="lead") + _upload())
    again = void("meta", http_equiv="refresh", content="2") if running else ""
    body.append(tag("p", text_tag("a", "Back to the curriculum", href=AT)))
    return laid("Curriculum", join(body), who, title="Read a syllabus", extra=styles() + again)


def remark_parts(remarks: Sequence[Remark]) -> str:
    """What lint says of one proposed objective, as it stands under it."""
    return join(
        text_tag(
            "p",
            f"{'Look at this' if one.warning else 'Fault'}: {_words(one)}",
            class_=f"remark {'warning' if one.warning else 'fault'}",
        )
        for one in remarks
        if one.spot[:1] != ("references",)
    )


def _words(remark: Remark) -> str:
    field = str(remark.spot[0]) if remark.spot else "it"
    return f"{field} {remark.what}; expected: {remark.expected}"


def _upload() -> str:
    box = void("input", type="file", name="file", accept=ACCEPTED, required=True, id="syllabus")
    label = tag("label", "PDF, Word, Markdown, HTML, CSV or plain text " + box)
    button = text_tag("button", "Read it", type="submit", class_="primary")
    form = tag("p", label) + button
    return tag(
        "form", form, method="post", action=f"{AT}/import", enctype="multipart/form-data", class_="bring"
    )


def _progress(reading: Reading) -> str:
    at = reading.progress
    if at is None:
        words = f"Reading {reading.name}."
        bar = tag("progress", "", aria_label="Reading")
    else:
        words = f"{counted(at.of, 'objective')} found in {reading.name}; passages looked up for {at.done}."
        bar = tag("progress", "", value=at.done, max=at.of, aria_label="Passages looked up")
    stop = text_tag("button", "Stop looking for passages", type="submit", class_="action")
    return (
        text_tag("p", words, role="status")
        + bar
        + tag("form", stop, method="post", action=f"{AT}/import/stop")
    )


def _draft(draft: Draft, documents: frozenset[str]) -> str:
    taught = sum(bool(one.references) for one in draft.objectives)
    lead = (
        f"{counted(len(draft.objectives), 'objective')} in {draft.file}, {taught} with passages here. "
        "Choose, correct in place, and keep what is chosen: as drafts under your name, all or none."
    )
    left = ", ".join(f"{count} {reason}" for reason, count in draft.left_out.items())
    head = (
        text_tag("h2", draft.title, class_="draft-title"),
        text_tag("p", lead, class_="lead"),
        text_tag("p", f"Left out: {left}.", class_="note") if left else "",
        join(text_tag("p", note, class_="note") for note in draft.notes),
    )
    carried = tag("script", draft.model_dump_json().translate(CARRIED), type="application/json", id="draft")
    verbs = join(text_tag("option", verb.capitalize(), value=verb.capitalize()) for verb in _verbs())
    return join(
        (
            *head,
            _bar(),
            tag("div", "", id="kept-told", role="alert"),
            join(_course(draft, at, documents) for at in range(len(draft.courses))),
            carried,
            tag("datalist", verbs, id="verbs"),
            tag(
                "form",
                text_tag("button", "Forget this draft", type="submit", class_="action"),
                method="post",
                action=f"{AT}/import/forget",
            ),
        )
    )


def _bar() -> str:
    buttons = (
        text_tag("button", "Keep what is chosen", type="button", id="keep", class_="primary"),
        text_tag("button", "Choose all", type="button", class_="action", data_choose="all"),
        text_tag("button", "Choose none", type="button", class_="action", data_choose="none"),
        text_tag("span", "", id="chosen", role="status", class_="note"),
    )
    return tag("div", join(buttons), class_="keep-bar")


def _verbs() -> list[str]:
    return sorted({verb for verbs in VERBS.values() for verb in verbs})


def _course(draft: Draft, at: int, documents: frozenset[str]) -> str:
    course = draft.courses[at]
    return tag(
        "section",
        text_tag("h3", course.title) + join(_module(draft, one, documents) for one in course.modules),
        class_="course",
    )


def _module(draft: Draft, module: ProposedModule, documents: frozenset[str]) -> str:
    box = void(
        "input", type="checkbox", data_module=True, checked=True, aria_label=f"Choose all of {module.title}"
    )
    name = text_tag("span", module.title, class_="module-title")
    note = text_tag("span", counted(len(module.objectives), "objective"), class_="note")
    rows = join(_row(draft, one, documents) for one in module.objectives)
    return tag(
        "details",
        tag("summary", box + name + note) + tag("ol", rows, class_="proposed"),
        open=True,
        class_="module",
    )


def _row(draft: Draft, one: Proposed, documents: frozenset[str]) -> str:
    box = void(
        "input", type="checkbox", data_use=True, checked=one.former is None, aria_label=f"Choose: {one.title}"
    )
    verb = void(
        "input",
        data_field="verb",
        value=one.verb,
        list="verbs",
        maxlength="40",
        aria_label="Verb",
        class_="verb",
    )
    content = text_tag("textarea", one.content, data_field="content", rows="1", aria_label="Content")
    options = join(text_tag("option", level, value=level, selected=level == one.level) for level in DEPTHS)
    level = tag("select", options, data_field="level", aria_label="Level")
    tags = void(
        "input",
        data_field="competencies",
        value=", ".join(one.competencies),
        aria_label="Competencies",
        placeholder="EPA 2, CanMEDS Scholar",
    )
    guess = badge("level guessed", "caution") if one.level_guessed else ""
    fields = tag("div", verb + content + level + tags + guess, class_="proposed-fields")
    below = (
        tag(
            "div",
            remark_parts(lint_objective(objective_of(one, author="-"))),
            class_="remarks",
            aria_live="polite",
        ),
        text_tag("p", f"The library has: {one.former}", class_="note") if one.former else "",
        _place(draft, one, documents),
        _quotes(one),
    )
    return tag("li", tag("div", box, class_="use") + tag("div", fields + join(below)), data_id=one.id)


def _place(draft: Draft, one: Proposed, documents: frozenset[str]) -> str:
    """Where it stands; a link where the syllabus itself is a source of the library."""
    code = f"{one.code}, " if one.code else ""
    words = f"{code}{one.place.called}"
    at = escape(words)
    if draft.digest in documents:
        at = text_tag("a", words, href=path("source", draft.digest, one.place.page), target="_blank")
    return tag("p", at + ": " + text_tag("q", one.place.words), class_="note said-at")


def _quotes(one: Proposed) -> str:
    if not one.references:
        return "" if one.searched else text_tag("p", "Passages were not looked up.", class_="note")
    boxes = join(
        tag(
            "li",
            tag(
                "label",
                void("input", type="checkbox", data_quote=at, checked=True)
                + text_tag("q", reference.quote)
                + " "
                + text_tag("cite", reference.document),
            ),
        )
        for at, reference in enumerate(one.references)
    )
    number = counted(len(one.references), "passage")
    return tag(
        "details", text_tag("summary", f"{number} that may teach it") + tag("ul", boxes, class_="quotes")
    )


def remarks_by_id(remarks: Sequence[Remark]) -> Mapping[str, str]:
    """What was wrong with what was to be kept, by the id of its objective."""
    found: dict[str, str] = {}
    for one in remarks:
        name, rest = str(one.spot[0]), one._replace(spot=one.spot[1:])
        words = f"Fault: {_words(rest)}"
        found[name] = f"{found[name]} {words}" if name in found else words
    return found
