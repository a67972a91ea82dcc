"""The pictures of an encounter in its debrief, and what a vision model says it sees on one of them."""

from collections.abc import Iterator

from assistant.accounts import Account
from assistant.case.bedside.view import Picture, View
from assistant.types import Look
from ui.web.cases.assets import assets
from ui.web.cases.debriefing import Debriefed
from ui.web.look import said_of_picture
from ui.web.markup import join, path, tag, text_tag, void
from ui.web.shell import header, whole_page

ASK = "Ask the model what it sees"
WAIT = "The model is looking at the picture…"
OFFER = (
    "Compare with your own read. The model is given the picture alone, nothing of the case; it can be wrong, "
    "and nobody has checked what it says."
)


def seen_pictures(shown: Debriefed) -> str:
    """The pictures that were seen, each with a button where a model is connected; nothing without both."""
    view = shown.view
    pictures = list(_pictures(view)) if shown.second.offered else []
    if not pictures:
        return ""
    return text_tag("p", OFFER, class_="note") + join(_one(view.encounter, one) for one in pictures)


def look_page(who: Account, view: View, key: str, look: Look) -> str:
    """What the model said of the picture of that key, beside the picture."""
    picture = next((one for one in _pictures(view) if one.key == key), None)
    figure = _figure(view.encounter, picture) if picture else ""
    back = text_tag("a", "Back to the debrief", href=path("encounter", view.encounter, "debrief"))
    said = tag("section", figure + said_of_picture(look), class_="look")
    bar = tag("div", header("Cases", who), id="top")
    content = text_tag("h1", "What the model sees", class_="page-title") + said + tag("p", back)
    return whole_page("What the model sees", bar + tag("main", content, class_="debrief"), extra=assets())


def _pictures(view: View) -> Iterator[Picture]:
    shown = [one.picture for one in view.findings] + [one.picture for one in view.results]
    yield from filter(None, shown)


def _one(encounter: str, picture: Picture) -> str:
    button = text_tag("button", ASK, type="submit", class_="action", data_wait=WAIT)
    form = tag("form", button, method="post", action=path("encounter", encounter, "look", picture.key))
    return _figure(encounter, picture) + form


def _figure(encounter: str, picture: Picture) -> str:
    source = path("encounter", encounter, "picture", picture.key)
    image = void("img", src=source, alt=picture.alt, loading="lazy")
    words = ". ".join(part for part in (picture.caption, picture.licence or "") if part)
    return tag("figure", image + (text_tag("figcaption", words) if words else ""), class_="picture")
