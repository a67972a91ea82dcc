"""A card: its front with the words hidden, its back once it is turned, and the four ratings."""

from assistant.quiz.view import ShownItem, View
from curricula.items.types import GAP
from ui.web.markup import escape, join, tag, text_tag, void
from ui.web.quiz.doing import doing, key
from ui.web.quiz.words import RATING_WORDS, lasting

NUMBERS = {rating: number for number, rating in enumerate(RATING_WORDS, start=1)}
"""The key of each rating."""


def card(view: View, item: ShownItem) -> str:
    """The front, and below it either the button that turns it or the back with the ratings."""
    if item.back is None:
        button = tag("button", escape("Show the answer") + key("Enter"), type="submit", class_="primary")
        turn = doing(view, "turn", button, place=item.place, data_enter=True)
        return faces(item) + tag("div", turn, class_="send")
    return faces(item) + (ratings(view, item) if item.rating is None else "")


def faces(item: ShownItem) -> str:
    """The front of the card, and its back where it was turned."""
    front = tag("p", _with_gaps(item.front or ""), id="lead-in", tabindex=-1)
    back = "" if item.back is None else void("hr") + text_tag("p", item.back, id="card-back", tabindex=-1)
    return tag("div", front + back, class_="card")


def ratings(view: View, item: ShownItem) -> str:
    """The ratings that may be given, each with when the card would come back."""
    forms = []
    for one in item.intervals:
        content = void("input", type="hidden", name="rating", value=one.rating)
        words = escape(RATING_WORDS[one.rating]) + key(str(NUMBERS[one.rating]))
        when = text_tag("small", f"in {lasting(one.seconds)}")
        advised = one.rating == item.suggested
        when += text_tag("small", "as you answered") if advised else ""
        look = "suggested" if advised else None
        button = tag("button", words + when, type="submit", data_key=NUMBERS[one.rating], class_=look)
        forms.append(doing(view, "rate", content + button, place=item.place))
    return tag("div", join(forms), class_="ratings", role="group", aria_label="How well did you recall it?")


def _with_gaps(text: str) -> str:
    return text_tag("span", "…", class_="gap", aria_label="hidden words").join(map(escape, text.split(GAP)))
