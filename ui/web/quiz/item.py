"""One item: the vignette, the question, its pictures, and what to answer it with or what came of that."""

from assistant.quiz.view import ShownItem, ShownPicture, Spot, View
from ui.web.images.viewer import asked_viewer
from ui.web.markup import escape, join, review_badge, tag, text_tag
from ui.web.quiz.answering import confidence, fields, picture_url
from ui.web.quiz.card import card, ratings
from ui.web.quiz.doing import doing, key
from ui.web.quiz.feedback import answered
from ui.web.quiz.words import WHY_WORDS

NOTHING_HERE = "No item is open."
PAUSED = "Paused. The clock stands, and the question comes back when you go on."


def item_part(view: View) -> str:
    """What stands in the middle of the page."""
    if view.phase == "paused":
        return text_tag("p", PAUSED, class_="notice", role="status")
    if view.item is None:
        return text_tag("p", NOTHING_HERE, class_="empty") if view.phase == "open" else ""
    return _item(view, view.item)


def question(sitting: str, item: ShownItem) -> str:
    """What is asked, with its pictures; a picture to point at stands with the answer."""
    beside = item.pictures[1:] if item.type == "image_hotspot" else item.pictures
    return join(
        (
            tag("div", _paragraphs(item.vignette), class_="vignette") if item.vignette else "",
            join(_picture(sitting, item, one) for one in beside),
            text_tag("h2", item.lead_in, class_="lead-in", id="lead-in", tabindex=-1) if item.lead_in else "",
        )
    )


def _item(view: View, item: ShownItem) -> str:
    asked = question(view.sitting, item)
    why = text_tag("span", _why(view, item)) if view.mode != "exam" else ""
    if item.type == "cloze_card":
        told = answered(view.sitting, item, item.feedback) if item.feedback else ""
        return card(view, item) + told
    about = tag("p", why + " " + review_badge(item.review), class_="item-about")
    if item.feedback is not None:
        rates = ratings(view, item) if item.intervals else ""
        return about + asked + answered(view.sitting, item, item.feedback, rates=rates)
    return about + asked + _to_answer(view, item)


def _why(view: View, item: ShownItem) -> str:
    """Why the item was chosen; what is new in a review was missed before."""
    return "missed before" if view.mode == "review" and item.why == "new" else WHY_WORDS[item.why]


def _to_answer(view: View, item: ShownItem) -> str:
    exam = view.mode == "exam"
    content = fields(view.sitting, item) + ("" if exam else confidence(item))
    words = "Keep and go on" if exam else "Answer"
    content += tag(
        "div", tag("button", escape(words) + key("Enter"), type="submit", class_="primary"), class_="send"
    )
    form = doing(
        view,
        "answer",
        content,
        place=item.place,
        data_answer=True,
        data_item=f"{item.item_id} {item.version}",
    )
    return form + (_help(view, item) if item.ask else "")


def _help(view: View, item: ShownItem) -> str:
    """The way to the sources before answering; it is kept that it was taken."""
    button = text_tag("button", "Ask the sources first", type="submit", class_="action")
    note = text_tag("span", "The answer then counts as helped, and the item comes back later.", class_="note")
    return doing(view, "help", button + note, place=item.place, target="_blank", class_="help")


def _paragraphs(text: str) -> str:
    return join(text_tag("p", one.strip()) for one in text.split("\n\n") if one.strip())


def _picture(sitting: str, item: ShownItem, picture: ShownPicture) -> str:
    told = [one for one in (picture.caption, picture.licence and f"Licence: {picture.licence}") if one]
    address = picture_url(sitting, item, picture)
    return asked_viewer(address, picture.alt, caption=" · ".join(told), name=picture.file)


def spot_at(view: View) -> Spot | None:
    """The place one is at."""
    return next((one for one in view.places if one.place == view.at), None)
