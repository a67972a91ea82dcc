"""What a sitting looks like in a terminal, as lines; nothing here prints or waits."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from assistant.cited import Source, reference, source_of
from assistant.quiz.events import Why
from assistant.quiz.types import Boxed, Chosen, Graded, Pointed, Rated, Response, Typed, Written
from assistant.quiz.view import Explained, Feedback, Outcome, ShownItem, Spot, Tally, View
from assistant.types import Citation
from ui.web.quiz.words import AGREEMENT_SIGNS, AGREEMENT_WORDS

WHY: dict[Why, str] = {
    "asked for": "",
    "due": "it is due",
    "weak": "a weak objective",
    "new": "new to you",
    "retest": "once more, without help",
    "blueprint": "",
}
IN_REVIEW = "for the first time in a review"
SURE = "How sure are you? 1 a guess, 2 unsure, 3 fairly, 4 sure, 5 certain; Enter to skip"
BAR = 20
SPOTS_A_LINE = 10
LEGEND = "+ right, - wrong, ? not marked, o answered, . not answered, f flagged"


class Line(NamedTuple):
    """A line to print: a head that stands out to its left, the text, and a style."""

    text: str
    head: str = ""
    style: str = ""


class Sources:
    """Numbers the sources that are cited, from 1, each once."""

    def __init__(self) -> None:
        self._cited: dict[Source, tuple[int, Citation, list[str]]] = {}

    def marks(self, citations: Sequence[Citation]) -> str:
        """The numbers of these citations, e.g. " [1][2]"; they are listed from then on."""
        numbers = [self._number(citation) for citation in citations]
        return "".join(f" [{number}]" for number in dict.fromkeys(numbers))

    def lines(self) -> Iterator[Line]:
        """Every source with the words that were cited from it."""
        for number, citation, quotes in self._cited.values():
            yield Line(reference(citation), f"[{number}]", "dim")
            for words in quotes:
                yield Line(f"“{words}”", " " * len(f"[{number}]"), "dim")

    def _number(self, citation: Citation) -> int:
        source = source_of(citation)
        if source not in self._cited:
            self._cited[source] = (len(self._cited) + 1, citation, [])
        number, _, quotes = self._cited[source]
        words = " ".join(citation.quote.split())
        if words not in quotes:
            quotes.append(words)
        return number


def item_lines(view: View) -> list[Line]:
    """Where one is, and the item there; without one, why there is none."""
    if view.phase == "paused":
        return [Line(f"Paused. {clock(view)}".strip(), style="bold")]
    if view.item is None:
        return [Line("There is nothing to answer here.")] if view.phase == "open" else []
    item = view.item
    lines = [Line(_where(view, item), style="bold")]
    lines += [Line(text) for text in (item.title, item.vignette, item.front) if text]
    lines += [
        Line(f"[picture: {one.alt}{one.caption and f' ({one.caption})'}]", style="dim")
        for one in item.pictures
    ]
    lines += [Line(""), Line(item.lead_in, style="bold")] if item.lead_in else []
    lines += [Line(option.text, f"  {option.letter}") for option in item.options]
    if item.back:
        lines.append(Line(item.back, style="bold"))
    if item.response is not None and item.feedback is None:
        lines.append(Line(f"Your answer: {said(item, item.response)}", style="dim"))
    return lines


def feedback_lines(item: ShownItem) -> list[Line]:
    """What is told once the answer counts: the chosen and the right first, with reasons and sources."""
    if item.feedback is None:
        return []
    feedback, sources = item.feedback, Sources()
    lines = [Line(verdict(feedback.graded), style="bold")]
    for one in feedback.explained if item.type == "image_read" else sorted(feedback.explained, key=_rank):
        lines += _compared(one, sources) if item.type == "image_read" else _explained(item, one, sources)
    lines += _beyond(feedback.graded)
    marks = sources.marks(feedback.citations)
    if feedback.explanation:
        lines += [Line(""), Line(f"{feedback.explanation}{marks}")]
    lines += [Line(""), *sources.lines(), *_uncited(feedback)]
    if item.review:
        lines.append(Line(f"This item is {item.review}.", style="dim"))
    return lines


def outcome_lines(outcome: Outcome) -> list[Line]:
    """The result of a sitting in words; `tallied` draws its parts."""
    told = f"{outcome.right} of {outcome.graded} right"
    share = f" ({outcome.right / outcome.graded:.0%})" if outcome.graded else ""
    lines = [Line(f"{told}{share}.", style="bold")]
    if outcome.unanswered:
        lines.append(Line(f"{outcome.unanswered} not answered; in an exam these count as wrong."))
    if outcome.ungraded:
        lines.append(Line(f"{outcome.ungraded} could not be marked and count as neither."))
    if outcome.seconds is not None:
        lines.append(Line(f"Time: {span(outcome.seconds)}."))
    return lines


def tallied(tally: Tally) -> tuple[str, str, str, str]:
    """One row of the result: the objective, a bar, right of graded, how many were not marked."""
    share = tally.right / tally.graded if tally.graded else 0.0
    filled = round(BAR * share)
    bar = "#" * filled + "-" * (BAR - filled) if tally.graded else ""
    return tally.name, bar, f"{tally.right} of {tally.graded}", str(tally.ungraded or "")


def spot_lines(view: View) -> list[Line]:
    """Every place with its mark, the one that one is at in brackets."""
    hidden = view.mode == "exam" and view.phase != "finished"
    shown = [_spot(spot, at=view.at, hidden=hidden) for spot in view.places]
    rows = [shown[start : start + SPOTS_A_LINE] for start in range(0, len(shown), SPOTS_A_LINE)]
    return [*(Line(" ".join(row)) for row in rows), Line(LEGEND, style="dim")]


def verdict(graded: Graded) -> str:
    """Right, wrong, right in part, or that it could not be marked; with the reason where there is one."""
    if graded.correct is None:
        return graded.reason or "Not marked: no reason is given."
    part = graded.score is not None and 0 < graded.score < 1
    word = "Right." if graded.correct else f"Wrong, {graded.score:.0%} of it right." if part else "Wrong."
    return f"{word} {graded.reason}".strip()


def said(item: ShownItem, response: Response) -> str:
    """A response in the words of the screen: letters, the text typed, the place pointed at."""
    match response:
        case Chosen(options=chosen):
            letters = [option.letter for option in item.options if option.id in chosen]
            return ", ".join(letters) or "none"
        case Typed(text=text) | Written(text=text):
            return text
        case Pointed(x=x, y=y):
            return f"{x:.0%} from the left, {y:.0%} from the top"
        case Boxed():
            across = f"{response.left:.0%} to {response.right:.0%} from the left"
            return f"a box from {across}, {response.top:.0%} to {response.bottom:.0%} from the top"
        case Rated(rating=rating):
            return rating


def clock(view: View) -> str:
    """The time left; empty where no clock runs any more."""
    if view.seconds_left is None or view.phase == "finished":
        return ""
    return f"{span(view.seconds_left)} left."


def span(seconds: float) -> str:
    """A length of time as on a clock, e.g. 4:05 or 1:02:30."""
    minutes, left = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{left:02d}" if hours else f"{minutes}:{left:02d}"


def _where(view: View, item: ShownItem) -> str:
    total = f" of {view.total}" if view.total is not None else ""
    flagged = any(spot.place == item.place and spot.flagged for spot in view.places)
    why = IN_REVIEW if view.mode == "review" and item.why == "new" else WHY[item.why]
    parts = [f"{item.place + 1}{total}", why, "flagged" if flagged else ""]
    return f"{', '.join(part for part in parts if part)}. {clock(view)}".strip()


def _rank(one: Explained) -> tuple[bool, bool]:
    return (not one.chosen, not one.correct)


def _explained(item: ShownItem, one: Explained, sources: Sources) -> list[Line]:
    letters = {option.id: option.letter for option in item.options}
    signs = [word for word, holds in (("yours", one.chosen), ("right", one.correct)) if holds]
    head = f"  {letters.get(one.id, '+' if one.correct else '-')}"
    told = f" ({', '.join(signs)})" if signs else ""
    reason = one.reason or "No reason is given."
    style = "" if signs else "dim"
    lines = [
        Line(f"{one.text}{told}", head, style),
        Line(f"{reason}{sources.marks(one.citations)}", "   ", style),
    ]
    return [*lines, *(Line(reason, "   ", "dim") for reason in one.uncited)]


def _compared(one: Explained, sources: Sources) -> list[Line]:
    """A line of the report, what the read says of it, and why the report says so."""
    told = AGREEMENT_WORDS[one.compared.agreement] if one.compared else "not answered"
    sign = AGREEMENT_SIGNS[one.compared.agreement] if one.compared else "."
    said = f" You wrote: “{one.compared.said}”." if one.compared and one.compared.said else ""
    why = f" {one.compared.why}" if one.compared else ""
    lines = [Line(f"{one.text} ({told})", f"  {sign}"), Line(f"{said}{why}".strip(), "   ", "dim")]
    if one.reason or one.citations:
        lines.append(Line(f"{one.reason or ''}{sources.marks(one.citations)}".strip(), "   "))
    return [*lines, *(Line(reason, "   ", "dim") for reason in one.uncited)]


def _beyond(graded: Graded) -> list[Line]:
    if graded.read is None or not graded.read.beyond:
        return []
    return [Line(f"The report does not speak of: {'; '.join(graded.read.beyond)}.", style="dim")]


def _uncited(feedback: Feedback) -> Iterator[Line]:
    for reason in feedback.uncited:
        yield Line(reason, style="dim")


def _spot(spot: Spot, *, at: int | None, hidden: bool) -> str:
    mark = {True: "+", False: "-", None: "o" if hidden else "?"}[spot.correct] if spot.answered else "."
    told = f"{spot.place + 1}{mark}{'f' if spot.flagged else ''}"
    return f"[{told}]" if spot.place == at else told
