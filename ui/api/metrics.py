"""What answering costs, for Prometheus. No question, answer or name is ever in it."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, timedelta

from fastapi import APIRouter, Depends
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.responses import Response

from assistant.ports import FaultKind
from assistant.types import Answer, Mode
from assistant.usage import Day, Spent, Usage, spent_on
from retrieval.errors import PreceptorError
from ui.answering import End
from ui.api.door import Door

DAYS_SHOWN = 31
PREFIX = "preceptor"
EVIDENCE_S = (0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2)
FIRST_TOKEN_S = (0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 30.0)
CHECK_S = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0)
# What of a day is shown, by the name of its metric.
OF_DAY: dict[str, tuple[str, Callable[[Day], float]]] = {
    "day_questions": ("Questions of the day.", lambda day: day.questions),
    "day_tokens_in": ("Tokens read by models that day.", lambda day: day.tokens_in),
    "day_tokens_out": ("Tokens written by models that day.", lambda day: day.tokens_out),
    "day_untold": ("Written answers of the day whose tokens nobody told.", lambda day: day.untold),
    "day_struck_sentences": ("Sentences that failed their check that day.", lambda day: day.struck),
    "day_invented_citations": ("Citations that models made up that day.", lambda day: day.invented),
    "day_energy_joules": ("Energy of the GPUs that day, as far as told.", lambda day: day.energy_j),
}


class Metrics:
    """Counts since the start in memory and by the day in the library; a registry of its own.

    `rests` is whether the model's server is left alone at present; None where there is no model.
    """

    def __init__(
        self, usage: Usage, today: Callable[[], date], rests: Callable[[], bool] | None = None
    ) -> None:
        self.registry = CollectorRegistry()
        self._usage = usage
        self._today = today
        # Keeping the sums waits for the disk, and for files that are being added: an answer does not.
        self._keeper = ThreadPoolExecutor(1, "usage")
        self._questions = self._counter("questions", "Questions by mode and outcome.", "mode", "outcome")
        self._tokens = self._counter("tokens", "Tokens of models.", "direction")
        self._untold = self._counter("untold", "Written answers whose tokens the server did not tell.")
        self._faults = self._counter("model_faults", "Faults of the model or its server.", "kind")
        self._struck = self._counter("struck_sentences", "Sentences that failed their check.")
        self._invented = self._counter("invented_citations", "Citations that a model made up.")
        self._energy = self._counter("energy_joules", "Energy of this machine's GPUs, where they count it.")
        self._unkept = self._counter("unkept", "Questions that could not be added to the sums of the day.")
        self._evidence = self._histogram("time_to_evidence_seconds", "Question to evidence.", EVIDENCE_S)
        self._first = self._histogram("time_to_first_token_seconds", "Question to token.", FIRST_TOKEN_S)
        self._check = self._histogram("check_seconds", "Checking the sentences of an answer.", CHECK_S)
        self._show_breaker(rests)
        self.registry.register(_Days(usage, today))

    def answered(self, answer: Answer, mode: Mode) -> None:
        """Counts a whole answer to a question that was asked in that mode."""
        spent = spent_on(answer, mode)
        self._tokens.labels("in").inc(spent.tokens_in)
        self._tokens.labels("out").inc(spent.tokens_out)
        self._untold.inc(spent.untold)
        self._struck.inc(spent.struck)
        self._invented.inc(spent.invented)
        self._energy.inc(spent.energy_j)
        if "evidence" in answer.timings_ms:
            _observe(self._evidence, answer.timings_ms["evidence"] + answer.timings_ms.get("rank", 0.0))
        _observe(self._check, answer.timings_ms.get("check"))
        _observe(self._first, answer.written.first_token_ms if answer.written else None)
        self._add(spent)

    def ended(self, mode: Mode, how: End) -> None:
        """Counts a question that got no whole answer."""
        self._add(Spent(mode=mode, outcome=how))

    def model_failed(self, kind: FaultKind) -> None:
        """Counts a fault of the language model."""
        self._faults.labels(kind).inc()

    def close(self) -> None:
        """Waits until everything that was counted is kept."""
        self._keeper.shutdown()

    def _add(self, spent: Spent) -> None:
        self._questions.labels(spent.mode, spent.outcome).inc()
        with suppress(RuntimeError):  # the app has ended
            self._keeper.submit(self._keep, spent, self._today())

    def _keep(self, spent: Spent, day: date) -> None:
        try:
            self._usage.add(spent, day)
        except PreceptorError:
            self._unkept.inc()

    def _show_breaker(self, rests: Callable[[], bool] | None) -> None:
        if rests is not None:
            state = Gauge(
                f"{PREFIX}_model_rests",
                "1 while the model's server is left alone after failures.",
                registry=self.registry,
            )
            state.set_function(lambda: float(rests()))

    def _counter(self, name: str, what: str, *labels: str) -> Counter:
        return Counter(f"{PREFIX}_{name}", what, labels, registry=self.registry)

    def _histogram(self, name: str, what: str, buckets: tuple[float, ...]) -> Histogram:
        return Histogram(f"{PREFIX}_{name}", what, buckets=buckets, registry=self.registry)


class _Days(Collector):
    """The sums of the last days, read from the library at each look."""

    def __init__(self, usage: Usage, today: Callable[[], date]) -> None:
        self._usage = usage
        self._today = today

    def collect(self) -> Iterator[Metric]:
        """One gauge for each sum."""
        days = self._usage.since(self._today() - timedelta(days=DAYS_SHOWN - 1))
        for name, (what, value) in OF_DAY.items():
            family = GaugeMetricFamily(f"{PREFIX}_{name}", what, labels=("day", "mode", "outcome"))
            for day in days:
                family.add_metric((day.day.isoformat(), day.mode, day.outcome), value(day))
            yield family

    def describe(self) -> Iterator[Metric]:
        """Nothing: the library is not read before somebody looks."""
        return iter(())


def add_metrics(router: APIRouter, door: Door, metrics: Metrics) -> None:
    """Adds `/metrics`, for owners."""

    @router.get("/metrics", dependencies=[Depends(door.owner)])
    def show() -> Response:
        return Response(generate_latest(metrics.registry), headers={"content-type": CONTENT_TYPE_PLAIN_0_0_4})


def _observe(histogram: Histogram, ms: float | None) -> None:
    if ms is not None:
        histogram.observe(ms / 1000)
