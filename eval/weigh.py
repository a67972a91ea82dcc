"""Fit how the verifier's rules weigh, alone and beside the ranker's score, on statements made for training.

    python -m eval.weigh --data FOLDER [--ranker]

writes assistant/verify/weighing.json and prints how each model does. The rules alone are fitted on all the
statements of retrieval/train/texts/statements.jsonl: no rule is trained. With `--ranker` the rules are fitted
again together with the score of the shipped ranker's head, on those statements only that no head was trained
on (`to_weigh`); without it a joint model that is there stays if it weighs the same signals.

All that is printed, and both thresholds, come from cross-validation by passage, and only from the passages
at odd places: those at even places were read when the rules were written, and the rules do better on them.
The set that the suite `groundedness` reports is never looked at.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.calibrated import Calibrated, models_of
from assistant.verify.evidence import Reading, align
from assistant.verify.meaning import support
from assistant.verify.signals import Signals, check, is_struck
from assistant.verify.verdict import MEANING, SHIPPED, known
from eval.calibrate import DIGITS, Logistic, fit
from eval.metrics import auroc
from retrieval.models.ranker import load_ranker
from retrieval.ports import Verifier
from retrieval.train.claims import Claims, to_weigh, written_claims

ALARMS = 0.1
"""The share of the supported statements that the rules alone may reject: they only ever doubt."""
CAUGHT = 0.8
"""The share of the wrong statements to be rejected with the ranker, whose yes shows a sentence plain."""
FOLDS = 5

Numbered = tuple[int, Claims]


class Case(NamedTuple):
    """A statement as the models see it; `place` is that of its passage among all."""

    place: int
    known: Mapping[str, float]
    struck: bool
    supported: bool


def cases(claims: Sequence[Numbered], verifier: Verifier | None = None) -> list[Case]:
    """Each statement with its signals, and with the verifier's score if there is a verifier."""
    return [
        Case(place, known(signals, meaning), is_struck(signals), supported)
        for place, one in claims
        for reading in [Reading([one.text])]
        for statements, supported in ((one.supported, True), (one.wrong, False))
        for statement in statements
        for signals in [check(align(statement, reading)).signals]
        for meaning in [support(verifier, statement, reading.passages) if verifier else None]
    ]


def weighed(given: Sequence[Case], by: str | None = None) -> tuple[Calibrated, list[float]]:
    """The model fitted on all cases, and for each case the probability by one fitted without its fold.

    `by` is the fingerprint of the verifier whose score the cases hold. Its threshold then is the lowest that
    rejects `CAUGHT` of the wrong at odd places, else the highest that rejects at most `ALARMS` of the right.
    """
    features = (*Signals._fields, MEANING) if by else Signals._fields
    fold = np.array([case.place % FOLDS for case in given])
    chances = np.zeros(len(given))
    for held in range(FOLDS):
        fitted = _fitted([case for case, one in zip(given, fold, strict=True) if one != held], features)
        for at in map(int, np.flatnonzero(fold == held)):
            chances[at] = _chance(fitted, given[at], features)
    out = [float(chance) for chance in chances]
    whole = _fitted(given, features)
    weights = tuple(round(weight, DIGITS) for weight in whole.weights)
    threshold = _threshold(given, out, catches=by is not None)
    bias = round(whole.bias, DIGITS)
    return Calibrated(ranker=by, features=features, bias=bias, weights=weights, threshold=threshold), out


def summary(given: Sequence[Case], chances: Sequence[float], threshold: float) -> str:
    """One line on the statements at odd places."""
    held = [(case.supported, chance) for case, chance in zip(given, chances, strict=True) if case.place % 2]
    good = [chance for supported, chance in held if supported]
    bad = [chance for supported, chance in held if not supported]
    area = auroc(good, bad)
    alarms = sum(chance < threshold for chance in good) / len(good)
    caught = sum(chance < threshold for chance in bad) / len(bad)
    return (
        f"held out: auroc {area.value:.3f} ({area.low:.3f} to {area.high:.3f}), "
        f"{caught:.1%} of {len(bad)} wrong statements caught, {alarms:.1%} of {len(good)} right ones rejected"
    )


def models(data: Path, verifier: Verifier | None) -> tuple[list[Calibrated], list[str]]:
    """The models to ship, and a line on each that was fitted."""
    numbered = list(enumerate(written_claims(data)))
    given = cases(numbered)
    rules, chances = weighed(given)
    lines = [f"rules, {summary(given, chances, rules.threshold)}"]
    if verifier is None:
        kept = [
            one for one in models_of(SHIPPED) if one.ranker and one.features == (*Signals._fields, MEANING)
        ]
        return [rules, *kept], lines
    seen = cases(to_weigh(numbered), verifier)
    joint, chances = weighed(seen, verifier.fingerprint)
    return [rules, joint], [*lines, f"with the ranker, {summary(seen, chances, joint.threshold)}"]


def main() -> None:
    """Fits on the texts of the folder named on the command line and writes the weights."""
    options = argparse.ArgumentParser(description="Fit the weights of the verifier's rules.")
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--ranker", action="store_true", help="also with the shipped ranker's score")
    chosen = options.parse_args()
    fitted, lines = models(chosen.data, load_ranker() if chosen.ranker else None)
    shipped = [model.model_dump(mode="json") for model in fitted]
    SHIPPED.write_text(json.dumps(shipped, indent=2) + "\n", encoding="utf-8")
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def _fitted(given: Sequence[Case], features: Sequence[str]) -> Logistic:
    labels: NDArray[np.bool_] = np.array([case.supported for case in given], dtype=bool)
    return fit(
        np.array([[case.known[name] for name in features] for case in given], dtype=np.float64), labels
    )


def _chance(fitted: Logistic, case: Case, features: Sequence[str]) -> float:
    return 0.0 if case.struck else fitted.probability([case.known[name] for name in features])


def _threshold(given: Sequence[Case], chances: Sequence[float], *, catches: bool) -> float:
    held = [(case.supported, chance) for case, chance in zip(given, chances, strict=True) if case.place % 2]
    if catches:
        bad = sorted(chance for supported, chance in held if not supported)
        return round(bad[min(len(bad) - 1, int(CAUGHT * len(bad)))], DIGITS)
    good = sorted(chance for supported, chance in held if supported)
    return round(good[int(ALARMS * len(good))], DIGITS)


if __name__ == "__main__":
    main()
