"""Does search find the right documents? Rankings of the running app against judged queries."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from time import perf_counter
from typing import NamedTuple, get_args

from eval.corpora import built_library
from eval.data import Ask, asks, corpus_file, judgements, sources
from eval.metrics import mean
from eval.quoted import is_quoted, judged_passages, library_of, read_quoted
from eval.types import NotRun, OnProgress, Score, Setting, SuiteOptions, SuiteResult
from retrieval.library import Library
from retrieval.measure import bpref, condensed, first_of_each, hit, ndcg, percentile, recall, reciprocal_rank
from retrieval.search import Configuration, search
from retrieval.types import Passage, Query

CONFIGURATIONS: tuple[Configuration, ...] = get_args(Configuration)
Judgements = Mapping[str, Mapping[str, int]]
Rankings = Mapping[str, Sequence[str]]

RANKED = 300
"""Passages: deep enough for the hundred documents of recall@100."""
SHOWN = 10
"""Passages the app asks for; queries are timed at this depth."""
TIMED = 200
"""Queries: a 95th percentile of these has ten slower ones behind it."""


class Ground(NamedTuple):
    """What queries are run on: a library, the unit that a passage is judged as, and the judged queries."""

    library: Library
    unit: Callable[[Passage], str]
    asked: Sequence[Ask]
    judged: Judgements
    settings: Mapping[str, Setting]


def run(options: SuiteOptions, on_progress: OnProgress) -> SuiteResult:
    """Each configuration's figures over the judged queries of `options.data`."""
    opened = _passages_quoted if is_quoted(options.data) else _documents_judged
    with opened(options, on_progress) as ground:
        return _measured(ground, options, on_progress)


@contextmanager
def _documents_judged(options: SuiteOptions, on_progress: OnProgress) -> Iterator[Ground]:
    asked, judged = asks(options.data), judgements(options.data)
    if not any(judged.get(query.id) for query in asked):
        raise NotRun(
            f"Not run: no query of {options.data} is judged in its qrels.", "Check that the ids agree."
        )
    corpus = corpus_file(options.data, options.corpus)
    with built_library(
        sources(corpus, options.group_by), corpus, options.cache, on_progress, models=options.models
    ) as built:
        settings = {**built.settings, "group_by": options.group_by}
        yield Ground(built.library, lambda passage: built.groups[passage.document], asked, judged, settings)


@contextmanager
def _passages_quoted(options: SuiteOptions, on_progress: OnProgress) -> Iterator[Ground]:
    quoted = read_quoted(options.data)
    with library_of(options.data, options.cache, on_progress, models=options.models) as library:
        judged = judged_passages(library, quoted)
        settings: dict[str, Setting] = {
            "documents": len(library.documents()),
            "passages": library.store.count_passages(),
            "encoder": library.encoder.fingerprint,
            "ranker": library.ranker.fingerprint if library.ranker else None,
        }
        asked = [one.ask for one in quoted]
        yield Ground(library, lambda passage: passage.id, asked, judged, settings)


def _measured(ground: Ground, options: SuiteOptions, on_progress: OnProgress) -> SuiteResult:
    graded = [query for query in ground.asked if ground.judged.get(query.id)]
    binary_from = relevant_from(ground.judged) if options.relevant_from is None else options.relevant_from
    scores: dict[str, Score] = {}
    for configuration in CONFIGURATIONS:
        timed = _times(ground, graded[:TIMED], configuration)
        rankings = _rankings(ground, graded, configuration, on_progress)
        for part, members in _parts(graded, options.break_down):
            ranked = {query.id: rankings[query.id] for query in members}
            figures = score_rankings(ranked, ground.judged, binary_from, seed=options.seed)
            scores |= {f"{configuration}.{part}{name}": score for name, score in figures.items()}
        scores |= {f"{configuration}.{name}": score for name, score in timed.items()}
    n = next(score.n for name, score in scores.items() if name.endswith(".ndcg@10"))
    settings = {**ground.settings, "data": options.data.resolve().name}
    settings |= {"relevant_from": binary_from, "passages_ranked": RANKED, "seed": options.seed}
    ungraded = len(ground.asked) - n
    return SuiteResult(suite="retrieval", n=n, ungraded=ungraded, scores=scores, settings=settings)


def relevant_from(judged: Judgements) -> int:
    """The grade from which a document is relevant in the binary measures.

    2 on a scale that reaches 3, where 1 means "on the subject, but no answer", as in TREC LiveQA and TREC
    Deep Learning; otherwise 1.
    """
    return 2 if any(grade >= 3 for grades in judged.values() for grade in grades.values()) else 1


def score_rankings(
    rankings: Rankings, judged: Judgements, binary_from: int, *, seed: int = 0
) -> dict[str, Score]:
    """The measures over all rankings, and on judged documents only where the judges named wrong ones too."""
    columns: dict[str, list[float | None]] = {}
    names_wrong_ones = any(grade < 1 for grades in judged.values() for grade in grades.values())
    for query, ranking in rankings.items():
        figures = _measures(ranking, judged[query], binary_from)
        if names_wrong_ones:
            figures |= _on_judged(ranking, judged[query], binary_from)
        for name, figure in figures.items():
            columns.setdefault(name, []).append(figure)
    return {name: mean(column, seed=seed) for name, column in columns.items()}


def _measures(ranking: Sequence[str], grades: Mapping[str, int], binary_from: int) -> dict[str, float | None]:
    relevant = _relevant(grades, binary_from)
    return {
        "ndcg@10": ndcg(ranking, grades, 10),
        "recall@10": recall(ranking, relevant, 10),
        "recall@100": recall(ranking, relevant, 100),
        "mrr@10": reciprocal_rank(ranking, relevant, 10),
        "hit@1": hit(ranking, relevant, 1),
        "hit@5": hit(ranking, relevant, 5),
    }


def _on_judged(
    ranking: Sequence[str], grades: Mapping[str, int], binary_from: int
) -> dict[str, float | None]:
    judged = frozenset(grades)
    return {
        "judged.ndcg@10": ndcg(condensed(ranking, judged), grades, 10),
        "judged.bpref": bpref(ranking, _relevant(grades, binary_from), judged),
    }


def _relevant(grades: Mapping[str, int], binary_from: int) -> frozenset[str]:
    return frozenset(document for document, grade in grades.items() if grade >= binary_from)


def _rankings(
    ground: Ground, queries: Sequence[Ask], configuration: Configuration, on_progress: OnProgress
) -> Rankings:
    """For each query the documents, each at the place of its best passage or that passage's twin."""
    rankings, legs = {}, ground.library.legs()
    for done, query in enumerate(queries, 1):
        found = search(legs, Query(text=query.text), RANKED, configuration=configuration)
        passages = [passage for one in found.hits for passage in (one.passage, *one.duplicates)]
        rankings[query.id] = first_of_each([ground.unit(passage) for passage in passages])
        on_progress(f"Searching ({configuration})", done, len(queries))
    return rankings


def _times(ground: Ground, queries: Sequence[Ask], configuration: Configuration) -> dict[str, Score]:
    """From query to passages in milliseconds, in process, in an app that has answered before."""
    spent, legs = [], ground.library.legs()
    search(legs, Query(text="warm up"), SHOWN, configuration=configuration)
    for query in queries:
        start = perf_counter()
        search(legs, Query(text=query.text), SHOWN, configuration=configuration)
        spent.append((perf_counter() - start) * 1000)
    return {
        "query_ms_p50": Score(value=percentile(spent, 0.5), n=len(spent)),
        "query_ms_p95": Score(value=percentile(spent, 0.95), n=len(spent)),
    }


def _parts(queries: Sequence[Ask], field: str | None) -> Iterator[tuple[str, Sequence[Ask]]]:
    """All queries, then those of each value of the field, as a prefix of their metric names."""
    yield "", queries
    if field is not None:
        for value in dict.fromkeys(query.fields.get(field, "none") for query in queries):
            yield (
                f"{field}={value}.",
                [query for query in queries if query.fields.get(field, "none") == value],
            )
