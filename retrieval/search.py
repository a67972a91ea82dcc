"""From a question to ranked passages: mend spelling, spell out, search both legs, fuse, fold twins, rank."""

import re
from time import perf_counter
from typing import Literal, NamedTuple

from retrieval.abbreviations import expand, senses_in
from retrieval.fusion import Fused, fuse, reranked, single
from retrieval.passages import indexed_text
from retrieval.ports import Encoder, Index, Probe, Ranker, Scope, TermIndex
from retrieval.spelling import spelt
from retrieval.store import Store
from retrieval.text import plain
from retrieval.types import Document, Filters, Found, Hit, Passage, Query

Configuration = Literal["lexical", "dense", "fused", "reranked"]

# Deep enough that recall at 100 documents loses nothing (docs/retrieval.md), shallow enough for 60 ms.
POOL = 200
# More gain nothing on the development sets (docs/retrieval.md) and cost about ten milliseconds each.
RERANKED = 8
REFERENCE_LIST = re.compile(
    r"(?:[\d.]+\s+)?(?:sources?|references|bibliography|works cited|literature cited|further reading)\W*",
    re.I,
)


class Legs(NamedTuple):
    """What a search runs on. Without an encoder the dense leg finds nothing."""

    store: Store
    encoder: Encoder | None
    lexical: TermIndex
    dense: Index
    ranker: Ranker | None = None


def search(legs: Legs, query: Query, k: int = 10, *, configuration: Configuration = "reranked") -> Found:
    """The k best passages; those with the same words as a better one stand with it as duplicates.

    "reranked" is "fused" where there is no ranker. `timings_ms` has "rank" where a ranker was asked.
    """
    started = perf_counter()
    query = query.model_copy(update={"text": spelt(query.text, legs.lexical)})
    expanded = expand(query.text)
    within = scope(legs.store, query.filters)
    encoder = None if configuration == "lexical" else legs.encoder
    vector = None if encoder is None else encoder.encode_queries([expanded])[0]
    ends = {"encode": perf_counter()}
    ranking = _ranking(legs, Probe(query.text, vector, senses_in(query.text)), within, configuration)
    ends["search"] = perf_counter()
    ranker = legs.ranker if configuration == "reranked" else None
    hits = _hits(legs.store, ranking, max(k, RERANKED) if ranker else k)
    ends["load"] = perf_counter()
    if ranker:
        hits = _reranked(ranker, expanded, hits)
        ends["rank"] = perf_counter()
    # A list of references names everything a chapter is about and says nothing of it.
    hits = tuple(sorted(hits, key=_lists_references))
    return Found(
        query=query,
        expanded=expanded,
        hits=hits[:k],
        terms=legs.lexical.frequencies(expanded),
        passages=len(legs.lexical),
        timings_ms=_milliseconds(started, ends),
        vector=None if vector is None else tuple(vector.tolist()),
    )


def _milliseconds(started: float, ends: dict[str, float]) -> dict[str, float]:
    begins = [started, *ends.values()]
    return {name: (end - begin) * 1000 for begin, (name, end) in zip(begins, ends.items(), strict=False)}


def scope(store: Store, filters: Filters) -> Scope | None:
    """The documents that the filters let through; None if they let all through."""
    if filters == Filters():
        superseded = store.catalogue().superseded
        return Scope(superseded, excluded=True) if superseded else None
    documents = store.documents()
    kept = frozenset(document.id for document in documents if _passes(document, filters))
    return None if len(kept) == len(documents) else Scope(kept)


def _passes(document: Document, filters: Filters) -> bool:
    topics = {topic.casefold() for topic in document.topics}
    return (
        (filters.superseded or document.superseded_by is None)
        and (not filters.kinds or document.kind in filters.kinds)
        and (not filters.topics or any(topic.casefold() in topics for topic in filters.topics))
        and (not filters.jurisdictions or document.jurisdiction in filters.jurisdictions)
        and (not filters.documents or document.id in filters.documents)
    )


def _ranking(legs: Legs, probe: Probe, within: Scope | None, configuration: Configuration) -> list[Fused]:
    lexical = [] if configuration == "dense" else legs.lexical.search(probe, POOL, within)
    dense = [] if configuration == "lexical" else legs.dense.search(probe, POOL, within)
    if configuration in ("lexical", "dense"):
        return single(lexical or dense, is_lexical=configuration == "lexical")
    return fuse(lexical, dense)


def _hits(store: Store, ranking: list[Fused], k: int) -> tuple[Hit, ...]:
    """Loads passages a few at a time until k different ones are found."""
    documents = store.catalogue().documents
    groups: dict[str, tuple[Fused, list[Passage]]] = {}
    for start in range(0, len(ranking), k):
        some = ranking[start : start + k]
        passages = {passage.n: passage for passage in store.passages([fused.n for fused in some])}
        for fused in some:
            passage = passages.get(fused.n)
            if passage is None or passage.document not in documents:
                continue
            words = " ".join(plain(passage.text).split())
            if words in groups:
                groups[words][1].append(passage)
            elif len(groups) < k:
                groups[words] = (fused, [passage])
        if len(groups) >= k:
            break
    return tuple(
        _hit(documents[passages[0].document].title, fused, passages) for fused, passages in groups.values()
    )


def _reranked(ranker: Ranker, question: str, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """The best hits in the order of fused score and ranker together, then the others as they were."""
    pool = hits[:RERANKED]
    scores = ranker.rank(
        question, [indexed_text(hit.title, hit.passage.headings, hit.passage.text) for hit in pool]
    )
    judged = [
        hit.model_copy(update={"relevance": score, "fused_rank": rank})
        for rank, (hit, score) in enumerate(zip(pool, scores, strict=True), 1)
    ]
    order = reranked([hit.score for hit in pool], scores)
    return (*(judged[at] for at in order), *hits[RERANKED:])


def _lists_references(hit: Hit) -> bool:
    return any(REFERENCE_LIST.fullmatch(heading.strip()) for heading in hit.passage.headings)


def _hit(title: str, fused: Fused, passages: list[Passage]) -> Hit:
    return Hit(
        passage=passages[0],
        title=title,
        duplicates=tuple(passages[1:]),
        score=fused.score,
        lexical_rank=fused.lexical_rank,
        dense_rank=fused.dense_rank,
        lexical_score=fused.lexical_score,
        dense_score=fused.dense_score,
    )
