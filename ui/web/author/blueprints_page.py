"""The pages of blueprints: the list, and the form with what the bank can deliver of it now."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from assistant.accounts import Account
from assistant.quiz.choosing.blueprint import Plan, allotted
from assistant.quiz.view import Delivered
from curricula.blueprint import Blueprint
from curricula.objectives.types import Curriculum
from curricula.tree import Remark
from ui.web.author.blueprint_form import LEVELS, SHARE, TYPES, Filled
from ui.web.author.laid import laid, reviewed_at
from ui.web.markup import badge, counted, escape, join, path, tag, text_tag, void

LEAD = (
    "How many items of an exam are about what, and how they are asked. Parts are relative: 2 and 1 are two "
    "thirds and one third. What the bank lacks is told, and never filled with something else."
)
EMPTY_ROWS = 3
NUMBERS = {"count": "Items", "minutes": "Minutes", "pauses": "Pauses", "rest_days": "Days of rest"}
NAMES = {
    "module": "Module",
    "objective": "Objective",
    "topic": "Topic",
    "level": "Level",
    "type": "Type",
    "parts": "Parts",
}


class Choices(NamedTuple):
    """What can be chosen in the form."""

    curricula: Sequence[Curriculum]
    objectives: Sequence[str]


class Worked(NamedTuple):
    """What came of the form: the blueprint and its plan where it fits, what is wrong, what to tell."""

    blueprint: Blueprint | None = None
    plan: Plan | None = None
    remarks: Sequence[Remark] = ()
    told: str = ""
    seed: str = ""


def blueprints_page(kept: Sequence[Blueprint], who: Account) -> str:
    """All blueprints, the newest version of each."""
    rows = join(
        tag(
            "tr",
            tag("td", text_tag("a", one.title, href=path("author", "blueprints", one.id)))
            + tag(
                "td", badge(one.status.replace("_", " "), "plain" if one.status == "published" else "caution")
            )
            + text_tag(
                "td", counted(one.count, "item") + (f", {one.minutes:g} minutes" if one.minutes else "")
            )
            + text_tag("td", one.curriculum or ""),
        )
        for one in kept
    )
    heads = join(text_tag("th", name, scope="col") for name in ("Blueprint", "State", "Length", "Curriculum"))
    table = tag("table", tag("thead", tag("tr", heads)) + tag("tbody", rows))
    body = (
        text_tag("h1", "Blueprints", class_="page-title"),
        text_tag("p", LEAD, class_="lead"),
        tag("p", text_tag("a", "New blueprint", href="/author/blueprints/new", class_="primary-link")),
        tag("div", table, class_="table-wrap")
        if kept
        else text_tag("p", "No blueprint yet.", class_="empty"),
    )
    return laid("Blueprints", join(body), who)


def blueprint_page(filled: Filled, choices: Choices, worked: Worked, who: Account) -> str:
    """The form of one blueprint, what the bank delivers of it, and the exam that a seed draws."""
    name = filled.plain.get("title") or "A new blueprint"
    version = f"from version {filled.based_on}" if filled.based_on else "not saved yet"
    review = reviewed_at("blueprint", filled.plain.get("id", ""))
    body = (
        tag("p", text_tag("a", "All blueprints", href="/author/blueprints")),
        text_tag("h1", name, class_="page-title"),
        tag("p", escape(version) + (". " + text_tag("a", "Review", href=review) if filled.based_on else "")),
        text_tag("p", worked.told, role="alert") if worked.told else "",
        _remarks(worked.remarks),
        _form(filled, choices, worked),
        _drawn(worked),
    )
    return laid("Blueprints", join(body), who, title=name)


def _remarks(remarks: Sequence[Remark]) -> str:
    if not remarks:
        return ""
    lines = join(
        text_tag("li", f"{'.'.join(map(str, one.spot))} {one.what}; expected: {one.expected}")
        for one in remarks
    )
    return tag("section", text_tag("h2", f"To correct ({len(remarks)})") + tag("ul", lines), role="alert")


def _form(filled: Filled, choices: Choices, worked: Worked) -> str:
    hidden = void("input", type="hidden", name="based_on", value=filled.based_on or "")
    buttons = (
        text_tag("button", "Work out", type="submit", name="do", value="work", class_="action"),
        tag(
            "label",
            escape("Seed ") + void("input", name="seed", value=worked.seed or "1", size="8", maxlength="40"),
        ),
        text_tag("button", "Try it", type="submit", name="do", value="try", class_="action"),
        text_tag("button", "Save as a draft", type="submit", name="do", value="save", class_="primary"),
    )
    inner = (
        hidden,
        _top(filled, choices),
        _shares(filled, choices, worked),
        _targets("Levels", "level", LEVELS, filled.levels, worked),
        _targets("Types", "type", TYPES, filled.types, worked),
        tag("p", " ".join(buttons), class_="matrix-filter"),
        _options(choices),
    )
    return tag("form", join(inner), method="post", action="/author/blueprints/work", autocomplete="off")


def _top(filled: Filled, choices: Choices) -> str:
    plain = filled.plain
    fixed = {"readonly": True} if filled.based_on else {}
    curricula = {"": "none", **{one.id: one.title for one in choices.curricula}}
    fields = [
        _label(
            "Id", void("input", name="id", value=plain.get("id", ""), required=True, maxlength="100", **fixed)
        ),
        _label("Title", void("input", name="title", value=plain.get("title", ""), required=True)),
        _label("Author", void("input", name="author", value=plain.get("author", ""), required=True)),
        _label("Curriculum", _select("curriculum", curricula, plain.get("curriculum", ""))),
    ]
    for name, label in NUMBERS.items():
        field = void("input", name=name, value=plain.get(name, ""), inputmode="decimal", size="6")
        fields.append(_label(label, field))
    return tag("div", join(fields), class_="matrix-filter")


def _shares(filled: Filled, choices: Choices, worked: Worked) -> str:
    lines = _of_shares(filled, worked)
    heads = join(text_tag("th", name, scope="col") for name in (*NAMES.values(), "Items", "In the bank", ""))
    blank = [dict.fromkeys(SHARE, "")] * EMPTY_ROWS
    rows = join(
        _share(row, lines[at] if at < len(lines) else None, choices)
        for at, row in enumerate([*filled.shares, *blank])
    )
    foot = ""
    if lines:
        wished, came = (sum(getattr(line, name) for line in lines) for name in ("wished", "delivered"))
        cells = (
            tag("th", "Together", colspan=6, scope="row")
            + text_tag("td", str(wished))
            + text_tag("td", str(came))
        )
        foot = tag("tfoot", tag("tr", cells + tag("td", "")))
    table = tag("table", tag("thead", tag("tr", heads)) + tag("tbody", rows) + foot, class_="shares")
    return text_tag("h2", "Shares") + tag("div", table, class_="table-wrap")


def _of_shares(filled: Filled, worked: Worked) -> Sequence[Delivered]:
    """A line a share, in their order; none where the form does not fit."""
    return worked.plan.delivered[: len(filled.shares)] if worked.plan else ()


def _share(row: Mapping[str, str], line: Delivered | None, choices: Choices) -> str:
    modules = {
        one.id: one.title for it in choices.curricula for course in it.courses for one in course.modules
    }
    fields = {
        "module": _select("share_module", {"": "", **modules}, row["module"], label="Module"),
        "objective": _input("share_objective", row["objective"], "Objective", list="objectives"),
        "topic": _input("share_topic", row["topic"], "Topic"),
        "level": _select(
            "share_level", {"": "", **{one: one for one in LEVELS}}, row["level"], label="Level"
        ),
        "type": _select("share_type", {"": "", **_worded(TYPES)}, row["type"], label="Type"),
        "parts": _input("share_parts", row["parts"], "Parts", inputmode="decimal", size="5"),
    }
    cells = join(tag("td", fields[name], data_label=NAMES[name]) for name in SHARE)
    if line is None:
        return tag("tr", cells + tag("td", "") * 3)
    told = text_tag("td", str(line.wished), data_label="Items")
    told += tag("td", escape(str(line.delivered)) + _short(line), data_label="In the bank")
    return tag("tr", cells + told + tag("td", _draft(row, line)))


def _draft(row: Mapping[str, str], line: Delivered) -> str:
    if line.delivered >= line.wished or not (row["module"] or row["objective"] or row["topic"]):
        return ""
    about = {name: row[name] for name in ("objective", "module", "topic") if row[name]}
    return text_tag(
        "button",
        "Draft for the shortfall",
        type="submit",
        class_="action",
        formaction=path("author", "blueprints", "draft", count=line.wished - line.delivered, **about),
        formnovalidate=True,
    )


def _targets(title: str, kind: str, names: Sequence[str], parts: Mapping[str, str], worked: Worked) -> str:
    lines = {line.name: line for line in (worked.plan.delivered if worked.plan else ()) if line.kind == kind}
    given = [
        float(parts[name]) for name in names if worked.blueprint and parts.get(name, "0") not in ("", "0")
    ]
    whole = sum(allotted(given, worked.blueprint.count)) if worked.blueprint and given else None
    rows = join(
        tag(
            "tr",
            text_tag("th", name.replace("_", " "), scope="row")
            + tag(
                "td",
                _input(
                    f"{kind}_{name}", parts.get(name, ""), f"{title}: {name}", inputmode="decimal", size="5"
                ),
            )
            + _told(lines.get(name)),
        )
        for name in names
    )
    foot = tag(
        "tfoot",
        tag("tr", text_tag("th", "Together") + "<td></td>" + text_tag("td", str(whole)) + "<td></td>"),
    )
    heads = join(text_tag("th", head, scope="col") for head in (title, "Parts", "Items", "In this exam"))
    table = tag("table", tag("thead", tag("tr", heads)) + tag("tbody", rows) + (foot if whole else ""))
    return tag("div", table, class_="table-wrap targets")


def _told(line: Delivered | None) -> str:
    if line is None:
        return tag("td", "") * 2
    return text_tag("td", str(line.wished)) + tag("td", escape(str(line.delivered)) + _short(line))


def _short(line: Delivered) -> str:
    lacking = line.wished - line.delivered
    return " " + badge(f"{lacking} short", "warning") if lacking > 0 else ""


def _drawn(worked: Worked) -> str:
    if worked.plan is None:
        return ""
    notes = join(text_tag("li", note) for note in worked.plan.notes)
    told = tag("ul", notes) if notes else text_tag("p", "The bank delivers the whole of it now.")
    if not worked.seed:
        return tag("section", text_tag("h2", "What the bank delivers now") + told)
    lines = join(
        tag(
            "li",
            text_tag("a", item.title, href=reviewed_at("item", item.id))
            + " "
            + text_tag(
                "span",
                f"{item.type.replace('_', ' ')}, {getattr(item, 'level', None) or 'no level'}",
                class_="note",
            ),
        )
        for item in worked.plan.items
    )
    head = text_tag(
        "h2", f"The exam that the seed {worked.seed} draws ({counted(len(worked.plan.items), 'item')})"
    )
    return tag("section", head + told + tag("ol", lines))


def _options(choices: Choices) -> str:
    return tag("datalist", join(void("option", value=one) for one in choices.objectives), id="objectives")


def _worded(names: Iterable[str]) -> dict[str, str]:
    return {name: name.replace("_", " ") for name in names}


def _label(words: str, field: str) -> str:
    return tag("label", escape(f"{words} ") + field)


def _input(name: str, value: str, label: str, **more: str) -> str:
    return void("input", name=name, value=value, aria_label=label, **more)


def _select(name: str, options: Mapping[str, str], value: str, *, label: str | None = None) -> str:
    known = options if value in options else {**options, value: value}
    inner = join(text_tag("option", words, value=key, selected=key == value) for key, words in known.items())
    return tag("select", inner, name=name, aria_label=label)
