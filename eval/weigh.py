"""Fit how the verifier's rules weigh against one another, on statements written for training.

    python -m eval.weigh --data FOLDER

writes assistant/verify/weighing.json from the statements about every other passage of
retrieval/train/texts/statements.jsonl, and prints how the rules do on the others. The set that the suite
`groundedness` reports is never looked at.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.calibrated import Calibrated
from assistant.verify.evidence import Reading, align
from assistant.verify.signals import Signals, check, is_struck
from assistant.verify.verdict import SHIPPED
from eval.calibrate import DIGITS, fit
from eval.metrics import auroc
from retrieval.train.claims import Claims, written_claims

ALARMS = 0.1
"""The share of the supported statements that may be rejected."""

Labelled = tuple[Signals, bool]


def labelled(claims: Sequence[Claims]) -> list[Labelled]:
    """The signals of each statement, and whether its passage supports it."""
    return [
        (check(align(statement, reading)).signals, supported)
        for one in claims
        for reading in [Reading([one.text])]
        for statements, supported in ((one.supported, True), (one.wrong, False))
        for statement in statements
    ]


def weighed(cases: Sequence[Labelled]) -> Calibrated:
    """The model of the rules alone; its threshold rejects at most `ALARMS` of the supported."""
    labels = np.array([supported for _, supported in cases], dtype=bool)
    fitted = fit(np.array([signals for signals, _ in cases], dtype=np.float64), labels)
    good = sorted(
        0.0 if is_struck(signals) else fitted.probability(signals)
        for signals, supported in cases
        if supported
    )
    return Calibrated(
        ranker=None,
        features=Signals._fields,
        bias=round(fitted.bias, DIGITS),
        weights=tuple(round(weight, DIGITS) for weight in fitted.weights),
        threshold=round(good[int(ALARMS * len(good))], DIGITS),
    )


def summary(model: Calibrated, cases: Sequence[Labelled]) -> str:
    """One line on how the model does on these statements."""
    chances = [(0.0 if is_struck(s) else model.probability(s._asdict()), supported) for s, supported in cases]
    good = [chance for chance, supported in chances if supported]
    bad = [chance for chance, supported in chances if not supported]
    area = auroc(good, bad)
    alarms = sum(chance < model.threshold for chance in good) / len(good)
    caught = sum(chance < model.threshold for chance in bad) / len(bad)
    return (
        f"held out: auroc {area.value:.3f} ({area.low:.3f} to {area.high:.3f}), "
        f"{caught:.1%} of {len(bad)} wrong statements caught, {alarms:.1%} of {len(good)} right ones rejected"
    )


def main() -> None:
    """Fits on the texts of the folder named on the command line and writes the weights."""
    options = argparse.ArgumentParser(description="Fit the weights of the verifier's rules.")
    options.add_argument("--data", type=Path, required=True)
    claims = written_claims(options.parse_args().data)
    model = weighed(labelled(claims[::2]))
    SHIPPED.write_text(json.dumps([model.model_dump(mode="json")], indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(f"{summary(model, labelled(claims[1::2]))}\n")


if __name__ == "__main__":
    main()
