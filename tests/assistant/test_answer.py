"""Answers from a real library: verbatim, cited, in the right order, or an honest abstention."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answer import answer
from assistant.migrations import ASSISTANT
from assistant.types import Answer
from curricula.migrations import CURRICULA
from retrieval.library import Library
from retrieval.types import Query
from tests.retrieval.shelf import WordEncoder
from tests.retrieval.test_library import GOUT, read
from tests.retrieval.test_refresh import Down, DownRanker

OLD = """---
title: Sore throat in adults
kind: guideline
publisher: Example College
edition: "2019"
published: 2019-05-01
---

# Sore throat in adults

## Treatment

Phenoxymethylpenicillin for a bacterial sore throat in adults is given for 10 days.
Paracetamol 1 g every 6 hours relieves the pain of a sore throat in adults.

## Sources

Example College, sore throat guideline, treatment for 10 days.
"""
OTHER = """---
title: Antibiotics in general practice
kind: guideline
publisher: Example Society
published: 2024-02-01
---

# Throat infections

Phenoxymethylpenicillin for a bacterial sore throat in adults is given for 5 days.

| Drug | Dose in adults | Course |
|---|---|---|
| Phenoxymethylpenicillin | 500 mg four times a day | 5 days |
| Clarithromycin | 250 mg twice a day | 5 days |
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("answers")
    for name, text in (("old.md", OLD), ("other.md", OTHER)):
        (folder / name).write_text(text)
    with Library.open(folder / "library", migrations=[*CURRICULA, *ASSISTANT]) as library:
        assert [line.outcome for line in library.add([folder / "old.md", folder / "other.md"])] == [
            "added"
        ] * 2
        yield library


def ask(library: Library, text: str, *history: str) -> Answer:
    return answer(library, Query(text=text, history=history))


def test_every_statement_is_its_quote_and_stands_in_its_passage(library: Library) -> None:
    given = ask(library, "paracetamol dose for sore throat")
    assert given.abstained is None and given.statements
    evidence = {citation.passage for citation in given.evidence}
    for statement in given.statements:
        [citation] = statement.citations
        assert statement.text == citation.quote
        assert library.passage(citation.passage).text[citation.start : citation.end] == citation.quote
        assert citation.passage in evidence
    assert "1 g every 6 hours" in given.statements[0].text


def test_a_sentence_answers_under_the_title_of_its_source(library: Library) -> None:
    given = ask(library, "dose of paracetamol in sore throat in adults")
    assert given.statements[0].text.startswith("Paracetamol 1 g")


def test_the_labels_are_those_of_the_document(library: Library) -> None:
    citation = ask(library, "paracetamol dose for sore throat").statements[0].citations[0]
    assert (citation.title, citation.edition) == ("Sore throat in adults", "2019")
    assert citation.section == "Treatment"
    assert citation.page is None and citation.file_page is None


def test_a_table_row_comes_with_its_cells(library: Library) -> None:
    given = ask(library, "clarithromycin dose")
    assert ("Dose in adults", "250 mg twice a day") in given.statements[0].cells


def test_two_sources_that_disagree_on_a_number_are_shown_side_by_side(library: Library) -> None:
    given = ask(library, "phenoxymethylpenicillin for bacterial sore throat how many days")
    [conflict] = given.conflicts
    assert conflict.about in ("10 days or 5 days", "5 days or 10 days")
    assert {c.published.year for s in conflict.statements for c in s.citations if c.published} == {2019, 2024}
    assert any("10 days" in s.text for s in conflict.statements)
    assert any("5 days" in s.text for s in conflict.statements)


@pytest.mark.parametrize("question", ["dose of adalimumab in psoriasis", "who won the cup final in 1998"])
def test_without_evidence_there_is_no_answer_but_the_nearest_passages(
    library: Library, question: str
) -> None:
    given = ask(library, question)
    assert given.statements == ()
    assert given.abstained is not None and given.abstained.reason
    assert given.abstained.covers


def test_a_follow_up_is_searched_with_its_subject(library: Library) -> None:
    given = ask(library, "and clarithromycin?", "antibiotic for sore throat")
    assert given.standalone == "antibiotic for sore throat clarithromycin?"
    assert any("Clarithromycin" in statement.text for statement in given.statements)


def test_lists_of_sources_are_never_quoted(library: Library) -> None:
    given = ask(library, "Example College sore throat guideline treatment 10 days")
    assert all(citation.section != "Sources" for s in given.statements for citation in s.citations)


def test_the_same_question_gives_the_same_answer(library: Library) -> None:
    first, again = (ask(library, "clarithromycin dose") for _ in range(2))
    assert first.model_dump(exclude={"timings_ms"}) == again.model_dump(exclude={"timings_ms"})


def test_an_empty_library_abstains(tmp_path: Path) -> None:
    with Library.open(tmp_path / "empty") as empty:
        given = ask(empty, "anything at all")
    assert given.abstained is not None and given.evidence == ()


def test_an_answer_says_which_served_model_was_down_and_comes_all_the_same(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library", encoder=WordEncoder(), ranker=None) as library:
        library.add_read([("gout", read(GOUT))])
    with Library.open(tmp_path / "library", encoder=Down(), ranker=DownRanker()) as library:
        told = answer(library, Query(text="colchicine gout"))
    assert [note.partition(":")[0] for note in told.notes] == ["Meaning search is off", "Reranking is off"]
    assert told.fingerprint.encoder == "off"
    assert told.evidence[0].quote == GOUT
