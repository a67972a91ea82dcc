"""The tutor: a question at each commit point, and hints in steps. It names no diagnosis.

What it says is made of its own sentences and of the shared table of intents, never of the case's facts or
results, and every text passes the guard of `assistant.case.leak`. Its questions may be in a model's words.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from assistant.case.bedside.tutor_voice import Voice, Wording
from assistant.case.bedside.tutor_words import AREAS, GENERAL, QUESTIONS, STEPS, TELLING, TO_SAY
from assistant.case.bedside.view import Question
from assistant.case.bedside.ward import HintStep
from assistant.case.leak import Secret, is_safe, secrets_of
from assistant.case.state import State, case_now, results
from curricula.cases.intents import Intent, shipped_intents
from curricula.cases.types import Askable, Case, Domain, Line

ENOUGH_ASKED = 4
"""From this many things told or found on it is time to think of what else it could be."""
ENOUGH_LISTED = 2
MOST_BESIDE = 3


class _Told(NamedTuple):
    """What the tutor knows of a case: the table of intents, and what not to name."""

    intents: Mapping[str, Intent]
    secrets: Sequence[Secret]


class Tutor:
    """Asks and hints by rule. It may be shared: it keeps the intents, and nothing of a case or a student."""

    def __init__(self, intents: Iterable[Intent] | None = None, *, voice: Voice | None = None) -> None:
        self._voice = voice
        self._intents = {intent.id: intent for intent in (shipped_intents() if intents is None else intents)}

    def question(self, case: Case, state: State) -> Question | None:
        """The first question that is due and was neither answered nor passed; None where there is none."""
        asked = {prompt.prompt for prompt in state.prompts}
        due = next((name for name in _due(case, state) if name not in asked), None)
        return None if due is None else Question(prompt=due, text=state.worded.get(due, QUESTIONS[due]))

    def worded(self, asked: Question, case: Case, state: State) -> Wording | None:
        """The question as it is to be kept and asked from now on; None without a model to word it."""
        return self._voice.worded(asked, case, state) if self._voice else None

    def hint(self, case: Case, state: State, about: Domain) -> HintStep | None:
        """The next hint in the domain, each nearer than the last; None where nothing is left to hint at."""
        told = _Told(self._intents, secrets_of(case))
        given = [hint for hint in state.hints if hint.about == about]
        ladders = [_ladder(case_now(case, state), line, told) for line in _open_lines(case, state, about)]
        said = {hint.text for hint in given if hint.step == STEPS}
        fresh = [ladder for ladder in ladders if ladder[-1] not in said]
        step = given[-1].step if given and given[-1].step < STEPS else 0
        begun = [ladder for ladder in fresh if step and ladder[step - 1] == given[-1].text]
        if begun:
            return HintStep(step + 1, begun[0][step])
        return HintStep(1, fresh[0][0]) if fresh else None


def is_done(line: Line, state: State) -> bool:
    """Whether something that the line asks for was done or said; its candidates do not count here."""
    return not state.done.isdisjoint(line.any_of) or not state.acts.isdisjoint(line.acts)


def _due(case: Case, state: State) -> Iterator[str]:
    """The commit points reached: after talking, before tests, after results, before commitment."""
    known = len(state.told) + len(state.found)
    if known >= ENOUGH_ASKED and not state.problem:
        yield "problem"
    if known >= ENOUGH_ASKED and (state.board or state.problem) and not state.orders:
        yield "what_else"
    has_result = any(result.is_shown for result in results(case, state))
    if has_result:
        yield "change_your_mind"
    if has_result and len(state.board) >= ENOUGH_LISTED:
        yield "must_not_miss"


def _open_lines(case: Case, state: State, about: Domain) -> list[Line]:
    """The lines of the domain still to be fulfilled, those with most points first."""
    lines = [line for line in case.checklist if line.domain == about and not is_done(line, state)]
    return sorted(lines, key=lambda line: -line.weight)


def _ladder(case: Case, line: Line, told: _Told) -> tuple[str, ...]:
    """The three hints towards one line; where one would name a disease, the general one stands instead."""
    made = _towards(case, line, told) or GENERAL[line.domain]
    return tuple(
        text if is_safe(text, told.secrets) else general
        for text, general in zip(made, GENERAL[line.domain], strict=True)
    )


def _towards(case: Case, line: Line, told: _Told) -> tuple[str, str, str] | None:
    general = GENERAL[line.domain]
    if line.acts:
        return general[0], general[1], TO_SAY[line.acts[0]]
    wanted = next(_wanted(case, line, told), None) if line.domain in AREAS else None
    if wanted is None:
        return None
    root, beside = _root(wanted, told), _beside(wanted, told)
    area = f"{AREAS[line.domain]}. Stay with this: {root.about}." if root.id != wanted.id else general[0]
    one_of = f"It is one of these: {'; '.join(beside)}." if len(beside) > 1 else general[1]
    return area, one_of, f"{TELLING[line.domain]}: {wanted.about}."


def _wanted(case: Case, line: Line, told: _Told) -> Iterator[Intent]:
    """The shared intents by which the line can be fulfilled; the case's own words are never used."""
    parts: Mapping[str, Askable] = {part.id: part for part in (*case.facts, *case.findings, *case.tests)}
    for name in line.any_of:
        for intent in parts[name].intents if name in parts else ():
            if intent in told.intents and is_safe(told.intents[intent].about, told.secrets):
                yield told.intents[intent]


def _root(intent: Intent, told: _Told) -> Intent:
    seen = {intent.id}
    while intent.within in told.intents and intent.within not in seen:
        intent = told.intents[str(intent.within)]
        seen.add(intent.id)
    return intent


def _beside(wanted: Intent, told: _Told) -> list[str]:
    """The intent among its neighbours in the table, in an order that tells nothing."""
    near = [one for one in told.intents.values() if one.within == wanted.within and one.kind == wanted.kind]
    safe = [one for one in near if is_safe(one.about, told.secrets)]
    at = next((place for place, one in enumerate(safe) if one.id == wanted.id), None)
    if wanted.within is None or at is None:
        return []
    start = max(0, min(at - 1, len(safe) - MOST_BESIDE))
    return sorted(one.about for one in safe[start : start + MOST_BESIDE])
