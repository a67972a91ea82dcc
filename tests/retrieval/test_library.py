"""The library as a whole: what goes in can be found, shown, taken out again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.errors import PreceptorError
from retrieval.library import Library
from retrieval.types import Block, Metadata, Page, Query, ReadDocument, Segment
from tests.retrieval.shelf import WordEncoder

ASTHMA = "Give inhaled salbutamol for an acute asthma attack."
GOUT = "Colchicine shortens an attack of gout."


def read(text: str, **said: object) -> ReadDocument:
    """A Markdown document of one paragraph."""
    segment = Segment(start=0, end=len(text), page=0, page_start=0, page_end=len(text))
    page = Page(index=0, text=text, blocks=(Block(kind="prose", text=text, segments=(segment,)),))
    return ReadDocument(media_type="text/markdown", metadata=Metadata.model_validate(said), pages=(page,))


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """An empty library."""
    with Library.open(tmp_path / "library", encoder=WordEncoder()) as opened:
        yield opened


def test_what_was_read_can_be_found_and_shown(library: Library) -> None:
    assert library.add_read([("asthma", read(ASTHMA, title="Asthma")), ("gout", read(GOUT))]) == 2
    found = library.search(Query(text="colchicine"), k=1)
    (hit,) = found.hits
    assert hit.passage.text == GOUT
    document = library.document(hit.passage.document)
    assert (document.title, document.filename) == ("gout", "gout")
    assert library.page(document.id, 0).text == GOUT
    assert library.passage(hit.passage.id) == hit.passage
    assert library.source_file(document.id) is None


def test_adding_again_what_is_there_adds_nothing(library: Library) -> None:
    asthma = ("asthma", read(ASTHMA))
    assert library.add_read([asthma, asthma]) == 1
    assert library.add_read([asthma]) == 0


def test_a_removed_document_is_not_found_any_more(library: Library) -> None:
    library.add_read([("asthma", read(ASTHMA)), ("gout", read(GOUT))])
    removed = library.remove(next(one.id for one in library.documents() if one.title == "gout"))
    assert removed.title == "gout"
    assert [hit.passage.text for hit in library.search(Query(text="colchicine gout")).hits] == [ASTHMA]


def test_a_library_opened_again_finds_what_was_added(tmp_path: Path) -> None:
    for _ in range(2):
        with Library.open(tmp_path, encoder=WordEncoder()) as library:
            library.add_read([("gout", read(GOUT))])
            assert library.search(Query(text="colchicine")).hits[0].passage.text == GOUT


def test_an_unknown_document_is_one_clear_sentence_with_the_next_step(library: Library) -> None:
    for ask in (library.document, library.remove, library.source_file):
        with pytest.raises(PreceptorError, match="no document 'nothing'") as caught:
            ask("nothing")
        assert caught.value.next_step


def test_the_check_of_a_fresh_library_names_what_its_sources_lack(library: Library) -> None:
    library.add_read([("gout", read(GOUT, licence="CC0", review_due="2020-01-01"))])
    report = library.check()
    assert (report.documents, report.passages, report.sound) == (1, 1, True)
    assert [finding.trouble for finding in report.findings] == ["review overdue", "missing metadata"]
    assert "publisher, published" in report.findings[1].detail


def test_indexes_made_anew_find_the_same(library: Library) -> None:
    library.add_read([("asthma", read(ASTHMA)), ("gout", read(GOUT))])
    before = library.search(Query(text="attack of gout")).hits
    library.rebuild()
    assert library.search(Query(text="attack of gout")).hits == before
