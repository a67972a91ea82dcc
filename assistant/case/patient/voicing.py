"""The patient's words by a served model: it puts the facts of this turn in its own way, and can add none.

It is given the person, what was told before and what is told now; not the question, so that no words of a
student can instruct it, and nothing that is still to be found out. What fails the check is never shown.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from assistant.case.events import Reply
from assistant.ports import ChatModel, Message, ModelFault
from assistant.prompts import prompt
from assistant.verify.contrasts import NEGATIONS
from assistant.verify.evidence import Reading, Unit, align
from assistant.verify.numbers import check_numbers
from assistant.verify.polarity import check_directions, likeness
from curricula.cases.types import Fact, Person
from retrieval.indexes.lexical import stems
from retrieval.text import sentences

PLAIN = Path(__file__).with_name("plain_words.txt")
LONGEST, LONGER = 120, 3
"""A wording has at most so many characters more, and is at most so many times as long, as the facts."""
SAID = 0.6
"""The share of a fact's words that a wording has to hold to have told it."""


def reworded(
    reply: Reply, facts: Sequence[Fact], *, before: Sequence[Fact], person: Person, model: ChatModel
) -> Reply:
    """The reply in the model's words where they pass, else as it is. `facts` are those that it tells."""
    if not facts:
        return reply
    try:
        words = " ".join(model.complete(_messages(facts, before, person)).split()).strip('"“” ')
    except ModelFault:
        return reply
    if not is_true_to(words, [fact.says for fact in facts]):
        return reply
    return reply.model_copy(update={"text": words, "worded_by": "model"})


def is_true_to(words: str, facts: Sequence[str]) -> bool:
    """Whether the wording tells all of the facts and nothing else, affirmed and denied as they are."""
    given = sum(map(len, facts))
    if not words or len(words) > given * LONGER + LONGEST:
        return False
    # Every word is the facts' own or one that says nothing of an illness: no drug or finding slips through.
    held = {stem for fact in facts for stem in stems(fact)} | plain_stems()
    if not held.issuperset(stems(words)):
        return False
    reading = Reading(facts)
    return all(_tells(fact, words) for fact in facts) and all(
        _agrees(words[start:end], reading) for start, end in sentences(words)
    )


def _tells(fact: str, words: str) -> bool:
    telling = Unit(fact).meaning - plain_stems() or Unit(fact).meaning
    return len(telling & Unit(words).meaning) >= SAID * len(telling)


def _agrees(sentence: str, reading: Reading) -> bool:
    evidence = align(sentence, reading)
    if any(one.outcome != "supported" for one in check_numbers(evidence)):
        return False
    if any(one.outcome == "contradicted" for one in check_directions(evidence)):
        return False
    telling = evidence.statement.meaning - plain_stems()
    if not telling:
        # "No." alone would deny what the fact affirms.
        return not _denies(evidence.statement) or all(map(_denies, reading.sentences))
    nearest = max(reading.sentences, key=lambda unit: likeness(evidence.statement, unit))
    return _denies(evidence.statement) == _denies(nearest)


def _denies(unit: Unit) -> bool:
    return bool(NEGATIONS.intersection(unit.stems))


def _messages(facts: Sequence[Fact], before: Sequence[Fact], person: Person) -> list[Message]:
    told = "\n".join(f"- {fact.says}" for fact in before) or "- nothing yet"
    now = "\n".join(f"- {fact.says}" for fact in facts)
    who = f"The person: {_described(person)}"
    return [
        Message(role="system", text=prompt("patient").text),
        Message(role="user", text=f"{who}\n\nSaid before:\n{told}\n\nSay now:\n{now}"),
    ]


def _described(person: Person) -> str:
    age = f"{person.age:g} {person.age_unit}" if person.age is not None else ""
    patient = ", ".join(filter(None, (person.name, age, person.sex)))
    speaker = (
        f"{person.speaker or person.speaks} of the patient ({patient})"
        if person.speaks != "patient"
        else patient
    )
    return f"{speaker}. {person.persona}".strip()


@cache
def plain_stems() -> frozenset[str]:
    """The stems of words that say nothing of an illness."""
    return frozenset(stems(PLAIN.read_text(encoding="utf-8")))
