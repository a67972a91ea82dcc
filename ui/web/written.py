"""What stands around an answer that a model writes: who writes, what failed, what it cost, what was tried."""

from assistant.cited import UNFINISHED, source_of
from assistant.record import Turn
from assistant.types import Answer, Written
from ui.asking import LONGEST_ATTEMPT
from ui.web.evidence import short_line
from ui.web.making import author, made, tally, writes
from ui.web.markup import counted, escape, join, tag, text_tag

FIRST_SOURCES = 3
MUST_TRY = "Your class shows no answer before an attempt of your own."


def state_of(answer: Answer | None, *, live: bool) -> str:
    """In one word how far an answer is: searching, asking, writing, stopped or done."""
    if answer is None:
        return "searching" if live else "done"
    if answer.asks:
        return "asking"
    if answer.stage == "writing":
        return "writing" if live else "stopped"
    return "done"


def said_of(answer: Answer | None, state: str) -> str | None:
    """What a screen reader says when the answer comes to that state; None for an answer in plain quotes."""
    if answer is None:
        return "Searching the library." if state == "searching" else None
    if state == "asking":
        return f"A question for you first. {answer.asks}"
    if not writes(answer) or answer.abstained:
        return None
    if state == "writing":
        return f"Answer being written. Evidence: {counted(len(answer.evidence), 'passage')}."
    if answer.fallback:
        return f"{answer.fallback} {counted(len(answer.statements), 'quote')}."
    return f"{UNFINISHED if state == 'stopped' else 'Answer ready:'} {tally(answer)}."


def searching(turn_id: str) -> str:
    """The line while the library is being searched, with the control that stops it."""
    return _progress(text_tag("span", "Searching the library", class_="writing") + _stop(turn_id))


def progress(answer: Answer, turn_id: str, *, state: str) -> str:
    """The line above the sentences: who writes, with the control that stops it; afterwards who wrote."""
    if not writes(answer) or answer.abstained:
        return ""
    if answer.fallback:
        return tag("p", escape(answer.fallback), class_="fallback")
    if state == "writing":
        words = "The model is writing. "
        key = text_tag("span", "Grey is being checked.", class_="checking-key")
        return _progress(tag("span", escape(words) + key, class_="writing") + _stop(turn_id))
    if state == "stopped":
        return _progress(text_tag("span", f"{UNFINISHED} {tally(answer)}.") + _again(answer))
    return _progress(text_tag("span", f"Written by {author(answer)}: {tally(answer)}."))


def first_sources(answer: Answer) -> str:
    """The best sources, a line each that opens one; they stand before the first sentence is written."""
    best = list({source_of(one): one for one in reversed(answer.evidence)}.values())[::-1][:FIRST_SOURCES]
    lines = join(tag("li", short_line(one)) for one in best)
    return tag("ul", lines, class_="first-sources", aria_label="Best sources") if lines else ""


def cost(answer: Answer, written: Written, *, title: str) -> str:
    """How the answer was made, folded to one line."""
    facts = join(text_tag("li", fact) for fact in made(answer, written))
    shown = tag("ul", facts, title=title)
    return tag("details", text_tag("summary", "How this answer was made") + shown, class_="about")


def attempt_html(turn: Turn) -> str:
    """What the learner answered first, or that they asked to be shown the answer."""
    if turn.attempt is None:
        return ""
    if not turn.attempt:
        return text_tag("p", "You asked to be shown the answer.", class_="note")
    return tag("div", text_tag("h3", "Your attempt") + text_tag("p", turn.attempt), class_="attempted")


def attempt_form(answer: Answer, turn_id: str) -> str:
    """What the learner is asked before the answer, with a box for it and a way past it."""
    asks = text_tag("p", answer.asks or "", class_="asks")
    box = tag("textarea", "", name="attempt", rows=4, maxlength=LONGEST_ATTEMPT, required=True)
    compare = text_tag(
        "button", "Compare with the answer", type="submit", class_="primary", title="Ctrl+Enter"
    )
    show = text_tag(
        "button", "Show me the answer", type="submit", class_="action", value="show", formnovalidate=True
    )
    if answer.must_try:
        show = text_tag("p", MUST_TRY, class_="note")
    label = tag("label", "Your attempt" + box)
    return tag(
        "form",
        asks + label + tag("div", compare + show, class_="actions"),
        class_="attempt",
        data_turn=turn_id,
    )


def not_tried(answer: Answer) -> str:
    """What the learner was asked before an answer that they have not come to."""
    return text_tag("p", answer.asks or "", class_="asks") + _progress(
        "You went on before you tried." + _again(answer)
    )


def _progress(content: str) -> str:
    return tag("p", content, class_="progress")


def _stop(turn_id: str) -> str:
    words = "Stop " + text_tag("kbd", "Esc")
    return tag("button", words, type="button", class_="action", data_stop=turn_id)


def _again(answer: Answer) -> str:
    return text_tag("button", "Ask again", type="button", class_="action", data_ask=answer.question)
