"""The tutor's question by a served model: in words that fit what the student has found, and add nothing.

It is given the question and what was told, found and shown; not the case, and no words of the student. What
fails the check is never shown.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Literal, NamedTuple

from assistant.case.bedside.tutor_words import PLAIN
from assistant.case.bedside.view import Question
from assistant.case.leak import is_safe, secrets_of
from assistant.case.patient.illnesses import Illnesses
from assistant.case.patient.voicing import plain_stems
from assistant.case.state import State, case_at, results
from assistant.labels import labelled
from assistant.ports import ChatModel, Message, ModelFault
from assistant.prompts import prompt
from assistant.tone.told import ToneFor, no_tone, with_tone
from assistant.tone.types import Tone
from assistant.verify.contrasts import NEGATIONS
from assistant.verify.evidence import Reading, Unit, align
from assistant.verify.numbers import check_numbers
from curricula.cases.types import Case
from curricula.cases.types import Reading as Measurement
from retrieval.indexes.lexical import stems
from retrieval.text import sentences

LONGEST = 300
KEPT = 1 / 3
"""The share of the question's words that a wording keeps, so that it still asks the same."""

# A letter that stands for a name: "a" and "I" only where they are words of a sentence.
_LETTER = re.compile(r"""(?<![\w'’])(?:[b-hj-z]|[ai](?=\s*(?:$|[,.;:?!"”)])))(?!\w)""", re.IGNORECASE)


class Wording(NamedTuple):
    """A question as it is asked, and whose words it is in."""

    text: str
    worded_by: Literal["script", "model"]


class Voice:
    """A model that words questions. It keeps nothing of a case or a student; any thread may use it."""

    def __init__(self, model: ChatModel, illnesses: Illnesses, tone_for: ToneFor = no_tone) -> None:
        self._model = model
        self._tone_for = tone_for
        self._illnesses = illnesses

    def worded(self, asked: Question, case: Case, state: State) -> Wording:
        """The question in the model's words where they pass, else as it is; the model is asked once."""
        told = list(_told(case, state))
        try:
            reply = self._model.complete(wording_request(asked, case, state, self._tone_for(case.objectives)))
        except ModelFault:
            return Wording(asked.text, "script")
        words = " ".join(reply.split()).strip('"“” ')
        affirmed = [text for text, denies in told if not denies]
        if self._gives_nothing_away(words, case) and asks_the_same(words, asked.text, affirmed):
            return Wording(words, "model")
        return Wording(asked.text, "script")

    def _gives_nothing_away(self, words: str, case: Case) -> bool:
        """Whether no candidate and no disease at all is named."""
        if self._illnesses.taken_out(words, frozenset(), is_guess=True).names:
            return False
        return is_safe(words, secrets_of(case))


def asks_the_same(words: str, question: str, found: Sequence[str]) -> bool:
    """Whether the wording is one question, the given one, and says nothing but what was found.

    `found` are the findings that affirm something: a wording denies only what the question denies.
    """
    if not words.endswith("?") or words.count("?") > 1 or len(words) > LONGEST:
        return False
    if len(list(sentences(words))) > 1 or _LETTER.search(words):
        return False
    said, given = set(stems(words)), set(stems(question))
    held = {stem for text in found for stem in stems(text)} | given | plain_stems() | _tutors_stems()
    if not held.issuperset(said) or not given.issuperset(NEGATIONS & said):
        return False
    telling = Unit(question).meaning
    if len(telling & said) < KEPT * len(telling):
        return False
    checked = check_numbers(align(words, Reading([question, *found])))
    return all(one.outcome == "supported" for one in checked)


def _told(case: Case, state: State) -> Iterator[tuple[str, bool]]:
    """What was told, found and shown, as it was at the time, and whether it denies something."""
    for name, minute in state.told.items():
        facts = {fact.id: fact for fact in case_at(case, state, minute - 1).facts}
        if name in facts:
            yield facts[name].says, facts[name].absent or _denies(facts[name].says)
    for name, minute in state.found.items():
        findings = {one.id: one for one in case_at(case, state, minute - 1).findings}
        if name in findings:
            text = f"{findings[name].name}: {findings[name].finding}"
            yield text, _denies(text)
    for result in results(case, state):
        if result.is_shown:
            test = result.test
            text = "; ".join(filter(None, (test.text, *map(_measured, test.readings))))
            yield f"{test.name}: {text}", _denies(text)


def _measured(one: Measurement) -> str:
    return f"{one.name} {one.value} {one.unit}".strip()


def _denies(text: str) -> bool:
    return not NEGATIONS.isdisjoint(stems(text))


def wording_request(asked: Question, case: Case, state: State, tone: Tone | None) -> list[Message]:
    """What the model is sent: the question and what the student was told and found, and no more."""
    told = [text for text, _ in _told(case, state)]
    lines = [*labelled("Q", asked.text), *(line for text in told for line in labelled("F", text))]
    return [
        Message(role="system", text=with_tone(prompt("tutor"), tone).text),
        Message(role="user", text="\n".join(lines)),
    ]


@cache
def _tutors_stems() -> frozenset[str]:
    return frozenset(stems(PLAIN))
