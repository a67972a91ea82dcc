"""Does the verifier tell statements that follow from their cited passages from those that do not?"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from assistant.verify import verdict
from assistant.verify.evidence import Reading
from assistant.verify.meaning import SUPPORTED_FROM, support
from assistant.verify.verdict import accepted_from, joint_model, model
from eval.metrics import auroc, balanced_accuracy, share
from eval.types import NotRun, OnProgress, Score, SuiteOptions, SuiteResult
from retrieval.errors import PreceptorError
from retrieval.models.ranker import load_ranker
from retrieval.ports import Verifier
from retrieval.rows import Row, rows
from retrieval.types import Value

SUPPORTED = "supported"


class Record(Value):
    """A statement with the texts of the passages it cites, and what is known of both.

    `twin` is the record with the right statement that a corrupted one was made from, `style` how the right
    one is worded.
    """

    id: str
    statement: str
    cited: tuple[str, ...]
    supported: bool
    corruption: str | None = None
    dangerous: bool = False
    style: str | None = None
    twin: str | None = None


class Judged(Value):
    """A record with its support (None: unchecked), whether it is accepted, and the model's score of it."""

    record: Record
    support: float | None
    accepted: bool
    meaning: float | None = None


def run(options: SuiteOptions, on_progress: OnProgress) -> SuiteResult:
    """The figures over the records of `options.data`."""
    given, verifier = records(options.data), load_ranker()
    judged = judge(verifier, given, on_progress)
    parts = {"rules": by_rules(given), "head": by_head(judged), "both": judged}
    return SuiteResult(
        suite="groundedness",
        n=len(judged),
        ungraded=0,
        scores=score_judged(judged, seed=options.seed)
        | {
            f"{part}.{name}": score
            for part, cases in parts.items()
            for name, score in score_judged(cases, seed=options.seed).items()
        },
        settings={
            "data": options.data.resolve().name,
            "verifier": verifier.fingerprint,
            "supported_from": accepted_from(verifier.fingerprint),
            "fitted_together": joint_model(verifier.fingerprint) is not None,
            "rules_from": model().threshold,
            "seed": options.seed,
        },
    )


def records(folder: Path) -> list[Record]:
    """The records of records.jsonl."""
    path = folder / "records.jsonl"
    if not path.is_file():
        raise NotRun(
            f"Not run: {folder} holds no records.jsonl.", "Point --data at a folder of the suite's layout."
        )
    return [_record(path, row) for row in rows(path)]


def judge(verifier: Verifier, given: Sequence[Record], on_progress: OnProgress) -> list[Judged]:
    """Each record as the product judges it, by rules and meaning; unchecked counts as not supported."""
    judged = []
    for done, record in enumerate(given, 1):
        meaning = support(verifier, record.statement, record.cited)
        found = verdict.judge(record.statement, Reading(record.cited), meaning, by=verifier.fingerprint)
        accepted = found.verdict == "supported"
        judged.append(Judged(record=record, support=found.support, accepted=accepted, meaning=meaning))
        on_progress("Verifying", done, len(given))
    return judged


def by_head(judged: Sequence[Judged]) -> list[Judged]:
    """The same records by the model's score alone."""
    return [
        one.model_copy(
            update={
                "support": one.meaning,
                "accepted": one.meaning is not None and one.meaning >= SUPPORTED_FROM,
            }
        )
        for one in judged
    ]


def by_rules(given: Sequence[Record]) -> list[Judged]:
    """The records by the rules alone, which accept from a threshold of their own."""
    found = [verdict.judge(record.statement, Reading(record.cited), None).rules for record in given]
    return [
        Judged(record=record, support=rules, accepted=rules is not None and rules >= model().threshold)
        for record, rules in zip(given, found, strict=True)
    ]


def score_judged(judged: Sequence[Judged], *, seed: int = 0) -> dict[str, Score]:
    """The suite's figures, with those for each corruption and each style of the right statements."""
    good = [one for one in judged if one.record.supported]
    bad = [one for one in judged if not one.record.supported]
    return {
        "auroc": auroc(_supports(good), _supports(bad), seed=seed),
        "balanced_accuracy": balanced_accuracy(
            [one.record.supported for one in judged], [one.accepted for one in judged], seed=seed
        ),
        "caught_dangerous": share([not one.accepted for one in bad if one.record.dangerous]),
        "false_alarm": share([not one.accepted for one in good]),
        "caught": share([not one.accepted for one in bad]),
        "pairs": share(_pairs(good, bad)),
        "unchecked": share([one.support is None for one in judged]),
        **_parts(bad, "caught", lambda one: one.record.corruption, rejected=True),
        **_parts(good, "accepted", lambda one: one.record.style, rejected=False),
    }


def _pairs(good: Sequence[Judged], bad: Sequence[Judged]) -> list[bool]:
    """For each corrupted record whether it is rejected and the one it was made from accepted."""
    accepted: Mapping[str | None, bool] = {one.record.id: one.accepted for one in good}
    return [accepted[one.record.twin] and not one.accepted for one in bad if one.record.twin in accepted]


def _parts(
    judged: Sequence[Judged], metric: str, part: Callable[[Judged], str | None], *, rejected: bool
) -> dict[str, Score]:
    names = dict.fromkeys(name for one in judged if (name := part(one)))
    return {
        f"{name}.{metric}": share([one.accepted is not rejected for one in judged if part(one) == name])
        for name in sorted(names)
    }


def _supports(judged: Sequence[Judged]) -> list[float]:
    return [one.support or 0.0 for one in judged]


def _record(path: Path, row: Row) -> Record:
    try:
        texts = {passage["id"]: passage["text"] for passage in row["passages"]}
        return Record(
            id=row["id"],
            statement=row["statement"],
            cited=tuple(texts[name] for name in row["cited"] if name in texts),
            supported=row["label"] == SUPPORTED,
            corruption=row.get("corruption"),
            dangerous=row.get("clinically_dangerous") or False,
            style=row.get("style"),
            twin=row.get("twin"),
        )
    except (KeyError, TypeError) as fault:
        raise PreceptorError(
            f"The record {row.get('id', '?')} of {path} lacks {fault}.",
            "Give each record id, passages, statement, cited and label.",
        ) from fault
