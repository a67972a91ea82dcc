"""The pages on which files of items are taken in, with what became of each, and handed on."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from assistant.accounts import Account
from ui.web.author.laid import laid
from ui.web.markup import counted, escape, join, path, tag, text_tag, void

LEAD = (
    "Everything that is taken in waits as a draft. What cannot be used is listed with its reason, and the "
    "rest goes on."
)
FORMATS: Mapping[str, str] = {
    "": "by the name of the file",
    "csv": "CSV",
    "moodle": "Moodle XML",
    "qti": "QTI (XML or package)",
    "medqa": "MedQA (JSONL)",
    "anki": "Anki (.apkg)",
    "yaml": "YAML of Preceptor",
}
ACCEPTED = ".csv,.xml,.zip,.json,.jsonl,.apkg,.yaml,.yml"


class Line(NamedTuple):
    """A record of the file, or something of it, and what is to be said of it."""

    place: str
    words: str


class Taken(NamedTuple):
    """What came of a file: ids that are new, ids that were here, what was refused and what left behind."""

    file: str
    added: Sequence[str]
    unchanged: Sequence[str]
    refused: Sequence[Line]
    lost: Sequence[Line]


def import_page(who: Account, *, taken: Taken | None = None, told: str = "") -> str:
    """The form that takes a file, and what became of the last one."""
    body = (
        text_tag("h1", "Import items", class_="page-title"),
        text_tag("p", LEAD, class_="lead"),
        text_tag("p", told, role="alert", class_="fault") if told else "",
        _report(taken) if taken else "",
        _form(),
        tag("p", text_tag("a", "All items", href="/author/items")),
    )
    return laid("Items", join(body), who, title="Import items")


def losses_page(losses: Iterable[Line], again: Mapping[str, str | Sequence[str]], who: Account) -> str:
    """What a file in that format cannot hold, before it is handed on."""
    fields = [
        void("input", type="hidden", name=name, value=one)
        for name, value in again.items()
        for one in ([value] if isinstance(value, str) else value)
    ]
    sure = void("input", type="hidden", name="sure", value="yes")
    button = text_tag("button", "Export all the same", type="submit", class_="primary")
    form = tag("form", join(fields) + sure + button, method="post", action="/author/items/export")
    body = text_tag("h1", "What this format cannot hold", class_="page-title") + _lines(list(losses))
    back = tag("p", text_tag("a", "All items", href="/author/items"))
    return laid("Items", body + form + back, who, title="Export items")


def _report(taken: Taken) -> str:
    told = [
        text_tag("h2", taken.file),
        text_tag("p", f"{counted(len(taken.added), 'item')} taken in as drafts.", role="status"),
    ]
    if taken.added:
        links = (
            tag("li", text_tag("a", one, href=path("author", "items", "item", one))) for one in taken.added
        )
        told.append(tag("details", tag("summary", escape("Which")) + tag("ul", join(links))))
    if taken.unchanged:
        told.append(text_tag("p", f"{counted(len(taken.unchanged), 'item was', 'items were')} here already."))
    for words, lines in (("Refused", taken.refused), ("Left behind", taken.lost)):
        if lines:
            told.append(text_tag("h3", f"{words}: {len(lines):,}") + _lines(lines))
    return tag("section", join(told), class_="import-report", aria_label="What became of the file")


def _lines(lines: Sequence[Line]) -> str:
    rows = join(
        tag("tr", text_tag("th", one.place, scope="row") + text_tag("td", one.words)) for one in lines
    )
    return tag("div", tag("table", tag("tbody", rows)), class_="table-wrap")


def _form() -> str:
    file = void("input", type="file", name="file", accept=ACCEPTED, required=True)
    options = join(text_tag("option", words, value=name) for name, words in FORMATS.items())
    fields = (
        tag("label", text_tag("span", "File") + file),
        tag("label", text_tag("span", "Format") + tag("select", options, name="form")),
        text_tag("button", "Take it in", type="submit", class_="primary"),
    )
    return tag(
        "form",
        join(fields),
        method="post",
        action="/author/items/import",
        enctype="multipart/form-data",
        class_="seek",
    )
