"""What Preceptor adds to a model's own speed, and what checking costs, on the server that is set.

    PRECEPTOR_MODEL_URL=http://127.0.0.1:8000/v1 python -m eval.overhead [--json FILE]

The same prompts go to the server directly and through Preceptor, in turn. They are those that questions to
the starter library lead to; finding their passages happens before and is not timed. Every prompt was read
by the server once before, so that nobody gains by being second.
"""

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

from pydantic import Field

from assistant.answer import answer
from assistant.answer.check import verifier_of
from assistant.answer.write import House, written
from assistant.connect import connect
from assistant.connect.served import Served
from assistant.home import build_starter, missing_starter, open_library
from assistant.settings import Settings, read_settings
from assistant.types import Answer
from assistant.verify.evidence import Reading
from assistant.verify.verdict import verify
from curricula.starter import questions
from eval.direct import Asking, Direct, Overhearing, Reply, streamed
from eval.types import NotRun, OnProgress, Score, Setting, SuiteResult, quiet
from retrieval.library import Library
from retrieval.measure import percentile
from retrieval.passages import indexed_text
from retrieval.types import Query, Value

CACHE = Path(".cache/eval/overhead")
# Word for word a sentence is supported without being compared in meaning, which is what takes time.
REWORDED = "In short, {}{}"


class OverheadOptions(Value):
    """How much is asked: `first` single questions, then `rounds` times `at_once` at the same moment."""

    first: int = Field(default=30, ge=1)
    at_once: int = Field(default=16, ge=1)
    rounds: int = Field(default=3, ge=1)
    tokens: int = Field(default=128, ge=8)


def run_overhead(
    settings: Settings, library: Library, options: OverheadOptions, on_progress: OnProgress = quiet
) -> SuiteResult:
    """Milliseconds to the first characters, tokens a second, and milliseconds a checked sentence."""
    model = connect(settings)
    if model is None:
        raise NotRun("Not run: no model is connected.", "Set PRECEPTOR_MODEL_URL.")
    model.warm()
    asked = list(_prepared(library, model, options, on_progress))
    with closing(Direct(settings, model.name)) as direct:
        scores = first_characters(asked[: options.first], direct, model, options, on_progress)
        scores |= throughput(asked, direct, model, library=library, options=options, on_progress=on_progress)
    scores |= checking(library, asked, on_progress)
    told: dict[str, Setting] = {"model": model.name, "host": model.host, **options.model_dump()}
    told |= {"python": platform.python_version(), "machine": platform.machine(), "cores": os.cpu_count()}
    return SuiteResult(suite="overhead", n=len(asked), ungraded=0, scores=scores, settings=told)


def first_characters(
    asked: Sequence[Asking], direct: Direct, model: Served, options: OverheadOptions, on_progress: OnProgress
) -> dict[str, Score]:
    """How long until the first characters come, directly and through the connection, and the difference."""
    arms: Mapping[str, Callable[[Asking], Reply]] = {
        "direct": lambda one: direct.ask(one.messages, options.tokens),
        "served": lambda one: streamed(model, one.messages, options.tokens),
    }
    spent: dict[str, list[float]] = {name: [] for name in arms}
    added: list[float] = []
    for done, one in enumerate(asked):
        on_progress("Waiting for first characters", done, len(asked))
        pair = {}
        for name in sorted(arms, reverse=bool(done % 2)):
            first = arms[name](one).first_s
            if first is not None:
                pair[name] = 1000 * first
                spent[name].append(1000 * first)
        if len(pair) == len(arms):
            added.append(pair["served"] - pair["direct"])
    scores = {f"first.{name}_ms_p{p}": _share(values, p) for name, values in spent.items() for p in (50, 95)}
    return {**scores, "first.added_ms_p50": _share(added, 50), "first.added_ms_p95": _share(added, 95)}


def throughput(
    asked: Sequence[Asking],
    direct: Direct,
    model: Served,
    *,
    library: Library,
    options: OverheadOptions,
    on_progress: OnProgress,
) -> dict[str, Score]:
    """Tokens a second of many streams at once: directly, through the connection, and as unchecked answers."""
    some = [asked[place % len(asked)] for place in range(options.at_once)]
    arms: Mapping[str, Callable[[], list[Callable[[], int]]]] = {
        "direct": lambda: [partial(_tokens_of, direct, one, options.tokens) for one in some],
        "served": lambda: [partial(_tokens_through, model, one, options.tokens) for one in some],
        "written": lambda: [_begun(library, model, one, options.tokens) for one in some],
    }
    rates: dict[str, list[float]] = {name: [] for name in arms}
    for done in range(options.rounds):
        for name in sorted(arms, reverse=bool(done % 2)):
            on_progress(f"Writing at once, {name}", done, options.rounds)
            rates[name].append(_rate(arms[name]()))
    scores = {f"tokens_per_s.{name}": _middle(values) for name, values in rates.items()}
    for name in ("served", "written"):
        kept = [own / theirs for own, theirs in zip(rates[name], rates["direct"], strict=True)]
        scores[f"kept.{name}"] = _middle(kept)
    return scores


def checking(library: Library, asked: Sequence[Asking], on_progress: OnProgress) -> dict[str, Score]:
    """How long the check of a sentence against its passage takes: of those that quote mode answers with."""
    spent: list[float] = []
    for done, one in enumerate(asked):
        on_progress("Checking sentences", done, len(asked))
        hits = {hit.passage.id: hit for hit in library.search(Query(text=one.question)).hits}
        for statement in answer(library, Query(text=one.question)).statements:
            cited = [hits[citation.passage] for citation in statement.citations if citation.passage in hits]
            texts = [indexed_text(hit.title, hit.passage.headings, hit.passage.text) for hit in cited]
            text = REWORDED.format(statement.text[:1].lower(), statement.text[1:])
            start = perf_counter()
            verify(text, Reading(texts), verifier_of(library.ranker))
            spent.append(1000 * (perf_counter() - start))
    return {f"check.sentence_ms_p{p}": _share(spent, p) for p in (50, 95)}


def _prepared(
    library: Library, model: Served, options: OverheadOptions, on_progress: OnProgress
) -> Iterator[Asking]:
    """Questions that the model is asked, each prompt read once by the server."""
    listener = Overhearing(model)
    found, count = 0, max(options.first, options.at_once)
    for row in questions():
        if found == count:
            return
        on_progress("Preparing prompts", found, count)
        listener.heard = ()
        for _ in written(library, Query(text=row["question"]), listener, house=_house(options.tokens)):
            pass
        if listener.heard:
            found += 1
            yield Asking(row["question"], listener.heard)
    if not found:
        raise NotRun("Not run: no question has sufficient evidence.", "Use the starter library.")


def _begun(library: Library, model: Served, one: Asking, limit: int) -> Callable[[], int]:
    """The answer to a question with its evidence found; what is left is to write it."""
    growing = written(library, Query(text=one.question), model, house=_house(limit))
    next(growing)
    return partial(_tokens_written, growing)


def _house(tokens: int) -> House:
    return House(answer_tokens=tokens, checks=False)


def _tokens_written(growing: Iterator[Answer]) -> int:
    *_, last = growing
    return (last.written and last.written.tokens_out) or 0


def _tokens_of(direct: Direct, one: Asking, limit: int) -> int:
    return direct.ask(one.messages, limit).tokens


def _tokens_through(model: Served, one: Asking, limit: int) -> int:
    return streamed(model, one.messages, limit).tokens


def _rate(work: Sequence[Callable[[], int]]) -> float:
    start = perf_counter()
    with ThreadPoolExecutor(len(work)) as pool:
        tokens = sum(future.result() for future in [pool.submit(one) for one in work])
    return tokens / (perf_counter() - start)


def _share(values: Sequence[float], percent: int) -> Score:
    return Score(value=percentile(values, percent / 100), n=len(values), reason="" if values else "no reply")


def _middle(values: Sequence[float]) -> Score:
    return Score(value=median(values), n=len(values), low=min(values), high=max(values))


def main() -> None:
    """Measures the server that the settings name, and prints or writes the figures."""
    options = argparse.ArgumentParser(description="Measure what Preceptor adds to a model's own speed.")
    options.add_argument("--library", type=Path, default=CACHE, help="where the starter library is kept")
    options.add_argument("--json", type=Path, help="also write the figures to this file")
    for name, field in OverheadOptions.model_fields.items():
        options.add_argument(f"--{name.replace('_', '-')}", type=int, default=field.default)
    given = vars(options.parse_args())
    library, file = given.pop("library"), given.pop("json")
    settings = read_settings(library=library)
    with open_library(settings) as opened:
        if missing_starter(opened):
            list(build_starter(opened, lambda _: None))
        result = run_overhead(settings, opened, OverheadOptions(**given))
    text = json.dumps(result.as_json(), indent=2)
    sys.stdout.write(text + "\n")
    if file is not None:
        file.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
