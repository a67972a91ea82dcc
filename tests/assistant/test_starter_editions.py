"""Two chapters ship in two editions: the newer is found, the older where history is asked for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.home import STARTER, build_starter, open_library
from assistant.settings import read_settings
from retrieval.library import Library
from retrieval.types import Filters, Query
from tests.curricula.test_starter_library import OLDER_EDITIONS

ASKED = {
    "atrial-fibrillation-2021": "Is female sex a point in the stroke score of atrial fibrillation?",
    "copd-and-asthma-2018": "Which reliever is preferred in asthma?",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library that was first filled with both editions of each."""
    folder = tmp_path_factory.mktemp("editions")
    source = folder / "starter"
    source.mkdir()
    for stem in (*OLDER_EDITIONS, *OLDER_EDITIONS.values()):
        source.joinpath(f"{stem}.md").write_bytes(STARTER.joinpath(f"{stem}.md").read_bytes())
    with open_library(read_settings(library=folder / "library")) as opened:
        lines = list(build_starter(opened, lambda _progress: None, source=source))
        assert [line.notes for line in lines] == [()] * 4
        yield opened


@pytest.mark.parametrize("stem", OLDER_EDITIONS)
def test_the_first_start_links_the_editions(library: Library, stem: str) -> None:
    by_name = {Path(one.filename).stem: one for one in library.documents()}
    older, newer = by_name[stem], by_name[OLDER_EDITIONS[stem]]
    assert (newer.supersedes, older.superseded_by, newer.superseded_by) == (older.id, newer.id, None)


@pytest.mark.parametrize("stem", OLDER_EDITIONS)
def test_the_older_edition_is_found_only_where_history_is_asked_for(library: Library, stem: str) -> None:
    older = next(one.id for one in library.documents() if Path(one.filename).stem == stem)

    def found(*, superseded: bool) -> set[str]:
        query = Query(text=ASKED[stem], filters=Filters(superseded=superseded))
        return {hit.passage.document for hit in library.search(query, 10).hits}

    assert older not in found(superseded=False)
    assert older in found(superseded=True)
