"""What every form of the page Author has in common: its parts, drawn from a schema, and the bar above it."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import BaseModel

from assistant.accounts import Account
from ui.web.author.fields import fields
from ui.web.markup import escape, join, tag, text_tag, void
from ui.web.shell import header, static_url, whole_page


class Section(NamedTuple):
    """A part of the form: its heading, what an author should know, and the fields in it."""

    key: str
    title: str
    lead: str
    fields: Sequence[str]

    @property
    def is_list(self) -> bool:
        """Whether it is one list, whose entries stand below each other."""
        return tuple(self.fields) == (self.key,)


class Paper(NamedTuple):
    """What is written in a form: `part` is its name, `model` its schema.

    The form is checked, saved and merged at addresses below `at`; a thing that was saved has its page below
    `page`. `scripts` are loaded besides the one that every form has.
    """

    part: str
    model: type[BaseModel]
    sections: Sequence[Section]
    at: str
    page: str
    scripts: Sequence[str] = ()
    has_letters: bool = False


class Drawn(NamedTuple):
    """What stands around the form: the title, which version it starts from, buttons, and what is below.

    `copied` is the id of what it began as a copy of, whose pictures it shares until it is saved.
    """

    title: str
    based_on: int | None
    doing: str
    below: str = ""
    extra: str = ""
    copied: str | None = None


def paper_page(paper: Paper, values: Mapping[str, Any], drawn: Drawn, who: Account) -> str:
    """The whole page with the form holding these values."""
    form = tag("div", _form(paper, values, drawn) + drawn.below)
    content = _bar(drawn) + tag("div", _index(paper) + form, class_="author-form")
    body = tag("div", header("Author", who), id="top") + tag("main", content, id="author")
    head = void("link", rel="stylesheet", href=static_url("author.css"))
    head += join(
        tag("script", "", src=static_url(name), defer=True) for name in ("author.js", *paper.scripts)
    )
    return whole_page(drawn.title, body, extra=head + drawn.extra)


def paper_parts(paper: Paper, values: Mapping[str, Any]) -> str:
    """What stands in the form: every section with its fields and these values."""
    return join(_section(paper, one, values) for one in paper.sections)


def _bar(drawn: Drawn) -> str:
    version = f"from version {drawn.based_on}" if drawn.based_on else "not saved yet"
    words = text_tag("h1", drawn.title, class_="case-title") + text_tag(
        "span", version, class_="note", id="version"
    )
    told = tag("p", "", id="told", role="status")
    bar = tag("div", tag("div", words) + told + tag("div", drawn.doing, class_="doing"), class_="author-top")
    remarks = tag("section", "", id="remarks", aria_label="What lint says", aria_live="polite")
    return bar + remarks + tag("section", "", id="merge", aria_label="Changes of two", tabindex=-1)


def _index(paper: Paper) -> str:
    links = join(
        tag("li", tag("a", escape(one.title) + tag("span", "", class_="count"), href=f"#{one.key}"))
        for one in paper.sections
    )
    return tag("nav", tag("ol", links), class_="index", aria_label=f"Parts of the {paper.part}")


def _form(paper: Paper, values: Mapping[str, Any], drawn: Drawn) -> str:
    return tag(
        "form",
        paper_parts(paper, values),
        id=paper.part,
        data_kind="object",
        data_part=paper.part,
        data_at=paper.at,
        data_page=paper.page,
        data_letters=paper.has_letters,
        data_based_on=drawn.based_on if drawn.based_on is not None else "",
        data_copied=drawn.copied,
        autocomplete="off",
    )


def _section(paper: Paper, section: Section, values: Mapping[str, Any]) -> str:
    head = text_tag("h2", section.title) + text_tag("p", section.lead, class_="lead")
    body = fields(paper.model, section.fields, values)
    return tag(
        "section", head + (body if section.is_list else tag("div", body, class_="grid")), id=section.key
    )
