"""What a person typed becomes a query, or one clear sentence."""

from datetime import UTC, datetime

import pytest

from retrieval.errors import WrongUse
from retrieval.types import Document, Filters
from ui.asking import asked, asked_filters, checked_count, checked_filters, find_document


def document(document_id: str, *, topics: tuple[str, ...] = (), jurisdiction: str | None = None) -> Document:
    return Document(
        id=document_id,
        title=document_id,
        kind="guideline",
        media_type="text/markdown",
        pages=1,
        ingested_at=datetime(2026, 1, 1, tzinfo=UTC),
        topics=topics,
        jurisdiction=jurisdiction,
    )


SHELF = [document("abc1", topics=("stroke",), jurisdiction="UK"), document("abd2"), document("abd22")]


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\x00"])
def test_an_empty_question_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(WrongUse, match=r"^The question is empty\. Ask in a few words"):
        asked(text)


def test_a_question_of_10_000_characters_is_refused_with_both_numbers() -> None:
    with pytest.raises(WrongUse, match="has 10,000 characters; at most 2,000"):
        asked("x" * 10_000)


def test_white_space_of_a_question_is_made_plain() -> None:
    assert asked("  dose \n of\tamoxicillin ").text == "dose of amoxicillin"


def test_history_and_filters_reach_the_query() -> None:
    query = asked("and in pregnancy?", filters=Filters(superseded=True), history=["drugs for hypertension"])
    assert query.history == ("drugs for hypertension",)
    assert query.filters.superseded


def test_only_the_last_five_questions_before_are_remembered_each_no_longer_than_one() -> None:
    query = asked("dose?", history=[*map(str, range(7)), " \n", "x" * 3000])
    assert query.history == ("4", "5", "6", "x" * 2000)


def test_an_unknown_kind_is_refused_with_the_choices() -> None:
    with pytest.raises(WrongUse, match=r"kind leaflet\. Choose from: article, guideline, note, textbook"):
        asked_filters(kinds=["leaflet"])


def test_filters_that_no_source_has_are_refused_with_the_choices() -> None:
    with pytest.raises(WrongUse, match=r"topic asthma\. Choose from: stroke"):
        checked_filters(Filters(topics=("asthma",)), SHELF)
    with pytest.raises(WrongUse, match=r"jurisdiction US\. Choose from: UK"):
        checked_filters(Filters(jurisdictions=("US",)), SHELF)


def test_document_filters_come_back_as_full_ids() -> None:
    assert checked_filters(Filters(documents=("abc",)), SHELF).documents == ("abc1",)


def test_a_document_is_found_by_the_only_id_that_begins_so() -> None:
    assert find_document(SHELF, "abc").id == "abc1"


def test_a_whole_id_wins_over_longer_ones_that_begin_with_it() -> None:
    assert find_document(SHELF, "abd2").id == "abd2"


@pytest.mark.parametrize(
    ("given", "complaint"), [("abd", "2 documents"), ("zz", "No document"), ("", "No document")]
)
def test_an_ambiguous_or_unknown_id_is_refused(given: str, complaint: str) -> None:
    with pytest.raises(WrongUse, match=complaint):
        find_document(SHELF, given)


@pytest.mark.parametrize("k", [0, -1, 101])
def test_only_1_to_100_hits_can_be_asked_for(k: int) -> None:
    with pytest.raises(WrongUse, match="Ask for 1 to 100"):
        checked_count(k)
