"""Numbers in words, with separators or as Roman numerals, rewritten in digits."""

import re

_ONES = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen
"""
_UNITS = {word: value for value, word in enumerate(_ONES.split())}
_TEN = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENS = {word: 10 * value for value, word in enumerate(_TEN.split(), 2)}
_DECADES = {f"{word[:-1]}ies": value for word, value in _TENS.items()}
_SMALL = {**_UNITS, **_TENS, "dozen": 12}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
_NTHS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
ORDINALS = {word: place for place, word in enumerate(_NTHS.split(), 1)}
_ROMANS = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx"
_ROMAN = {roman: value for value, roman in enumerate(_ROMANS.split(), 1)}
_SIGNS = str.maketrans({"–": "-", "—": "-", "‑": "-", "−": "-", "µ": "u", "μ": "u", "²": "2", "½": ".5"})

_word = "|".join(_SMALL)
_MOLAR = re.compile(r"(?<=[\d\s(])([mµμun])M\b")
_SEPARATED = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")
_DECADE = re.compile(rf"\b(?:{'|'.join(_DECADES)})\b")
_WORDS = re.compile(
    rf"\b(?:(?P<tens>{'|'.join(_TENS)})[- ](?P<ones>{'|'.join(list(_UNITS)[1:10])})|(?P<small>{_word}))\b"
)
_SCALED_RANGE = re.compile(rf"\b(\d+(?:\.\d+)?)(\s?(?:-|to|or|and)\s?\d+(?:\.\d+)?) ({'|'.join(_SCALES)})\b")
_SCALED = re.compile(
    rf"(?P<times>\d+(?:\.\d+)?|\ba|(?<=every)|(?<=per))[ -](?P<scale>{'|'.join(_SCALES)})s?\b"
)
_LABELS = "types?|grades?|stages?|class|classes|phases?|factors?|nerves?|level|category|lead|and|or"
_LABELLED = re.compile(rf"\b(?P<label>{_LABELS})\s(?P<roman>[ivx]{{1,5}})\b")
_PERIOD = r"\w*(?:second|minute|hour|day|week|month|year|decade)"
_COUNTED = rf"\d|{_word}|hundred|thousand|million"
_LONE_ONE = re.compile(
    r"(?<!ty[ -])(?<!more than )(?<!less than )\bone\b(?![ -](?:half|third|quarter|fifth|sixth|tenth)|"
    rf"\s(?:(?:in|out of|of(?! (?:two|three|four)\b)) (?:every |each |an? )?(?:{_COUNTED})|"
    rf"(?:or|to|and) (?:\d|{_word}|an?\b)|{_PERIOD}))"
)


def digits(text: str) -> str:
    """The text in lower case with its numbers in digits: "two" is "2", "1,500" is "1500", "type II" "type 2".

    "One" that stands for a thing or a person becomes "a single".
    """
    plain = _MOLAR.sub(r"\1mol/l", text).casefold().translate(_SIGNS)
    plain = _LONE_ONE.sub("a single", plain)
    plain = _SEPARATED.sub(lambda match: match.group().replace(",", ""), plain)
    plain = _DECADE.sub(lambda match: f"{_DECADES[match.group()]}s", plain)
    plain = _WORDS.sub(_small, plain)
    plain = _SCALED_RANGE.sub(r"\1 \3\2 \3", plain)
    for _ in range(2):
        plain = _SCALED.sub(_scaled, plain)
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


def _labelled(match: re.Match[str]) -> str:
    roman = match["roman"]
    return f"{match['label']} {_ROMAN[roman]}" if roman in _ROMAN else match.group()
