"""A model's second opinion in the debrief: asked for by a button, and set apart from what was marked."""

from collections.abc import Iterable, Sequence

from assistant.case.debriefing.debriefed import LineMark
from assistant.case.opined import Judged, Likeness, Opinion, Remark
from ui.web.cases.debriefing import Debriefed
from ui.web.cases.marks import SIGNS
from ui.web.markup import counted, escape, join, path, tag, text_tag

PLACE = "opinion"
LABEL = "Second opinion of {}. It changes no points and nobody has checked it."
OFFER = (
    "The language model that is connected can read this encounter and say what it thinks. "
    "It can be wrong; it changes no points, and what it says is kept with the encounter."
)
ASK = "Ask the model for a second opinion"
WAIT = "The model is reading the encounter…"
LIKENESS: dict[Likeness, str] = {
    "same": "the same as {}",
    "different": "something else than what the case names",
    "cannot_say": "the model cannot say",
}


def offers(shown: Debriefed) -> bool:
    """Whether there is an opinion, or one can be asked for."""
    return shown.second.offered or shown.second.opinion is not None


def second_opinion(shown: Debriefed, fault: str = "") -> str:
    """The opinion, or the button that asks for it and, where asking has just failed, why; else nothing."""
    if not offers(shown):
        return ""
    found = shown.second.opinion
    problem = text_tag("p", fault, class_="problem", role="alert") if fault else ""
    content = problem + _asking(shown) if found is None else _opinion(found, shown.debrief.lines)
    head = text_tag("h2", "Second opinion", id=PLACE)
    return tag("section", head + content, class_="second-opinion", aria_label="Second opinion")


def _asking(shown: Debriefed) -> str:
    button = text_tag("button", ASK, type="submit", class_="action", data_wait=WAIT)
    form = tag("form", button, method="post", action=path("encounter", shown.view.encounter, PLACE))
    return text_tag("p", OFFER, class_="note") + form


def _opinion(found: Opinion, lines: Sequence[LineMark]) -> str:
    parts = (
        text_tag("p", LABEL.format(found.model), class_="label"),
        _remarks("Went well", found.strengths, lines),
        _remarks("To do better", found.improvements, lines),
        _judged(found.judged),
        _left_out(found),
    )
    return join(parts)


def _remarks(title: str, remarks: Iterable[Remark], lines: Sequence[LineMark]) -> str:
    items = [tag("li", _remark(one, lines)) for one in remarks]
    return text_tag("h3", title) + tag("ul", join(items), class_="remarks") if items else ""


def _remark(one: Remark, lines: Sequence[LineMark]) -> str:
    line = next((line for line in lines if line.line == one.line), None)
    rests = [text_tag("q", one.words)] if one.words else []
    rests += [escape(f"{line.text} ({SIGNS[line.status][1]})")] if line else []
    return text_tag("p", one.text) + tag("p", "On: " + " · ".join(rests), class_="note")


def _judged(judged: Iterable[Judged]) -> str:
    items = [tag("li", _verdict(one)) for one in judged]
    title = text_tag("h3", "On what could not be graded")
    return title + tag("ul", join(items), class_="remarks") if items else ""


def _verdict(one: Judged) -> str:
    words = LIKENESS[one.likeness].format(one.same_as or "")
    reason = text_tag("p", one.reason, class_="note") if one.reason else ""
    return tag("p", text_tag("q", one.words) + escape(f": {words}")) + reason


def _left_out(found: Opinion) -> str:
    """What of the reply is not shown, and what of the encounter the model was not shown."""
    told = []
    if found.dropped:
        what = counted(found.dropped, "point")
        told.append(f"{what} of its reply left out: what it rests on is not in the encounter.")
    if found.unseen:
        told.append(f"The model had no room for {counted(found.unseen, 'turn')} at the beginning.")
    return text_tag("p", " ".join(told), class_="note") if told else ""
