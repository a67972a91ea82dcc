"""What an evaluation asks for and what it gives back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from retrieval.errors import PreceptorError
from retrieval.models.choice import ModelChoice
from retrieval.types import Value

Setting = str | int | float | bool | None
OnProgress = Callable[[str, int, int], None]
"""Called with what is being done, how many are done, and how many there are."""


class NotRun(PreceptorError):
    """A suite's data or a part it needs is absent: it did not run, which is never a pass (exit code 3)."""


class Score(Value):
    """A measured figure. `value` is None where nothing could be graded, and `reason` says why.

    `n` counts what was graded, `ungraded` what could not be; `low` and `high` bound the 95% interval.
    """

    value: float | None
    n: int
    ungraded: int = 0
    low: float | None = None
    high: float | None = None
    reason: str = ""


class SuiteOptions(Value):
    """What a suite is run on. Every suite reads `data`; the rest is for the suites that name it."""

    data: Path
    corpus: Path | None = None
    positives: tuple[Path, ...] = ()
    negatives: tuple[Path, ...] = ()
    cases: Path | None = None
    group_by: str | None = None
    break_down: str | None = None
    relevant_from: int | None = None
    models: ModelChoice = ModelChoice()
    cache: Path = Path(".cache/eval")
    seed: int = 0


class SuiteResult(Value):
    """The outcome of a suite: its scores by flat dotted name, and the settings that made them.

    `not_run` names what was to run and could not, with the reason; a result that has any is no pass.
    """

    suite: str
    n: int
    ungraded: int
    scores: dict[str, Score]
    settings: dict[str, Setting]
    not_run: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The object that `preceptor eval --json` writes; an interval stands beside its metric."""
        written: dict[str, Any] = {
            "suite": self.suite,
            "n": self.n,
            "ungraded": self.ungraded,
            "metrics": {name: figure for score in self.scores.items() for name, figure in self._flat(*score)},
            "settings": dict(self.settings),
        }
        return written | ({"not_run": list(self.not_run)} if self.not_run else {})

    def _flat(self, name: str, score: Score) -> list[tuple[str, float | None]]:
        bounds = [(f"{name}.low", score.low), (f"{name}.high", score.high)]
        counts: list[tuple[str, float | None]] = [(f"{name}.n", score.n)] if score.n != self.n else []
        return [(name, score.value), *((key, bound) for key, bound in bounds if bound is not None), *counts]


def quiet(what: str, done: int, total: int) -> None:
    """Tells nobody how far a suite is."""
