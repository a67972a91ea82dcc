"""Whether a source that is taken in tells who patients are: a letter, a summary, a list of a ward."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from assistant.guard.privacy import Kind, Span, find
from retrieval.types import Caution, ReadDocument

# What is told of one person stands within so many characters.
NEAR = 200
SURE: frozenset[Kind] = frozenset({"date_of_birth", "mrn", "insurance_number"})
BESIDE: frozenset[Kind] = SURE | {"name", "phone", "email", "address"}
# A name alone, or with an address, is that of an author or publisher as well.
ABOUT: frozenset[Kind] = frozenset({"phone", "address", "date"})
FULL_DATE_DIGITS = 6

# What stands in records of patients, in several languages; pages without it or a long number are passed over.
_ANCHOR_WORDS = """
dob mrn nhs ssn chi mr mrs ms miss birth born geb geboren geburtsdatum versichertennummer frau herr nato nata
nascita nacido nacida nacimiento nascido nascida nascimento né née naissance mme født fødselsnummer född
personnummer pesel bsn dni cpf utente proband patiënt dhr mevr sra señora signora sig
"""
_ANCHORS = frozenset(_ANCHOR_WORDS.split())
_WORD = re.compile(r"[^\W\d_]+")
_NUMBERED = re.compile(r"\d{5}|\d[ -]\d{3}[ -]\d{3,4}|\b\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d\d\b")
_OTHER_SCRIPT = re.compile(r"患者|姓名|氏名|病人|생년월일|환자")
_PATIENT_TITLE = re.compile(
    r"\b(?:Mrs?|Ms|Miss|Mx|Frau|Herrn?|Mme|Sra?|Señora?|Sig(?:nora?)?|Mevr|Dhr|Fru)\.? $", re.IGNORECASE
)
_YEAR_ONLY = re.compile(r"\D*(?:19|20)\d\d\D*")
_WORDS: Mapping[Kind, tuple[str, str]] = MappingProxyType(
    {
        "name": ("name", "names"),
        "date_of_birth": ("date of birth", "dates of birth"),
        "date": ("date", "dates"),
        "phone": ("phone number", "phone numbers"),
        "email": ("e-mail address", "e-mail addresses"),
        "address": ("address", "addresses"),
        "mrn": ("record number", "record numbers"),
        "insurance_number": ("insurance or national number", "insurance or national numbers"),
    }
)


def patients_named(read: ReadDocument) -> ReadDocument:
    """The document with a caution that counts what tells who its patients are, if anything does."""
    counts: Counter[Kind] = Counter()
    for page in read.pages:
        counts.update(span.kind for span in details(page.text))
    if not counts:
        return read
    listed = [f"{number} {_WORDS[kind][number > 1]}" for kind, number in counts.most_common()]
    text = (
        f"It seems to tell who patients are: {', '.join(listed)}. "
        "Remove the document, and add it again without them."
    )
    caution = Caution(kind="private", text=text)
    return read.model_copy(update={"cautions": (*read.cautions, caution), "notes": (*read.notes, text)})


def details(text: str) -> tuple[Span, ...]:
    """What in a page tells who a patient is: a name beside a number, never a name or an address alone."""
    if not _may_be_a_record(text):
        return ()
    spans = [span for span in find(text) if span.kind in _WORDS and not _is_year(text, span)]
    told = {other for span in spans for other in _told_with(text, span, spans)}
    return tuple(sorted(told, key=lambda span: span.start))


def _may_be_a_record(text: str) -> bool:
    if _NUMBERED.search(text) or _OTHER_SCRIPT.search(text):
        return True
    return not _ANCHORS.isdisjoint(_WORD.findall(text.casefold()))


def _is_year(text: str, span: Span) -> bool:
    """Whether a number is only a year, such as that of a guideline."""
    return span.kind == "mrn" and _YEAR_ONLY.fullmatch(text[span.start : span.end]) is not None


def _told_with(text: str, span: Span, spans: Sequence[Span]) -> list[Span]:
    """All that is told of the person whom the span gives away, nothing if it gives nobody away."""
    near = [other for other in spans if other is not span and _distance(span, other) <= NEAR]
    if span.kind in SURE:
        known = any(other.kind in BESIDE or _is_full_date(text, other) for other in near)
    else:
        known = _is_titled(text, span) and any(
            other.kind in ABOUT and "\n" not in text[slice(*_gap(span, other))] for other in near
        )
    return [span, *near] if known else []


def _distance(one: Span, other: Span) -> int:
    start, end = _gap(one, other)
    return end - start


def _gap(one: Span, other: Span) -> tuple[int, int]:
    return min(one.end, other.end), max(one.start, other.start)


def _is_full_date(text: str, span: Span) -> bool:
    digits = sum(map(str.isdigit, text[span.start : span.end]))
    return span.kind == "date" and digits >= FULL_DATE_DIGITS


def _is_titled(text: str, span: Span) -> bool:
    """Whether the name is written as a patient's: authors are doctors and professors, or have no title."""
    return span.kind == "name" and _PATIENT_TITLE.search(text[: span.start][-12:]) is not None
