"""How many of what, and the how-manyeth of what: "two bones", "the third layer", "stage IV"."""

import re
from typing import NamedTuple

from assistant.verify.units import is_unit
from retrieval.indexes.lexical import stems
from retrieval.text import STOP_WORDS

AFTER = 3
"""So many words after a number can name what it counts: "two small nasal bones"."""

_ORDINALS = """
first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
fifteenth sixteenth
"""
_RANKS = {word: place for place, word in enumerate(_ORDINALS.split(), 1)}
_LABEL_WORDS = """
type types grade grades stage stages class classes phase phases factor factors chromosome chromosomes syndrome
trimester degree line level group category step generation table
"""
_LABELS = frozenset(_LABEL_WORDS.split())
_KIND_WORDS = """
kinds types parts forms ways groups sources components sets classes steps stages categories factors things
"""
_KINDS = frozenset(_KIND_WORDS.split())
_GENERAL = frozenset(stems(_KIND_WORDS))
_LOOSE = {"single": 1, "both": 2, "pair": 2, "pairs": 2, "paired": 2, "lone": 1, "sole": 1}
_JOINING_WORDS = "than times more less per each every other may might must out begins"
_JOINING = STOP_WORDS | frozenset(_JOINING_WORDS.split())
_NEAR_WORDS = """
above below under over around roughly nearly almost approximately only just until before after least past most
within exceed exceeds exceeding reach reaches minus plus equal equals averages age aged scores score
"""
_NEAR = frozenset(_NEAR_WORDS.split())
_LINKS = frozenset(("or", "and", "to", "through"))
_TOKEN = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*|[.,;:()|/%]")
_NTH = re.compile(r"(\d+)(?:st|nd|rd|th)")
_JOINED = re.compile(rf"(\d+|single|double|triple|{'|'.join(_ORDINALS.split())})-([a-z]{{3,}})")
_JOINED_VALUES = {"single": 1, "double": 2, "triple": 3, **_RANKS}


class Counted(NamedTuple):
    """A number with what it counts (stems, one of which is the thing).

    `is_rank` is for "the third layer" and "stage 3", `is_name` for a number that ends a name; a `loose` one
    ("both", "a single") is met too often without anything being counted to say much by itself.
    """

    value: int
    things: frozenset[str]
    written: str
    is_rank: bool = False
    loose: bool = False
    is_name: bool = False


def counted(plain: str) -> list[Counted]:
    """All that a text in lower case counts or numbers, in order; its numbers are in digits."""
    tokens = _TOKEN.findall(plain)
    return [found for place in range(len(tokens)) if (found := _counted(tokens, place))]


def is_same_thing(one: Counted, other: Counted) -> bool:
    """Whether both may count the same: they share a word, or each says no more than kinds or parts."""
    return bool(one.things & other.things) or bool(one.things & _GENERAL and other.things & _GENERAL)


def _counted(tokens: list[str], place: int) -> Counted | None:
    token = tokens[place]
    before = tokens[place - 1] if place else ""
    following = tokens[place + 1] if place + 1 < len(tokens) else ""
    if token.isdecimal() and len(token) < 4 and before not in ("every", "each"):
        label = _label(tokens, place)
        if label and not is_unit(following):
            return Counted(int(token), frozenset(stems(label)), f"{label} {token}", is_rank=True)
        return _made(int(token), tokens, place) or _named(token, before)
    if (token in _RANKS and not before.isdecimal()) or _NTH.fullmatch(token):
        return _made(_RANKS.get(token) or int(token[:-2]), tokens, place, is_rank=True)
    if token in _LOOSE:
        found = _made(_LOOSE[token], tokens, place)
        return found._replace(loose=True) if found else None
    joined = _JOINED.fullmatch(token)
    if joined:
        value = _JOINED_VALUES.get(joined[1]) or int(joined[1])
        is_rank, loose = joined[1] in _RANKS, joined[1] == "single"
        return Counted(value, frozenset(stems(joined[2])), token, is_rank, loose)
    return None


def _named(token: str, before: str) -> Counted | None:
    """A number after a name that nothing follows: "ataxia 21"."""
    if not before or not before[0].isalpha() or before in _JOINING | _NEAR:
        return None
    return Counted(int(token), frozenset(stems(before)), f"{before} {token}", is_rank=True, is_name=True)


def _made(value: int, tokens: list[str], place: int, *, is_rank: bool = False) -> Counted | None:
    things: list[str] = []
    start = place + 1
    while tokens[start : start + 1] and tokens[start] in _LINKS and _is_number(tokens[start + 1 : start + 2]):
        start += 2
    general = next(
        (at for at in range(start, min(start + AFTER, len(tokens) - 1)) if tokens[at] in _KINDS), None
    )
    if general is not None and tokens[general + 1] == "of":
        start = general + 2
    for token in tokens[start : start + AFTER]:
        if token in _JOINING or not token[0].isalpha():
            break
        things.append(token)
    if not things or (is_unit(things[0]) and not is_rank):
        return None
    written = " ".join([tokens[place], *things])
    return Counted(value, frozenset(stems(" ".join(things))), written, is_rank)


def _label(tokens: list[str], place: int) -> str | None:
    """The label before a number: "type" in "type 2" and for the 2 of "types 1 and 2"."""
    while place > 2 and tokens[place - 1] in (*_LINKS, ",") and tokens[place - 2].isdecimal():
        place -= 2
    return tokens[place - 1] if place and tokens[place - 1] in _LABELS else None


def _is_number(token: list[str]) -> bool:
    return bool(token) and (token[0].isdecimal() or token[0] in _RANKS or bool(_NTH.fullmatch(token[0])))
