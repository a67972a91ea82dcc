"""What one is told about an answer once it counts: the chosen and the right one first, then the rest."""

from collections.abc import Iterable

from assistant.quiz.types import Boxed, Graded, Pointed, Typed, Written
from assistant.quiz.view import Explained, Feedback, ShownItem
from ui.web.markup import counted, escape, join, path, tag, text_tag, void
from ui.web.quiz.answering import CHOICES, picture_url
from ui.web.quiz.citing import chips, numbered, sources, uncited
from ui.web.quiz.opinion import second_opinion
from ui.web.quiz.places import drawn_places
from ui.web.quiz.report import report_table
from ui.web.quiz.words import CONFIDENCE_WORDS, NO_REASON, percent
from ui.web.references import Numbers

NOT_ANSWERED = "You did not answer this."


def answered(sitting: str, item: ShownItem, feedback: Feedback, *, rates: str = "") -> str:
    """The item as it was answered, whether that was right, what rates it, and why."""
    numbers = numbered(feedback)
    told = (
        _given(sitting, item, feedback),
        _verdict(item, feedback.graded),
        rates,
        _explained(item, feedback, numbers),
        second_opinion(sitting, item, feedback),
        _point(feedback, numbers),
        sources(numbers),
        _going_on(sitting, item, feedback),
    )
    return tag("section", join(told), class_="turn feedback", aria_label="Feedback")


def key_told(sitting: str, item: ShownItem, feedback: Feedback) -> str:
    """What is right and why, as `answered` tells it, without any answer."""
    numbers = numbered(feedback)
    told = (
        _given(sitting, item, feedback),
        _explained(item, feedback, numbers),
        _point(feedback, numbers),
        sources(numbers),
    )
    return tag("section", join(told), class_="turn feedback", aria_label="The key")


def _given(sitting: str, item: ShownItem, feedback: Feedback) -> str:
    """What was answered, as it was shown."""
    if item.type in CHOICES:
        return _options(item, feedback)
    if isinstance(item.response, Typed):
        return tag(
            "p", escape("You wrote: ") + text_tag("strong", item.response.text or "nothing"), class_="given"
        )
    if isinstance(item.response, Written):
        return text_tag("p", "You wrote:", class_="given") + text_tag(
            "blockquote", item.response.text, class_="own-read"
        )
    if item.type == "image_hotspot":
        image = void("img", src=picture_url(sitting, item, item.pictures[0]), alt=item.pictures[0].alt)
        place = item.response if isinstance(item.response, Pointed | Boxed) else None
        return drawn_places(image, place, feedback.explained)
    return ""


def _options(item: ShownItem, feedback: Feedback) -> str:
    """All options in the order in which they stood, marked."""
    told = {one.id: one for one in feedback.explained}
    lines = []
    for option in item.options:
        one = told.get(option.id)
        words = text_tag("span", option.letter, class_="letter") + text_tag(
            "span", option.text, class_="words"
        )
        kind = "marked" + (f" marked-{_kind(one)}" if one else "")
        lines.append(tag("li", words + (_mark(one) if one else ""), class_=kind))
    return tag("ul", join(lines), class_="choices marked-choices")


def _kind(one: Explained) -> str:
    if one.correct:
        return "right"
    return "wrong" if one.chosen else "other"


def _mark(one: Explained) -> str:
    words = {
        (True, True): "✓ your answer, right",
        (True, False): "✓ right",
        (False, True): "✗ your answer",
        (False, False): "",
    }[one.correct, one.chosen]
    return text_tag("span", words, class_="verdict") if words else ""


def _verdict(item: ShownItem, graded: Graded) -> str:
    """In one line: right, wrong or not marked, and how sure one was."""
    if item.response is None:
        words, kind = NOT_ANSWERED, "wrong"
        graded = Graded(correct=None)
    elif graded.correct is None:
        words, kind = "Not marked: this counts neither as right nor as wrong.", "open"
    elif graded.correct:
        words, kind = "Right.", "right"
    else:
        words, kind = "Not right.", "wrong"
    if graded.score is not None and 0 < graded.score < 1:
        words += f" {percent(graded.score)} of it was."
    if item.confidence is not None:
        words += f" You said: {CONFIDENCE_WORDS[item.confidence].lower()}."
    line = text_tag("strong", words) + (escape(" " + graded.reason) if graded.reason else "")
    return tag("p", line, class_=f"outcome-line outcome-{kind}", id="verdict", tabindex=-1)


def _explained(item: ShownItem, feedback: Feedback, numbers: Numbers) -> str:
    if item.type == "image_read":
        return report_table(feedback, numbers)
    letters = {option.id: option.letter for option in item.options}
    first = [one for one in feedback.explained if one.chosen or one.correct]
    rest = [one for one in feedback.explained if not (one.chosen or one.correct)]
    shown = _reasons(first, letters, numbers)
    if not rest:
        return shown
    summary = text_tag("summary", f"Why not the {counted(len(rest), 'other')}")
    return shown + tag("details", summary + _reasons(rest, letters, numbers), class_="others", open=True)


def _reasons(told: Iterable[Explained], letters: dict[str, str], numbers: Numbers) -> str:
    return join(tag("div", _reason(one, letters.get(one.id, ""), numbers), class_="reason") for one in told)


def _reason(one: Explained, letter: str, numbers: Numbers) -> str:
    says = f"{letter}. {one.text}" if letter else one.text
    head = text_tag("h3", f"{says} is {'right' if one.correct else 'not right'}")
    why = text_tag("span", one.reason or NO_REASON, class_=None if one.reason else "note")
    return head + tag("p", why + chips(one.citations, numbers)) + uncited(one.uncited)


def _point(feedback: Feedback, numbers: Numbers) -> str:
    """The point to take home."""
    if not (feedback.explanation or feedback.citations or feedback.uncited):
        return ""
    words = escape(feedback.explanation or "Sources") + chips(feedback.citations, numbers)
    return text_tag("h3", "To take away") + tag("p", words) + uncited(feedback.uncited)


def _going_on(sitting: str, item: ShownItem, feedback: Feedback) -> str:
    """The ways on from here: to Ask about the item, and to a card of what was missed."""
    links = []
    if feedback.ask:
        address = path(ask=feedback.ask)
        ask = text_tag("a", "Ask about this", href=address, class_="action", target="_blank", rel="noopener")
        links.append(ask)
    if feedback.graded.correct is False and item.type != "cloze_card":
        address = path("review", "card", f"{sitting}:{item.place}")
        links.append(text_tag("a", "Make a card of this", href=address, class_="action"))
    return tag("div", join(links), class_="actions") if links else ""
