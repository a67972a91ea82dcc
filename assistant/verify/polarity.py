"""Do a statement and its passages point the same way: yes or no, more or less, may or always?"""

import re
from collections.abc import Iterable

from assistant.verify.contrasts import NEGATIONS, Met
from assistant.verify.evidence import Evidence, Unit
from assistant.verify.finding import Finding
from retrieval.indexes.lexical import stems

ALIKE = 0.3
"""The share of the statement's words from which a sentence of the passage speaks of the same thing."""

_OPEN_WORDS = """
may might can could possible possibly suggest suspect thought think believe probably sometimes some often
usually generally most many perhaps likely appear seem typically commonly frequently potential unclear rarely
associated linked
"""
_OPEN = frozenset(stems(_OPEN_WORDS))
_CERTAIN_WORDS = """
always all every invariably certainly prove proven definitely inevitably guarantee entire everyone each whole
any uniformly impossible nobody
"""
_CERTAIN = frozenset(stems(_CERTAIN_WORDS))
_LOUD = _CERTAIN - frozenset(stems("each whole any"))
_MUST = frozenset(
    stems("must need require necessary essential cannot only should obligatory depend have has")
)
_TAKEN_BACK = NEGATIONS | frozenset(stems("nearly almost"))
_NO_ALL = frozenset(stems("at above of in they them we can may both and"))
"""After these "all" claims nothing: "above all", "them all", "A, B and C can all"."""
_COUNTING = frozenset(
    stems("one two three four five six seven eight nine ten twelve other second third fourth hundred few")
)
_IMPLYING_WORDS = """
unable absent absence free loss lose lost prevent avoid stop block instead rather except only few little rare
rarely seldom unlikely unaffected normal unknown unclear difficult insufficient less fewer reduce decrease low
exclude rule stay remain harmless painless asymptomatic before still yet unless impossible miss missing
"""
_IMPLIED = frozenset(stems(_IMPLYING_WORDS))
"""Words that deny without a negation: what they say can be said with one."""
_FORMAL = re.compile(
    r"\b(?:not (?:only|just|necessarily|to mention)|whether or not|if not|without exception|"
    r"no (?:more|less|fewer|later|longer|earlier|higher|lower|older|younger|taller|matter))\b"
)
"""Negations that deny nothing."""
_CAUSES = frozenset(stems("cause causes caused causing because due"))
_LINKED = frozenset(stems("associated linked related risk correlated correlation association link"))


def check_directions(evidence: Evidence, kinds: Iterable[str] = ("direction", "frequency")) -> list[Finding]:
    """A finding for each word of direction in the statement that has a counterpart in the passages."""
    said = [met for met in evidence.statement.met if met.side.kind in kinds]
    both = {(met.side.kind, met.side.contrast) for met in said if _others(met, said)}
    return [
        finding
        for met in said
        if (met.side.kind, met.side.contrast) not in both and (finding := _direction(met, evidence))
    ]


def check_negation(evidence: Evidence) -> Finding | None:
    """Whether one of both denies what the other says, in the sentence most like the statement."""
    for unit in evidence.near[:1]:
        if likeness(evidence.statement, unit) < ALIKE:
            return None
        shared = evidence.statement.meaning & unit.meaning
        here, there = evidence.statement.negated & shared, unit.negated & shared
        weight = likeness(evidence.statement, unit)
        if here - there and _is_denial(evidence) and not NEGATIONS & set(_all_stems(evidence.near)):
            return Finding("contradicted", "The sentence denies what the passage says.", weight)
        if there - here and not NEGATIONS & set(evidence.statement.stems):
            return Finding("contradicted", "The passage denies what the sentence says.", weight)
    return None


def check_certainty(evidence: Evidence) -> Finding | None:
    """Whether the statement claims more certainty, or a cause, where the passages leave it open."""
    said, near = set(evidence.statement.stems), set(_all_stems(evidence.near))
    strong = _strong(evidence.statement)
    if strong and not near & (_MUST if strong.casefold() == "must" else _CERTAIN):
        if near & _OPEN:
            return Finding("contradicted", f'The sentence says "{strong}", the passage leaves it open.')
        return Finding("unsupported", f'The passage does not say "{strong}".', 0.5)
    if said & _CAUSES and not near & _CAUSES and near & _LINKED:
        return Finding("contradicted", "The passage speaks of a link, the sentence of a cause.", 0.7)
    if near & _OPEN and not said & (_OPEN | _CERTAIN):
        return Finding("unknown", "The passage is less certain than the sentence.", 0.3)
    return None


def likeness(statement: Unit, unit: Unit) -> float:
    """The share (0..1) of the statement's meaningful stems that the sentence holds."""
    return len(statement.meaning & unit.meaning) / max(1, len(statement.meaning))


def _direction(met: Met, evidence: Evidence) -> Finding | None:
    like = [(likeness(evidence.statement, unit), unit) for unit in evidence.near]
    rivals: list[tuple[float, Met]] = []
    for weight, unit in like:
        for other in unit.met:
            if (other.side.kind, other.side.contrast) != (met.side.kind, met.side.contrast):
                continue
            if met.negated and not other.negated and not _is_denial(evidence):
                continue
            if (other.side.side == met.side.side) == (other.negated == met.negated):
                return Finding("supported", f'The passage says "{other.word}" too.', 0.0)
            rivals.append((weight, other))
    if not rivals or rivals[0][0] < ALIKE:
        return None
    weight, other = max(rivals, key=lambda rival: rival[0])
    return Finding("contradicted", f'The passage says "{_said(other)}", the sentence "{_said(met)}".', weight)


def _said(met: Met) -> str:
    return f"not {met.word}" if met.negated else met.word


def _others(met: Met, said: Iterable[Met]) -> bool:
    return any(
        other.side.kind == met.side.kind
        and other.side.contrast == met.side.contrast
        and other.side.side != met.side.side
        for other in said
    )


def _all_stems(units: Iterable[Unit]) -> Iterable[str]:
    return (stem for unit in units for stem in unit.stems)


def _is_denial(evidence: Evidence) -> bool:
    """Whether a negation of the statement says something that the passages do not say without one."""
    if _FORMAL.search(evidence.statement.text.casefold()):
        return False
    return not _IMPLIED & set(_all_stems(evidence.near))


def _strong(unit: Unit) -> str | None:
    """The first word of certainty that claims something: not "not all", "above all", "every second"."""
    said = unit.stems
    for at, stem in enumerate(said):
        if stem not in _LOUD and stem != "must":
            continue
        following = said[at + 1 : at + 2]
        counts = (
            bool(_COUNTING.intersection(following))
            or following[:1] == ["over"]
            or "".join(following).isdigit()
        )
        empty = _TAKEN_BACK | _NO_ALL if stem == "all" else _TAKEN_BACK
        if not counts and not empty.intersection(said[max(0, at - 3) : at]):
            return unit.words[at]
    return None
