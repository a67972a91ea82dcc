"""Comparing quotes of different extractors, with white space, case and punctuation set aside."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

WORD = re.compile(r"[^\W_]+")
SHORTEST_QUOTE = 4
"""Words; a shorter quote is inside too many sentences to show that the right one was found."""

LEAST_END = 0.6
"""Share of a quote's letters: less might be the end of another sentence."""


def words(text: str) -> list[str]:
    """The words of a text in one form: compatibility characters resolved, case and punctuation dropped."""
    return WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def letters(text: str) -> str:
    """The letters and digits of a text in one form, without gaps: extractors break words differently."""
    return "".join(words(text))


def quotes(one: str, other: str) -> bool:
    """Whether one of the two contains the other, word for word."""
    shorter, longer = sorted((words(one), words(other)), key=len)
    whole = f" {' '.join(longer)} "
    return shorter == longer or (len(shorter) >= SHORTEST_QUOTE and f" {' '.join(shorter)} " in whole)


def endings(quote: str) -> Iterator[str]:
    """The quote, then ever shorter ends of it, from word to word, down to LEAST_END of its letters.

    Extractors glue a heading or a page's running head to the sentence that follows it.
    """
    for start in (match.start() for match in re.finditer(r"\S+", quote)):
        if len(letters(quote[start:])) < LEAST_END * len(letters(quote)):
            return
        yield quote[start:]


class Lettered(NamedTuple):
    """A text's letters, and for each of them the character it came from."""

    letters: str
    places: list[int]


def lettered(text: str) -> Lettered:
    """The text, ready to be searched for quotes."""
    pairs = [(letter, at) for at, character in enumerate(text) for letter in letters(character)]
    return Lettered("".join(letter for letter, _ in pairs), [at for _, at in pairs])


def span_of(quote: str, text: Lettered) -> tuple[int, int] | None:
    """The characters [start, end) of a text that hold the quote's letters, from its first to its last."""
    wanted = letters(quote)
    first = text.letters.find(wanted)
    return None if first < 0 or not wanted else (text.places[first], text.places[first + len(wanted) - 1] + 1)
