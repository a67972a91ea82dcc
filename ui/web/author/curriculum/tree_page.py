"""The tree of a curriculum: courses, modules, objectives, what each has, and buttons to arrange them."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from assistant.accounts import Account
from curricula.coverage import Row
from curricula.objectives.types import Course, Curriculum, Module, Objective
from ui.web.author.laid import laid, reviewed_at
from ui.web.markup import badge, counted, escape, join, path, tag, text_tag, void
from ui.web.shell import static_url

AT = "/author/curriculum"
LEAD = (
    "What is to be learned, in courses and modules. Every change is a new version of the curriculum, "
    "and a draft until somebody else has reviewed it."
)
EMPTY = "There is no curriculum yet. Read a syllabus, begin with an empty one, or bring a YAML file."
TONES = {"published": "plain", "draft": "caution", "in_review": "caution", "retired": "warning"}


class Tree(NamedTuple):
    """What the page shows: the curriculum (None: there is none), all objectives, and what covers each."""

    curriculum: Curriculum | None
    all: Sequence[Curriculum]
    objectives: Mapping[str, Objective]
    rows: Mapping[str, Row]


def tree_page(tree: Tree, who: Account, *, told: str = "", faults: Sequence[str] = ()) -> str:
    """The whole page; `told` is what came of the last change, `faults` what was wrong with a file."""
    body = (
        text_tag("h1", "Curriculum", class_="page-title"),
        text_tag("p", LEAD, class_="lead"),
        _doing(tree),
        text_tag("p", told, role="status", class_="told") if told else "",
        tag("ul", join(text_tag("li", one) for one in faults), class_="faults", role="alert")
        if faults
        else "",
        _whole(tree) if tree.curriculum else text_tag("p", EMPTY, class_="empty"),
    )
    return laid("Curriculum", join(body), who, extra=styles())


def styles() -> str:
    """The style sheet and script of these pages, for the head."""
    sheet = void("link", rel="stylesheet", href=static_url("curriculum.css"))
    return sheet + tag("script", "", src=static_url("curriculum.js"), defer=True)


def _doing(tree: Tree) -> str:
    read = text_tag("a", "Read a syllabus", href=f"{AT}/import", class_="primary-link")
    box = void("input", type="file", name="file", accept=".yaml,.yml", required=True, aria_label="YAML file")
    bring = text_tag("button", "Bring", type="submit", class_="action")
    upload = tag("form", box + bring, method="post", action=f"{AT}/yaml", enctype="multipart/form-data")
    upload = tag("details", text_tag("summary", "Bring a YAML file") + upload)
    parts = [read, _new()]
    if tree.curriculum is not None:
        parts.append(
            text_tag("a", "Fetch as YAML", href=path("author", "curriculum", "yaml", tree.curriculum.id))
        )
    return tag("div", join((*parts, upload, _choosing(tree))), class_="curriculum-doing")


def _new() -> str:
    title = tag("label", "Title " + void("input", name="title", required=True, maxlength="200"))
    make = text_tag("button", "Make it", type="submit", class_="action")
    form = tag("form", title + make, method="post", action=AT)
    return tag("details", text_tag("summary", "New empty curriculum") + form)


def _choosing(tree: Tree) -> str:
    if len(tree.all) < 2 or tree.curriculum is None:
        return ""
    options = join(
        text_tag("option", one.title, value=one.id, selected=one.id == tree.curriculum.id) for one in tree.all
    )
    select = tag("label", "Curriculum " + tag("select", options, name="curriculum"))
    return tag("form", select + text_tag("button", "Show", type="submit", class_="action"), action=AT)


def _whole(tree: Tree) -> str:
    curriculum = tree.curriculum
    if curriculum is None:
        return ""
    head = tag(
        "div",
        text_tag("h2", curriculum.title)
        + badge(curriculum.status.replace("_", " "), TONES[curriculum.status])
        + text_tag("span", f"version {curriculum.version}, by {curriculum.author}", class_="note")
        + text_tag("a", "Review", href=reviewed_at("curriculum", curriculum.id)),
        class_="curriculum-head",
    )
    placed = {one.objective for one in curriculum.places()}
    loose = [one for name, one in tree.objectives.items() if name not in placed]
    courses = join(_course(tree, curriculum, course) for course in curriculum.courses)
    names = join(text_tag("option", one.sentence, value=one.id) for one in tree.objectives.values())
    lists = _loose(tree, curriculum, loose) + tag("datalist", names, id="objectives")
    return head + courses + _adding_course(curriculum) + lists


def _adding_course(curriculum: Curriculum) -> str:
    title = tag("label", "New course " + void("input", name="title", required=True, maxlength="200"))
    add = _form(curriculum, "add-course", title + _button("Add course"), part=curriculum.id)
    summary = text_tag("summary", "Add a course")
    return tag("details", summary + add, class_="adding", open=not curriculum.courses)


def _course(tree: Tree, curriculum: Curriculum, course: Course) -> str:
    head = text_tag("h3", course.title) + _renaming(curriculum, course.id, course.title, "course")
    modules = join(_module(tree, curriculum, module) for module in course.modules)
    title = tag("label", "New module " + void("input", name="title", required=True, maxlength="200"))
    first = tag(
        "label",
        "its first objective (or none yet) "
        + void("input", name="objective", list="objectives", maxlength="100"),
    )
    add = _form(curriculum, "add-module", title + first + _button("Add module"), part=course.id)
    summary = text_tag("summary", "Add a module")
    adding = tag("details", summary + add, class_="adding", open=not course.modules)
    return tag("section", tag("div", head, class_="part-head") + modules + adding, class_="course")


def _module(tree: Tree, curriculum: Curriculum, module: Module) -> str:
    summary = text_tag("span", module.title, class_="module-title") + text_tag(
        "span", counted(len(module.objectives), "objective"), class_="note"
    )
    new = text_tag(
        "a",
        "Add an objective",
        href=path("author", "curriculum", "new", curriculum.id, module.id),
        class_="add",
    )
    arrange = join(
        _form(curriculum, f"module-{where}", _button(sign, f"{words} {module.title}"), part=module.id)
        for sign, where, words in (("↑", "up", "Move up"), ("↓", "down", "Move down"))
    )
    remove = _form(curriculum, "remove-module", _button("Remove module"), part=module.id)
    tools = tag(
        "div",
        new + arrange + _renaming(curriculum, module.id, module.title, "module") + remove,
        class_="part-tools",
    )
    rows = join(_objective(tree, curriculum, name, module.id) for name in module.objectives)
    inner = tag("summary", summary) + tools + tag("ol", rows, class_="objectives")
    return tag("details", inner, class_="module", id=f"module-{module.id}", open=True)


def _objective(tree: Tree, curriculum: Curriculum, name: str, module_id: str | None) -> str:
    one = tree.objectives.get(name)
    if one is None:
        gone = text_tag("span", f"{name}: no objective of this id is here", class_="fault")
        return tag(
            "li", gone + _form(curriculum, "take-out", _button("Take out"), part=name), id=f"at-{name}"
        )
    link = text_tag(
        "a", one.sentence, href=path("author", "curriculum", "objective", one.id), class_="sentence"
    )
    chips = [
        badge(one.status.replace("_", " "), TONES[one.status]),
        badge(one.level),
        *(badge(tag_name) for tag_name in one.competencies),
        *(_before(tree, prior) for prior in one.prerequisites),
    ]
    row = tree.rows.get(name)
    counts = text_tag("span", _counts(row), class_="note") if row else ""
    tools = tag("div", _arranging(curriculum, one, module_id), class_="part-tools")
    return tag("li", link + tag("div", join(chips) + counts, class_="chips") + tools, id=f"at-{name}")


def _before(tree: Tree, prior: str) -> str:
    known = tree.objectives.get(prior)
    words = f"after: {known.title if known else prior}"
    return text_tag("a", words, href=f"#at-{prior}", class_="badge badge-plain chip")


def _counts(row: Row) -> str:
    parts = (
        counted(row.sources, "source"),
        counted(row.items.published, "item"),
        counted(row.cases.published, "case"),
    )
    return ", ".join(parts)


def _arranging(curriculum: Curriculum, one: Objective, module_id: str | None) -> str:
    options = join(
        text_tag("option", module.title, value=module.id)
        for course in curriculum.courses
        for module in course.modules
        if module.id != module_id
    )
    select = tag("select", options, name="to", aria_label=f"Module for {one.title}")
    place = _form(curriculum, "place", select + _button("Move there"), part=one.id) if options else ""
    if module_id is None:
        return place
    up, down = (
        _form(curriculum, where, _button(sign, f"{words} {one.title}"), part=one.id)
        for sign, where, words in (("↑", "up", "Move up"), ("↓", "down", "Move down"))
    )
    out = _form(curriculum, "take-out", _button("Take out"), part=one.id)
    return up + down + tag("details", text_tag("summary", "Move") + place + out)


def _loose(tree: Tree, curriculum: Curriculum, loose: Sequence[Objective]) -> str:
    if not loose:
        return ""
    rows = join(_objective(tree, curriculum, one.id, None) for one in loose)
    head = tag(
        "summary",
        escape("In no module") + " " + text_tag("span", counted(len(loose), "objective"), class_="note"),
    )
    return tag("details", head + tag("ul", rows, class_="objectives"), class_="module")


def _renaming(curriculum: Curriculum, part: str, title: str, kind: str) -> str:
    box = void(
        "input", name="title", value=title, required=True, maxlength="200", aria_label=f"Title of the {kind}"
    )
    form = _form(curriculum, "rename", box + _button("Rename"), part=part)
    return tag("details", text_tag("summary", "Rename") + form)


def _form(curriculum: Curriculum, deed: str, inner: str, *, part: str) -> str:
    hidden = join(
        void("input", type="hidden", name=name, value=value)
        for name, value in (("deed", deed), ("part", part), ("based_on", str(curriculum.version)))
    )
    return tag(
        "form", hidden + inner, method="post", action=path("author", "curriculum", "arrange", curriculum.id)
    )


def _button(words: str, label: str | None = None) -> str:
    return text_tag("button", words, type="submit", class_="tool", aria_label=label)
