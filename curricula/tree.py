"""YAML that an author wrote, as plain values that still know the line each stands on.

Text is data here: no tags, aliases or merges. Only `true` and `false` are truth values and dates stay text,
so that a patient may say No.
"""

import re
from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Any, NamedTuple

import yaml

MAX_DEPTH = 20
INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
WORDS: Mapping[str, object] = {"": None, "~": None, "null": None, "true": True, "false": False}
MOST_DIGITS = 300
WIDTH = 100

Spot = tuple[str | int, ...]
"""The way to a value: names of fields, and places in lists counted from 0."""


class Remark(NamedTuple):
    """What is wrong at a spot of something that was written, and what was expected there."""

    spot: Spot
    what: str
    expected: str
    warning: bool = False


class Misread(Exception):
    """Nothing of the text can be used; carries the one remark about it and its line."""

    def __init__(self, remark: Remark, line: int | None) -> None:
        super().__init__(remark.what)
        self.remark = remark
        self.line = line


class Tree(NamedTuple):
    """The value of a YAML text, where each part of it stands (counted from 1), and what was refused in it."""

    value: object
    lines: Mapping[Spot, int]
    remarks: tuple[Remark, ...]

    def line(self, spot: Spot) -> int | None:
        """The line of that spot, or of the nearest one around it that was written down."""
        while spot and spot not in self.lines:
            spot = spot[:-1]
        return self.lines.get(spot)


def read_tree(text: str) -> Tree:
    """The value written in the text. Misread if it is no YAML, or nested too deep."""
    # The C parser takes a tenth of the time of the Python one.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        builder = _Builder(yaml.parse(text, Loader=loader))
        value = builder.document()
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        what = f"cannot be read: {fault.problem or fault.context or 'it is no YAML'}"
        raise Misread(Remark((), what, "YAML; look at this line and the one above it"), _line(mark)) from None
    except yaml.reader.ReaderError as fault:
        what = f"holds a character that YAML does not allow (code {ord(_character(fault))})"
        raise Misread(Remark((), what, "plain text in UTF-8"), _line_of(text, fault.position)) from None
    except UnicodeEncodeError:
        raise Misread(Remark((), "holds half a character", "plain text in UTF-8"), None) from None
    return Tree(value, builder.lines, tuple(builder.remarks))


def to_text(value: object) -> str:
    """YAML that reads back as the same plain value, in its order."""
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH)


class _Dumper(yaml.SafeDumper):
    """Quotes text that would be read as a number or a truth value."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = None if _plain(text) == text else "'"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if HIDDEN.search(text) else style)


_Dumper.add_representer(str, _text)


class _Builder:
    """Puts values together from the parser's events; what is not plain is remarked upon and left out."""

    def __init__(self, events: Iterator[yaml.Event]) -> None:
        self._events = events
        self.lines: dict[Spot, int] = {}
        self.remarks: list[Remark] = []

    def document(self) -> object:
        value: object = None
        found = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                found += 1
                if found > 1:
                    remark = Remark((), "holds more than one document (---)", "one list of them instead")
                    raise Misread(remark, _line(event.start_mark))
                value = self._node(next(self._events), ())
        return value

    def _node(self, event: yaml.Event, spot: Spot) -> object:
        self.lines.setdefault(spot, _line(event.start_mark) or 1)
        if len(spot) > MAX_DEPTH:
            raise Misread(
                Remark((), f"is nested more than {MAX_DEPTH} levels deep", "fewer levels"),
                _line(event.start_mark),
            )
        if isinstance(event, yaml.AliasEvent):
            self._refuse(spot, f"uses the alias *{str(event.anchor)[:40]}", "the value written out")
            return None
        tag = getattr(event, "tag", None)
        if tag is not None:
            self._refuse(spot, f"uses the tag {str(tag)[:40]}", "the value without a tag")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(spot)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(spot)
        return _scalar(event)

    def _list(self, spot: Spot) -> list[object]:
        values: list[object] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            values.append(self._node(event, (*spot, len(values))))
        return values

    def _mapping(self, spot: Spot) -> dict[str, object]:
        values: dict[str, object] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            name = self._name(event, spot)
            if name in values:
                self._refuse((*spot, name), "is given twice", "one value", line=_line(event.start_mark))
            inner = (*spot, name)
            self.lines.setdefault(inner, _line(event.start_mark) or 1)
            value = self._node(next(self._events), inner)
            values.setdefault(name, value)
        return values

    def _name(self, event: yaml.Event, spot: Spot) -> str:
        if isinstance(event, yaml.ScalarEvent):
            return str(event.value)
        self._refuse(spot, "has a field whose name is no text", "a name, then a colon")
        self._node(event, (*spot, "?"))
        return "?"

    def _refuse(self, spot: Spot, what: str, expected: str, line: int | None = None) -> None:
        if line is not None:
            self.lines[spot] = line
        self.remarks.append(Remark(spot, what, expected))


def _scalar(event: Any) -> object:
    return _plain(str(event.value)) if event.style in (None, "") else str(event.value)


def _plain(text: str) -> object:
    """What a text stands for where it is written without quotes."""
    if len(text) > MOST_DIGITS:
        return text
    if text.lower() in WORDS and text in (text.lower(), text.capitalize(), text.upper()):
        return WORDS[text.lower()]
    if INTEGER.fullmatch(text):
        return int(text)
    if NUMBER.fullmatch(text) and not _is_code(text) and isfinite(number := float(text)):
        return number
    return text


def _is_code(text: str) -> bool:
    """Digits after a leading zero are a number of a room or a ward, not an amount."""
    digits = text.lstrip("+-")
    return digits.startswith("0") and digits.isdigit()


def _line(mark: Any) -> int | None:
    return None if mark is None else int(mark.line) + 1


def _line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _character(fault: yaml.reader.ReaderError) -> str:
    found = fault.character
    return found if isinstance(found, str) else chr(found)
