"""The page Cases: what can be played, by filters, and one's own encounters."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import ValidationError

from assistant.accounts import Account
from assistant.case.bedside.listing import Offer, Standing, Wanted, offers, standings
from assistant.case.bedside.play import Bedside
from assistant.case.bedside.view import Phase
from retrieval.errors import WrongUse
from retrieval.types import Value
from ui.web.cases.assets import assets
from ui.web.cases.starting import joining, starting, stations
from ui.web.cases.words import LEVEL_WORDS, SPEAKS_WORDS, age, minutes
from ui.web.markup import badge, counted, escape, join, path, review_badge, tag, text_tag, void
from ui.web.shell import header, whole_page

AGES = {"adult": "An adult", "child": "A child"}
GONE = "A case that is no longer here"
LEAD = (
    "Take the history in your own words, examine, order, commit to a diagnosis. "
    "The debrief then shows what you asked, missed and did not need, with the passages behind it."
)
NO_CASES = "This library has no published case yet. How to write or import one is told in docs/educators.md."
NONE_FIT = "No case fits all of this. Take a filter away."
NO_ENCOUNTERS = (
    "You have not begun a case. What you do is kept at every step, so that you can stop and go on later."
)
STANDS: dict[Phase, str] = {
    "open": "not finished",
    "paused": "paused",
    "committed": "committed",
    "ended": "ended",
}


class Filters(Value):
    """What the list is narrowed to, as a form sends it; empty: everything."""

    topic: str = ""
    level: str = ""
    age: str = ""
    speaks: str = ""
    new: bool = False

    def wanted(self) -> Wanted:
        """The same as the service takes it; WrongUse where a field cannot be."""
        given = {name: value for name, value in self.model_dump(exclude={"new"}).items() if value}
        try:
            return Wanted.model_validate(given | {"unplayed": self.new})
        except ValidationError:
            raise WrongUse("There is no such filter.", "Choose one that is offered.") from None


def cases_page(bedside: Bedside, who: Account, filters: Filters, due: str = "") -> str:
    """The whole page, as this person sees it; `due` is what their classes ask for."""
    cases, mine = offers(bedside, who, Wanted()), standings(bedside, who)
    fitting = {offer.card.id for offer in offers(bedside, who, filters.wanted())}
    shown = [offer for offer in cases if offer.card.id in fitting]
    body = (
        text_tag("h1", "Cases", class_="page-title"),
        text_tag("p", LEAD, class_="lead"),
        due,
        _unfinished(mine),
        _filters(cases, filters) if cases else "",
        _list(shown, examines=who.may_edit_library)
        if shown
        else text_tag("p", NONE_FIT if cases else NO_CASES, class_="empty"),
        tag("section", text_tag("h2", "My encounters") + _mine(mine), aria_label="My encounters"),
        tag(
            "section",
            text_tag("h2", "With others, or against the clock")
            + joining()
            + stations([one.card for one in cases]),
            class_="more",
        ),
    )
    bar = tag("div", header("Cases", who), id="top")
    main = tag("main", join(body), id="cases", class_="cases-page")
    return whole_page("Cases", bar + main, extra=assets("cases.js"))


def _unfinished(mine: Sequence[Standing]) -> str:
    """The way back to what was begun last and is not over."""
    newest = next((one for one in mine if one.phase in ("open", "paused")), None)
    if newest is None:
        return ""
    link = text_tag("a", newest.title or GONE, href=path("encounter", newest.encounter))
    return tag("p", escape("Go on with ") + link, class_="resume")


def _filters(cases: Sequence[Offer], filters: Filters) -> str:
    topics = sorted({topic for case in cases for topic in case.topics}, key=str.casefold)
    levels = {case.card.level for case in cases}
    voices = {case.card.patient.speaks for case in cases}
    content = (
        _choice("topic", "Topic", {topic: topic for topic in topics}, filters.topic),
        _choice(
            "level",
            "Level",
            {one: words for one, words in LEVEL_WORDS.items() if one in levels},
            filters.level,
        ),
        _choice("age", "Patient", AGES, filters.age),
        _choice(
            "speaks",
            "Who speaks",
            {one: words for one, words in SPEAKS_WORDS.items() if one in voices},
            filters.speaks,
        ),
        _tick(filters.new) + text_tag("button", "Show", type="submit", class_="action"),
    )
    return tag("form", join(content), method="get", action="/cases", class_="case-filters", data_filters=True)


def _tick(is_chosen: bool) -> str:
    box = void("input", type="checkbox", name="new", value="true", checked=is_chosen)
    return tag("label", box + " Not yet played", class_="tick")


def _choice(name: str, label: str, choices: dict[str, str], chosen: str) -> str:
    options = text_tag("option", "Any", value="")
    options += join(
        text_tag("option", words, value=key, selected=key == chosen) for key, words in choices.items()
    )
    return tag("label", text_tag("span", label) + tag("select", options, name=name))


def _list(cases: Sequence[Offer], *, examines: bool) -> str:
    return tag(
        "ul",
        join(tag("li", _case(case) + starting(case.card, examines=examines)) for case in cases),
        class_="case-list",
    )


def _case(offer: Offer) -> str:
    card = offer.card
    facts = [
        card.place,
        age(card.patient.age, card.patient.age_unit),
        LEVEL_WORDS.get(card.level, card.level),
    ]
    facts.append(f"about {minutes(card.minutes)}" if card.minutes else "")
    about = text_tag("p", " · ".join(fact for fact in facts if fact), class_="about")
    topics = tag(
        "ul", join(text_tag("li", topic) for topic in offer.topics), class_="topics", aria_label="Topics"
    )
    words = (
        text_tag("h2", card.title)
        + about
        + (topics if offer.topics else "")
        + tag("p", _marks(offer), class_="marks")
    )
    return tag("div", words, class_="case-words")


def _marks(offer: Offer) -> str:
    marks = (
        review_badge(offer.card.review),
        badge(offer.status.replace("_", " ")) if offer.status != "published" else "",
        badge(f"played {counted(offer.times_played, 'time')}") if offer.times_played else "",
    )
    return " ".join(mark for mark in marks if mark)


def _mine(mine: Sequence[Standing]) -> str:
    if not mine:
        return text_tag("p", NO_ENCOUNTERS, class_="empty")
    heads = join(text_tag("th", head, scope="col") for head in ("Case", "Begun", "How it stands", ""))
    rows = join(tag("tr", _encounter(one)) for one in mine)
    return tag("div", tag("table", tag("thead", tag("tr", heads)) + tag("tbody", rows)), class_="table")


def _encounter(one: Standing) -> str:
    is_over = one.phase in ("committed", "ended")
    address = path("encounter", one.encounter)
    word = "Debrief" if is_over else "Continue"
    link = text_tag("a", word, href=f"{address}/debrief" if is_over else address, class_="action")
    return (
        tag("td", text_tag("a", one.title or GONE, href=address) + _station(one))
        + tag("td", _when(one.started_at))
        + text_tag("td", STANDS[one.phase])
        + tag("td", link + " " + _leaving(one, address), class_="row-actions")
    )


def _when(at: datetime) -> str:
    """A time that the page's script puts into the reader's own."""
    return text_tag("time", f"{at:%Y-%m-%d %H:%M} UTC", datetime=at.isoformat())


def _station(one: Standing) -> str:
    if one.circuit:
        return " " + text_tag("a", "circuit", href=path("circuit", one.circuit), class_="badge")
    return " " + badge("station") if one.mode == "osce" else ""


def _leaving(one: Standing, address: str) -> str:
    if one.circuit:
        return ""  # its stations are deleted together, on the page of the circuit
    remove = text_tag(
        "button", "Delete" if one.is_owner else "Leave", type="button", class_="action", data_sure=True
    )
    sure = escape("For good? ")
    sure += text_tag("button", "Yes", type="button", class_="action danger", data_forget=address)
    sure += " " + text_tag("button", "Keep", type="button", class_="action", data_keep_on=True)
    return remove + tag("span", sure, class_="confirm", hidden=True)
