"""Embedded answers of Moodle, {1:SHORTANSWER:=heart}, and the gaps of cloze cards."""

import re

from curricula.formats.gaps import gap
from retrieval.errors import Refused

EMBEDDED = re.compile(r"(?<!\\)\{(\d*):([A-Z_]+):((?:\\.|[^}\\])*)\}", re.DOTALL)
WORDS = frozenset(("SHORTANSWER", "SA", "MW", "SHORTANSWER_C", "SAC", "MWC"))
CHOICE = re.compile(r"(?:MULTICHOICE|MC)(?:_?[VHS]+)?")
SPECIAL = re.compile(r"[\\}#~*\"/]")
RIGHT = re.compile(r"\s*(?:=|%100(?:\.0+)?%)(.*)", re.DOTALL)


def card(text: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """The fields of a cloze card, and what was not carried. Refused where a gap has no single answer."""
    lost: list[str] = []
    made = EMBEDDED.sub(lambda found: _gap(found[2], found[3], lost), text)
    if made == text:
        raise Refused("It has no embedded answers.")
    return {"text": made}, tuple(dict.fromkeys(lost))


def embedded(words: str) -> str:
    """Words as an embedded answer."""
    return "{1:SHORTANSWER:=" + SPECIAL.sub(r"\\\g<0>", words) + "}"


def _gap(kind: str, body: str, lost: list[str]) -> str:
    choices = CHOICE.fullmatch(kind) is not None
    if kind not in WORDS and not choices:
        raise Refused(f"Embedded answers of the kind {kind[:40]} have no like here.")
    alternatives = _parts(body, "~")
    right = [found[1] for one in alternatives if (found := RIGHT.fullmatch(one))]
    if not right:
        raise Refused("An embedded answer does not say what is right.")
    if choices:
        lost.append("the wrong choices of embedded answers")
    if len(right) > 1:
        lost.append("other right answers of a gap")
    answer = _parts(right[0], "#")
    if len(answer) > 1:
        lost.append("feedback of embedded answers")
    return gap(re.sub(r"\\(.)", r"\1", answer[0]).strip())


def _parts(text: str, mark: str) -> list[str]:
    parts, start = [], 0
    for found in re.finditer(rf"\\.|{mark}", text, re.DOTALL):
        if found[0] == mark:
            parts.append(text[start : found.start()])
            start = found.end()
    return [*parts, text[start:]]
