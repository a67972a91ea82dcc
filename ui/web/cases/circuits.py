"""The page of a circuit: its stations in order, the one to be entered next, and when."""

from assistant.accounts import Account
from assistant.case.bedside.circuit import CircuitView, Station
from ui.web.cases.assets import assets
from ui.web.cases.listing import STANDS
from ui.web.cases.talk import instructions
from ui.web.cases.words import minutes
from ui.web.markup import escape, join, path, tag, text_tag
from ui.web.shell import header, whole_page

RULES = (
    "The stations come in this order, each with its own clock. A clock that has begun runs on, whether the "
    "page is open or not; in a circuit it cannot be paused, and there are no hints."
)
OVER = "All stations are done. The debrief and the marking sheet of each are below."


def circuit_page(circuit: CircuitView, who: Account) -> str:
    """The circuit as it stands now."""
    done = sum(one.encounter is not None for one in circuit.stations)
    over = done == len(circuit.stations) and all(
        one.phase in ("committed", "ended") for one in circuit.stations
    )
    body = (
        text_tag("h1", f"Circuit of {len(circuit.stations)} stations", class_="page-title"),
        text_tag("p", OVER if over else RULES, class_="lead"),
        tag("ol", join(tag("li", _station(circuit, one)) for one in circuit.stations), class_="stations"),
        tag("p", text_tag("a", "All cases", href="/cases")),
        _forget(circuit),
    )
    bar = tag("div", header("Cases", who), id="top")
    main = tag("main", join(body), class_="cases-page", data_ready_in=circuit.ready_in_s)
    return whole_page("Circuit", bar + main, extra=assets("cases.js"))


def _forget(circuit: CircuitView) -> str:
    summary = text_tag("summary", "Delete this circuit")
    sure = text_tag("button", "Delete it with all its stations", type="submit", class_="action danger")
    form = tag("form", sure, method="post", action=path("circuit", circuit.id, "forget"))
    return tag("details", summary + form, class_="note")


def _station(circuit: CircuitView, one: Station) -> str:
    title = one.card.title if one.card else "Not known yet"
    head = tag("h2", escape(title) + " " + text_tag("small", minutes(one.minutes)))
    if one.encounter is not None:
        return head + _begun(one, path("encounter", one.encounter))
    if one.number != circuit.next or one.card is None:
        return head
    enter = text_tag(
        "button", "Enter the station", type="submit", class_="primary", disabled=bool(circuit.ready_in_s)
    )
    form = tag(
        "form",
        enter + _wait(circuit.ready_in_s),
        method="post",
        action=path("circuit", circuit.id, one.number),
    )
    return head + instructions(one.card) + form


def _begun(one: Station, address: str) -> str:
    if one.phase in ("committed", "ended"):
        links = text_tag("a", "Debrief", href=f"{address}/debrief") + " · "
        sheet = path("api", "encounters", one.encounter or "", "sheet")
        links += text_tag("a", "Marking sheet", href=sheet)
        return tag("p", escape(f"{STANDS[one.phase].capitalize()}. ") + links)
    return tag("p", escape("The clock is running. ") + text_tag("a", "Go back to it", href=address))


def _wait(seconds: int | None) -> str:
    if not seconds:
        return ""
    left = f"{seconds // 60}:{seconds % 60:02d}"
    return " " + tag(
        "span", escape("opens in ") + text_tag("strong", left, data_countdown=seconds), class_="note"
    )
