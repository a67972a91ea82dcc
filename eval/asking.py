"""Many questions to a served model at once, each reply kept in a journal before it counts."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from time import perf_counter, sleep
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import BaseModel

from assistant.connect import Unreadable, connect, structured
from assistant.connect.breaker import FAILURES, PAUSE_S
from assistant.ports import Capabilities, Message, ModelFault, Piece, Usage
from assistant.settings import Settings
from eval.journal import Journal, Kept, key_of
from eval.types import NotRun, OnProgress, Setting, SuiteOptions
from retrieval.types import Value

if TYPE_CHECKING:
    from assistant.connect.served import Served

Outcome = Kept | ModelFault

# The connection leaves a failing server alone for PAUSE_S; one that is loading a model takes longer.
PAUSES_S = (PAUSE_S + 2, 3 * PAUSE_S)


class Request(Value):
    """What is asked: for which question and task, with which version of a prompt, and in which shape.

    A JSON schema as `shape` is asked for once, and the reply kept as it is. A type is asked for once more
    where the reply does not fit it, and what is kept does, or is the reason why neither did.
    """

    question: str
    task: str
    prompt: str
    messages: tuple[Message, ...]
    shape: dict[str, Any] | type[BaseModel] | None = None

    @property
    def schema_asked(self) -> dict[str, Any] | None:
        """The JSON schema that the server is sent."""
        return self.shape.model_json_schema() if isinstance(self.shape, type) else self.shape


class Line(NamedTuple):
    """A served model, the settings that decide its replies, and the journal that keeps them."""

    model: "Served"
    settings: Mapping[str, Setting]
    journal: Journal
    at_once: int
    pauses_s: tuple[float, ...] = PAUSES_S

    def ask(self, request: Request) -> Outcome:
        """The kept reply, else the server's, which is kept from then on; or why there is none."""
        sent = [message.model_dump() for message in request.messages]
        key = key_of(dict(self.settings), sent, request.schema_asked)
        known = self.journal.get(key)
        if known is not None:
            return known
        counted, started = _Counted(self.model), perf_counter()
        try:
            reply = _told(counted, request)
        except ModelFault as fault:
            if fault.kind != "empty":
                return fault
            reply = ""  # the model replied, with nothing
        kept = Kept(
            key=key,
            question=request.question,
            task=request.task,
            model=self.model.name,
            prompt=request.prompt,
            settings=dict(self.settings),
            # A server may send half a surrogate pair, which no file can hold.
            reply=reply.encode("utf-8", "replace").decode("utf-8"),
            tokens_in=counted.tokens_in,
            tokens_out=counted.tokens_out,
            seconds=perf_counter() - started,
        )
        self.journal.keep(kept)
        return kept


class _Counted:
    """A `ChatModel` for one request, whatever number of replies that takes."""

    def __init__(self, model: "Served") -> None:
        self._model = model
        self._spent: list[Usage] = []

    @property
    def name(self) -> str:
        return self._model.name

    @property
    def tokens_in(self) -> int | None:
        """Those of all the replies, None where the server does not count them."""
        return _sum([spent.tokens_in for spent in self._spent])

    @property
    def tokens_out(self) -> int | None:
        """Those of all the replies, None where the server does not count them."""
        return _sum([spent.tokens_out for spent in self._spent])

    def stream(
        self,
        messages: Sequence[Message],
        *,
        limit: int | None = None,
        schema: Mapping[str, Any] | None = None,
    ) -> Iterator[Piece]:
        told = Usage()
        try:
            for piece in self._model.stream(messages, limit=limit, schema=schema):
                told = piece.usage or told
                yield piece
        finally:
            self._spent.append(told)

    def complete(self, messages: Sequence[Message], *, schema: Mapping[str, Any] | None = None) -> str:
        return "".join(piece.text for piece in self.stream(messages, schema=schema))

    def capabilities(self) -> Capabilities:
        return self._model.capabilities()


def _sum(counts: Sequence[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None


def _told(model: _Counted, request: Request) -> str:
    """The reply as it came or, where a type is asked for, as that type's JSON or the reason for none."""
    if not isinstance(request.shape, type):
        return model.complete(request.messages, schema=request.shape)
    read = structured(model, request.messages, request.shape)
    return read.reason if isinstance(read, Unreadable) else read.model_dump_json()


def open_journal(options: SuiteOptions, name: str) -> Journal:
    """The journal that the options name, else the one of this name in the cache."""
    return Journal(options.asking.journal or options.cache / "replies" / f"{name}.jsonl")


def open_line(settings: Settings | None, journal: Journal) -> Line:
    """The model of these settings, with that journal.

    Raises NotRun where no model is set, or where the server does not say which one it has.
    """
    model = None if settings is None else connect(settings)
    if settings is None or model is None:
        raise NotRun("Not run: no model is set.", "Name its server with --model-url or PRECEPTOR_MODEL_URL.")
    try:
        told: dict[str, Setting] = {"model": model.name}
    except ModelFault as fault:
        raise NotRun(f"Not run: {fault.args[0]}", fault.next_step) from None
    told |= {
        "model_url": settings.model_url,
        "adapter": settings.adapter,
        "temperature": settings.temperature,
        "answer_tokens": settings.answer_tokens,
    }
    return Line(model, told, journal, settings.model_at_once)


def holds_objects(line: Line) -> bool:
    """Whether the server holds replies to the JSON schema of an object, as far as a trial shows."""
    from assistant.connect.explore import keeps_schema

    return keeps_schema(line.model.stream) is not False


def holds_words(line: Line) -> bool:
    """Whether the server holds replies to one of a few JSON strings, as far as a trial shows."""
    from assistant.connect.explore import SAYS_NO

    try:
        # No model calls this a fruit, unless it can say nothing else.
        said = line.model.complete([Message(role="user", text="Name a fruit.")], schema=one_of(["teal"]))
    except ModelFault as fault:
        return fault.kind not in SAYS_NO
    return said.strip() == '"teal"'


def one_of(words: Sequence[str]) -> dict[str, Any]:
    """The JSON schema of a string that is one of these."""
    return {"type": "string", "enum": list(words)}


def shortfall(outcomes: Sequence[Outcome], what: str) -> list[str]:
    """A sentence on how many questions got no reply, and why; nothing if all did."""
    faults = [outcome for outcome in outcomes if isinstance(outcome, ModelFault)]
    if not faults:
        return []
    kinds = ", ".join(f"{count} {kind}" for kind, count in Counter(one.kind for one in faults).most_common())
    return [
        f"{what}: {len(faults)} of {len(outcomes)} questions got no reply ({kinds}). {faults[0].args[0]} "
        "Run it again: only those are asked."
    ]


def ask_all(line: Line, requests: Sequence[Request], on_progress: OnProgress, *, what: str) -> list[Outcome]:
    """The reply to each request, or why there is none, in their order.

    Where the server fails, what is missing is asked again after a while, the first of it alone. Interrupted,
    it asks nothing more, and keeps the replies that are under way before it gives up.
    """
    run = _Run(line, requests, lambda said, done: on_progress(f"{what}: {said}", done, len(requests)))
    run.ask(range(len(requests)))
    for pause in line.pauses_s:
        missing = run.missing()
        if not missing:
            break
        run.say(f"waiting {pause:.0f} s for the server")
        sleep(pause)
        run.ask(missing[:1])
        if isinstance(run.outcomes[missing[0]], Kept):
            run.ask(missing[1:])
    return [run.outcomes[number] for number in range(len(requests))]


class _Run:
    """Requests by number, what became of them so far, and what that took as far as the server counts."""

    def __init__(self, line: Line, requests: Sequence[Request], tell: Callable[[str, int], None]) -> None:
        self.outcomes: dict[int, Outcome] = {}
        self._line = line
        self._requests = requests
        self._tell = tell
        self._replies = self._tokens_in = self._tokens_out = 0

    def ask(self, numbers: Sequence[int]) -> None:
        """Asks these, many at once."""
        with ThreadPoolExecutor(max_workers=self._line.at_once) as pool:
            waiting = {pool.submit(self._line.ask, self._requests[number]): number for number in numbers}
            try:
                for future in as_completed(waiting):
                    self._count(waiting[future], future.result())
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise

    def missing(self) -> list[int]:
        """Those that a fault of the server, not its answer to the one request, left without a reply."""
        return [
            number
            for number, outcome in self.outcomes.items()
            if isinstance(outcome, ModelFault) and outcome.kind in {*FAILURES, "busy"}
        ]

    def say(self, words: str) -> None:
        """Tells how far it is, in these words."""
        self._tell(words, len(self.outcomes))

    def _count(self, number: int, outcome: Outcome) -> None:
        self.outcomes[number] = outcome
        if isinstance(outcome, Kept):
            self._replies += 1
            self._tokens_in += outcome.tokens_in or 0
            self._tokens_out += outcome.tokens_out or 0
        unanswered = len(self.outcomes) - self._replies
        missing = f", {unanswered} without a reply" if unanswered else ""
        self.say(f"{self._tokens_in:,} tokens in, {self._tokens_out:,} out{missing}")
