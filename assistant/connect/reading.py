"""What is known of a reply while it comes."""

from typing import NamedTuple

from assistant.connect.thoughts import Thoughts
from assistant.ports import Usage


class Chunk(NamedTuple):
    """One event of a reply. `finish` says, in the last one with words, why the reply ended."""

    text: str
    finish: str | None
    usage: Usage | None


class Reading:
    """Reads one reply. `spoke` is whether a word of it was for the reader."""

    def __init__(self) -> None:
        self.finish: str | None = None
        self.usage = Usage()
        self.spoke = False
        self._thoughts = Thoughts()

    def text_of(self, chunk: Chunk) -> str:
        """The words of a chunk that are for the reader; raises UnmarkedThoughts."""
        self.finish = chunk.finish or self.finish
        self.usage = chunk.usage or self.usage
        return self._heard(self._thoughts.spoken(chunk.text))

    def rest(self) -> str:
        """The words that were held back until the end."""
        return self._heard(self._thoughts.rest())

    def _heard(self, words: str) -> str:
        self.spoke = self.spoke or bool(words.strip())
        return words
