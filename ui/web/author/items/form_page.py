"""The page on which one item is written."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from assistant.accounts import Account
from curricula.items.types import ItemType
from ui.web.author.items.papers import NAMES, paper_of
from ui.web.author.laid import laid
from ui.web.author.paper import Drawn, paper_page
from ui.web.markup import escape, join, path, tag, text_tag, void
from ui.web.shell import static_url

YAML_LEAD = (
    "The whole item as a file has it. What you change here comes into the form by the button; it is saved "
    "from there."
)
TYPES: Mapping[ItemType, str] = {
    "single_best_answer": "A vignette, a question, and options of which one is best.",
    "multiple_response": "Several options are right, and all of them are to be chosen.",
    "short_answer": "Answered in a few words, or by a number.",
    "cloze_card": "A sentence with words to recall, for reviews.",
    "image_hotspot": "Answered by pointing at a place in a picture.",
    "image_read": "Answered by a read in one's own words, compared with a report.",
}


class Begun(NamedTuple):
    """What the form of an item begins with: its values, and the version or the item that they are from."""

    kind: ItemType
    values: Mapping[str, Any]
    based_on: int | None = None
    copied: str | None = None


def item_page(begun: Begun, who: Account) -> str:
    """The whole page with the form of this item."""
    kind, values = begun.kind, begun.values
    title = str(values.get("title") or f"A new item: {NAMES[kind].lower()}")
    quiz = void("link", rel="stylesheet", href=static_url("quiz.css"))
    drawn = Drawn(title, begun.based_on, _doing(), below=_yaml(), extra=quiz, copied=begun.copied)
    return paper_page(paper_of(kind), values, drawn, who)


def choosing_page(who: Account, objective: str | None = None) -> str:
    """Which type a new item is to have, one that serves the objective where one is named."""

    def way(kind: ItemType) -> str:
        address = path("author", "items", "new", type=kind, objective=objective)
        return text_tag("a", NAMES[kind], href=address, class_="primary-link")

    kinds = join(
        tag("li", way(kind) + text_tag("div", words, class_="note")) for kind, words in TYPES.items()
    )
    body = text_tag("h1", "A new item", class_="page-title") + tag("ul", kinds, class_="kinds")
    return laid("Items", body, who, title="A new item")


def told_page(words: str, who: Account) -> str:
    """What is to be said instead of a form."""
    back = tag("p", text_tag("a", "All items", href="/author/items"))
    return laid("Items", text_tag("p", words, role="alert") + back, who)


def _doing() -> str:
    attempt = text_tag("button", "Try it", type="button", class_="action", id="try")
    return attempt + text_tag("button", "Save", type="button", id="save", class_="primary")


def _yaml() -> str:
    area = tag("textarea", "", id="yaml", rows=20, spellcheck="false", aria_label="The item as YAML")
    take = text_tag("button", "Put it into the form", type="button", class_="action", id="take-yaml")
    told = tag("p", "", id="yaml-told", role="status", class_="note")
    body = (
        text_tag("p", YAML_LEAD, class_="lead")
        + tag("div", area, class_="field wide")
        + tag("p", take)
        + told
    )
    return tag("details", tag("summary", escape("As YAML")) + body, id="as-yaml")
