"""Dates that belong to a person: birthdays, visits. A guideline's date does not."""

import re

from assistant.guard.patterns import either
from assistant.guard.privacy.types import Kind, Rule, Span, spans_of

_MONTHS = """january february march april may june july august september october november december
jan feb mar apr jun jul aug sep sept oct nov dec
januar februar märz maerz mai juni juli oktober dezember jänner
janvier février fevrier mars avril juin juillet août aout septembre octobre novembre décembre
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
janeiro fevereiro março abril maio junho julho setembro outubro novembro dezembro
gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre
januari februari maart mei augustus desember styczeń stycznia luty lutego marca kwietnia maja czerwca lipca
sierpnia września października listopada grudnia"""
_MONTH = either(",".join(_MONTHS.split())) + r"\b\.?"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_NUMBER = r"(?:0?[1-9]|1[0-2])"
_YEAR = r"(?:(?:19|20)\d\d)"
_SHORT_YEAR = r"(?:(?:19|20)?\d\d)"
_WEEKDAY = either(
    """(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, Montag, Dienstag, Mittwoch, Donnerstag, Freitag,
    Samstag, Sonntag, lundi, mardi, mercredi, jeudi, vendredi, samedi, dimanche, lunes, martes,
    miércoles, jueves, viernes, sábado, domingo"""
)
_ORDINAL = r"(?:st|nd|rd|th|er|º|\.)?(?: (?:of|de|di))?"
_ERA = r"(?:平成|昭和|令和|大正)(?:\d{1,2}|元)"
_FEAST = r"(?:Christmas|Boxing|New Year'?s|Easter|Thanksgiving)(?: (?:Day|Eve|Sunday|Monday))+"

_NOT_INSIDE, _NOT_BEFORE_MORE = r"(?<![\w/.,:^-])", r"(?![\w/]|[.,-]\d|-\w)"


def _date(pattern: str, *, ignore_case: bool = True) -> re.Pattern[str]:
    return re.compile(_NOT_INSIDE + r"(?P<it>" + pattern + ")" + _NOT_BEFORE_MORE, re.I if ignore_case else 0)


_BORN = either(
    r"""\bd\.?o\.?b\b, date[ _-]?of[ _-]?birth, birth[ _-]?(?:date|day), \bborn\b, \bn[ée]e?\b,
    \bgeb(?:\.|oren)?, \bgeburtsdatum, \bnacid[oa], \bnacimiento, \bnascid[oa], \bnascimento,
    \bnat[oa]\b, \bnascita, \bfødt, \bfödd, \burodzon[ya], 生年月日, 出生, 생년월일"""
)
_BIRTH = re.compile(rf"{_BORN}[^.;\n]{{0,14}}$", re.I)
# Before a date: it is that of a publication.
_PAPER = either(
    """guidelines?, guidance, published, updated, revised, version, edition, issued, label (?:of|from),
    recall, approved, as of, accessed, effective, statement, consensus, bulletin"""
)
_PUBLISHED = re.compile(rf"\b{_PAPER}\b[^.;\n]{{0,22}}$", re.I)
_PUBLICATION_AFTER = re.compile(
    r"^\W{0,3}(?:\w+ )?(?:guidelines?|guidance|edition|version|update|label|consensus|statement|trial)\b",
    re.I,
)


def _own(match: re.Match[str]) -> bool:
    """Whether nothing around says that the date is a publication's."""
    before, after = match.string[: match.start("it")][-60:], match.string[match.end("it") :]
    return not _PUBLISHED.search(before) and not _PUBLICATION_AFTER.search(after)


_RULES = tuple(
    Rule("date", pattern, _own)
    for pattern in (
        _date(rf"{_YEAR}-{_NUMBER}-{_DAY}(?:T[\d:]+)?"),
        _date(rf"{_YEAR}/{_NUMBER}/{_DAY}"),
        _date(rf"{_DAY}/{_DAY}/{_SHORT_YEAR}"),
        _date(rf"{_DAY}\. ?{_NUMBER}\. ?{_SHORT_YEAR}"),
        _date(rf"{_DAY}-{_DAY}-{_SHORT_YEAR}"),
        _date(rf"(?:{_WEEKDAY},? )?(?:the )?{_DAY}{_ORDINAL} {_MONTH}(?:,? (?:de )?{_SHORT_YEAR})?"),
        _date(rf"{_DAY}-{_MONTH}-{_SHORT_YEAR}"),
        _date(rf"{_MONTH} {_DAY}(?:st|nd|rd|th)?(?:, ?{_YEAR})?(?! ?(?:mg|ml|g|%|patients))"),
        _date(rf"{_MONTH} {_YEAR}"),
        _date(rf"{_NUMBER}/{_YEAR}"),
        _date(rf"{_FEAST}(?:,? {_YEAR})?", ignore_case=False),
        re.compile(rf"(?P<it>(?:{_YEAR}|{_ERA})[年년] ?\d{{1,2}}[月월] ?\d{{1,2}}[日일])"),
    )
)
_PACKED = re.compile(r"(?<!\d)(?P<it>(?:19|20)\d\d[01]\d[0-3]\d)(?!\d)")
_HL7_BIRTH = re.compile(r"\^[^|]*\|[^|]*\|(?P<it>(?:19|20)\d{6})(?=\|)")
_OLD = r"(?P<it>9\d|1[01]\d)"
_YEARS = r"(?:y/?o\b|yrs?\b|years?[ -]old|jaar|Jahre|ans\b|años|anos\b|anni\b|år\b|[FM]\b|岁|歳|세)"
_NOT_GROUP = r"(?<![\w.,/<>≥≤-])(?<!over )(?<!above )(?<!than )(?<!to )(?<!under )(?<!below )(?<!aged over )"
_PERSON = either(
    """he, she, who, mum, mom, dad, nan, gran\\w*, mother, father, husband, wife, aunt\\w*, uncle,
    patient, client"""
)
_CALLED = r"(?: (?-i:[A-Z])\w+){0,2}"
AGES = (
    Rule("age_over_89", re.compile(_NOT_GROUP + _OLD + rf"[ -]?{_YEARS}", re.I)),
    Rule(
        "age_over_89",
        re.compile(
            rf"\b(?:aged?|turned|edad|alter|idade|età|âgée? de)[ :]{{1,2}}{_OLD}\b(?! ?(?:%|mg|or|and|to|-))",
            re.I,
        ),
    ),
    Rule(
        "age_over_89",
        re.compile(
            rf"\b{_PERSON}{_CALLED}(?:'s| is| was|, who is)? {_OLD}\b"
            r"(?! ?(?:%|mg|kg|/|bpm|mm|cm|or|to|-|on room))",
            re.I,
        ),
    ),
    Rule("age_over_89", re.compile(rf"[A-Z]\w+ \({_OLD}\)")),
)


def dates(text: str) -> list[Span]:
    """The dates tied to a person; those beside a word for birth are dates of birth."""
    found = [span.model_copy(update={"kind": _kind(text, span)}) for span in spans_of(_RULES, text)]
    born = [
        Span(start=match.start("it"), end=match.end("it"), kind="date_of_birth")
        for match in _PACKED.finditer(text)
        if _BIRTH.search(text[: match.start()][-40:])
    ]
    hl7 = [
        Span(start=match.start("it"), end=match.end("it"), kind="date_of_birth")
        for match in _HL7_BIRTH.finditer(text)
    ]
    return [*found, *born, *hl7, *spans_of(AGES, text)]


def _kind(text: str, span: Span) -> Kind:
    return "date_of_birth" if _BIRTH.search(text[: span.start][-40:]) else "date"
