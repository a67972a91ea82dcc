"""What the checks find, as numbers that a verdict can be weighed from."""

from collections.abc import Iterable
from typing import NamedTuple

from assistant.verify.claimed import check_claimed
from assistant.verify.contrasts import NEGATIONS
from assistant.verify.counts import check_counts
from assistant.verify.entities import check_groups, check_names
from assistant.verify.evidence import Evidence
from assistant.verify.finding import Finding, Outcome
from assistant.verify.numbers import check_numbers, check_units, is_turned
from assistant.verify.polarity import check_certainty, check_directions, check_negation, likeness
from assistant.verify.tabled import check_rows

CERTAIN = 0.8
"""A contradiction of this weight strikes a statement whatever its meaning score."""


class Signals(NamedTuple):
    """Each 0 or more; all but `cover` and `together` speak against the statement."""

    number_clash: float
    number_missing: float
    number_open: float
    count_clash: float
    count_missing: float
    row_clash: float
    unit_clash: float
    unit_missing: float
    direction: float
    denied: float
    negation_new: float
    negation_lost: float
    overclaimed: float
    certainty_open: float
    order_new: float
    degree_new: float
    group_clash: float
    group_missing: float
    name_missing: float
    new_words: float
    new_run: float
    cover: float
    together: float


class Checked(NamedTuple):
    """The findings of all checks and the signals made of them."""

    findings: tuple[Finding, ...]
    signals: Signals


def check(evidence: Evidence) -> Checked:
    """All checks on one statement."""
    numbers, directions = check_numbers(evidence), check_directions(evidence)
    rows = check_rows(evidence)
    counts, units = check_counts(evidence), check_units(evidence)
    denial, certainty = check_negation(evidence), check_certainty(evidence)
    if is_turned(evidence):
        denial, directions = None, []
    groups, names = check_groups(evidence), check_names(evidence)
    denied = [denial] if denial else []
    order, degree = check_claimed(evidence, "order"), check_claimed(evidence, "degree")
    claims = [certainty] if certainty else []
    said = bool(NEGATIONS.intersection(evidence.statement.stems))
    near = any(NEGATIONS.intersection(unit.stems) for unit in evidence.near)
    signals = Signals(
        number_clash=_sum(numbers, "contradicted"),
        number_missing=_sum(numbers, "unsupported"),
        number_open=_sum(numbers, "unknown"),
        count_clash=_sum(counts, "contradicted"),
        count_missing=_sum(counts, "unsupported"),
        row_clash=_sum(rows, "contradicted"),
        unit_clash=_sum(units, "contradicted"),
        unit_missing=_sum(units, "unsupported"),
        direction=_sum(directions, "contradicted"),
        denied=_sum(denied, "contradicted"),
        negation_new=float(said and not near),
        negation_lost=float(near and not said),
        overclaimed=_sum(claims, "contradicted") + _sum(claims, "unsupported"),
        certainty_open=_sum(claims, "unknown"),
        order_new=float(len(order)),
        degree_new=float(len(degree)),
        group_clash=_sum(groups, "contradicted"),
        group_missing=_sum(groups, "unsupported"),
        name_missing=_sum(names, "unsupported"),
        new_words=_new_words(evidence),
        new_run=_new_run(evidence),
        cover=max((likeness(evidence.statement, unit) for unit in evidence.near), default=0.0),
        together=_together(evidence),
    )
    return Checked(
        (*numbers, *rows, *counts, *units, *denied, *directions, *groups, *claims, *order, *degree, *names),
        signals,
    )


def is_struck(signals: Signals) -> bool:
    """Whether a number, unit or group differs so plainly that no meaning score can outweigh it."""
    plain = (
        signals.number_clash,
        signals.number_missing,
        signals.count_clash,
        signals.unit_clash,
        signals.group_clash,
    )
    return max(plain) >= CERTAIN


def _sum(findings: Iterable[Finding], outcome: Outcome) -> float:
    return min(2.0, sum(finding.weight for finding in findings if finding.outcome == outcome))


def _new_words(evidence: Evidence) -> float:
    meaning = evidence.statement.meaning
    return len(meaning - evidence.reading.held) / max(1, len(meaning))


def _new_run(evidence: Evidence) -> float:
    """The longest run of meaningful words that the passages do not hold, over ten."""
    longest = run = 0
    for stem in evidence.statement.stems:
        if stem in evidence.statement.meaning:
            run = 0 if stem in evidence.reading.held else run + 1
            longest = max(longest, run)
    return longest / 10


def _together(evidence: Evidence) -> float:
    """The share of neighbouring words of the statement that some sentence of the passages holds both of."""
    kept = [
        s for s in evidence.statement.stems if s in evidence.statement.meaning and s in evidence.reading.held
    ]
    pairs = [(a, b) for i, a in enumerate(kept) for b in kept[i + 1 : i + 4] if a != b]
    held = [
        any(a in unit.meaning and b in unit.meaning for unit in evidence.reading.sentences) for a, b in pairs
    ]
    return sum(held) / len(held) if held else 0.5
