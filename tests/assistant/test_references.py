"""References are found in the library as it is now, or it is said why not."""

from collections.abc import Iterator

import pytest

from assistant.references import Resolved, resolve
from curricula.types import Reference
from retrieval.library import Library
from tests.retrieval.shelf import WordEncoder

QUOTE = "Pericarditis hurts less when the patient leans forward."


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("books")
    page = folder / "heart.md"
    page.write_text(
        f"# The heart\n\nChest pain is common. {QUOTE.replace('when', 'when ')} Ask for it.\n", "utf-8"
    )
    with Library.open(folder / "library", encoder=WordEncoder(), ranker=None) as opened:
        list(opened.add([page]))
        yield opened


def found(library: Library, document: str, quote: str = QUOTE) -> Resolved:
    return resolve(library.store, Reference(document=document, quote=quote))


def test_a_quote_is_found_to_the_letter_but_for_white_space(library: Library) -> None:
    citation = found(library, "the  Heart").citation
    assert citation is not None
    assert " ".join(citation.quote.split()) == QUOTE
    assert library.passage(citation.passage).text[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize(
    ("document", "quote", "reason"),
    [
        ("The lung", QUOTE, "no source of this title"),
        ("The heart", "Words that stand nowhere in there.", "in no passage"),
        ("The heart", "is", "too few words"),
    ],
)
def test_what_is_not_found_has_its_reason(library: Library, document: str, quote: str, reason: str) -> None:
    place = found(library, document, quote)
    assert place.citation is None
    assert reason in place.reason
