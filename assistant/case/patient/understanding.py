"""What a text can mean: a share for each intent of the table, from its words and its vector."""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from assistant.case.denials import Part, Stance, parts, ways
from assistant.case.patient.fitting import OnVectors, kept_reader, made_reader
from assistant.case.patient.illnesses import Illnesses
from assistant.case.patient.meaning import IntentReader
from assistant.case.patient.phrases import as_read, phrases_of
from assistant.case.patient.utterance import Speller
from assistant.case.patient.words import WordIndex
from curricula.cases.intents import Intent, Kind, shipped_intents
from retrieval.abbreviations import expand
from retrieval.indexes.lexical import meaningful_stems, stems
from retrieval.ports import Encoder, Vectors

Shares = NDArray[np.float32]
WORDS_WEIGHT = 0.07
SHARPNESS = 90.0
"""Both fitted on phrases held out of the table, by the likelihood of the right intent."""
WORDS_ALONE = 9.0
LEAST_WORDS = 4
KNOWN_SHARE = 0.5
"""An utterance of this many words is English if it holds this share of words that are known."""


class Understanding:
    """The shared table with its encoder; one serves every case and user of a process.

    Until the reader of the table is there (`prepare`), or without an encoder, it goes by words alone.
    """

    def __init__(
        self,
        encoder: Encoder | None = None,
        *,
        cache: Path | None = None,
        intents: Sequence[Intent] | None = None,
    ) -> None:
        self.intents = tuple(shipped_intents() if intents is None else intents)
        self.place = {intent.id: number for number, intent in enumerate(self.intents)}
        self.illnesses = Illnesses(self.intents)
        self.encoder = encoder
        self._cache = cache
        self._phrases = phrases_of(self.intents)
        self._reader: IntentReader | None = None
        if encoder is not None and cache is not None:
            self._reader = kept_reader(self._phrases, encoder, cache)

    @property
    def is_ready(self) -> bool:
        """Whether it goes by meaning as well as by words."""
        return self._reader is not None

    def prepare(self, on_progress: OnVectors | None = None) -> None:
        """Fits a reader to the table's phrases, or takes it from the cache; again is harmless."""
        if self._reader is None and self.encoder is not None and self._cache is not None:
            self._reader = made_reader(self._phrases, self.encoder, self._cache, on_progress)

    def warm(self) -> None:
        """Loads what the first reply would else wait for, which takes a second or two once in a process."""
        self.shares(["warm"], self.vectors(["warm"]))
        self.mended("warm")
        self.illnesses.load()

    def vectors(self, texts: Sequence[str]) -> Vectors | None:
        """The texts' unit vectors, None while it goes by words alone."""
        if self.encoder is None or self._reader is None:
            return None
        return self.encoder.encode_queries([as_read(text) for text in texts])

    def shares(self, texts: Sequence[str], vectors: Vectors | None, kinds: Sequence[Kind] = ()) -> Shares:
        """Float32 [n, intents], each row adding up to 1: how likely each text means each intent.

        With `kinds` only intents of these are weighed. `vectors` are those of `vectors()`.
        """
        shared = np.stack([self._words.scores(text) for text in texts])
        if vectors is None or self._reader is None:
            evidence = WORDS_ALONE * shared
        else:
            evidence = SHARPNESS * (self._reader.scores(vectors) + WORDS_WEIGHT * shared)
        if kinds:
            evidence[:, [intent.kind not in kinds for intent in self.intents]] = -np.inf
        powers = np.exp(evidence - evidence.max(axis=1, keepdims=True))
        shares: Shares = (powers / powers.sum(axis=1, keepdims=True)).astype(np.float32)
        return shares

    def words_shared(self, text: str) -> NDArray[np.float32]:
        """For each intent 0..1: how much of its words the text shares with the intent's nearest phrase."""
        return self._words.scores(text)

    def mended(self, text: str) -> str:
        """The text with the slips of fast typing mended."""
        return self._speller.mended(text)

    def is_foreign(self, text: str) -> bool:
        """Whether hardly a word of the text is known to the table or to medical English."""
        letters = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 1]
        if sum(len(word) for word in letters if not word.isascii()) > sum(map(len, letters)) / 2:
            return True
        return (
            len(letters) >= LEAST_WORDS
            and sum(map(self._speller.knows, letters)) / len(letters) < KNOWN_SHARE
        )

    def is_strange(self, text: str) -> bool:
        """Whether a longer word is known neither to the table nor to medical English, and no slip of one."""
        longer = re.findall(r"[^\W\d_]{6,}", self.mended(text))
        return not all(map(self._speller.knows, longer))

    def accepts(self, text: str, accepted: Sequence[str]) -> bool:
        """Whether the text orders what one of the ways of ordering a step does, and denies what it denies."""
        read = parts(text)
        held = {stance: self._held(read, stance) for stance in get_args(Stance)}
        return any(_is_held(meant, held) for way in accepted for meant in ways(way))

    def _held(self, read: Sequence[Part], stance: Stance) -> frozenset[str]:
        said = ", ".join(part.text for part in read if part.stance == stance)
        return frozenset(stems(expand(self.mended(said))))

    @cached_property
    def _speller(self) -> Speller:
        return Speller(phrase.text for phrase in self._phrases)

    @cached_property
    def _words(self) -> WordIndex:
        return WordIndex(self._phrases, len(self.intents))


def _is_held(way: Sequence[Part], held: Mapping[Stance, frozenset[str]]) -> bool:
    """Whether the telling words of each part of the way stand among those of its stance."""
    wanted = [(part.stance, frozenset(meaningful_stems(part.text))) for part in way]
    return any(words for _, words in wanted) and all(words <= held[stance] for stance, words in wanted)
