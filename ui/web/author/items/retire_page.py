"""The page that asks whether an item is to be retired, and why."""

from assistant.accounts import Account
from curricula.items.types import Item
from curricula.review.types import LONGEST_NOTE
from ui.web.author.laid import laid, reviewed_at
from ui.web.markup import tag, text_tag, void

LEAD = (
    "Nobody is asked it any more, in any version. What was answered stays, and so do its figures. It can be "
    "brought back as a draft."
)


def retire_page(item: Item, event: str, who: Account) -> str:
    """The question, with a form whose step is taken and noted where all reviews are; `event` is its id."""
    hidden: dict[str, str | int] = {"move": "retire", "version": item.version, "event": event}
    fields = "".join(void("input", type="hidden", name=name, value=value) for name, value in hidden.items())
    words = tag("textarea", "", name="note", rows=3, maxlength=LONGEST_NOTE, required=True, autofocus=True)
    fields += tag("div", tag("label", text_tag("span", "Why", class_="label") + words), class_="field wide")
    button = text_tag("button", "Retire it", type="submit", class_="primary")
    back = text_tag("a", "Keep it", href="/author/items", class_="action")
    fields += tag("div", button + back, class_="doing")
    body = (
        text_tag("h1", f"Retire “{item.title}”?", class_="page-title")
        + text_tag("p", LEAD, class_="lead")
        + tag("form", fields, method="post", action=reviewed_at("item", item.id))
    )
    return laid("Items", tag("div", body, class_="review"), who, title="Retire an item")
