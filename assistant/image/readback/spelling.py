"""Slips of spelling in a read, mended where only one word of the report or of the tables can be meant."""

from collections.abc import Callable, Iterable

from assistant.case.grading.words import spelt
from assistant.image.readback.words import Token, stem, table, tokens
from assistant.quiz.marking.slips import SHORTEST, slips

_TABLES = ("sides", "severities", "normal_words", "places", "abnormal_words", "fillers")


def mender(known: Iterable[str]) -> Callable[[Token], Token]:
    """What gives a word of a read its right spelling: as one of these texts or of the tables has it."""
    words = {token.word for text in (*known, *_of_tables()) for token in tokens(text)}
    stems = {stem(word) for word in words}

    def mend(token: Token) -> Token:
        if token.stem in stems or len(token.word) < SHORTEST or not token.word.isalpha():
            return token
        said = (spelt(token.word),)
        near = {stem(word) for word in words if slips(said, (spelt(word),)) is not None}
        return token._replace(stem=near.pop()) if len(near) == 1 else token

    return mend


def _of_tables() -> Iterable[str]:
    for name in _TABLES:
        found = table()[name]
        values = found.values() if isinstance(found, dict) else [found]
        for value in values:
            yield " ".join(map(str, value)) if isinstance(value, list) else str(value)
