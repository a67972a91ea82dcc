"""Names of diseases in what a student types, any disease alike.

A reply must not depend on which disease was named, or naming them one by one would find the right one. So
names are taken out before anything is matched, but for those that the case's own script uses.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from curricula.cases.diagnoses import shipped_diagnoses
from curricula.cases.intents import Intent
from curricula.cases.names import flat

LONGEST = 6
"""The most words of a name that is looked for."""
USUAL = 3
"""In how many phrases about complaints a name stands that is an everyday word for one."""
SHORT = 2
"""A name of so many letters counts only in capitals: "400 mg" is no myasthenia."""
INSTEAD = "that illness"
ILLNESSES = ("pmh", "family_history", "immunisations", "social.sti", "act.")
"""Intents in whose phrases a disease is named as one; a name in another intent's is an everyday word."""
_ENDING = re.compile(
    r"[a-z]{3,}(?:itis|osis|oma|emia|pathy|algia|penia|plasia|trophy|sclerosis|plegia|philia|cytosis|ectasis"
    r"|stenosis|malacia|iasis|megaly|cele|cyesis|asia|ismus)s?"
    r"|\w+(?: \w+)? (?:syndrome|disease|disorder|cancer|palsy|dystrophy|torsion|deficiency|failure|infarction"
    r"|embolism|thrombosis|neuralgia|carcinoma|tumou?r|infection|poisoning|attack)s?"
)
# What may be the answer of a case in which nothing is wrong.
_HEALTH = re.compile(
    r"(?:normal|healthy|typical|physiologic(?:al)?|age appropriate|benign|innocent)(?: [a-z]{3,}){1,2}"
    r"|(?:no|nothing) (?:disease|illness|wrong)"
)
_MODIFIER = re.compile(
    r"acute|chronic|primary|secondary|type|grade|stage|left|right|early|late|severe|mild|[a-z]{3,}(?:al|ic|ar|ous|ary|ive)"
    r"|[ivx]+|\d+"
)
_WORD = re.compile(r"[\w'’-]+")
# Short forms that say how a drug is given, or how often, besides naming an illness: IM, BD, PV.
_ROUTE_FORMS = """
IM IV SC SQ PO PR PV SL NG NJ ID IO IN IT IP ET OD BD TD TDS QDS PRN INH NEB
"""
_ROUTES = frozenset(_ROUTE_FORMS.split())
_GIVEN = re.compile(
    r"(?:^|\s)\d[\d.,/-]*\s?(?:mcg|micrograms?|mg|g|kg|ml|l|lit(?:re|er)s?|units?|iu|mmol|puffs?|tablets?)(?!\w)"
    r"|\b(?:give|giv(?:en|ing)|inject\w*|prescribe|administer|dose|bolus|infusion|stat|loading)\b",
    re.IGNORECASE,
)
_NAMING_WORDS = """
is it's its be been being has have had having with of for got gets get as or and to from like mean means
suspect suspected think query maybe perhaps this that a an the any some called say no not likely probable
diagnosis treat against
"""
_NAMES_NEXT = frozenset(_NAMING_WORDS.split())
"""After one of these a short form names the illness, not the way in which something is given."""
# Words around a name may be of it too: "a new ... of the lower lip (...)".
_AROUND = re.compile(
    rf"\b(have|had|has|got|any|of|from|with|for)\b[^,.?;]*?{INSTEAD}(?: ?\([^()]*\)|[^,.?;])*"
)


class Named(NamedTuple):
    """A text with the names of diseases taken out, and whether it held any."""

    text: str
    names: bool


class Illnesses:
    """The names of the shared table of diseases, without those that are everyday words for a complaint."""

    def __init__(self, intents: Sequence[Intent]) -> None:
        self._intents = intents

    def taken_out(
        self, text: str, kept: frozenset[str], *, but_common: bool = False, is_guess: bool = False
    ) -> Named:
        """The text with "that illness" for each disease, but for the names in `kept`.

        With `but_common` those stay too that any patient is asked about, such as diabetes; in a guess even
        "heart attack" is a name, which elsewhere is an everyday word.
        """
        words = list(_WORD.finditer(text))
        typed = [word.group() for word in words]
        routes = _routes(typed, is_given=bool(_GIVEN.search(text)), is_guess=is_guess)
        spans = [(start, end) for start, end in self._spans(typed, is_guess=is_guess) if start not in routes]
        for start, end in reversed(spans):
            name = flat(" ".join(word.group() for word in words[start:end]))
            if name in kept or (but_common and name in self._common):
                continue
            while start and _MODIFIER.fullmatch(flat(words[start - 1].group())):
                start -= 1
            text = f"{text[: words[start].start()]}{INSTEAD}{text[words[end - 1].end() :]}"
        return Named(_AROUND.sub(rf"\1 {INSTEAD}", text), INSTEAD in text)

    def load(self) -> None:
        """Reads the tables, which takes about a second, rather than at the first text."""
        _ = self._names, self._common, self._everyday, self._complaints

    def _spans(self, words: Sequence[str], *, is_guess: bool) -> Iterator[tuple[int, int]]:
        """Where names stand, longest first at each place, none over another."""
        at = 0
        while at < len(words):
            length = next(
                (
                    n
                    for n in range(min(LONGEST, len(words) - at), 0, -1)
                    if self._is_name(words[at : at + n], is_guess=is_guess)
                ),
                0,
            )
            if length:
                yield at, at + length
            at += max(1, length)

    def _is_name(self, words: Sequence[str], *, is_guess: bool) -> bool:
        name = flat(" ".join(words))
        if len(name) <= SHORT and not words[0].isupper():
            return False
        if name in (self._complaints if is_guess else self._everyday) and (not is_guess or " " not in name):
            return False
        if is_guess and _HEALTH.fullmatch(name):
            return True
        return name in self._names or (len(words) <= 3 and bool(_ENDING.fullmatch(name)))

    @cached_property
    def _names(self) -> frozenset[str]:
        named = (name for known in shipped_diagnoses() for name in (known.name, *known.also, *known.parts))
        return frozenset(short for name in named for short in (flat(name),) if len(short) > 1)

    @cached_property
    def _common(self) -> frozenset[str]:
        asked = (intent for intent in self._intents if intent.id.startswith(ILLNESSES[:2]))
        return frozenset(runs(flat(phrase) for intent in asked for phrase in (intent.about, *intent.ask)))

    @cached_property
    def _everyday(self) -> frozenset[str]:
        return self._usual_in(self._intents)

    @cached_property
    def _complaints(self) -> frozenset[str]:
        # A test is asked for by the name of the disease that it looks for, which stays a name in a guess.
        return self._usual_in([intent for intent in self._intents if intent.kind != "test"])

    def _usual_in(self, intents: Iterable[Intent]) -> frozenset[str]:
        plain = [intent for intent in intents if not intent.id.startswith(ILLNESSES)]
        phrases = (flat(phrase) for intent in plain for phrase in intent.ask)
        counts = Counter(run for phrase in phrases for run in set(runs([phrase])))
        usual = {run for run, count in counts.items() if count >= USUAL}
        return frozenset(usual.union(runs(flat(intent.about) for intent in plain)))


def _routes(words: Sequence[str], *, is_given: bool, is_guess: bool) -> frozenset[int]:
    """Where a short form says how a drug is given: "lorazepam 2 mg IM" names no mononucleosis.

    Without a dose or a word for giving, only what is no guess and stands behind a name is read so.
    """
    return frozenset(
        at
        for at, word in enumerate(words)
        if word in _ROUTES
        and at
        and flat(words[at - 1]) not in _NAMES_NEXT
        and (is_given or not (is_guess or _MODIFIER.fullmatch(flat(words[at - 1]))))
    )


def runs(texts: Iterable[str]) -> Iterator[str]:
    """Every run of words of the texts that may be a name."""
    for text in texts:
        words = text.split()
        for length in range(1, LONGEST + 1):
            yield from (" ".join(words[at : at + length]) for at in range(len(words) - length + 1))
