"""The page of one answer: to be marked, then with what was planted and what a machine sees of it."""

from assistant.accounts import Account
from assistant.audits.types import Placed
from assistant.audits.view import AuditView, MachineCheck, Marked, ShownSentence, Told
from curricula.audits.types import KINDS
from ui.web.audits.hall import begin_form, kinds_part
from ui.web.audits.shares import kind_words
from ui.web.evidence import citation_url
from ui.web.markup import badge, counted, escape, join, path, tag, text_tag, void
from ui.web.quiz.assets import assets
from ui.web.shell import header, source_pane, static_url, whole_page

SOURCE = (
    "Choose the citation of a sentence: what it leads to opens here with the quoted words marked, if "
    "there is such a source. Keys: 1 to 9 and 0 (the whole) lead to a mark, [ and ] turn pages."
)
WHOLE = "The answer as a whole"
FINE = "Fine"
OUTCOMES = {
    "found": "✓ found",
    "called_otherwise": "✓ found, but of another kind",
    "missed": "✗ missed",
    "false_alarm": "✗ false alarm",
    "passed": "",
}
SEVERITIES = {"harm": "could harm a patient", "misleading": "misleading"}
NOT_COUNTED = "You had handed this answer in before, so that it does not count again."


def audit_page(view: AuditView, who: Account) -> str:
    """The whole page as it stands now; it works without a script."""
    head = text_tag("h1", view.title, class_="page-title") + (
        badge(view.review, "caution") if view.review else ""
    )
    question = tag("p", escape(view.question), class_="lead audit-question")
    part = _to_mark(view) if view.marked is None else _marked(view, view.marked)
    bar = tag("div", header("Quiz", who), id="top")
    main = tag("main", head + question + part, class_="quiz-page audit turn", id="audit")
    panes = main + tag("div", source_pane(SOURCE), id="source-column")
    sheet = void("link", rel="stylesheet", href=static_url("audit.css"))
    extra = assets("quiz-pages.js", "audit.js") + sheet
    return whole_page(view.title, bar + tag("div", panes, class_="quiz-panes"), extra=extra)


def _to_mark(view: AuditView) -> str:
    rows = join(
        tag("li", _sentence(view, one) + _choice(one.number, f"Sentence {one.number}"))
        for one in view.sentences
    )
    whole = tag("div", text_tag("p", WHOLE) + _choice(0, WHOLE), class_="audit-whole")
    fresh = void("input", type="hidden", name="id", value="", data_fresh_id=True)
    button = text_tag("button", "Hand in", type="submit", class_="primary", data_hand_in=True)
    note = text_tag(
        "p", "What you leave at “Fine” counts as sound. Afterwards nothing can be changed.", class_="note"
    )
    content = (
        fresh + tag("ol", rows, class_="audit-sentences") + whole + note + tag("div", button, class_="send")
    )
    action = path("audit", view.turn, "marks")
    form = tag("form", content, method="post", action=action, autocomplete="off", data_marks=True)
    return form + kinds_part()


def _sentence(view: AuditView, one: ShownSentence) -> str:
    text = tag("p", escape(one.text), class_="audit-text")
    if one.citation is None:
        return text
    cited = one.citation
    chip = text_tag(
        "a",
        str(one.number),
        href=path("audit", view.turn, "cited", one.number),
        class_="chip",
        data_source=True,
        aria_label=f"Open what sentence {one.number} cites: {cited.document}",
    )
    words = text_tag("cite", cited.document) + escape(f", {cited.edition}: “{cited.quote}”")
    return text + tag("p", chip + " " + words, class_="audit-cited")


def _choice(number: int, label: str) -> str:
    """What a place may be called: fine, or a kind of error that can stand there."""
    kinds = [kind for kind in KINDS if (kind == "omitted_warning") == (number == 0)]
    options = text_tag("option", FINE, value="")
    options += join(text_tag("option", kind_words(kind), value=f"{number}:{kind}") for kind in kinds)
    field = tag("select", options, name="mark", data_place=number, aria_label=f"{label} is")
    return tag("div", field, class_="audit-choice")


def _marked(view: AuditView, marked: Marked) -> str:
    told = {one.sentence: one for one in marked.told}
    places = {place.sentence: place for place in marked.places}
    rows = join(
        tag(
            "li",
            _sentence(view, one) + _told(places[one.number], told.get(one.number)),
            class_=f"audit-{places[one.number].outcome}",
        )
        for one in view.sentences
    )
    whole = places[None]
    about = ""
    if whole.outcome != "passed":
        look = f"audit-whole audit-{whole.outcome}"
        about = tag(
            "div", text_tag("p", WHOLE, class_="audit-text") + _told(whole, told.get(None)), class_=look
        )
    again = "" if marked.counts else text_tag("p", NOT_COUNTED, class_="note")
    links = text_tag("a", "All my answers", href="/audit", class_="action")
    on = tag("div", begin_form("Next answer") + links, class_="actions next-steps")
    return _verdict(marked) + again + tag("ol", rows, class_="audit-sentences") + about + on


def _verdict(marked: Marked) -> str:
    outcomes = [place.outcome for place in marked.places]
    found = outcomes.count("found") + outcomes.count("called_otherwise")
    alarms = outcomes.count("false_alarm")
    words = (
        f"{found} of {counted(len(marked.told), 'planted error')} found"
        if marked.told
        else "Nothing was planted here"
    )
    words += f", {counted(alarms, 'false alarm')}." if alarms else "."
    right = alarms == 0 and found == len(marked.told)
    return tag(
        "p",
        text_tag("strong", words),
        class_=f"outcome-line outcome-{'right' if right else 'wrong'}",
        id="verdict",
        tabindex=-1,
    )


def _told(place: Placed, told: Told | None) -> str:
    outcome = OUTCOMES[place.outcome]
    if told is None:
        marked = f": you called it “{kind_words(place.marked)}”, and it holds." if place.marked else ""
        return text_tag("p", outcome + marked, class_="audit-outcome") if outcome else ""
    names = kind_words(told.kind) + (f" (or: {', '.join(map(kind_words, told.also))})" if told.also else "")
    head = text_tag("strong", outcome) + escape(f" · {names} · {SEVERITIES[told.severity]}")
    source = _source(told)
    return tag("p", head, class_="audit-outcome") + tag("p", escape(told.truth) + source) + _check(told.check)


def _source(told: Told) -> str:
    if told.citation is None:
        return text_tag("span", f" A source is not shown: {told.uncited}.", class_="note")
    label = f"Open what is true instead: {told.citation.title}"
    link = text_tag(
        "a", "source", href=citation_url(told.citation), class_="chip", data_source=True, aria_label=label
    )
    return " " + link


def _check(check: MachineCheck) -> str:
    said = f"“{check.verdict}”. {check.reason}" if check.verdict != "unchecked" else check.reason
    begins = "would have said: " if check.caught else "would not have caught this: "
    return text_tag("p", f"Preceptor's own check {begins}{said}", class_="note audit-machine")
