"""Every suite on its folders below one data folder; what is absent is named, never passed over."""

from pathlib import Path
from typing import Literal, NamedTuple

from eval.types import AskOptions, NotRun, OnProgress, Score, Setting, SuiteOptions, SuiteResult


class Planned(NamedTuple):
    """A suite and the folder it is run on, and the served model without which it is left out."""

    suite: str
    folder: str
    group_by: str | None = None
    break_down: str | None = None
    positives: tuple[str, ...] = ()
    negatives: tuple[str, ...] = ()
    needs: Literal["model", "judge"] | None = None


PLAN = (
    Planned("retrieval", "bioasq"),
    Planned("retrieval", "medquad_known_item", break_down="focus_in_answer"),
    Planned("retrieval", "liveqa"),
    Planned("retrieval", "openstax", group_by="module"),
    Planned("abstain", "abstain", negatives=("unanswerable",)),
    Planned("abstain", "unanswerable", positives=("medquad_known_item",)),
    Planned("locate", "pdf"),
    Planned("figures", "images"),
    Planned("gate", "images"),
    Planned("groundedness", "groundedness"),
    Planned("files", "bad_files"),
    Planned("phi", "phi"),
    Planned("injection", "injection"),
    Planned("patient", "patient_questions"),
    Planned("leaks", "patient_questions"),
    Planned("diagnosis", "patient_questions"),
    Planned("mcq", "mcq", needs="model"),
    Planned("rubric", "rubric", needs="judge"),
)


def run(options: SuiteOptions, on_progress: OnProgress) -> SuiteResult:
    """All scores under `suite.folder.metric`, with what was not run and why."""
    from eval.suites import run_suite

    scores: dict[str, Score] = {}
    settings: dict[str, Setting] = {}
    not_run: list[str] = []
    left_out: list[str] = []
    n = ungraded = 0
    for planned in PLAN:
        name = f"{planned.suite}.{planned.folder}"
        if not _served(planned, options.asking):
            left_out.append(f"{name}: no {planned.needs} is set (docs/evaluation.md).")
            continue
        try:
            result = run_suite(planned.suite, _options(planned, options), on_progress)
        except NotRun as reason:
            not_run.append(f"{name}: {reason}")
            continue
        not_run += [f"{name}: {reason}" for reason in result.not_run]
        scores |= {f"{name}.{metric}": score for metric, score in result.scores.items()}
        settings |= {f"{name}.{key}": value for key, value in result.settings.items()}
        n, ungraded = n + result.n, ungraded + result.ungraded
    if not scores:
        raise NotRun(
            f"No suite was run: {options.data} holds none of their folders that needs no more than is set.",
            "Name a folder laid out as docs/evaluation.md describes with --data.",
        )
    return SuiteResult(
        suite="all",
        n=n,
        ungraded=ungraded,
        scores=scores,
        settings=settings,
        not_run=tuple(not_run),
        left_out=tuple(left_out),
    )


def _served(planned: Planned, asking: AskOptions) -> bool:
    """Whether the owner has set up the models that the suite needs."""
    has_model = asking.model is not None and asking.model.model_url is not None
    return planned.needs is None or (has_model and (planned.needs == "model" or asking.judge is not None))


def _options(planned: Planned, options: SuiteOptions) -> SuiteOptions:
    def below(names: tuple[str, ...]) -> tuple[Path, ...]:
        return tuple(options.data / name for name in names)

    return options.model_copy(
        update={
            "data": options.data / planned.folder,
            "group_by": planned.group_by,
            "break_down": planned.break_down,
            "positives": below(planned.positives),
            "negatives": below(planned.negatives),
        }
    )
