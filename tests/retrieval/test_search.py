"""Search over a real library: filters, editions, duplicates, and each leg alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.library import Library
from retrieval.search import search
from retrieval.types import Document, Filters, Found, Query

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
    first = library.search(Query(text="oral rehydration solution diarrhoea")).hits[0]
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
@pytest.mark.parametrize("configuration", ["lexical", "dense", "fused"])
def test_filters_hold_in_every_configuration(
    library: Library, filters: Filters, titles: set[str], configuration: str
) -> None:
    query = Query(text="oral rehydration solution", filters=filters)
    found = search(library.legs(), query, configuration=configuration)  # type: ignore[arg-type]
    assert {library.document(hit.passage.document).title for hit in found.hits} == titles


def test_each_leg_reports_its_own_rank_and_score(library: Library) -> None:
    fused = library.search(Query(text="zinc for how many days"))
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
