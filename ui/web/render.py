"""Answers as HTML. Plain functions of values: no Gradio, no library, no state."""

from collections.abc import Sequence

from assistant.cited import unsaid
from assistant.record import Asked, Turn
from assistant.types import Answer, Notice
from ui.web.calculators import offered
from ui.web.evidence import abstained, evidence
from ui.web.look import look_html
from ui.web.making import writes
from ui.web.markup import join, path, tag, text_tag
from ui.web.references import Numbers, numbered, plain_text
from ui.web.statements import conflict_html, references, statements
from ui.web.written import (
    attempt_form,
    attempt_html,
    cost,
    first_sources,
    not_tried,
    progress,
    said_of,
    searching,
    state_of,
)

INTENDED_USE = "For education and reference. Not a medical device; check the source before acting on it."
CLOSE_MATCH = 0.5


def conversation(newest: Turn | None, earlier: Sequence[Asked] = (), *, live: bool = False) -> str:
    """The newest turn whole, earlier ones folded to their question, latest first.

    `live` says that its answer is being written now; else one without an end was stopped.
    """
    if newest is None:
        return join(_folded(asked) for asked in reversed(earlier))
    shown = _newest(newest, live=live)
    if earlier:
        shown += text_tag("h2", "Earlier in this session", class_="earlier-title")
    return shown + join(_folded(asked) for asked in reversed(earlier))


def _newest(turn: Turn, *, live: bool) -> str:
    heading_id = f"q-{turn.turn_id}"
    head = text_tag("h2", turn.question, class_="question", id=heading_id)
    state = state_of(turn.answer, live=live)
    waits = turn.answer if state == "asking" else None
    if waits:
        body = _notices(waits) + look_html(waits) + attempt_form(waits, turn.turn_id)
    else:
        body = turn_body(turn, live=live)
    return tag(
        "article",
        head + body,
        class_="turn",
        data_turn=turn.turn_id,
        data_state=state,
        data_say=said_of(turn.answer, state),
        aria_labelledby=heading_id,
        aria_busy="true" if live else None,
    )


def _folded(asked: Asked) -> str:
    """A question whose answer the page fetches when it is unfolded."""
    summary = text_tag("summary", asked.question, class_="question")
    body = tag("div", "", class_="turn", data_turn=asked.turn_id)
    return tag("details", summary + body, class_="earlier", data_fold=path("turn", asked.turn_id))


def turn_body(turn: Turn, *, live: bool = False) -> str:
    """The answer of a turn, or why it cannot be shown, and the calculators that its question needs."""
    answer = turn.answer
    if answer is None:
        return searching(turn.turn_id) if live else _unreadable() + offered(turn.question)
    if answer.asks:
        return _notices(answer) + not_tried(answer)
    shown = attempt_html(turn) + answer_html(answer, turn.turn_id, live=live)
    calculators = "" if live or _only_notices(answer) else offered(turn.question)
    # Where the library is silent the calculator is the answer, so it does not wait below the passages.
    return calculators + shown if answer.abstained and not answer.notices else shown + calculators


def _unreadable() -> str:
    return text_tag("p", "This answer was made by another version. Ask again to see it.", class_="note")


def answer_html(answer: Answer, turn_id: str, *, live: bool = False) -> str:
    """An answer: notices, statements or the abstention, conflicts, references, actions and the evidence.

    The evidence of an answer that a model writes comes first, so that nothing moves while the sentences come.
    """
    if _only_notices(answer):
        return _notices(answer)
    numbers = numbered(answer)
    state = state_of(answer, live=live)
    first = writes(answer) and not answer.abstained
    sentences = statements(answer.statements, numbers, more=state == "writing")
    return join(
        (
            _notices(answer),
            _searched_as(answer),
            join(text_tag("p", note, class_="note") for note in answer.notes),
            evidence(answer, numbers) + first_sources(answer) if first else "",
            look_html(answer),
            progress(answer, turn_id, state=state),
            abstained(answer.abstained) if answer.abstained else sentences,
            "" if state == "writing" else _below(answer, numbers, turn_id),
            "" if first else evidence(answer, numbers),
        )
    )


def _only_notices(answer: Answer) -> bool:
    return bool(answer.notices) and not (answer.statements or answer.abstained or answer.evidence)


def _below(answer: Answer, numbers: Numbers, turn_id: str) -> str:
    """What follows a whole answer. What a copy leaves out is told to print, as the page shows it struck."""
    left_out = join(text_tag("p", words, class_="left-out") for words in unsaid(answer))
    conflicts = join(conflict_html(conflict, numbers) for conflict in answer.conflicts)
    return left_out + conflicts + references(numbers) + _actions(answer, turn_id) + _about(answer)


def _notices(answer: Answer) -> str:
    return join(_notice(notice) for notice in answer.notices)


def _notice(notice: Notice) -> str:
    """Words for the person above the answer; one that has a better question offers to ask it."""
    words = text_tag("p", notice.text)
    if notice.instead:
        instead = text_tag("q", notice.instead)
        ask = _button("Remove and ask again", data_ask=notice.instead)
        words += tag("p", f"It would read: {instead}") + tag("p", ask)
    return tag("div", words, class_=f"notice notice-{notice.kind}", role="note")


def _searched_as(answer: Answer) -> str:
    if answer.standalone == answer.question:
        return ""
    return tag("p", "Understood as: " + text_tag("q", answer.standalone), class_="note")


def _actions(answer: Answer, turn_id: str) -> str:
    copy = _button("Copy with citations", data_copy=plain_text(answer))
    exports = join(
        text_tag("a", name, href=path("export", f"{turn_id}.{ending}"), class_="action", download=True)
        for name, ending in (("BibTeX", "bib"), ("RIS", "ris"))
        if answer.evidence or answer.statements
    )
    if answer.statements:
        exports += text_tag("a", "Handout", href=path("handout", "answers", turn_id), class_="action")
    votes = join(
        _button(words, data_feedback=kind, aria_pressed="false")
        for words, kind in (("Helpful", "up"), ("Not helpful", "down"))
    )
    disagree = _button("Disagree", data_disagree=True, aria_expanded="false")
    buttons = tag("div", copy + exports + votes + disagree, class_="actions")
    return buttons + _note_form()


def _match(probability: float) -> str:
    """In words: the figure was calibrated on longer questions than people type, and is a floor for those."""
    if probability >= CLOSE_MATCH:
        return "the sources match the question closely"
    return "the sources match the question loosely: read around the quote"


def _button(words: str, **values: str | bool) -> str:
    return text_tag("button", words, type="button", class_="action", **values)


def _note_form() -> str:
    field = tag("textarea", "", rows=3, maxlength=4000, required=True)
    label = tag("label", "What is wrong, and where does it say so?" + field)
    send = text_tag("button", "Send note", class_="action", type="submit")
    return tag("form", label + send, class_="disagree", hidden=True)


def _about(answer: Answer) -> str:
    made = answer.fingerprint
    title = f"settings {made.settings}, encoder {made.encoder}, library {made.library}"
    if answer.written:
        return cost(answer, answer.written, title=title)
    facts = []
    if "evidence" in answer.timings_ms:
        facts.append(f"Evidence in {answer.timings_ms['evidence']:,.0f} ms")
    facts.append("verbatim quotes, no model" if answer.mode == "quote" else "nothing was written")
    if answer.confidence is not None and answer.statements:
        facts.append(_match(answer.confidence))
    return tag("p", text_tag("span", " · ".join(facts), title=title), class_="about")
