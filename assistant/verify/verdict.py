"""Does a statement follow from the passages it cites? One verdict of rules and meaning, with a reason."""

from collections.abc import Sequence
from math import log
from pathlib import Path
from typing import NamedTuple

from assistant.calibrated import Calibrated, models_of, sigmoid
from assistant.types import Verdict
from assistant.verify.evidence import Reading, align, is_verbatim
from assistant.verify.finding import Finding
from assistant.verify.meaning import SUPPORTED_FROM, support
from assistant.verify.signals import Signals, check, is_struck
from retrieval.ports import Verifier

SHIPPED = Path(__file__).with_name("weighing.json")
MEANING = "meaning"
"""The feature of a fitted model that is the verifier's score."""
VERBATIM = "word for word from the source"
AGREES = "The passages say this in other words, and no check found a difference."
UNLIKE = "The passages do not say this, as far as can be judged."
UNJUDGED = "No check found a difference, but nothing has compared its meaning with the passages."
NOTHING_CITED = "It cites no passage to check it against."


class Judgement(NamedTuple):
    """A verdict with its reason in one sentence, and what it was weighed from.

    `rules` is the probability (0..1) by the rules alone, `meaning` the verifier's score, `support` both; each
    is None where it could not be had.
    """

    verdict: Verdict
    reason: str
    rules: float | None = None
    meaning: float | None = None
    support: float | None = None


def verify(statement: str, reading: Reading, verifier: Verifier | None = None) -> Judgement:
    """The verdict on a statement that cites the passages read; without a verifier, by the rules only.

    What stands in a passage as whole sentences is supported, and no verifier is asked.
    """
    if verifier is None or is_verbatim(statement, reading.passages):
        return judge(statement, reading, None)
    meaning = support(verifier, statement, reading.passages)
    return judge(statement, reading, meaning, by=verifier.fingerprint)


def judge(statement: str, reading: Reading, meaning: float | None, *, by: str | None = None) -> Judgement:
    """The verdict from the rules and the verifier's score, if there is one; `by` is its fingerprint.

    The rules alone cannot say that a statement follows, only that it does not: without a score what is not
    word for word is at best unchecked.
    """
    if not any(text.strip() for text in reading.passages) or not statement.strip():
        return Judgement("unchecked", NOTHING_CITED)
    if is_verbatim(statement, reading.passages):
        return Judgement("supported", VERBATIM, 1.0, meaning, 1.0)
    checked = check(align(statement, reading))
    rules = 0.0 if is_struck(checked.signals) else model().probability(checked.signals._asdict())
    both = None if meaning is None else _together(checked.signals, rules, meaning, by)
    fault = gravest(checked.findings)
    if both is not None and both >= accepted_from(by):
        return Judgement("supported", AGREES, rules, meaning, both)
    if both is None and rules >= model().threshold:
        return Judgement("unchecked", UNJUDGED, rules)
    if fault is None:
        return Judgement("unsupported", UNLIKE, rules, meaning, both)
    verdict: Verdict = "contradicted" if fault.outcome == "contradicted" else "unsupported"
    return Judgement(verdict, fault.reason, rules, meaning, both)


def model() -> Calibrated:
    """How the rules weigh, as fitted by `eval.weigh`; its threshold is that of the rules alone."""
    return next(one for one in models_of(SHIPPED) if one.ranker is None)


def joint_model(by: str | None) -> Calibrated | None:
    """How the rules weigh beside the score of the verifier of this fingerprint; None if not fitted to it."""
    return next((one for one in models_of(SHIPPED) if by is not None and one.ranker == by), None)


def accepted_from(by: str | None) -> float:
    """The support from which on a statement counts as supported, for the verifier of this fingerprint."""
    joint = joint_model(by)
    return SUPPORTED_FROM if joint is None else joint.threshold


def known(signals: Signals, meaning: float | None = None) -> dict[str, float]:
    """What a model weighs: the signals by name, and the log-odds of the score if there is one."""
    return signals._asdict() | ({} if meaning is None else {MEANING: _log_odds(meaning)})


def combined(rules: float, meaning: float) -> float:
    """Both probabilities as one, as if they erred independently; each was fitted to even odds."""
    return sigmoid(_log_odds(rules) + _log_odds(meaning))


def _together(signals: Signals, rules: float, meaning: float, by: str | None) -> float:
    """The probability by rules and meaning: 0 where a number, unit or group plainly differs."""
    if is_struck(signals):
        return 0.0
    joint = joint_model(by)
    return combined(rules, meaning) if joint is None else joint.probability(known(signals, meaning))


def gravest(findings: Sequence[Finding]) -> Finding | None:
    """The finding that speaks most strongly against the statement; None if none does."""
    against = [one for one in findings if one.outcome in ("contradicted", "unsupported")]
    return max(against, key=lambda one: (one.weight, one.outcome == "contradicted"), default=None)


def _log_odds(probability: float) -> float:
    kept = min(max(probability, 1e-6), 1 - 1e-6)
    return log(kept / (1 - kept))
