"""The item of a review as learners see it: as it is asked, and what is told of it once an answer counts."""

from assistant.quiz.trying import revealed, tried
from assistant.quiz.view import ShownItem
from assistant.references import Resolve
from curricula.items.types import Item
from ui.web.markup import escape, join, path, tag, text_tag
from ui.web.quiz.answering import fields, picture_url
from ui.web.quiz.card import faces
from ui.web.quiz.feedback import key_told
from ui.web.quiz.item import question

ALONE = "review"
"""Stands where an address has the id of a sitting: this item is in none."""
NOTE = "As learners see it. Nothing can be answered here, and they get options in a mixed order."
KEY = "What learners are told once they have answered"


def item_seen(item: Item, resolve: Resolve) -> str:
    """The item as it is asked, and below it the key with its reasons and sources."""
    told = revealed(item, resolve)
    note = text_tag("p", NOTE, class_="note")
    if item.type == "cloze_card":
        return note + tag("article", _with_pictures(faces(told), told), class_="tried")
    asked = tried(item, None, resolve)
    # A fieldset that is disabled shows what it holds, and takes no answer.
    answer = tag("fieldset", fields(ALONE, asked), class_="unanswered", disabled=True)
    key = key_told(ALONE, told, told.feedback) if told.feedback else ""
    parts = (question(ALONE, asked), answer, text_tag("h3", KEY), key)
    return note + tag("article", _with_pictures(join(parts), asked), class_="tried")


def _with_pictures(html: str, item: ShownItem) -> str:
    """The same with the pictures of this version, which no sitting has yet."""
    for picture in item.pictures:
        kept = path("author", "items", "item", item.item_id, "picture", item.version, picture.file)
        html = html.replace(escape(picture_url(ALONE, item, picture)), escape(kept))
    return html
