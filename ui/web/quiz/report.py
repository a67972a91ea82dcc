"""A read beside the report: a row a line, with what was written of it and why the report says so."""

from assistant.image.types import Compared
from assistant.quiz.view import Explained, Feedback
from ui.web.markup import escape, join, tag, text_tag
from ui.web.quiz.citing import chips, uncited
from ui.web.quiz.words import AGREEMENT_WORDS
from ui.web.references import Numbers

PERHAPS_THE_SAME = "perhaps the same"
HEADS = ("The report", "You wrote", "Compared")
KINDS = {"agrees": "right", "not_mentioned": "missed", "unclear": "open"}


def report_table(feedback: Feedback, numbers: Numbers) -> str:
    """The report line by line, and what was reported beyond it."""
    head = tag("tr", join(text_tag("th", words, scope="col") for words in HEADS))
    rows = join(_row(one, numbers) for one in feedback.explained)
    caption = text_tag("caption", "Your read beside the report, line by line")
    table = tag("table", caption + tag("thead", head) + tag("tbody", rows), class_="report-table")
    return tag("div", table, class_="report-scroll") + _beyond(feedback) + _by(feedback)


def _row(one: Explained, numbers: Numbers) -> str:
    reason = tag("p", escape(one.reason or "") + chips(one.citations, numbers), class_="note")
    has_more = one.reason or one.citations
    line = tag(
        "th", text_tag("span", one.text) + (reason if has_more else "") + uncited(one.uncited), scope="row"
    )
    if one.compared is None:
        return tag("tr", line + tag("td", "") + text_tag("td", "Not answered"))
    said = text_tag("td", f"“{one.compared.said}”" if one.compared.said else "")
    return tag("tr", line + said + _told(one.compared), class_=f"line-{_kind(one.compared)}")


def _told(compared: Compared) -> str:
    words = AGREEMENT_WORDS[compared.agreement] if compared.similarity is None else PERHAPS_THE_SAME
    return tag(
        "td", text_tag("strong", words[:1].upper() + words[1:]) + text_tag("p", compared.why, class_="note")
    )


def _kind(compared: Compared) -> str:
    return KINDS.get(compared.agreement, "part" if compared.agreement == "incomplete" else "wrong")


def _by(feedback: Feedback) -> str:
    """Who compared: the encoder only holds words together that a person should look at."""
    read = feedback.graded.read
    if read is None:
        return ""
    by = "by rules and the encoder" if read.encoder else "by rules"
    return text_tag("p", f"Compared {by}.", class_="note")


def _beyond(feedback: Feedback) -> str:
    read = feedback.graded.read
    if read is None or not read.beyond:
        return ""
    words = "The report does not speak of this, so it is neither right nor wrong: "
    return text_tag("p", f"{words}{'; '.join(read.beyond)}.", class_="note")
