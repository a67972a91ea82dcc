"""Parts and multiples in one form: "a year and a half" is "1.5 years", "nine patients of ten" "9 in 10"."""

import re

from assistant.verify.numerals import number
from assistant.verify.turns import Turn

_PARTS = {
    "half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "twentieth": 20, "hundredth": 100, "thousandth": 1000,
}  # fmt: skip
_EVERY = {"other": 2, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "tenth": 10}
_PERIOD = r"\w*(?:second|minute|hour|day|week|month|year|decade)"
_MEASURED = rf"(?:{_PERIOD}|centur(?:y|ies)|\w*(?:gram|lit(?:er|re)|met(?:er|re)|dose|pound)|inch|foot|mile)"
_part = "|".join(_PARTS)
_THINGS = r"[a-z][a-z'-]*(?: (?!in\b|of\b|out\b|and\b|or\b)[a-z][a-z'-]*){0,2}"
_HALVED = (
    r"\s+(?:of|the|as|have|has|had|do|are|is|were|was|will|also|develop|show|in|and|but|while)\b|"
    r"\s*(?:[,.;:)]|$)"
)
MOST_IN = 12
"""In "nine patients in ten" the ten are no time and no other group: few, or a round number."""
_some = r"(?:(?P<n{0}>\d+)[ -]|an? |1 |a single )?"
_OF_PART = rf"{_some}(?P<part{{0}}>(?:{_part})s?)"


def _every(match: re.Match[str]) -> str:
    what, nth = match["what"], _EVERY[match["nth"]]
    return f"every {nth} {what}s" if re.fullmatch(_PERIOD, what) else f"1 in {nth} {what}s"


def _and_half(match: re.Match[str]) -> str:
    unit = match["unit"] or match["after"]
    if not unit and not match["n"]:
        return match.group()
    return f"{int(match['n'] or 1)}.5 {unit}s" if unit else f"{match['n']}.5"


def _part_of_a(match: re.Match[str]) -> str:
    first = f"{_value(match['n0'], match['part0'])} to " if match["part0"] else ""
    return f"{first}{_value(match['n'], match['part'])} {match['unit']}"


def _value(count: str | None, part: str) -> str:
    whole = _PARTS[part] if part in _PARTS else _PARTS[part.removesuffix("s")]
    return number(round(int(count or 1) / whole, 6))


def _share(match: re.Match[str]) -> str:
    count = match["n"] or match["sure"]
    times = int(count) if count and count.isdigit() else 1
    return f" {times} in {_PARTS[match['named'] or match['part'].removesuffix('s')]} "


def _out_of(match: re.Match[str]) -> str:
    """ "Nine patients in ten" as "9 in 10"; "three bones in ten days" stays."""
    part = match["part"].replace("a single", "1")
    whole = int(match["whole"])
    is_round = whole <= MOST_IN or whole % 10 == 0
    if int(part) >= whole or (match["link"] == "in" and not is_round):
        return match.group()
    return f"{part} in {whole} {match['what']}"


def _feet(match: re.Match[str]) -> str:
    return f"{12 * int(match[1]) + int(match[2])} inches"


PARTS = (
    Turn((":",), re.compile(r"(?<![\d:.])1\s?:\s?(\d{2,})(?![\d:])"), r"1 in \1"),
    Turn(
        ("feet", "ft", "foot", "'"),
        re.compile(r"\b(\d) ?(?:feet|foot|ft\.?|') ?(?:and )?(\d{1,2}) ?(?:inch(?:es)?|in\.|\"|”)"),
        _feet,
    ),
    Turn(
        ("every", "each"),
        re.compile(rf"\b(?:every|each) (?P<nth>{'|'.join(_EVERY)}) (?P<what>[a-z]+)"),
        _every,
    ),
    Turn(
        ("half",),
        re.compile(
            rf"(?:\b(?P<n>\d+)|\ban?)(?: (?P<unit>{_PERIOD})s?)? and (?:a|1) half"
            rf"(?: (?P<after>{_PERIOD})s?)?\b"
        ),
        _and_half,
    ),
    Turn(
        (" of a", " of 1", " a year", " century"),
        re.compile(
            rf"\b(?:{_OF_PART.format(0)} (?:and|to|or) )?{_OF_PART.format('')} "
            rf"(?:of )?(?:an?|1|a single) (?P<unit>{_MEASURED})\b"
        ),
        _part_of_a,
    ),
    Turn(
        tuple(_PARTS),
        re.compile(
            r"(?<!right )(?<!left )(?<!upper )(?<!lower )(?<!other )(?<!the )"
            rf"(?P<n>\b\d+|\ba|\bone)?[- ]?\b(?P<part>half|(?:{_part})s)\b(?={_HALVED})"
            rf"|(?P<sure>\b\d+|\ba|\bone)[- ](?P<named>{_part})s?\b(?!\s+(?:trimester|degree|line|day|week))"
        ),
        _share,
    ),
    Turn(("doubl",), re.compile(r"\bdoubl(?:es|ed|ing)\b|\bdouble (?=the|that|what|as)"), " 2 fold "),
    Turn(("tripl",), re.compile(r"\btripl(?:es|ed|ing)\b|\btriple (?=the|that|what|as)"), " 3 fold "),
    Turn(("quadrupl",), re.compile(r"\bquadrupl(?:es|ed|ing)\b"), " 4 fold "),
    Turn(("twice",), re.compile(r"\btwice (?=the|as|that|what)"), " 2 fold "),
    Turn(
        ("1 in 2  as",),
        re.compile(r" 1 in 2  (?=as (?:much|many|likely|often|high|large|long|big|common|frequent))"),
        " 0.5 fold ",
    ),
    Turn(
        (" in ", " of "),
        re.compile(
            rf"\b(?P<part>\d+|a single) (?P<what>{_THINGS}) (?P<link>in|(?:in|out of|of) every|out of|of) "
            r"(?P<whole>\d+)\b(?![.\d]*\s?%)"
            r"(?! ?-?(?:\d|[a-z]*(?:year|month|week|day|hour|minute|second|gram|"
            r"lit(?:er|re)|met(?:er|re)|percent|famil|countr|stud)))(?! (?!has|was|is|does|loses)[a-z]+s\b)"
        ),
        _out_of,
    ),
    Turn(("100",), re.compile(r"\s?(?:per|in|/)\s?100\s?ml\b"), "/dl"),
)
