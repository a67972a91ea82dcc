"""Does the verifier tell statements that follow from their cited passages from those that do not?"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from assistant.verify.meaning import SUPPORTED_FROM, support
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
    """A record with its support (None: unchecked), and whether that counts as supported."""

    record: Record
    support: float | None
    accepted: bool


def run(options: SuiteOptions, on_progress: OnProgress) -> SuiteResult:
    """The figures over the records of `options.data`."""
    given, verifier = records(options.data), load_ranker()
    judged = judge(verifier, given, on_progress)
    return SuiteResult(
        suite="groundedness",
        n=len(judged),
        ungraded=0,
        scores=score_judged(judged, seed=options.seed),
        settings={
            "data": options.data.resolve().name,
            "verifier": verifier.fingerprint,
            "supported_from": SUPPORTED_FROM,
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
    """Each record with the verifier's judgement; unchecked counts as not supported."""
    judged = []
    for done, record in enumerate(given, 1):
        value = support(verifier, record.statement, record.cited)
        accepted = value is not None and value >= SUPPORTED_FROM
        judged.append(Judged(record=record, support=value, accepted=accepted))
        on_progress("Verifying", done, len(given))
    return judged


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
