"""What a model wrote, as sentences that can be checked: each in plain words, with the passages it cites."""

import re
from typing import NamedTuple

from assistant.answer.plain import plain_sentence
from assistant.answer.splitter import CITED, Said
from retrieval.text import STOP_WORDS, plain, words

# The whole reply of a model that found nothing; the prompts ask for these words.
NOTHING = "no answer in the passages"

_CITED = re.compile(rf"\s*{CITED}", re.IGNORECASE)
_NUMBER = re.compile(r"(\d+)(?:\s*[–-]\s*(\d+))?")
_BEFORE_STOP = re.compile(r"\s+(?=[.,;:!?)])|(?<=\()\s+")
_STOPS = re.compile(r"([.,;:!?])[.,;]+$")
_REFERENCES = re.compile(r"(?:references|sources|citations|bibliography|works cited)\W*", re.IGNORECASE)
# Of a longer range only its ends were meant, if that.
_LONGEST_RANGE = 10

_SPEECH_WORDS = """
above according additionally answer answered answers asked assist available based below certainly concise
conclusion context course detail details evidence finally first following follows furthermore glad happy
help helpful helps here hope information key library main mention mentioned mentions moreover next note
notes okay ok overall overview passage passages point points please provided question quick regarding
relevant response reply says said say says second short shown shows source sources state stated states sum
summarise summarised summarize summarized summary sure text texts thank thanks third understand
"""
_SILENT = STOP_WORDS | frozenset(_SPEECH_WORDS.split())


class Draft(NamedTuple):
    """A sentence for the reader: `cited` are the numbers of passages it names, in order, each once."""

    text: str
    cited: tuple[int, ...]


class Lead(NamedTuple):
    """The words before a list ("Contraindicated:"), without which its items would say something else."""

    indent: int
    draft: Draft


class Drafts:
    """Makes sentences of what was said; `left_out` counts what has no claim, was said before or not ended."""

    def __init__(self) -> None:
        self.left_out = 0
        self._leads: list[Lead] = []
        self._used = True
        self._said: set[str] = set()
        self._closed = False

    def take(self, said: Said) -> Draft | None:
        """The sentence to check, None if there is none to show."""
        draft = draft_of(said.text)
        self._closed = self._closed or bool(_REFERENCES.fullmatch(draft.text))
        if self._closed or said.kind == "half" or not draft.text:
            self.left_out += 1
            return None
        if said.kind == "item":
            self._leads = [lead for lead in self._leads if lead.indent < said.indent]
        elif said.kind != "more":
            self._drop_leads()
        if said.kind == "heading" or draft.text.endswith(":"):
            self._lead(said, draft)
            return None
        if said.kind == "item":
            draft = self._under_leads(draft)
        key = plain(draft.text)
        if key in self._said or not (draft.cited or holds_claim(draft.text)):
            self.left_out += 1
            return None
        self._said.add(key)
        return draft

    def end(self) -> None:
        """Counts a lead-in that led to nothing."""
        self._drop_leads()

    def _lead(self, said: Said, draft: Draft) -> None:
        if not (holds_claim(draft.text) or draft.cited):
            self.left_out += 1
            return
        self._leads.append(Lead(said.indent if said.kind == "item" else -1, draft))
        self._used = False

    def _under_leads(self, draft: Draft) -> Draft:
        self._used = True
        before = [lead.draft.text.rstrip(": ") for lead in self._leads]
        led = [number for lead in self._leads for number in lead.draft.cited]
        return Draft(": ".join([*before, draft.text]), draft.cited or tuple(dict.fromkeys(led)))

    def _drop_leads(self) -> None:
        self.left_out += not self._used
        self._leads, self._used = [], True


def draft_of(text: str) -> Draft:
    """The words in plain form and the numbers cited anywhere in them."""
    spoken = plain_sentence(text)
    numbers = [number for cited in _CITED.findall(spoken) for number in _numbers(cited)]
    bare = _BEFORE_STOP.sub("", _CITED.sub("", spoken)).strip()
    return Draft(_STOPS.sub(r"\1", bare) if bare.strip(".,;:!?*|- ") else "", tuple(dict.fromkeys(numbers)))


def holds_claim(text: str) -> bool:
    """Whether a sentence says anything of medicine; "Here is what the sources say:" does not."""
    return any(c.isdigit() for c in text) or not _SILENT.issuperset(words(text))


def is_nothing(text: str) -> bool:
    """Whether a model says that it found no answer."""
    return " ".join(plain(text).split()).strip(" .!*\"'") == NOTHING


def _numbers(cited: str) -> list[int]:
    numbers: list[int] = []
    for first, last in _NUMBER.findall(cited):
        start, end = int(first), int(last or first)
        numbers += range(start, end + 1) if start <= end <= start + _LONGEST_RANGE else [start, end]
    return numbers
