"""The forms that begin an encounter: to practise, as a station, with others; and that join one."""

from collections.abc import Sequence

from assistant.case.bedside.view import Card
from ui.web.cases.words import ROLE_WORDS
from ui.web.markup import escape, join, path, tag, text_tag, void

START, JOIN, CIRCUIT = "/cases/start", "/cases/join", "/cases/circuit"
FREE = "everything that nobody else does"


def starting(case: Card, *, examines: bool = False) -> str:
    """The ways to begin with this case; practising alone is one step. Who `examines` gets a blank sheet."""
    alone = _form(START, _hidden(case=case.id) + text_tag("button", "Start", type="submit", class_="primary"))
    limit = void(
        "input", type="number", name="minutes", min=1, max=180, value=case.minutes, inputmode="numeric"
    )
    station = tag("label", escape("Minutes ") + limit) + _button("Start as a station")
    group = roles() + _button("Start with others")
    more = _form(START, _hidden(case=case.id, mode="osce") + station) + _form(
        START, _hidden(case=case.id, shared="true") + group
    )
    sheet = (
        text_tag("a", "Blank marking sheet", href=path("api", "cases", case.id, "sheet")) if examines else ""
    )
    ways = tag("details", text_tag("summary", "Other ways") + more + sheet, class_="ways")
    return tag("div", alone + ways, class_="start")


def joining() -> str:
    """Where a code is typed that somebody else has got."""
    code = void(
        "input", name="code", required=True, maxlength=12, autocapitalize="characters", spellcheck="false"
    )
    fields = tag("label", text_tag("span", "Code") + code) + roles() + _button("Join")
    note = text_tag("p", "Somebody started a case with others? Type their code.", class_="note")
    return note + tag("form", fields, method="post", action=JOIN, class_="case-form", autocomplete="off")


def stations(cases: Sequence[Card]) -> str:
    """Where several stations are put together to a circuit."""
    if len(cases) < 2:
        return ""
    ticks = join(
        tag(
            "label",
            void("input", type="checkbox", name="case", value=case.id) + " " + escape(case.title),
            class_="tick",
        )
        for case in cases
    )
    minutes = tag(
        "label",
        escape("Minutes a station ") + void("input", type="number", name="minutes", min=1, max=180, value=10),
    )
    change = tag(
        "label",
        escape("Seconds between ") + void("input", type="number", name="change", min=0, max=600, value=60),
    )
    fields = (
        tag("fieldset", text_tag("legend", "Stations, in this order") + ticks)
        + minutes
        + change
        + _button("Start the circuit")
    )
    form = _form(CIRCUIT, fields)
    return tag("details", text_tag("summary", "A circuit of several stations") + form, class_="circuit-form")


def roles() -> str:
    """What one does in a group."""
    options = text_tag("option", FREE, value="")
    options += join(text_tag("option", words, value=role) for role, words in ROLE_WORDS.items())
    return tag("label", text_tag("span", "I do") + tag("select", options, name="role"))


def _form(address: str, content: str) -> str:
    """A form with an id of its own for what it begins, made by the page's script: two clicks begin one."""
    fresh = void("input", type="hidden", name="id", data_fresh_id=True)
    return tag("form", fresh + content, method="post", action=address, class_="case-form")


def _button(words: str) -> str:
    return text_tag("button", words, type="submit", class_="action")


def _hidden(**values: str) -> str:
    return join(void("input", type="hidden", name=name, value=value) for name, value in values.items())
