"""Numbers in words, with separators or as Roman numerals, rewritten in digits."""

import re

_ONES = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen
"""
_UNITS = {word: value for value, word in enumerate(_ONES.split())}
_TEN = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENS = {word: 10 * value for value, word in enumerate(_TEN.split(), 2)}
_SMALL = {**_UNITS, **_TENS, "dozen": 12}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "tenth": 10}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_SIGNS = str.maketrans({"–": "-", "—": "-", "‑": "-", "−": "-", "µ": "u", "μ": "u", "²": "2", "½": ".5"})

_word = "|".join(_SMALL)
_SEPARATED = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")
_WORDS = re.compile(
    rf"\b(?:(?P<tens>{'|'.join(_TENS)})[- ](?P<ones>{'|'.join(list(_UNITS)[1:10])})|(?P<small>{_word}))\b"
)
_SCALED = re.compile(
    rf"(?P<times>\d+(?:\.\d+)?|\ba|(?<=every)|(?<=per))[ -](?P<scale>{'|'.join(_SCALES)})s?\b"
)
_part = "|".join(_PARTS)
_PART = re.compile(
    r"(?<!right )(?<!left )(?<!upper )(?<!lower )(?<!other )"
    rf"(?P<n>\b\d+|\ba|\bone)?[- ]?\b(?P<part>{_part})s?\b(?=\s+of\b|\s+the\b|\s+as\b)"
    rf"|(?P<sure>\b\d+|\ba|\bone)[- ](?P<named>{_part})s?\b(?!\s+(?:trimester|degree|line|day|week))"
)
_LABELLED = re.compile(
    r"\b(?P<label>types?|grades?|stages?|class|phases?|factors?|and|or)\s(?P<roman>[ivx]{1,4})\b"
)
_PERIOD = r"\w*(?:second|minute|hour|day|week|month|year)"
_LONE_ONE = re.compile(rf"\bone\b(?!\s(?:in|out of|of (?:every )?(?:\d|{_word}|hundred|thousand)|{_PERIOD}))")


def digits(text: str) -> str:
    """The text in lower case with its numbers in digits: "one in five" is "1 in 5", "1,500" is "1500".

    "One" that stands for a thing or a person stays a word.
    """
    plain = _LONE_ONE.sub("a single", text.casefold().translate(_SIGNS))
    plain = _SEPARATED.sub(lambda match: match.group().replace(",", ""), plain)
    plain = _WORDS.sub(_small, plain)
    for _ in range(2):
        plain = _SCALED.sub(_scaled, plain)
    plain = _PART.sub(_share, plain)
    return _LABELLED.sub(_labelled, plain)


def number(value: float) -> str:
    """The value as it is written: without trailing zeros."""
    return f"{value:.10g}" if value < 1e10 else f"{value:.0f}"


def _small(match: re.Match[str]) -> str:
    if match["tens"]:
        return str(_TENS[match["tens"]] + _UNITS[match["ones"]])
    return str(_SMALL[match["small"]])


def _scaled(match: re.Match[str]) -> str:
    value = number((float(match["times"]) if match["times"][:1].isdigit() else 1.0) * _SCALES[match["scale"]])
    return value if match["times"] else f" {value}"


def _share(match: re.Match[str]) -> str:
    count = match["n"] or match["sure"]
    times = int(count) if count and count.isdigit() else 1
    return f" {times} in {_PARTS[match['part'] or match['named']]} "


def _labelled(match: re.Match[str]) -> str:
    roman = match["roman"]
    return f"{match['label']} {_ROMAN[roman]}" if roman in _ROMAN else match.group()
