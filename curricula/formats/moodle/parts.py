"""The parts of a question in Moodle XML: rich texts with their files, answers, tags."""

import base64
import binascii
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from curricula.formats.details import NAMES
from curricula.formats.markup.read import Rich, read_html, read_question

FILES = "@@PLUGINFILE@@/"


class Answer(NamedTuple):
    """An answer as it is written, what it says, the share of the mark it gives, and what is said to it."""

    raw: str
    said: Rich
    fraction: float
    feedback: Rich


def rich(element: Any) -> Rich:
    """What a field with a text says; nothing for a field that is not there."""
    if element is None:
        return Rich()
    text = element.findtext("text") or ""
    form = element.get("format") or "html"
    if form in ("plain_text", "markdown"):
        lost = (
            ("marks of Markdown, which are kept as they are",) if form == "markdown" and text.strip() else ()
        )
        return Rich(text=text.strip(), lost=lost)
    return read_html(_as_html(text, form))


def question(element: Any) -> tuple[Rich, Rich]:
    """The text of a question, and its lead-in where that is marked."""
    if element is None:
        return Rich(), Rich()
    form = element.get("format") or "html"
    if form in ("plain_text", "markdown"):
        return rich(element), Rich()
    return read_question(_as_html(element.findtext("text") or "", form))


def files(element: Any) -> Mapping[str, bytes]:
    """The files inside a field by the name that its text has for them; what is damaged is left out."""
    return dict(_files(element)) if element is not None else {}


def answers(question: Any) -> list[Answer]:
    """The answers of a question."""
    return [
        Answer(
            one.findtext("text") or "", rich(one), _number(one.get("fraction")), rich(one.find("feedback"))
        )
        for one in question.findall("answer")
    ]


def tags(question: Any) -> Iterator[tuple[str, str]]:
    """The tags as details of an item: "level: recall", or else a topic."""
    for one in question.findall("tags/tag"):
        tag = " ".join((one.findtext("text") or "").split())
        name, mark, value = tag.partition(": ")
        if mark and name in NAMES and value:
            yield name, value
        elif tag:
            yield "topic", tag


def is_true(element: Any, name: str, default: bool) -> bool:
    """Whether the field of that name says yes."""
    said = (element.findtext(name) or "").strip().casefold()
    return said in ("1", "true") if said else default


def _as_html(text: str, form: str) -> str:
    return text.replace("\n", "<br/>") if form == "moodle_auto_format" else text


def _files(element: Any) -> Iterator[tuple[str, bytes]]:
    for one in element.findall("file"):
        folder = (one.get("path") or "/").strip("/")
        name = f"{folder}/{one.get('name')}" if folder else str(one.get("name"))
        try:
            yield f"{FILES}{name}", base64.b64decode("".join((one.text or "").split()), validate=True)
        except (binascii.Error, ValueError):
            continue


def _number(text: str | None) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0.0
