"""What a student typed, made ready to be understood: slips mended, several questions parted."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from rapidfuzz.distance import DamerauLevenshtein

from retrieval.abbreviations import senses_of
from retrieval.indexes.lexical import stems
from retrieval.rarity import is_common
from retrieval.text import plain

MOST_PARTS = 5
USUAL = 3
"""How often the table holds a word that a slip is mended by: it holds slips itself."""
_WORD = re.compile(r"[^\W\d_]{4,}")
_ANY_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE = re.compile(r"(?<=[?!.;])\s+|\s*[;\n]+\s*")
_CUT = re.compile(r"\s*,?\s+(?:and also|and|plus|also|&|n|\+)\s+|,\s+", re.IGNORECASE)
_GREETING = re.compile(
    r"(?:hi|hiya|hey|hello|good (?:morning|afternoon|evening|day)|morning|afternoon|evening)"
    r"(?: (?:there|again|everyone|all|both|sir|madam|(?:mr|mrs|ms|miss|mx)\.? \w+))?\s*[,.!:;–-]+\s*"
    r"(?P<name>(?:i[’']?m|i am|my name[’']?s|my name is|this is) [^,.!?;:]{2,60}[,.!;:]+\s*)?(?=\w)",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"(?:and |or |but |so )?(?:what|how|when|where) about\b"
    r"|(?:and|or|but|so|even|also|since|for|at|with|after|when|how (?:long|often|bad|much|many)|which"
    r"|both|like|more|less|worse|better|why|really|ever|anything else)\b",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(r"\b(?:it|that|this|they|them|those|these|one)\b", re.IGNORECASE)
SHORT = 5
"""Words up to which a question may lean on the one before it."""


class Speller:
    """Mends words of one slip by the words that the shared table uses often."""

    def __init__(self, texts: Iterable[str]) -> None:
        counts = Counter(word for text in texts for word in _ANY_WORD.findall(plain(text)))
        self._known = frozenset(counts)
        self._by_initial: dict[str, list[tuple[str, int]]] = {}
        for word, count in counts.items():
            if count >= USUAL and len(word) >= 4:
                self._by_initial.setdefault(word[0], []).append((word, count))

    def mended(self, text: str) -> str:
        """The text with each word mended that nobody knows but one slip explains."""
        return _WORD.sub(lambda match: self._mended(match.group()), text)

    def knows(self, word: str) -> bool:
        """Whether it is a word of the table or of medical English."""
        bare = plain(word)
        return bare in self._known or bool(senses_of(word)) or any(map(is_common, stems(bare)))

    def _mended(self, word: str) -> str:
        bare = plain(word)
        if word.isupper() or self.knows(word):
            return word
        near = [
            (count, known)
            for known, count in self._by_initial.get(bare[0], ())
            if abs(len(known) - len(bare)) <= 1
            and DamerauLevenshtein.distance(bare, known, score_cutoff=1) <= 1
        ]
        return max(near)[1] if near else word


class Part(NamedTuple):
    """One thing an utterance may ask, and the sentence in which it stands."""

    text: str
    sentence: str


def parts_of(text: str) -> list[Part]:
    """The utterance itself, and after it the things it asks where there are several."""
    text = " ".join(text.split())
    pieces = [
        Part(piece.strip(" ,;"), sentence)
        for sentence in _SENTENCE.split(text)
        for piece in _CUT.split(sentence)
        if re.search(r"\w", piece)
    ]
    return [Part(text, text), *(pieces[:MOST_PARTS] if len(pieces) > 1 else ())]


def greeted(text: str) -> tuple[tuple[str, ...], str]:
    """The greeting and the introduction that open the text, as ids of the shared table, and what follows."""
    found = _GREETING.match(text)
    if found is None:
        return (), text
    return ("act.greeting", *(("act.introduction",) if found["name"] else ())), text[found.end() :]


def leans_back(text: str) -> bool:
    """Whether the question makes sense only after the one before: "and at night?", "how long for?"."""
    words = re.findall(r"\w+", text)
    return len(words) <= SHORT and bool(_GOES_ON.match(text) or _POINTS_BACK.search(text))
