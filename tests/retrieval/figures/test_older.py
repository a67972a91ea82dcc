"""Figures of documents from before figures were kept: told, read from the originals, then found."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update

from retrieval.library import Library
from retrieval.store.engine import writing
from retrieval.store.schema import documents, figures
from retrieval.types import Query
from tests.retrieval.figures.samples import atlas
from tests.retrieval.shelf import WordEncoder

ASKED = Query(text="electrocardiogram atrial fibrillation")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A library as it was before: an atlas whose figures nobody has read, and a note without any."""
    (tmp_path / "note.md").write_text("# Gout\n\nColchicine shortens an attack.\n", encoding="utf-8")
    with Library.open(tmp_path / "library", encoder=WordEncoder(), ranker=None) as opened:
        list(opened.add([atlas(tmp_path), tmp_path / "note.md"]))
        with writing(opened.store.engine) as connection:
            connection.execute(figures.delete())
            connection.execute(update(documents).values(figures_read=0))
        yield opened


def test_what_waits_is_told_by_search_check_and_counts_and_read_once(library: Library) -> None:
    atlas_id = next(one.id for one in library.documents() if one.media_type == "application/pdf")
    assert library.figures.counts().told(atlas_id) is None
    waiting = [one for one in library.check().findings if one.trouble == "figures not read"]
    assert len(waiting) == 2 and library.check().sound
    found = library.figures.search(ASKED)
    assert any("2 sources have figures that are not read yet" in note for note in found.notes)
    library.wait()
    found = library.figures.search(ASKED)
    assert found.notes == () and found.hits[0].figure.page == 1 and found.hits[0].figure.passage
    assert library.figures.counts().told(atlas_id) == 3 and library.figures.read_older().total == 3
    assert library.search(Query(text="colchicine")).hits and library.check().sound


def test_an_original_that_is_gone_leaves_the_others_readable(library: Library) -> None:
    for document in library.documents():
        path = library.source_file(document.id)
        if document.media_type == "text/markdown" and path is not None:
            path.unlink()
    counts = library.figures.read_older()
    assert counts.total == 3 and counts.unread == ()
