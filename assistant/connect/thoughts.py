"""What a model thinks aloud is not its answer: the marks around it, taken out while the reply comes."""

import re

MARKS = (
    ("<think>", "</think>"),
    ("<thinking>", "</thinking>"),
    ("[THINK]", "[/THINK]"),
    ("<unused94>", "<unused95>"),  # MedGemma's
)
OPENINGS = tuple(opening for opening, _ in MARKS)
CLOSINGS = tuple(closing for _, closing in MARKS)
# Most pieces hold no such character: a fifth of the work of a stream was to look closer.
BEGINS = re.compile("|".join(sorted({re.escape(mark[0]) for mark in (*OPENINGS, *CLOSINGS)})))


class UnmarkedThoughts(Exception):
    """Thoughts end that never began: what came before them cannot be told from an answer."""


class Thoughts:
    """Takes thoughts out of one reply. What may become a mark is held back until it is known."""

    def __init__(self) -> None:
        self._held = ""
        self._until: str | None = None

    def spoken(self, piece: str) -> str:
        """The words meant for the reader, as far as they are known; raises UnmarkedThoughts."""
        text, self._held = self._held + piece, ""
        said = ""
        while text:
            words, text = self._next(text)
            said += words
        return said

    def rest(self) -> str:
        """What was held back at the end of the reply; nothing of an unfinished thought."""
        return "" if self._until else self._held

    def _next(self, text: str) -> tuple[str, str]:
        """The words up to the next mark, and the text after it. What may be half a mark is held."""
        if not BEGINS.search(text):
            return ("" if self._until else text), ""
        marks = (self._until,) if self._until else (*OPENINGS, *CLOSINGS)
        at, mark = min(((text.find(mark), mark) for mark in marks if mark in text), default=(-1, ""))
        if at < 0:
            held = _half(text, marks)
            self._held = text[len(text) - held :]
            return ("" if self._until else text[: len(text) - held]), ""
        words = "" if self._until else text[:at]
        if self._until is None and mark in CLOSINGS:
            raise UnmarkedThoughts
        self._until = None if self._until else dict(MARKS)[mark]
        return words, text[at + len(mark) :]


def _half(text: str, marks: tuple[str, ...]) -> int:
    """How many last characters of the text begin one of the marks."""
    longest = min(len(text), max(map(len, marks)) - 1)
    return next(
        (size for size in range(longest, 0, -1) if any(mark.startswith(text[-size:]) for mark in marks)), 0
    )
