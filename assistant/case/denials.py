"""What an order or a line of a plan says is to be done, what is not, and of what it cannot be told.

A denial reaches over the list that it begins: "avoid NSAIDs and ACE inhibitors" denies both. It ends where
something is ordered anew, where a clause ends, and at what is named with a dose or a route: that is given.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

import yaml

TABLE = Path(__file__).with_name("denials.yaml")
Stance = Literal["ordered", "denied", "unsure"]
_LINKS = ("either", "both", "comma")
_DENIES = ("instead", "none", "never", "not", "stop")
_BEGIN = ("ends", "both", "comma")
_EDGES = " \t\n:;,.()+&→>-–"
_GROUPS = ("spared", "ends", "turns", "after", *_DENIES, *_LINKS)


class Part(NamedTuple):
    """A part of the text without its words of denial, and whether it is to be done.

    `begins`: whether it is the first of its clause, or the next thing of a list.
    """

    text: str
    stance: Stance
    begins: bool = True


class _Piece(NamedTuple):
    kind: str
    text: str


class _Hold(NamedTuple):
    """How what follows stands, by which kind of denial, and whether the denied thing has a dose or route."""

    stance: Stance = "ordered"
    by: str = ""
    is_given: bool = False


_FREE = _Hold()


def parts(text: str) -> list[Part]:
    """The parts of the text in order; nothing but the words that deny, join or end is left out."""
    pieces = list(_pieces(text.replace("’", "'")))
    made: list[Part] = []
    hold, begins = _FREE, True
    for at, (kind, words) in enumerate(pieces):
        before = pieces[at - 1].kind if at else "ends"
        if kind == "words":
            hold = _reached(hold, pieces, at)
            made += _apart(Part(words, hold.stance, begins), hold)
        elif kind in ("ends", "turns"):
            hold = _FREE
        elif kind == "after" and before == "words":
            made = _denied_before(made, pieces[:at])
        elif _is_suffix(pieces, at):
            made[-1] = made[-1]._replace(stance="denied")
        elif kind in _DENIES or kind == "after":
            hold = _FREE if _is_twice(kind, hold, before) else _Hold("denied", kind)
        begins = kind in _BEGIN or (begins and kind != "words")
    return made


def ways(text: str) -> list[list[Part]]:
    """The parts of a case's own words for a step: with what is unsure as it is, and denied."""
    found = parts(text)
    denied = [part._replace(stance="denied") if part.stance == "unsure" else part for part in found]
    return [denied] if denied == found else [found, denied]


def ordered(text: str) -> str:
    """What of the text is to be done, as it is where all of it is; empty where nothing surely is."""
    found = parts(text)
    if all(part.stance == "ordered" for part in found):
        return text
    return ", ".join(part.text for part in found if part.stance == "ordered")


def _pieces(text: str) -> Iterator[_Piece]:
    start = 0
    for found in (*_signs().finditer(text), None):
        if found is not None and found.lastgroup == "spared":
            continue
        words = text[start : found.start() if found else len(text)].strip(_EDGES)
        if any(char.isalnum() for char in words) and not _pattern("idle").fullmatch(words):
            yield _Piece("words", words)
        if found is not None:
            yield _Piece(str(found.lastgroup), found.group())
            # What denies is left out; what only joins or turns belongs to what follows: "after the bolus".
            start = found.end() if found.lastgroup in (*_DENIES, "after") else found.start()


def _reached(hold: _Hold, pieces: Sequence[_Piece], at: int) -> _Hold:
    """How the words here stand, after the denial before them and what links them to it."""
    words, link = pieces[at].text, pieces[at - 1].kind if at else "ends"
    if hold.stance == "ordered":
        return hold
    is_given = bool(_pattern("given").search(words))
    if link not in _LINKS:
        if hold.by == "none" and _anew(words):
            return _FREE
        return hold._replace(is_given=is_given)
    if _pattern("gives").match(words) or (link != "either" and is_given and not hold.is_given):
        return _FREE
    if link == "either" or hold.stance == "unsure" or hold.by == "never":
        return hold
    closing = _closing(pieces[at + 1 :]) if link == "comma" else link
    if closing == "either" or (closing == "both" and hold.by != "none"):
        return hold
    return _FREE if hold.by in ("none", "instead") and link == "comma" else hold._replace(stance="unsure")


def _anew(words: str) -> bool:
    """Whether something is ordered after the thing denied: "no better give fluid"."""
    found = re.search(rf"\w\s+{_table()['gives']}", words, re.IGNORECASE)
    return found is not None


def _closing(pieces: Sequence[_Piece]) -> str:
    """What joins the last thing of the list that goes on here: "either", "both", or nothing."""
    for at, piece in enumerate(pieces):
        if piece.kind in ("either", "both"):
            follows = pieces[at + 1] if at + 1 < len(pieces) else None
            goes_on = follows is not None and follows.kind in ("words", "stop")
            return piece.kind if goes_on and not _starts(follows) else ""
        if piece.kind not in ("words", "comma") or _starts(piece):
            return ""
    return ""


def _starts(piece: _Piece | None) -> bool:
    return piece is not None and bool(
        _pattern("gives").match(piece.text) or _pattern("given").search(piece.text)
    )


def _is_suffix(pieces: Sequence[_Piece], at: int) -> bool:
    """Whether the denial stands behind its thing: "metformin: stop"."""
    if not at or pieces[at - 1].kind != "words" or not _pattern("behind").fullmatch(pieces[at].text):
        return False
    return at + 1 == len(pieces) or pieces[at + 1].kind in ("ends", "comma", "both")


def _is_twice(kind: str, hold: _Hold, before: str) -> bool:
    """Whether the denial is itself denied: "do not stop the heparin"."""
    return kind == "stop" and hold.stance == "denied" and before in _DENIES


def _denied_before(made: Sequence[Part], pieces: Sequence[_Piece]) -> list[Part]:
    """The parts with those denied behind which a denial stands: the last, and what is joined to it."""
    kinds = [piece.kind for piece in pieces]
    joined = 1
    while len(kinds) > 2 and kinds[-1] == "words" and kinds[-2] in ("either", "both"):
        joined, kinds = joined + 1, kinds[:-2]
    return [*made[:-joined], *(part._replace(stance="denied") for part in made[-joined:])]


def _apart(part: Part, hold: _Hold) -> list[Part]:
    """The part, or its thing and its means: of "avoid hypotension with fluid" nobody can tell the latter."""
    means = _pattern("means").search(part.text) if hold.by == "never" and hold.stance == "denied" else None
    if means is None or not means.start():
        return [part]
    thing, way = part.text[: means.start()].strip(), part.text[means.end() :].strip()
    return [part._replace(text=thing), Part(way, "unsure", begins=False)]


@cache
def _signs() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{name}>{_one(name)})" for name in _GROUPS), re.IGNORECASE)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_one(name), re.IGNORECASE)


def _one(name: str) -> str:
    ways = _table()[name]
    joined = "|".join(rf"\b(?:{way})" for way in ways) if name == "spared" else ways
    return joined if isinstance(joined, str) else "|".join(joined)


@cache
def _table() -> Mapping[str, str | list[str]]:
    table: Mapping[str, str | list[str]] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return table
