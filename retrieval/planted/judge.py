"""Where a text turns from its readers to a language model: the sentences, and the reasons for each."""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from retrieval.planted.encodings import decoded, shifted, unleeted
from retrieval.planted.english import LIKELY, SURE, is_worth_reading, signals
from retrieval.planted.lookalikes import folded, is_mixed
from retrieval.planted.tongues import Tongue, foreign_signals, spoken
from retrieval.text import STOP_WORDS, Span, sentences
from retrieval.types import Value

_TOKEN = re.compile(r"[^\W_]+")
_PART = re.compile(r"[.!?]\s|\n")
_LEAD_IN_WORDS = 4
# What a paragraph begins with that is no part of the text around it.
_CALLOUT = re.compile(
    r"\W*(?:note|notice|nb|important|update|updated|attention|addendum|erratum|correction|message|reminder|"
    r"remark|comment|editor'?s note|warning|system|instructions?|hint|information)\b[^.!?]{0,40}?[:.!–—-]\s",
    re.IGNORECASE,
)
_TITLE_WORDS = 8
_SHORTEST_PART = 5


class Finding(Value):
    """Characters [start, end) that look like an instruction to a language model, and why.

    `goes_on` is true where what it demands must stand further on: it ends in a colon, or only addresses.
    """

    start: int
    end: int
    why: str
    goes_on: bool = False


class _Judged(NamedTuple):
    """A sentence with its reasons and points; `hidden` is one that had to be decoded."""

    span: Span
    found: dict[str, int]
    hidden: bool = False

    @property
    def points(self) -> int:
        return sum(self.found.values())


def find(text: str, *, enough: int = SURE) -> tuple[Finding, ...]:
    """The parts of a paragraph that look like an instruction to a language model, in order.

    Such a part goes on to the end of its line: what follows an instruction is its content. `enough` is the
    number of points that count as sure.
    """
    judged = _judged(text)
    wanted = _chosen(text, judged, enough)
    runs: list[list[_Judged]] = []
    for at, one in enumerate(judged):
        if at in wanted:
            if at - 1 in wanted and runs:
                runs[-1].append(one)
            else:
                runs.append([one])
    return tuple(_finding(text, run) for run in runs)


def points(text: str) -> int:
    """How much the most suspicious sentence of the text weighs; SURE is enough to set it aside."""
    return max((one.points for one in _judged(text)), default=0)


def _finding(text: str, run: Sequence[_Judged]) -> Finding:
    reasons = dict.fromkeys(why for one in run for why in one.found)
    end = run[-1].span[1]
    only = all("addresses" in why or "imitates" in why for why in reasons)
    short = len(text[run[0].span[0] : end].split()) <= _TITLE_WORDS
    return Finding(
        start=run[0].span[0],
        end=end,
        why="; ".join(reasons),
        goes_on=text[:end].rstrip().endswith(":") or (only and short),
    )


def _judged(text: str) -> list[_Judged]:
    """The sentences of the text, if there is anything in one of them; else nothing."""
    words = _words(text)
    plain, among, veiled = is_worth_reading(words, text), spoken(text, words), _may_be_veiled(text, words)
    codes = [
        _Judged((code.start, code.end), {f"hides words as {code.how}": SURE}, True) for code in decoded(text)
    ]
    if not (plain or among or veiled or codes):
        return []
    spans = _widened(text, codes)
    judge = partial(_sentence, text, among=among, veiled=veiled)
    # Reading every sentence of a paragraph takes long, so that is left until one has given itself away.
    if not codes and not any(sum(judge(span, thorough=False).found.values()) >= LIKELY for span in spans):
        return []
    return [_with_code(judge(span, thorough=True), codes) for span in spans]


def _words(text: str) -> frozenset[str]:
    return frozenset(_TOKEN.findall(text.casefold()))


def _widened(text: str, codes: Sequence[_Judged]) -> list[Span]:
    """The sentences of the text, those that share an encoded stretch as one."""
    spans: list[Span] = []
    for start, end in sentences(text):
        if spans and any(code.span[0] < spans[-1][1] and start < code.span[1] for code in codes):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _with_code(one: _Judged, codes: Sequence[_Judged]) -> _Judged:
    inside = [code for code in codes if code.span[0] < one.span[1] and one.span[0] < code.span[1]]
    return _Judged(one.span, one.found | inside[0].found, True) if inside else one


def _sentence(text: str, span: Span, *, among: tuple[Tongue, ...], veiled: bool, thorough: bool) -> _Judged:
    said = text[slice(*span)]
    found = signals(said) if thorough or is_worth_reading(_words(said), said) else {}
    if sum(found.values()) < SURE and among:
        found |= foreign_signals(said, among)
    if not veiled or sum(found.values()) >= SURE:
        return _Judged(span, found)
    how = _veil(said, sum(found.values()))
    return _Judged(span, {how: SURE}, True) if how else _Judged(span, found)


def _veil(said: str, weight: int) -> str:
    """How words are hidden in the sentence, empty if they are not; `weight` is its own as it stands."""
    turned = shifted(said)
    if turned is not None:
        return f"hides words as {turned[1]}"
    for how, plainly in _unveiled(said):
        if (now := sum(signals(plainly).values())) >= LIKELY and now > weight:
            return f"hides words behind {how}"
    return "mixes letters of two alphabets within words" if is_mixed(said) else ""


def _unveiled(said: str) -> Iterator[tuple[str, str]]:
    yield from (("digits that stand for letters", plainly) for plainly in unleeted(said))
    if (plainly := folded(said)) is not None:
        yield "letters that look like others", plainly


def _may_be_veiled(text: str, words: frozenset[str]) -> bool:
    """Whether it is worth the time to look for look-alike letters, digits for letters, or other alphabets."""
    mixed = len(words) - sum(map(str.isalpha, words)) - sum(map(str.isdigit, words))
    if mixed > LIKELY or folded(text) is not None:
        return True
    for part in _PART.split(text.casefold()):
        said = part.split()
        if len(said) >= _SHORTEST_PART and 10 * len(STOP_WORDS.intersection(said)) <= len(said):
            return True
    return False


def _chosen(text: str, judged: Sequence[_Judged], enough: int) -> set[int]:
    """The sentences to set aside: sure ones, two in a row likely for two reasons, and what goes with them."""
    sure = {at for at, one in enumerate(judged) if one.points >= enough}
    for at, (one, other) in enumerate(pairwise(judged)):
        if one.found and other.found and len(one.found | other.found) > 1 and not _broken(text, one, other):
            sure |= {at, at + 1}
    chosen = set(sure)
    for at in sure:
        chosen |= _after(text, judged, at) | _before(text, judged, at)
    return chosen


def _after(text: str, judged: Sequence[_Judged], at: int) -> set[int]:
    """The sentences from this one to the end of its line; an encoded one says all itself."""
    taken = {at}
    while at + 1 < len(judged) and not judged[at].hidden and not _broken(text, judged[at], judged[at + 1]):
        at += 1
        taken.add(at)
    return taken


def _before(text: str, judged: Sequence[_Judged], at: int) -> set[int]:
    """The sentences that lead up to this one: calls, those that are suspicious, and all of a callout."""
    line = text.rfind("\n", 0, judged[at].span[0]) + 1
    if _CALLOUT.match(text, line):
        return {n for n in range(at) if judged[n].span[0] >= line}
    taken: set[int] = set()
    while at > 0 and not _broken(text, judged[at - 1], judged[at]):
        at -= 1
        if not judged[at].points and not _is_call(text[slice(*judged[at].span)]):
            break
        taken.add(at)
    return taken


def _is_call(sentence: str) -> bool:
    """Whether it only asks for attention: "IMPORTANT.", "Please note:"."""
    return len(sentence.split()) <= _LEAD_IN_WORDS and (sentence[-1:] in ":!" or sentence.isupper())


def _broken(text: str, one: _Judged, other: _Judged) -> bool:
    return "\n" in text[one.span[1] : other.span[0]]
