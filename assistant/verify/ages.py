"""Ages and times in one form: "in their forties" is "40 to 50 years", "the third week" "3 weeks"."""

import re

from assistant.verify.numerals import ORDINALS
from assistant.verify.turns import Turn

_LONG = "day|week|month|year"
_nth = rf"(?:{'|'.join(ORDINALS)}|\d+(?:st|nd|rd|th))"
_WHOSE = r"(?:in )?(?:(?:the|his|her|their|(?:a )?person's|1's|a single's|one's|people's) )?"
_WHEN = r"(?:early|mid|middle|late)(?:(?: to |-to-| or )(?:early|mid|middle|late))?[- ]"


def _place(word: str) -> str:
    return str(ORDINALS.get(word) or word[:-2])


def _nth_period(match: re.Match[str]) -> str:
    more = f" to {_place(match['last'])}" if match["last"] else ""
    return f"{_place(match['nth'])}{more} {match['unit']}s"


def _decades(match: re.Match[str]) -> str:
    """ "In their forties and fifties": from 40 up to 60 years."""
    tens = [int(ten) for ten in re.findall(r"([1-9])0s", match.group())]
    return f"{10 * min(tens)} to {10 * max(tens) + 10} years"


def _ages(match: re.Match[str]) -> str:
    """ "Aged 30 to 39" is up to 40, as "in their thirties" is."""
    high = int(match[2])
    return f"{match[1]} to {high + 1 if high % 10 == 9 and int(match[1]) % 10 == 0 else high} years"


TIMES = (
    Turn(("0s",), re.compile(r"\b(1[5-9]|20)(\d)0s\b"), r"\g<1>\g<2>0"),
    Turn(("7 days",), re.compile(r"\b7 days (?:a|per|each|every|of the) week\b"), "every day"),
    Turn(
        ("0s",),
        re.compile(
            rf"(?<!\d){_WHOSE}(?:{_WHEN})?[1-9]0s\b"
            rf"(?:(?:,| to| or| and|, and)+ (?:{_WHEN})?(?:their )?[1-9]0s\b)*"
        ),
        _decades,
    ),
    Turn(
        ("birthday",),
        re.compile(rf"\b({_nth}) birthday"),
        lambda match: f"age {_place(match[1])} years",
    ),
    Turn(
        ("age",),
        re.compile(
            r"\bage[sd]? (?:of |from |between )?(\d+)\s?(?:and|to|through|-)\s?(\d+)"
            r"(?![\d.]| ?(?:day|week|month|hour|-))(?: years(?: old| of age)?)?"
        ),
        _ages,
    ),
    Turn(
        ("decade",),
        re.compile(r"\b(second|third|fourth|fifth|sixth|seventh|eighth|ninth) decade(?: of life)?\b"),
        lambda match: f"{10 * int(_place(match[1])) - 10} to {10 * int(_place(match[1]))} years",
    ),
    Turn(
        ("interval",),
        re.compile(r"\b(?:at|in) intervals of (\d+(?:\s?(?:-|to)\s?\d+)? (?:hour|day|week|month|year)s?)\b"),
        r"every \1",
    ),
    Turn(
        ("day", "week", "month", "year"),
        re.compile(rf"\b(?P<nth>{_nth})(?: (?:or|and|to) (?P<last>{_nth}))? (?P<unit>{_LONG})\b"),
        _nth_period,
    ),
    Turn(
        ("day", "week", "month", "year", "hour"),
        re.compile(
            rf"\b({_LONG}|hour)s? (\d+(?:\s?(?:-|to|and|or|through)\s?\d+)?)\b"
            r"(?! ?(?:%|[a-z]*(?:gram|liter|litre)|[mk]?[gl]\b|percent))"
        ),
        r"\2 \1s",
    ),
)
