"""Text that was made unreadable on purpose, decoded: nobody writes a guideline backwards or in ROT13."""

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from functools import cache
from html import unescape
from string import digits
from typing import NamedTuple
from urllib.parse import unquote

from retrieval.text import STOP_WORDS

# Fewer characters than these hide no sentence.
SHORTEST, FEWEST_WORDS, MANY_LETTERS = 16, 5, 12
# Of 26 alphabets one makes stop words of a few words by chance.
ENOUGH_WORDS = 8
# Of running English about two words in five are stop words; of lists of drugs, or of another language, few.
READS_LIKE_ENGLISH, READS_UNLIKE = 0.25, 0.05

_WORD = re.compile(r"[A-Za-z]{2,}")
_PRINTABLE = re.compile(r"[\t\n\r\x20-\x7e\u00a0-\u024f\u2010-\u2026]*")
_SOUND = re.compile(
    r"(?:[bcdfghjklmnpqrstvwxyz]{0,4}[aeiouy]{1,3}){1,6}[bcdfghjklmnpqrstvwxyz]{0,4}", re.IGNORECASE
)
_SMALL = frozenset(word for word in STOP_WORDS if len(word) > 1)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_APART = re.compile(r"(?<!\w)(?:[A-Za-z](?:[ ._*|/-]{1,3}|$)){12,}")
_SPELLED = re.compile(
    r"ignore|disregard|instruction|assistant|prompt|system|answer|reply|tellthe|say|youare|user|guideline",
    re.IGNORECASE,
)


class Decoded(NamedTuple):
    """Characters [start, end) of a text, what they say, and how that was hidden."""

    start: int
    end: int
    text: str
    how: str


class _Code(NamedTuple):
    how: str
    pattern: re.Pattern[str]
    decode: Callable[[str], str]


def decoded(text: str) -> Iterator[Decoded]:
    """Every stretch of the text that was encoded and reads as words once it is decoded."""
    tokens = text.split()
    sizes = [*map(len, tokens)]
    unlike_words = max(sizes, default=0) >= SHORTEST and any(map(_is_code, tokens))
    if unlike_words or (sum(map(text.count, digits)) >= SHORTEST and _IN_GROUPS.search(text)):
        for how, pattern, decode in _CODES:
            for match in pattern.finditer(text):
                said = _tried(decode, match[0])
                if said is not None:
                    yield Decoded(match.start(), match.end(), said, how)
    if unlike_words or sizes.count(1) >= MANY_LETTERS:
        yield from _apart(text)


def _apart(text: str) -> Iterator[Decoded]:
    for match in _APART.finditer(text):
        joined = re.sub(r"[^A-Za-z]", "", match[0])
        if _SPELLED.search(joined):
            yield Decoded(match.start(), match.end(), joined, "letters written apart")


def shifted(sentence: str) -> tuple[str, str] | None:
    """What the sentence says backwards or with other letters, and how it was hidden; None for plain text."""
    words = _WORD.findall(sentence.casefold())
    if len(words) < FEWEST_WORDS or _share(words) > READS_UNLIKE:
        return None
    if _share([word[::-1] for word in words]) >= READS_LIKE_ENGLISH:
        said = " ".join(word[::-1] for word in sentence.split())
        return (sentence[::-1] if _is_turned_whole(sentence) else said), "text written backwards"
    joined = " ".join(words)
    for name, table in _alphabets()[: None if len(words) >= ENOUGH_WORDS else 1]:
        if _share(joined.translate(table).split()) >= READS_LIKE_ENGLISH:
            return sentence.translate(table), name
    return None


def unleeted(sentence: str) -> tuple[str, ...]:
    """The sentence with digits and signs in words as the letters they stand for; nothing without any."""
    if len(_MIXED.findall(sentence)) < 3:
        return ()
    return tuple(sentence.translate(table) for table in _LEET)


def _is_code(token: str) -> bool:
    """Whether it is as long as an encoded sentence and not written like a word."""
    inside = token[1:].replace("-", "").strip(".,;:()’'\"")
    return len(token) >= SHORTEST and not (inside.isalpha() and inside.islower())


def _tried(decode: Callable[[str], str], found: str) -> str | None:
    """What was encoded, decoded once more if need be; None where that is no text."""
    try:
        said = decode(found)
        if _reads(said):
            return said
        again = _BASE64.fullmatch(said.strip())
        said = _from_base64(said) if again else ""
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return None
    return said if _reads(said) else None


def _reads(said: str) -> bool:
    """Whether it is text in words: data that only happens to decode is not."""
    if not _PRINTABLE.fullmatch(said):
        return False
    words = _WORD.findall(said)
    plain = sum(len(word) for word in words if _SOUND.fullmatch(word))
    return len(words) >= 3 and plain >= 0.6 * len(said.strip())


def _from_base64(found: str) -> str:
    packed = re.sub(r"\s", "", found).translate(str.maketrans("-_", "+/")).rstrip("=")
    return base64.b64decode(packed + "=" * (-len(packed) % 4), validate=True).decode("utf-8")


def _from_base32(found: str) -> str:
    packed = found.rstrip("=")
    return base64.b32decode(packed + "=" * (-len(packed) % 8)).decode("utf-8")


def _from_hex(found: str) -> str:
    return bytes.fromhex(re.sub(r"0x|\\x|[\s:,]", "", found)).decode("utf-8")


def _from_bits(found: str) -> str:
    bits = re.sub(r"\s", "", found)
    return bytes(int(bits[at : at + 8], 2) for at in range(0, len(bits) - 7, 8)).decode("utf-8")


def _from_escapes(found: str) -> str:
    return re.sub(r"\\u\{?([0-9a-fA-F]{2,6})\}?", lambda match: chr(int(match[1], 16)), found)


def _from_numbers(found: str) -> str:
    return "".join(chr(int(number)) for number in re.findall(r"\d+", found))


_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")
_IN_GROUPS = re.compile(
    r"(?<!\w)(?:(?:0x|\\x)?[0-9a-fA-F]{2}[\s:,]+){11,}|(?:[01]{8}\s){5}|(?:\d{2,3}[\s,]+){15}"
)
_CODES = (
    _Code("base64", re.compile(r"(?<![\w+/=-])[A-Za-z0-9+/_-]{16,}={0,2}(?![\w+/=])"), _from_base64),
    _Code(
        "base64",
        re.compile(r"(?<![\w+/=-])(?:[A-Za-z0-9+/_-]{16,}\s){1,}[A-Za-z0-9+/_-]+={0,2}(?![\w+/=])"),
        _from_base64,
    ),
    _Code("base32", re.compile(r"(?<!\w)[A-Z2-7]{24,}={0,6}(?!\w)"), _from_base32),
    _Code("hexadecimal numbers", re.compile(r"(?<!\w)(?:[0-9a-fA-F]{2}){12,}(?!\w)"), _from_hex),
    _Code(
        "hexadecimal numbers",
        re.compile(r"(?<!\w)(?:(?:0x)?[0-9a-fA-F]{2}[\s:,]+){11,}(?:0x)?[0-9a-fA-F]{2}(?!\w)"),
        _from_hex,
    ),
    _Code("hexadecimal numbers", re.compile(r"(?:\\x[0-9a-fA-F]{2}){8,}"), _from_hex),
    _Code("binary numbers", re.compile(r"(?<!\w)(?:[01]{8}\s?){6,}(?!\w)"), _from_bits),
    _Code(
        "numbers for letters",
        re.compile(r"(?<![\w.])(?:(?:3[2-9]|[4-9]\d|1[01]\d|12[0-6])[\s,]+){15,}\d{2,3}(?!\w)"),
        _from_numbers,
    ),
    _Code("percent signs", re.compile(r"(?:\w*%[0-9A-Fa-f]{2}\w*){3,}"), unquote),
    _Code("character references", re.compile(r"(?:&#x?[0-9a-fA-F]{2,6};\s?){6,}"), unescape),
    _Code("escapes", re.compile(r"(?:\\u\{?[0-9a-fA-F]{2,6}\}?\s?){6,}"), _from_escapes),
)
_MIXED = re.compile(r"(?<![\w-])(?=\w*[A-Za-z])(?=\w*\d)[A-Za-z0-9]{3,}(?![\w-])|[A-Za-z]+[@$!|][A-Za-z]+")
_LEET = tuple(
    str.maketrans(
        {
            "4": "a",
            "@": "a",
            "3": "e",
            "1": one,
            "!": "i",
            "|": "l",
            "0": "o",
            "5": "s",
            "$": "s",
            "7": "t",
            "8": "b",
        }
    )
    for one in "il"
)


def _share(words: list[str]) -> float:
    """The share of stop words. Two of them are needed: one short word may be chance."""
    small = [word for word in words if word in _SMALL]
    return len(small) / len(words) if len(set(small)) > 1 else 0.0


def _is_turned_whole(sentence: str) -> bool:
    """Whether the order of the words is backwards too: the mark that ends the sentence stands first."""
    return sentence[:1] in ".!?" or sentence.rstrip()[-1:].isupper()


@cache
def _alphabets() -> tuple[tuple[str, dict[int, int]], ...]:
    """The alphabets that stand for another: ROT13 first, every other shift, and the one from Z to A."""

    def table(letters: str) -> dict[int, int]:
        return str.maketrans(_LETTERS + _LETTERS.upper(), letters + letters.upper())

    shifts = sorted(range(1, 26), key=lambda shift: shift != 13)
    turned = [
        ("ROT13" if shift == 13 else "shifted letters", table(_LETTERS[shift:] + _LETTERS[:shift]))
        for shift in shifts
    ]
    return (*turned, ("letters from Z to A", table(_LETTERS[::-1])))
