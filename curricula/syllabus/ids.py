"""Names for what has none yet: short titles, and ids that stay when a syllabus is read again."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

from curricula.syllabus.phrases import coded

LONGEST_SLUG = 60
LONGEST_TITLE = 70
ALIKE = 0.85
"""Sentences of one module that share so much are the same objective, reworded."""


def slug(text: str, *, otherwise: str) -> str:
    """The text as an id: small letters, digits and dashes, cut at a word."""
    plain = unicodedata.normalize("NFKD", coded(text)[1]).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.casefold())
    made = ""
    for word in words:
        if made and len(made) + len(word) + 1 > LONGEST_SLUG:
            break
        made = f"{made}-{word}" if made else word[:LONGEST_SLUG]
    return made or otherwise


def apart(wanted: str, taken: Iterable[str]) -> str:
    """The id, with a number behind it where it is taken."""
    used = set(taken)
    if wanted not in used:
        return wanted
    return next(name for number in range(2, len(used) + 3) if (name := f"{wanted}-{number}") not in used)


def short(sentence: str) -> str:
    """The sentence as a title: at most 70 letters, cut at a word."""
    if len(sentence) <= LONGEST_TITLE:
        return sentence
    cut = sentence[:LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(" ,;:(")
    return f"{cut}…"


def key_of(sentence: str) -> str:
    """The words of a sentence, by which it is known again."""
    return " ".join(re.findall(r"[^\W_]+", sentence.casefold()))


def same_as(sentence: str, known: Mapping[str, str]) -> str | None:
    """The id of the sentence among those known by their words, also if it was reworded a little."""
    key = key_of(sentence)
    if key in known:
        return known[key]
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(key)
    best, best_id = ALIKE, None
    for other, its_id in known.items():
        matcher.set_seq1(other)
        if (
            matcher.real_quick_ratio() > best
            and matcher.quick_ratio() > best
            and (share := matcher.ratio()) > best
        ):
            best, best_id = share, its_id
    return best_id
