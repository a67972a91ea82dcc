"""How fast is it, here and now? Ratios and percentiles of one run on this machine."""

import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from pydantic import Field

from assistant.answer import answer
from eval.banks import time_bank
from eval.corpora import built_library
from eval.data import asks, corpus_file, sources
from eval.rivals import encode_with_torch
from eval.scale import dense_recall, grown
from eval.types import NotRun, OnProgress, Score, Setting, SuiteResult, quiet
from retrieval.library import Library
from retrieval.measure import percentile
from retrieval.models.choice import ModelChoice
from retrieval.passages import indexed_text
from retrieval.ports import Ranker
from retrieval.rows import as_document
from retrieval.setup import Setup
from retrieval.text import sentences
from retrieval.types import Passage, Query, Value

INGESTED = 300
ENCODED = 256
COLD_LIMIT_S = 120


class BenchOptions(Value):
    """What is timed: the library at `library`, or with `data` the corpus and queries of a retrieval folder.

    `passages` also times a copy grown to that many, `items` a bank of so many items; `torch_python` is an
    interpreter that has sentence-transformers, to compare the encoder with. What is noisy is timed `rounds`
    times, and the median counts.
    """

    library: Path
    data: Path | None = None
    corpus: Path | None = None
    torch_python: Path | None = None
    passages: int | None = None
    items: int | None = Field(default=None, ge=1)
    models: ModelChoice = ModelChoice()
    cache: Path = Path(".cache/eval")
    questions: int = Field(default=200, ge=1)
    rounds: int = Field(default=3, ge=1)
    seed: int = 0


class Sample(Value):
    """What the timings work on: questions, and passages with the title each is indexed under."""

    questions: tuple[str, ...]
    titles: tuple[str, ...]
    passages: tuple[Passage, ...]


def run_bench(options: BenchOptions, on_progress: OnProgress = quiet) -> SuiteResult:
    """Times by flat dotted name (_ms, _s, _per_s), and ratios, with the machine they were taken on."""
    with _opened(options, on_progress) as library:
        folder, passages = library.folder, library.store.count_passages()
        figures = library.figures.counts().total
        models = library.encoder.fingerprint, library.ranker.fingerprint if library.ranker else None
        sample = _sample(library, options)
        scores = time_questions(library, sample.questions, on_progress)
        scores["encoder.texts_per_s"] = time_encoder(library, sample, options.rounds)
        if library.ranker is not None:
            scores["ranker.pairs_per_s"] = time_ranker(library.ranker, sample, options.rounds)
        scores |= compare_encoders(library, sample, options, on_progress)
        if options.passages is not None:
            scores |= _at_scale(library, sample, options.passages, options=options, on_progress=on_progress)
    if options.items is not None:
        scores |= time_bank(options.items, on_progress, seed=options.seed)
    scores["ingest.passages_per_s"] = time_ingest(sample, on_progress)
    scores["cold_ask_s"] = time_cold_ask(folder, sample.questions[: options.rounds], on_progress)
    settings: dict[str, Setting] = {"passages": passages, "rounds": options.rounds, "seed": options.seed}
    settings |= {"figures": figures, "encoder": models[0], "ranker": models[1]}
    settings |= {"python": platform.python_version(), "machine": platform.machine(), "cores": os.cpu_count()}
    return SuiteResult(suite="bench", n=len(sample.questions), ungraded=0, scores=scores, settings=settings)


def time_questions(
    library: Library, questions: Sequence[str], on_progress: OnProgress, *, prefix: str = ""
) -> dict[str, Score]:
    """Milliseconds from a question to its fused passages, its reranked ones, and its finished answer."""
    on_progress("Asking", 0, len(questions))
    answer(library, Query(text="warm up"))
    timed: Mapping[str, Callable[[Query], object]] = {
        "evidence": partial(library.search, configuration="fused"),
        "search": library.search,
        "answer": partial(answer, library),
    }
    scores: dict[str, Score] = {}
    for name, work in timed.items():
        spent = [1000 * _seconds(partial(work, Query(text=question))) for question in questions]
        for share in (50, 95):
            scores[f"{prefix}{name}_ms_p{share}"] = Score(value=percentile(spent, share / 100), n=len(spent))
    return scores


def time_encoder(library: Library, sample: Sample, rounds: int) -> Score:
    """Passages encoded a second, as adding does it."""
    texts = _texts(sample)
    library.encoder.encode(texts[:8])
    rates = [len(texts) / _seconds(lambda: library.encoder.encode(texts)) for _ in range(rounds)]
    return Score(value=median(rates), n=len(texts))


def time_ranker(ranker: Ranker, sample: Sample, rounds: int) -> Score:
    """Pairs of a question and a passage judged a second."""
    question, texts = sample.questions[0], _texts(sample)
    ranker.rank(question, texts[:8])
    rates = [len(texts) / _seconds(lambda: ranker.rank(question, texts)) for _ in range(rounds)]
    return Score(value=median(rates), n=len(texts))


def compare_encoders(
    library: Library, sample: Sample, options: BenchOptions, on_progress: OnProgress
) -> dict[str, Score]:
    """How many times as fast as the model on torch, in turn on the same texts; absent without torch."""
    texts = _texts(sample)
    ratios = []
    for done in range(options.rounds):
        on_progress("Comparing with torch", done, options.rounds)
        theirs = encode_with_torch(texts, options.torch_python or Path(sys.executable))
        if theirs is None:
            return {}
        ratios.append(theirs / _seconds(lambda: library.encoder.encode(texts)))
    return {
        "encoder.times_torch": Score(value=median(ratios), n=len(ratios), low=min(ratios), high=max(ratios))
    }


def time_ingest(sample: Sample, on_progress: OnProgress) -> Score:
    """Passages a second from read documents into a new library: cut, embedded, kept and indexed."""
    by_document: dict[str, list[str]] = {}
    for passage in sample.passages:
        by_document.setdefault(passage.document, []).append(passage.text)
    documents = [(name, as_document({"text": "\n".join(texts)})) for name, texts in by_document.items()]
    on_progress("Adding", 0, len(documents))
    with TemporaryDirectory() as folder, Library.open(Path(folder) / "library") as library:
        spent = _seconds(lambda: library.add_read(documents))
        count = library.store.count_passages()
    return Score(value=count / spent, n=count)


def time_cold_ask(folder: Path, questions: Sequence[str], on_progress: OnProgress) -> Score:
    """Seconds from starting `preceptor ask` to its end, a process for each question."""
    command = Path(sys.executable).with_name("preceptor")
    if not command.exists():
        return Score(value=None, n=0, reason=f"there is no preceptor command beside {sys.executable}")
    spent = []
    for done, question in enumerate(questions):
        on_progress("Starting cold", done, len(questions))
        line = [str(command), "ask", question, "--library", str(folder), "--json"]
        start = perf_counter()
        code = subprocess.run(line, capture_output=True, check=False, timeout=COLD_LIMIT_S).returncode  # noqa: S603 - our own command
        spent.append(perf_counter() - start)
        # 0: answered, 1: abstained. Anything else did not do the work.
        if code not in (0, 1):
            return Score(value=None, n=0, reason=f"preceptor ask ended with exit code {code}")
    return Score(value=median(spent), n=len(spent), low=min(spent), high=max(spent))


@contextmanager
def _opened(options: BenchOptions, on_progress: OnProgress) -> Iterator[Library]:
    if options.data is not None:
        corpus = corpus_file(options.data, options.corpus)
        with built_library(
            sources(corpus), corpus, options.cache, on_progress, models=options.models
        ) as built:
            yield built.library
        return
    if not options.library.is_dir():
        raise NotRun(
            f"Not run: there is no library {options.library}.", "Add sources: preceptor library add PATH"
        )
    with Library.open(options.library, setup=Setup(models=options.models)) as library:
        yield library


def _sample(library: Library, options: BenchOptions) -> Sample:
    chance = Random(options.seed)
    documents = library.documents()
    chance.shuffle(documents)
    passages: list[Passage] = []
    titles: list[str] = []
    for document in documents:
        for passage in library.store.passages_of(document.id):
            passages.append(passage)
            titles.append(document.title)
        if len(passages) >= INGESTED:
            break
    if not passages:
        raise NotRun(
            f"Not run: the library {library.folder} is empty.", "Add sources: preceptor library add PATH"
        )
    questions = _asked(options) or [_first_sentence(passage.text) for passage in passages]
    chance.shuffle(questions)
    return Sample(
        questions=tuple(questions[: options.questions]), titles=tuple(titles), passages=tuple(passages)
    )


def _asked(options: BenchOptions) -> list[str]:
    return [] if options.data is None else [ask.text for ask in asks(options.data)]


def _first_sentence(text: str) -> str:
    return next((text[start:end] for start, end in sentences(text)), text)


def _texts(sample: Sample) -> list[str]:
    pairs = list(zip(sample.titles, sample.passages, strict=True))[:ENCODED]
    return [indexed_text(title, passage.headings, passage.text) for title, passage in pairs]


def _at_scale(
    library: Library, sample: Sample, passages: int, *, options: BenchOptions, on_progress: OnProgress
) -> dict[str, Score]:
    with grown(library, passages, options.cache, seed=options.seed, on_progress=on_progress) as large:
        return {
            **time_questions(large, sample.questions, on_progress, prefix="large."),
            "large.passages": Score(value=large.store.count_passages(), n=1),
            "large.dense_recall@10": dense_recall(large, sample.questions, on_progress),
        }


def _seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start
