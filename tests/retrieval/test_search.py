"""Search over a real library: filters, editions, duplicates, and each leg alone."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import get_args

import pytest

from retrieval.library import Library
from retrieval.search import RERANKED, Configuration, search
from retrieval.types import Document, Filters, Found, Query
from tests.retrieval.shelf import WordEncoder
from tests.retrieval.words import WordRanker

PAGE = """---
title: {title}
kind: {kind}
edition: "{edition}"
published: {published}
jurisdiction: {jurisdiction}
topics: [{topic}]
{more}
---

# {title}

{text}
"""
SHARED = "Give oral rehydration solution to every child with acute diarrhoea."


def write(folder: Path, name: str, text: str, **fields: str) -> Path:
    facts = {
        "title": name.title(),
        "kind": "guideline",
        "edition": "1",
        "published": "2024-01-01",
        "jurisdiction": "WHO",
        "topic": name,
        "more": "",
    }
    path = folder / f"{name}.md"
    path.write_text(PAGE.format(text=text, **{**facts, **fields}))
    return path


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("search")
    files = [
        write(folder, "diarrhoea", f"{SHARED}\n\n## Zinc\n\nZinc is given for 10 to 14 days."),
        write(folder, "rehydration", SHARED, kind="textbook", jurisdiction="UK"),
        write(
            folder, "fever", "Paracetamol relieves fever in children.", edition="1", published="2015-01-01"
        ),
    ]
    with Library.open(folder / "library") as library:
        assert {line.outcome for line in library.add(files)} == {"added"}
        newer = write(
            folder,
            "fever-2",
            "Paracetamol or ibuprofen relieves fever and distress in children.",
            title="Fever",
            edition="2",
            more=f"supersedes: {titled(library, 'Fever').id}",
        )
        assert {line.outcome for line in library.add([newer])} == {"added"}
        yield library


def titled(library: Library, title: str) -> Document:
    return next(document for document in library.documents() if document.title == title)


def editions(library: Library, found: Found) -> list[str | None]:
    return [library.document(hit.passage.document).edition for hit in found.hits]


def test_a_superseded_edition_stays_out_unless_it_is_asked_for(library: Library) -> None:
    fever = Query(text="paracetamol fever children", filters=Filters(topics=("fever", "fever-2")))
    assert editions(library, library.search(fever)) == ["2"]
    with_history = fever.model_copy(update={"filters": Filters(topics=("fever", "fever-2"), superseded=True)})
    assert sorted(editions(library, library.search(with_history)), key=str) == ["1", "2"]


def test_the_same_words_in_two_sources_are_one_hit_with_a_duplicate(library: Library) -> None:
    first = library.search(Query(text="oral rehydration solution diarrhoea"), configuration="fused").hits[0]
    assert first.passage.text == SHARED
    assert [passage.text for passage in first.duplicates] == [SHARED]
    assert first.duplicates[0].document != first.passage.document


@pytest.mark.parametrize(
    ("filters", "titles"),
    [
        (Filters(kinds=("textbook",)), {"Rehydration"}),
        (Filters(jurisdictions=("UK",)), {"Rehydration"}),
        (Filters(topics=("DIARRHOEA",)), {"Diarrhoea"}),
        (Filters(topics=("nothing",)), set()),
    ],
)
@pytest.mark.parametrize("configuration", get_args(Configuration))
def test_filters_hold_in_every_configuration(
    library: Library, filters: Filters, titles: set[str], configuration: Configuration
) -> None:
    query = Query(text="oral rehydration solution", filters=filters)
    found = search(library.legs(), query, configuration=configuration)
    assert {library.document(hit.passage.document).title for hit in found.hits} == titles


def test_each_leg_reports_its_own_rank_and_score(library: Library) -> None:
    fused = library.search(Query(text="zinc for how many days"), configuration="fused")
    best = fused.hits[0]
    assert (best.lexical_rank, best.dense_rank) == (1, 1)
    assert best.dense_score is not None and 0 < best.dense_score <= 1
    lexical = search(library.legs(), Query(text="zinc"), configuration="lexical").hits[0]
    assert lexical.dense_rank is None and lexical.score == lexical.lexical_score


def test_spelling_is_mended_and_abbreviations_are_spelt_out(library: Library) -> None:
    found = library.search(Query(text="ORS for diarhoea"))
    assert found.query.text == "ORS for diarrhoea"
    assert "oral rehydration s" in found.expanded
    assert found.terms["diarrhoea"] > 0 and found.passages == 5


def test_k_limits_the_hits(library: Library) -> None:
    assert len(library.search(Query(text="children"), k=2).hits) == 2


@pytest.fixture(scope="module")
def wards(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """More passages than a ranker is shown, each of different words."""
    folder = tmp_path_factory.mktemp("wards")
    lines = [f"# Ward {n}\n\nFever on ward {n} is measured {n} times a day." for n in range(1, 25)]
    (folder / "wards.md").write_text("\n\n".join(lines))
    with Library.open(folder / "library", encoder=WordEncoder(), ranker=WordRanker()) as library:
        assert [line.outcome for line in library.add([folder / "wards.md"])] == ["added"]
        yield library


def test_the_ranker_judges_the_best_passages_and_leaves_the_rest_in_their_order(wards: Library) -> None:
    fused = wards.search(Query(text="fever ward"), k=24, configuration="fused").hits
    found = wards.search(Query(text="fever ward"), k=24).hits
    judged, rest = found[:RERANKED], found[RERANKED:]
    assert rest == fused[RERANKED:] and len(rest) == 24 - RERANKED
    assert {hit.passage.id for hit in judged} == {hit.passage.id for hit in fused[:RERANKED]}
    assert all(fused[(hit.fused_rank or 0) - 1].passage == hit.passage for hit in judged)
    assert all(
        hit.relevance is not None and hit.score == fused[(hit.fused_rank or 0) - 1].score for hit in judged
    )


class Contrary(WordRanker):
    """Holds the passage that fusion put last in its pool for the best."""

    def rank(self, query: str, texts: Sequence[str]) -> list[float]:
        """Higher the later it stands."""
        return [at / len(texts) for at in range(len(texts))]


def test_a_passage_beyond_the_few_wanted_can_be_ranked_among_them(wards: Library) -> None:
    legs = wards.legs()._replace(ranker=Contrary())
    [first] = search(legs, Query(text="fever ward 7"), 1).hits
    assert first.fused_rank is not None
    pool = search(legs, Query(text="fever ward 7"), RERANKED).hits
    assert {hit.fused_rank for hit in pool} == set(range(1, RERANKED + 1))
    assert pool[0] == first


def test_without_a_ranker_the_fused_order_stands(wards: Library) -> None:
    unranked = search(wards.legs()._replace(ranker=None), Query(text="fever ward 7"))
    fused = wards.search(Query(text="fever ward 7"), configuration="fused")
    assert unranked.hits == fused.hits and unranked.hits[0].relevance is None
    assert "rank" not in unranked.timings_ms
    assert "rank" in wards.search(Query(text="fever ward 7")).timings_ms


def test_the_vector_of_the_question_is_kept_out_of_the_json(wards: Library) -> None:
    found = wards.search(Query(text="fever"))
    assert found.vector == tuple(WordEncoder().encode_queries([found.expanded])[0].tolist())
    assert "vector" not in found.model_dump() and "vector" not in found.model_dump_json()
    assert wards.search(Query(text="fever"), configuration="lexical").vector is None


def test_a_list_of_references_comes_after_what_says_something(tmp_path: Path) -> None:
    text = (
        "# Gout\n\nColchicine relieves an acute attack.\n\n## References\n\n"
        "Colchicine dose in gout: a trial of colchicine dose for an acute attack of gout.\n\n"
        "## References to a specialist\n\nRefer gout of the young."
    )
    (tmp_path / "gout.md").write_text(text)
    with Library.open(tmp_path / "library") as library:
        assert [line.outcome for line in library.add([tmp_path / "gout.md"])] == ["added"]
        for configuration in get_args(Configuration):
            found = library.search(
                Query(text="colchicine dose acute attack gout"), configuration=configuration
            )
            assert [hit.passage.headings[-1] for hit in found.hits][-1] == "References"
