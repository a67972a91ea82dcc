"""A model's second opinion on a read: asked for by a button, set apart from what was compared by rules."""

from assistant.image.types import ReadOpinion, Verdict
from assistant.quiz.view import Explained, Feedback, ShownItem
from ui.web.markup import counted, join, path, tag, text_tag, void

PLACE = "opinion"
LABEL = "Model's second opinion, not checked. It is of {} and changes no mark."
OFFER = (
    "The language model that is connected can hold your read against the report, line by line. It does not "
    "see the picture, it can be wrong, and what it says changes no mark."
)
ASK = "Ask the model for a second opinion"
VERDICTS: dict[Verdict, str] = {
    "agrees": "the model thinks that you say so too",
    "disagrees": "the model thinks that you do not say so",
    "cannot_tell": "the model cannot tell",
}
SILENT = "the model said nothing of this"


def second_opinion(sitting: str, item: ShownItem, feedback: Feedback) -> str:
    """The opinion on a read, or the button that asks for it; nothing where neither is to be had."""
    found = feedback.opinion
    if found is None and not feedback.offers_opinion:
        return ""
    content = _asking(sitting, item.place) if found is None else _opinion(found, feedback)
    head = text_tag("h3", "Second opinion", id=PLACE)
    return tag("section", head + content, class_="second-opinion", aria_label="Second opinion")


def _asking(sitting: str, place: int) -> str:
    field = void("input", type="hidden", name="place", value=place)
    button = text_tag("button", ASK, type="submit", class_="action")
    form = tag("form", field + button, method="post", action=path("sitting", sitting, PLACE))
    return text_tag("p", OFFER, class_="note") + form


def _opinion(found: ReadOpinion, feedback: Feedback) -> str:
    said = {one.line: one for one in found.findings}
    rows = join(
        _line(one, said[one.id].verdict, said[one.id].reason) if one.id in said else _line(one)
        for one in feedback.explained
    )
    left = ""
    if found.dropped:
        what = counted(found.dropped, "point")
        left = text_tag(
            "p", f"{what} of its reply left out: on no line of the report, or twice.", class_="note"
        )
    return text_tag("p", LABEL.format(found.model), class_="label") + tag("ul", rows, class_="remarks") + left


def _line(one: Explained, verdict: Verdict | None = None, reason: str = "") -> str:
    words = text_tag("strong", one.text) + text_tag("span", f": {VERDICTS[verdict] if verdict else SILENT}")
    return tag("li", tag("p", words) + (text_tag("p", reason, class_="note") if reason else ""))
