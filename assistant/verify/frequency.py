"""How often: "twice a day", "every 12 hours", "tid", as times an hour."""

import re
from collections.abc import Iterator

from assistant.verify.measure import BEFORE, FREQUENCY, Measure, bound

_PLAIN = r"(?:\d+(?:\.\d+)?|\.\d+)"
_HOURS = {
    "24 ": 24, "dai": 24, "day": 24, "nig": 24, "wee": 168, "mon": 730.5, "yea": 8766, "ann": 8766, "hou": 1,
    "dec": 87660,
}  # fmt: skip
_PERIOD = (
    r"(?P<period>24 hours|day|daily|week|weekly|month|monthly|year|yearly|annually|hour|hourly|"
    r"night|nightly|decade)\b"
)
_LONG = "day|week|month|year|hour|decade"
_LATIN = {"bid": 12, "bd": 12, "b.i.d.": 12, "tid": 8, "tds": 8, "t.i.d.": 8, "qid": 6, "qds": 6, "q.i.d.": 6}
_REPEATED = rf"(?P<n>{_PLAIN})(?: or (?:more|fewer|less))?(?:\s?(?:to|or|-)\s?{_PLAIN})?\s?(?:times|x)"
_OFTEN = rf"\b(?P<often>once|twice|thrice|{_REPEATED})\s"
_PATTERNS = (
    re.compile(rf"{_OFTEN}(?:(?:a|an|per|each|every|in a|in|at)\s)?{_PERIOD}"),
    re.compile(
        rf"\b(?:every|each)\s(?P<apart>{_PLAIN})[ -]?(?:to\s(?P<until>{_PLAIN})\s)?(?P<period>{_LONG})s?\b"
    ),
    re.compile(rf"\b(?P<every>every|each)\s{_PERIOD}"),
    re.compile(r"\bq\s?(?P<q>\d+)\s?h\b"),
    re.compile(rf"(?<!\w)(?P<latin>{'|'.join(map(re.escape, _LATIN))})(?!\w)"),
    re.compile(rf"{_OFTEN}(?:in|over|within)\s(?P<apart>{_PLAIN})[ -]?(?P<period>{_LONG})s?\b"),
    re.compile(
        r"(?P<soft>\s?/\s?|(?<!within)(?<!after)(?<!for)(?<!in)(?<!than)(?<!of)\s(?:a|per)\s(?!\w+ly\b)|"
        r"\b(?=daily|weekly|monthly|yearly|annually))"
        r"(?P<period>day|daily|week|weekly|month|monthly|year|yearly|annually)\b"
    ),
)
_TIMES = {"once": 1.0, "twice": 2.0, "thrice": 3.0}
_AMOUNT_BEFORE = re.compile(r"\d|\btimes$|\ban? \w+$")


def frequencies(plain: str) -> tuple[list[Measure], str]:
    """The frequencies in a text (in lower case, its numbers in digits), and the text with blanks for them."""
    found: list[Measure] = []
    for pattern in _PATTERNS:
        met = [match for match in pattern.finditer(plain) if _is_frequency(match)]
        found += [measure for match in met for measure in _frequency(match)]
        for match in met:
            plain = plain[: match.start()] + " " * len(match.group()) + plain[match.end() :]
    return found, plain


def _is_frequency(match: re.Match[str]) -> bool:
    """ "5 mg a day" is one; "a day later" is a time."""
    before = match.string[max(0, match.start() - 60) : match.start()]
    return match.group().split()[0] != "a" or bool(_AMOUNT_BEFORE.search(before))


def _frequency(match: re.Match[str]) -> Iterator[Measure]:
    given = match.groupdict()
    hours = _HOURS.get((given.get("period") or "")[:3], 1.0)
    times = _TIMES.get(given.get("often") or "", 0.0) or float(given.get("n") or 1)
    if given.get("apart"):
        hours *= float(given["apart"]) or 1.0
    if given.get("q") or given.get("latin"):
        hours = (float(given["q"]) or 1.0) if given.get("q") else _LATIN[given["latin"]]
    soft = given.get("soft") is not None or given.get("every") is not None
    before = match.string[max(0, match.start() - BEFORE) : match.start()]
    limit = bound(before, match.group().lstrip("0123456789."))
    written = " ".join(match.group().split())
    yield Measure(FREQUENCY, times / hours, written, times, limit, soft, match.start())
    if given.get("until") and float(given["until"]):
        apart = hours / (float(given["apart"]) or 1.0) * float(given["until"])
        yield Measure(FREQUENCY, times / apart, written, times, at=match.start())
