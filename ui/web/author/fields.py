"""The form of a case, drawn from its schema, so that no field can be forgotten."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from ui.web.author.schema import Shape, shape_of
from ui.web.author.words import ENTRIES, HINTS, LONG, label_of
from ui.web.markup import escape, join, tag, text_tag, void

FINDERS: Mapping[str, str] = {"facts": "history", "findings": "examination", "tests": "test"}
"""Which intents of the shared table are offered in a list of that name."""
LISTS: Mapping[str, str] = {
    "prerequisites": "objectives",
    "objectives": "choices-objectives",
    "topics": "choices-topics",
}
"""Which list of the page a field looks its ids up in, where that is not the parts of what is written.

The page fetches those of choices when one first looks into them.
"""
SEEK = "Find a sentence in the library"
NOT_SAID = "not said"
LATER = ("intents", "asks", "source")
"""Fields that stand after what they are about."""


def fields(
    model: type[BaseModel], names: Sequence[str], values: Mapping[str, Any], *, within: str = ""
) -> str:
    """The controls of these fields of a schema with their values; `within` is the list around them."""
    # Where a part stands in a record is told of what was imported only.
    shown = [name for name in names if name != "source" or values.get(name)]
    ordered = sorted(shown, key=lambda name: name in LATER)
    return join(control(name, _shape(model, name), values.get(name), within=within) for name in ordered)


def control(name: str, shape: Shape, value: Any, *, within: str = "") -> str:
    """One field: its label, what it is typed or chosen in, and a hint."""
    if shape.inner is not None:
        return _group(name, shape, value, within)
    if shape.kind == "choice" and len(shape.choices) == 1:
        only = void("input", type="hidden", value=shape.choices[0])
        return tag("div", only, hidden=True, data_kind="text", data_name=name)
    label = text_tag("span", label_of(name, within), class_="label")
    hint = text_tag("small", HINTS[name]) if name in HINTS else ""
    wide = name in LONG or shape.kind in ("lines", "names", "set", "numbers")
    marks = {"data_kind": shape.kind, "data_name": name, "data_optional": shape.optional or None}
    look = f"field {'wide' if wide else ''} kind-{shape.kind}"
    if shape.kind == "set":
        ticks = join(_tick(choice, choice in (value or ())) for choice in shape.choices)
        return tag(
            "fieldset", text_tag("legend", label_of(name, within)) + ticks + hint, class_=look, **marks
        )
    if shape.kind == "flag":
        box = void("input", type="checkbox", checked=bool(value))
        return tag("div", tag("label", box + " " + label) + hint, class_=look, **marks)
    typed = tag("label", label + _typed(name, shape, value))
    return tag("div", typed + _finder(name, shape, within) + hint, class_=look, **marks)


def _shape(model: type[BaseModel], name: str) -> Shape:
    shape = shape_of(model.model_fields[name].annotation)
    return shape._replace(kind="names") if name == "intents" else shape


def _typed(name: str, shape: Shape, value: Any) -> str:
    if shape.kind in ("choice", "grade"):
        blank = tag("option", escape(NOT_SAID), value="") if shape.optional else ""
        chosen = str(value).lower() if isinstance(value, bool) else str(value)
        options = (text_tag("option", one, value=one, selected=one == chosen) for one in shape.choices)
        return tag("select", blank + join(options))
    if shape.kind == "lines":
        return tag("textarea", escape("\n".join(value or ())), rows=max(2, len(value or ())))
    if shape.kind in ("names", "numbers"):
        shown = ", ".join(f"{one:g}" if isinstance(one, float) else str(one) for one in value or ())
        return void("input", value=shown, spellcheck="false")
    shown = "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
    if name in LONG:
        return tag("textarea", escape(shown), rows=max(1, len(shown) // 70 + 1))
    mode = "decimal" if shape.kind == "number" else None
    return void("input", value=shown, inputmode=mode, autocomplete="off")


def _tick(choice: str, checked: bool) -> str:
    box = void("input", type="checkbox", value=choice, checked=checked)
    return tag("label", box + " " + escape(choice.replace("_", " ")), class_="tick")


def _finder(name: str, shape: Shape, within: str) -> str:
    """Where an id is looked up and added to those that are there."""
    kind = FINDERS.get(within) if name == "intents" else None
    if shape.kind != "names" and kind is None and name not in LISTS:
        return ""
    source = f"intents-{kind}" if kind else LISTS.get(name, "parts")
    return void(
        "input",
        class_="finder",
        list=source,
        placeholder="find and add",
        aria_label=f"Find and add to {label_of(name)}",
        data_finder=True,
    )


def _group(name: str, shape: Shape, value: Any, within: str) -> str:
    inner = shape.inner
    if inner is None:
        raise TypeError(f"{name} is no group")
    if shape.kind == "list":
        rows = join(_row(inner, one, name) for one in value or ())
        add = _add(name) + tag("template", _row(inner, {}, name))
        title = text_tag("h4", label_of(name)) if within or name == "references" else ""
        return tag(
            "div",
            title + tag("div", rows, class_="rows") + add,
            data_kind="list",
            data_name=name,
            class_="group",
        )
    body = fields(inner, list(inner.model_fields), value or {}, within=name)
    if shape.kind == "object":
        return tag("div", body, data_kind="object", data_name=name, class_="group grid")
    entry = _entry(name, body, title=label_of(name))
    shown = entry if value else ""
    return tag(
        "div",
        tag("div", shown, class_="rows") + _add(name) + tag("template", entry),
        data_kind="maybe",
        data_name=name,
        class_="group",
    )


def _row(model: type[BaseModel], value: Mapping[str, Any], name: str) -> str:
    """One entry of a list, folded: its id and its words are what one sees of it."""
    tools = join(
        text_tag("button", sign, type="button", class_="tool", data_move=move, aria_label=words)
        for sign, move, words in (("↑", "up", "Move up"), ("↓", "down", "Move down"))
    )
    body = tag("div", fields(model, list(model.model_fields), value, within=name), class_="grid")
    body += _seeking() if name == "references" else ""
    head = tag(
        "summary", text_tag("code", _key(value)) + " " + text_tag("span", _words(value), class_="gist")
    )
    buttons = tag("div", tools + _remove(name), class_="tools")
    return tag("details", head + body + buttons, data_kind="object", class_="row", open=not value)


def _seeking() -> str:
    """Where a sentence of the library is looked for and taken as the words of this citation."""
    field = void("input", type="search", placeholder=SEEK, aria_label=SEEK, data_finder=True, data_seek=True)
    return tag("div", field + tag("div", "", class_="sought", aria_live="polite"), class_="seeking")


def _entry(name: str, body: str, *, title: str) -> str:
    head = text_tag("h4", title)
    return tag(
        "div", head + tag("div", body, class_="grid") + _remove(name), data_kind="object", class_="single"
    )


def _add(name: str) -> str:
    return text_tag(
        "button", f"Add a {ENTRIES.get(name, name)}", type="button", class_="action", data_add=True
    )


def _remove(name: str) -> str:
    words = f"Remove this {ENTRIES.get(name, 'entry')}"
    return text_tag("button", words, type="button", class_="tool", data_drop=True)


def _key(value: Mapping[str, Any]) -> str:
    return str(value.get("id") or "")


def _words(value: Mapping[str, Any]) -> str:
    diagnosis = value.get("diagnosis") or {}
    found = (value.get(name) for name in ("name", "says", "text", "label", "document", "alt"))
    return str(diagnosis.get("name") or next((words for words in found if words), "") or "")
