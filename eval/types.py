"""What an evaluation asks for and what it gives back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic import Field

from assistant.settings import Settings
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


class AskOptions(Value):
    """How a served model is asked: which one, which one judges it, with what prompt, and about how much.

    `shots` examples stand before each question, and `passages` of a library, where there is one, with it; no
    more than `limit` questions are asked; `journal` keeps the replies (None: a file in the cache).
    """

    model: Settings | None = None
    judge: Settings | None = None
    prompt: str = "direct"
    shots: int = Field(default=0, ge=0)
    passages: int = Field(default=8, ge=1)
    limit: int | None = Field(default=None, ge=1)
    journal: Path | None = None


class SuiteOptions(Value):
    """What a suite is run on. Every suite reads `data`; the rest is for the suites that name it."""

    data: Path
    corpus: Path | None = None
    library: Path | None = None
    positives: tuple[Path, ...] = ()
    negatives: tuple[Path, ...] = ()
    cases: Path | None = None
    group_by: str | None = None
    break_down: str | None = None
    relevant_from: int | None = None
    models: ModelChoice = ModelChoice()
    asking: AskOptions = AskOptions()
    cache: Path = Path(".cache/eval")
    seed: int = 0


class SuiteResult(Value):
    """The outcome of a suite: its scores by flat dotted name, and the settings that made them.

    `not_run` names what was to run and could not, with the reason; a result that has any is no pass.
    `left_out` names what was not to run, because the owner has not set up what it measures.
    """

    suite: str
    n: int
    ungraded: int
    scores: dict[str, Score]
    settings: dict[str, Setting]
    not_run: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The object that `preceptor eval --json` writes; an interval stands beside its metric."""
        written: dict[str, Any] = {
            "suite": self.suite,
            "n": self.n,
            "ungraded": self.ungraded,
            "metrics": {name: figure for score in self.scores.items() for name, figure in self._flat(*score)},
            "settings": dict(self.settings),
        }
        named = {"not_run": list(self.not_run), "left_out": list(self.left_out)}
        return written | {name: reasons for name, reasons in named.items() if reasons}

    def _flat(self, name: str, score: Score) -> list[tuple[str, float | None]]:
        bounds = [(f"{name}.low", score.low), (f"{name}.high", score.high)]
        counts: list[tuple[str, float | None]] = [(f"{name}.n", score.n)] if score.n != self.n else []
        return [(name, score.value), *((key, bound) for key, bound in bounds if bound is not None), *counts]


def quiet(what: str, done: int, total: int) -> None:
    """Tells nobody how far a suite is."""
