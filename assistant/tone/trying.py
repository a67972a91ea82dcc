"""A tone tried before it is saved: the same questions and tutor's wordings with it and with that in use."""

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from itertools import islice
from typing import NamedTuple

from assistant.answer.write import House, written
from assistant.case.bedside.tutor_voice import wording_request
from assistant.case.bedside.view import Question
from assistant.case.leak import is_safe, secrets_of
from assistant.case.state import State
from assistant.ports import ChatModel, ModelFault
from assistant.tone.types import Figures, Seen, Side, Tone, Trial
from assistant.types import Answer
from curricula.cases.types import Case
from curricula.starter import questions
from retrieval.library import Library
from retrieval.types import Query

OWN, CASES, SHIPPED = 3, 3, 24
ASKED = Question(prompt="commit", text="What do you make of what you have found so far?")
SUPPORTED_FALL, ANSWERED_FALL, REFUSED_RISE = 0.05, 0.10, 0.0
"""How far a figure may go the wrong way before a tone is not saved; of named diagnoses there is no margin."""
NOTHING = "None of the questions was answered in the model's words, so nothing could be measured."


class Stopped(Exception):
    """Somebody wants no more of the trial; nothing of it is kept."""


class Ground(NamedTuple):
    """What a tone is tried on: a library, its model, and cases whose diagnosis a wording may not name."""

    library: Library
    model: ChatModel
    house: House
    cases: Sequence[Case]


class Wanted(NamedTuple):
    """Which tones are held against each other, for which course, on which questions of one's own."""

    course: str
    before: Tone
    after: Tone
    based_on: int
    own: tuple[str, ...] = ()


def steps(ground: Ground, wanted: Wanted) -> int:
    """How many requests a trial makes of the model."""
    return 2 * (len(_questions(wanted)) + len(ground.cases[:CASES]))


def tried(
    ground: Ground, wanted: Wanted, *, on_step: Callable[[], None], stopped: Callable[[], bool]
) -> Trial:
    """Both sides and what falls; raises Stopped, and ModelFault where the model is down."""

    def step() -> None:
        if stopped():
            raise Stopped
        on_step()

    before, after = (_side(ground, tone, _questions(wanted), step) for tone in (wanted.before, wanted.after))
    name = sha256(f"{wanted!r} {after.model_dump_json()}".encode()).hexdigest()[:16]
    return Trial(
        id=name,
        course=wanted.course,
        model=ground.model.name,
        before=before,
        after=after,
        losses=tuple(losses(before.figures, after.figures)),
        based_on=wanted.based_on,
    )


def losses(before: Figures, after: Figures) -> Iterator[str]:
    """Each figure that goes the wrong way by more than its margin, in a sentence."""
    if after.supported is None:
        yield NOTHING
    for name, old, new, margin in (
        ("Sentences that pass their check", before.supported, after.supported, SUPPORTED_FALL),
        ("Questions answered", before.answered, after.answered, ANSWERED_FALL),
    ):
        if old is not None and new is not None and old - new > margin:
            yield f"{name} fall from {old:.0%} to {new:.0%}; at most {margin:.0%} is let pass."
    if (after.refused or 0) - (before.refused or 0) > REFUSED_RISE:
        share = f"from {before.refused or 0:.0%} to {after.refused or 0:.0%}"
        yield f"Wordings of the tutor that name a diagnosis rise {share}; none is let pass."


def shipped_questions() -> tuple[str, ...]:
    """The questions of the small evaluation: of each of the first chapters that is asked about the first."""
    firsts: dict[str, str] = {}
    for row in questions():
        if row["document"]:
            firsts.setdefault(row["document"], row["question"])
    return tuple(islice(firsts.values(), SHIPPED))


def _questions(wanted: Wanted) -> tuple[str, ...]:
    own = tuple(" ".join(one.split()) for one in wanted.own if one.strip())[:OWN]
    return tuple(dict.fromkeys([*own, *shipped_questions()]))


def _side(ground: Ground, tone: Tone, questions: Sequence[str], step: Callable[[], None]) -> Side:
    house = ground.house.model_copy(update={"tone": tone})
    answers = []
    for question in questions:
        step()
        *_, last = written(ground.library, Query(text=question), ground.model, house=house)
        answers.append(last)
    named = []
    for case in ground.cases[:CASES]:
        step()
        request = wording_request(ASKED, case, State(), tone)
        try:
            named.append(not is_safe(ground.model.complete(request), secrets_of(case)))
        except ModelFault:
            continue
    return Side(tone=tone, figures=_figures(answers, named), seen=tuple(map(_seen, answers[:OWN])))


def _figures(answers: Sequence[Answer], named: Sequence[bool]) -> Figures:
    asked = [one for one in answers if not one.abstained or one.written]
    own = [one for one in asked if one.written and not one.fallback]
    passed = sum(one.verdict == "supported" for answer in own for one in answer.statements)
    failed = sum(one.written.dropped for one in asked if one.written)
    return Figures(
        questions=len(asked),
        supported=passed / (passed + failed) if passed + failed else None,
        answered=len(own) / len(asked) if asked else None,
        sentences=passed / len(own) if own else None,
        wordings=len(named),
        refused=sum(named) / len(named) if named else None,
    )


def _seen(answer: Answer) -> Seen:
    good = tuple(one.text for one in answer.statements if one.verdict == "supported")
    bad = tuple(f"{one.text} ({one.reason})" for one in answer.statements if one.verdict != "supported")
    note = answer.fallback or (answer.abstained.reason if answer.abstained else "")
    return Seen(question=answer.question, shown=good, failed=bad, note=note)
