"""Letters that look like others: folded to the plain ones, for judging only, never for showing."""

import re
import unicodedata

_CYRILLIC = dict(
    zip("аеорсухіјѕԁһԛԝвкмнтАЕОРСУХІЈЅВКМНТЗ", "aeopcyxijsdhqwbkmhtAEOPCYXIJSBKMHT3", strict=True)
)
_GREEK = dict(zip("ανορικυτχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "avopikutxABEZHIKMNOPTYX", strict=True))
_FOLDED = str.maketrans(_CYRILLIC | _GREEK)
# β-blockers and IFN-γ mix scripts too, but never with Cyrillic, nor inside one lower-case word.
_MIXED = re.compile(r"\b(?=\w*[A-Za-z])(?=\w*[\u0400-\u04ff])\w{3,}\b")
_LOOKALIKE = re.compile(
    r"[\u0370-\u052f\uff01-\uff5e\U0001d400-\U0001d7ff\u2100-\u214f\u24b6-\u24e9\u0300-\u036f\u1d00-\u1d7f]"
)
_MOST_MIXED = 3


def folded(text: str) -> str | None:
    """The text in plain letters; None where it has none that look like others."""
    if text.isascii() or not _LOOKALIKE.search(text):
        return None
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).translate(_FOLDED)


def is_mixed(text: str) -> bool:
    """Whether several words are made of Latin and Cyrillic letters, which no language is."""
    return not text.isascii() and len(_MIXED.findall(text)) >= _MOST_MIXED
