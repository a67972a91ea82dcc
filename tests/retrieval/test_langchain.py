"""The LangChain retriever gives what a search gives, with its place."""

from pathlib import Path

import pytest

from retrieval.library import Library
from retrieval.types import Query


def test_a_chain_gets_the_passages_of_a_search_with_their_places(tmp_path: Path) -> None:
    pytest.importorskip("langchain_core", reason="needs the extra: pip install 'preceptor[langchain]'")
    from retrieval.langchain import LibraryRetriever

    source = tmp_path / "asthma.md"
    source.write_text(
        "---\ntitle: Asthma\nedition: '3'\n---\n# Asthma\n\n## Acute\n\nGive salbutamol at once.\n"
    )
    with Library.open(tmp_path / "library") as library:
        assert [line.outcome for line in library.add([source])] == ["added"]
        [document] = LibraryRetriever(library=library, k=3).invoke("salbutamol")
        [hit] = library.search(Query(text="salbutamol")).hits
    assert document.page_content == hit.passage.text == "Give salbutamol at once."
    assert document.id == hit.passage.id
    assert (document.metadata["title"], document.metadata["edition"]) == ("Asthma", "3")
    assert document.metadata["superseded"] is False
