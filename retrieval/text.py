"""Words and sentences of medical English, as spans of the text they stand in."""

import re
import unicodedata
from collections.abc import Iterator

Span = tuple[int, int]

# A full stop after one of these does not end a sentence.
_SHORTENED = """
dr mr mrs ms prof st vs e.g i.e eg ie cf al approx fig figs tab no nos vol ed eds pp p sec ch dept inc ltd jr
sr ca max min temp resp wt subsp spp sp var
"""
_ABBREVIATED = frozenset(_SHORTENED.split())
_END = re.compile(
    r"""[.!?]+[\])"'”’»]*(?:\[\d{1,3}(?:[,–-]\s?\d{1,3})*\]|\d{1,2}(?:,\d{1,2})*)?(?=\s|$)|\n+"""
)
# The label of a caption belongs to the caption.
_LABEL = re.compile(r"\s*(?:Table|Figure|Fig|Box|Panel)\s+\w{1,4}\.")
_WORD_BEFORE = re.compile(r"[\w.]+$")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_OPENING = re.compile(r"""\s*["'“‘«(\[]*""")

_WITHOUT_MEANING = """
a about am an and any are as at be been being but by can could did do does doing for from get give given had
has have having he her him his how i if in into is it its me my of on one or our shall she should so some
such tell than that the their them then there these they this those to us use used was we were what when
where which while who whom whose why will with would you your
"""
STOP_WORDS = frozenset(_WITHOUT_MEANING.split())


def sentences(text: str) -> list[Span]:
    """Where the sentences of the text stand, white space trimmed; a line break always ends one."""
    found: list[Span] = []
    start = 0
    for match in _END.finditer(text):
        if _ends_sentence(text, match) and not _LABEL.fullmatch(text, start, match.end()):
            found.append((start, match.end()))
            start = match.end()
    found.append((start, len(text)))
    return [span for span in (_trimmed(text, *span) for span in found) if span[0] < span[1]]


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    if match.group().startswith("\n"):
        return True
    opening = _OPENING.match(text, match.end())
    following = text[opening.end() : opening.end() + 1] if opening else ""
    if following.islower():
        return False
    if match.group()[0] != ".":
        return True
    # Sixteen characters hold the longest abbreviation; an unlimited look-back would be quadratic.
    before = _WORD_BEFORE.search(text[max(0, match.start() - 16) : match.start()])
    word = before.group().casefold() if before else ""
    if word in _ABBREVIATED:
        return False
    initial = len(word) == 1 and word.isalpha() and not text[match.start() - 1 : match.start()].islower()
    return not (initial and following.isupper())


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def words(text: str) -> list[str]:
    """The words of the text in lower case without accents; inner hyphens, points and apostrophes stay."""
    return [match.group() for match in _WORD.finditer(plain(text))]


def content_words(text: str) -> list[str]:
    """The words that carry the meaning of a question; all words if every one is a stop word."""
    everything = words(text)
    return [word for word in everything if word not in STOP_WORDS] or everything


def plain(text: str) -> str:
    """Lower case, compatibility forms and accents removed: for comparing, never for showing."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def pieces(text: str, start: int, end: int, size: int) -> Iterator[Span]:
    """Cut [start, end) into spans of at most `size` characters, at white space where there is any."""
    while end - start > size:
        cut = text.rfind(" ", start + 1, start + size)
        cut = cut if cut > start else start + size
        yield _trimmed(text, start, cut)
        start = cut
    if start < end:
        yield _trimmed(text, start, end)
