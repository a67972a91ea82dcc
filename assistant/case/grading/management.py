"""Free-text plans read as the steps of a case: what is ordered, what is ruled out, in what order and time."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice, product
from pathlib import Path
from typing import NamedTuple

import yaml

from assistant.case.denials import Part, Stance, parts, ways
from assistant.case.grading.slips import nearest
from assistant.case.grading.words import spelt, tokens_of
from assistant.case.state import State
from curricula.cases.types import Case, Step
from retrieval.abbreviations import senses_of
from retrieval.indexes.lexical import stems
from retrieval.rarity import is_common
from retrieval.types import Value

WORDS = Path(__file__).with_name("plan_words.yaml")
MOST_READINGS = 16
SHORT_TEXT = 4
"""A step's own text is a way of ordering it only up to this many words."""
_DENIED, _UNSURE = "-", "?"
_MARKS: Mapping[Stance, str] = {"ordered": "", "denied": _DENIED, "unsure": _UNSURE}
"""What stands before a word that is denied, or of which nobody can tell whether it is."""
_DOSE = re.compile(
    r"""\b\d+(?:[.,/-]\d+)*\s*(?:%|(?:mcg|micrograms?|mg|g|kg|ml|l|lit(?:re|er)s?|units?|iu|mmol|puffs?|tabs?|
    tablets?|
    hours?|hrs?|h|days?|weeks?|months?|min(?:ute)?s?)(?:/\w+)*)?(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)


class PlanLine(Value):
    """A line of a plan as it was typed, and the steps that it orders or rules out.

    `unsure` are steps of which nobody can tell which of the two is meant: "hold metformin, ramipril". A line
    that names no step of the case is not marked: that says nothing against it.
    """

    text: str
    steps: tuple[str, ...] = ()
    ruled_out: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()

    @property
    def is_marked(self) -> bool:
        """Whether the line was understood as something of the case."""
        return bool(self.steps or self.ruled_out)


class Planned(NamedTuple):
    """The first words of a plan that order a step, and those that nobody can tell to order it, by step.

    `unsure` are only steps that no line orders or rules out.
    """

    ordered: Mapping[str, str]
    unsure: Mapping[str, str]


class Managed(Value):
    """How a step went: when it was done (simulated minutes) or that it was only planned, in time, in order.

    `in_time` and `in_order` are None where nothing is asked or nobody can say.
    """

    step: str
    text: str
    done_at: int | None
    planned: str | None
    in_time: bool | None
    in_order: bool | None
    contraindicated: bool
    why: str


class _Phrase(NamedTuple):
    step: str
    words: frozenset[str]

    @property
    def is_long(self) -> bool:
        """Whether it has more than two words, a denial being one."""
        return len(self.words) + any(word.startswith(_DENIED) for word in self.words) > 2


def read_plan(lines: Iterable[str], case: Case) -> tuple[PlanLine, ...]:
    """Each line with the steps it names; doses do not matter for that."""
    phrases = list(_phrases(case.steps))
    known = frozenset(word for phrase in phrases for word in _bare(phrase.words))
    return tuple(_read(line, phrases, known) for line in lines)


def planned(plan: Sequence[PlanLine]) -> Planned:
    """What of the plan is to be done, and what of it may be."""
    ordered = {step: line.text for line in reversed(plan) for step in line.steps}
    unsure = {step: line.text for line in reversed(plan) for step in line.unsure}
    told = {*ordered, *(step for line in plan for step in line.ruled_out)}
    return Planned(ordered, {step: words for step, words in unsure.items() if step not in told})


def managed(case: Case, state: State, plan: Sequence[PlanLine]) -> tuple[Managed, ...]:
    """Every step that was done or planned, in the order of the case."""
    ordered = planned(plan).ordered
    return tuple(
        _managed(step, state, ordered.get(step.id), plan)
        for step in case.steps
        if step.id in state.treated or step.id in ordered
    )


def _managed(step: Step, state: State, planned: str | None, plan: Sequence[PlanLine]) -> Managed:
    done_at = state.treated.get(step.id)
    in_time = None if step.within is None or done_at is None else done_at <= step.within
    return Managed(
        step=step.id,
        text=step.text,
        done_at=done_at,
        planned=planned,
        in_time=in_time,
        in_order=_in_order(step, state, plan),
        contraindicated=step.contraindicated,
        why=step.why,
    )


def _in_order(step: Step, state: State, plan: Sequence[PlanLine]) -> bool | None:
    """Whether all that must come first did; None where nothing must, or what may have been planned."""
    if not step.after:
        return None
    done = {**state.told, **state.found, **state.ordered, **state.treated}
    if step.id in done:
        return all(first in done and done[first] <= done[step.id] for first in step.after)
    line = next(number for number, one in enumerate(plan) if step.id in one.steps)
    order = [name for one in plan[: line + 1] for name in one.steps]
    before = {*done, *order[: order.index(step.id)]}
    open_ = {name for one in plan[: line + 1] for name in one.unsure}
    left = set(step.after) - before
    return None if left and left <= open_ else not left


def _read(line: str, phrases: Sequence[_Phrase], known: frozenset[str]) -> PlanLine:
    found: dict[Stance, dict[str, None]] = {"ordered": {}, "denied": {}, "unsure": {}}
    read = parts(line)
    for clause, is_whole in ((read, True), *((clause, False) for clause in _clauses(read))):
        for step, stance in _found(clause, phrases, known, whole=is_whole):
            found[stance][step] = None
    steps, denied = found["ordered"], found["denied"]
    return PlanLine(
        text=line,
        steps=tuple(steps),
        ruled_out=tuple(step for step in denied if step not in steps),
        unsure=tuple(step for step in found["unsure"] if step not in steps and step not in denied),
    )


def _clauses(read: Sequence[Part]) -> Iterator[list[Part]]:
    clause: list[Part] = []
    for part in read:
        if part.begins and clause:
            yield clause
            clause = []
        clause.append(part)
    yield clause


def _found(
    clause: Sequence[Part], phrases: Sequence[_Phrase], known: frozenset[str], *, whole: bool
) -> Iterator[tuple[str, Stance]]:
    """The steps whose longest phrases stand in the clause. Over a whole line only those of several words do:
    what belongs together may have an "and" within."""
    for words in _readings(clause, known):
        bare = _bare(words)
        held = [one for one in phrases if _bare(one.words) <= bare and (not whole or one.is_long)]
        ordered = [one for one in held if one.words <= words]
        denied = [one for one in held if {_DENIED + word for word in one.words} <= words]
        yield from ((one.step, "ordered") for one in _longest(ordered))
        yield from ((one.step, "denied") for one in _longest(denied))
        yield from (
            (one.step, "unsure")
            for one in _longest(held)
            if any(_UNSURE + word in words for word in _bare(one.words))
        )


def _longest(held: Sequence[_Phrase]) -> list[_Phrase]:
    return [one for one in held if not any(one.words < other.words for other in held)]


def _phrases(steps: Iterable[Step]) -> Iterator[_Phrase]:
    for step in steps:
        own = [step.text] if len(_words(step.text)) <= SHORT_TEXT else []
        for text in (*step.accepts, *own):
            for said in ways(text):
                yield from (_Phrase(step.id, words) for words in _readings(said, None) if words)


def _readings(read: Iterable[Part], known: frozenset[str] | None) -> list[frozenset[str]]:
    """The words of the parts, each marked by stance, abbreviations also written out, slips mended."""
    each = [
        [frozenset(_MARKS[part.stance] + one for one in way) for way in _ways(word, known)]
        for part in read
        for word in _DOSE.sub(" ", part.text).split()
    ]
    made = (frozenset().union(*way) for way in islice(product(*each), MOST_READINGS))
    return list(dict.fromkeys(made)) if each else []


def _bare(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.lstrip(_DENIED + _UNSURE) for word in words)


def _ways(word: str, known: frozenset[str] | None) -> list[frozenset[str]]:
    plain = _words(word)
    senses = [_words(sense) for sense in senses_of(word.strip(",.;:()"))]
    mended = [frozenset([near]) for one in plain for near in _mended(one, known)] if len(plain) == 1 else []
    return [*senses, *mended, plain] if known is None or not plain <= known else [plain, *senses]


def _mended(word: str, known: frozenset[str] | None) -> list[str]:
    if known is None or word in known or len(word) < 6 or any(is_common(stem) for stem in stems(word)):
        return []
    return nearest(word, known)


def _words(text: str) -> frozenset[str]:
    """The telling words of the text, without doses, routes and words of courtesy."""
    typed = tokens_of(_DOSE.sub(" ", text))
    return frozenset(spelt(word) for word in typed if word not in _unsaid())


@cache
def _unsaid() -> frozenset[str]:
    return frozenset(yaml.safe_load(WORDS.read_text(encoding="utf-8"))["unsaid"])
