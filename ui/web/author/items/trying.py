"""The item as a learner sees it, while it is written: to be answered, and with its feedback."""

from assistant.quiz.trying import tried
from assistant.quiz.types import Response
from assistant.quiz.view import ShownItem
from assistant.references import Resolve
from curricula.items.types import ClozeCard, Item
from ui.web.author.items.saving import ItemForm
from ui.web.markup import join, review_badge, tag, text_tag
from ui.web.quiz.answering import fields
from ui.web.quiz.card import faces
from ui.web.quiz.feedback import answered
from ui.web.quiz.item import question

PLACE = "try"
"""Stands where an address has the id of a sitting; the page puts pictures in the place of such addresses."""
NOTE = "As a learner sees it; options are mixed for learners. Nothing you answer here is kept."


class Tried(ItemForm):
    """The form, with what its author answered; `turned`: the card is to be turned."""

    response: Response | None = None
    turned: bool = False


def try_part(item: Item, given: Tried, resolve: Resolve) -> str:
    """The item to be answered, or answered, as HTML. WrongUse for an answer of another form."""
    shown = tried(item, given.response, resolve, turned=given.turned)
    again = text_tag("button", "Begin again", type="button", class_="action", data_again=True)
    close = text_tag("button", "Close", type="button", class_="action", data_close=True)
    head = text_tag("h2", "Try it") + text_tag("p", NOTE, class_="lead")
    body = _card(shown) if isinstance(item, ClozeCard) else _question(shown)
    return head + tag("article", body, class_="tried") + tag("div", again + close, class_="merge-doing")


def _question(shown: ShownItem) -> str:
    about = tag("p", review_badge(shown.review), class_="item-about") if shown.review else ""
    if shown.feedback is not None:
        return about + question(PLACE, shown) + answered(PLACE, shown, shown.feedback)
    button = text_tag("button", "Answer", type="submit", class_="primary")
    content = fields(PLACE, shown) + tag("div", button, class_="send")
    return join((about, question(PLACE, shown), tag("form", content, data_try=True)))


def _card(shown: ShownItem) -> str:
    if shown.back is not None:
        return faces(shown)
    button = text_tag("button", "Show the answer", type="submit", class_="primary")
    return faces(shown) + tag("form", tag("div", button, class_="send"), data_try=True)
