import re
from html.parser import HTMLParser

from assistant.record import Asked, Turn
from assistant.types import Abstention, Answer
from tests.ui.answers import HOSTILE, abstention, answer, citation, disagreement, row, statement
from tests.ui.people import NOON
from ui.web.evidence import citation_url
from ui.web.render import answer_html, conversation


class Outline(HTMLParser):
    """What a browser would make of the HTML: its tags, attributes and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def turn(
    question: str = "What lowers blood pressure?", given: Answer | None = None, turn_id: str = "t1"
) -> Turn:
    return Turn(turn_id=turn_id, user_id="u", session_id="s", question=question, asked_at=NOON, answer=given)


def test_every_statement_has_a_chip_that_opens_its_quote() -> None:
    given = answer(
        statement(), statement("Thiazides too.", citations=(citation("Thiazides too.", page="13"),))
    )
    chips = [link for link in Outline(answer_html(given, "t1")).all("a") if link.get("class") == "chip"]
    assert len(chips) == 4, "two statements and two references"
    assert chips[0]["href"] == "/source/d1?passage=p1&start=0&end=33"
    assert chips[0]["aria-label"] == "Source 1: Hypertension in adults, p. 12 (file page 14)"


def test_the_same_page_keeps_one_number_and_another_page_gets_the_next() -> None:
    same = statement("Again.", citations=(citation("Again."),))
    other = statement("Other.", citations=(citation("Other.", page="13", file_page=15),))
    html = answer_html(answer(statement(), same, other), "t1")
    assert re.findall(r'class="chip"[^>]*>(\d+)</a>', html) == ["1", "1", "2", "1", "2"]


def test_edition_and_date_stand_beside_every_source() -> None:
    text = Outline(answer_html(answer(statement()), "t1")).text
    assert "Example Society · 2nd edition · 3 May 2024 · p.\u00a012 (file page 14)" in text


def test_a_source_without_a_date_says_so() -> None:
    undated = statement(citations=(citation(published=None),))
    assert "undated" in Outline(answer_html(answer(undated), "t1")).text


def test_what_is_not_supported_is_struck_through_with_its_reason() -> None:
    doubtful = statement("Take 500 g.", verdict="contradicted", reason="The passage says 500 mg.")
    html = answer_html(answer(doubtful), "t1")
    assert '<s title="Contradicted: The passage says 500 mg.">Take 500 g.</s>' in html, "on hover"
    assert "The passage says 500 mg." in Outline(html).text, "and on tap"
    assert "<s" not in re.findall("<s[ >]", answer_html(answer(statement()), "t1"))


def test_rows_of_one_table_are_drawn_as_one_table() -> None:
    rows = [
        row((("Drug", drug), ("Dose", dose)))
        for drug, dose in (("Amlodipine", "5 mg"), ("Ramipril", "2.5 mg"))
    ]
    outline = Outline(answer_html(answer(*rows), "t1"))
    assert len(outline.all("table")) == 1
    assert len(outline.all("th")) == 3
    assert len(outline.all("tr")) == 3


def test_a_superseded_source_and_one_not_reviewed_carry_badges() -> None:
    old = statement(citations=(citation(superseded=True, review="Cross-read, not clinician-reviewed"),))
    html = answer_html(answer(old), "t1")
    assert '<span class="badge badge-warning">superseded</span>' in html
    assert 'badge-caution" title="Cross-read, not clinician-reviewed">not clinician-reviewed</span>' in html
    reviewed = statement(citations=(citation(review="clinician-reviewed"),))
    assert "badge-caution" not in answer_html(answer(reviewed), "t1")


def test_an_abstention_is_one_line_with_the_nearest_passages_and_what_is_covered() -> None:
    outline = Outline(answer_html(abstention(), "t1"))
    assert "No answer found. No passage answers this." in outline.text
    assert "Nearest passages" in outline.text and "heart failure" in outline.text
    assert any(link.get("data-source") is None and "data-source" in link for link in outline.all("a"))


def test_an_abstention_with_nothing_near_shows_only_the_line() -> None:
    empty = answer(abstained=Abstention(reason="The library is empty."), evidence=())
    text = Outline(answer_html(empty, "t1")).text
    assert "The library is empty." in text and "Nearest" not in text and "covers" not in text


def test_a_disagreement_shows_both_sides_with_their_dates() -> None:
    text = Outline(answer_html(disagreement(), "t1")).text
    assert "Sources disagree: mg" in text
    assert "2 January 2015" in text and "3 May 2024" in text


def test_a_follow_up_says_how_it_was_understood() -> None:
    follow_up = answer(statement(), question="And in pregnancy?", standalone="Amlodipine in pregnancy?")
    assert "Understood as: Amlodipine in pregnancy?" in Outline(answer_html(follow_up, "t1")).text


def test_the_newest_turn_is_open_and_earlier_ones_are_folded_to_their_question() -> None:
    earlier = [Asked(turn_id="t1", question="First?"), Asked(turn_id="t2", question="Second?")]
    html = conversation(turn("Third?", answer(statement()), "t3"), earlier)
    assert html.index("Third?") < html.index("Second?") < html.index("First?")
    assert '<summary class="question">First?</summary>' in html and 'data-fold="/turn/t1"' in html
    assert conversation(None) == ""


def test_the_time_to_evidence_and_how_well_it_matches_are_shown_small() -> None:
    text = Outline(answer_html(answer(statement()), "t1")).text
    assert "Evidence in 21 ms · verbatim quotes, no model · the sources match the question closely" in text
    silent = answer(statement(), confidence=None, timings_ms={})
    assert "match the question" not in Outline(answer_html(silent, "t1")).text


def test_a_turn_of_another_version_says_what_to_do() -> None:
    assert "Ask again to see it." in conversation(turn(given=None))


def test_nothing_hostile_gets_through_as_markup() -> None:
    bad = citation(
        HOSTILE,
        title=HOSTILE,
        publisher=HOSTILE,
        edition=HOSTILE,
        page=HOSTILE,
        review=HOSTILE,
        document=HOSTILE,
        passage=HOSTILE,
    )
    one = statement(HOSTILE, citations=(bad,), verdict="unsupported", reason=HOSTILE)
    cells = row(((HOSTILE, HOSTILE),), citations=(bad,))
    given = answer(one, cells, question=HOSTILE, standalone=HOSTILE + "!", evidence=(bad,))
    nothing = Abstention(reason=HOSTILE, nearest=(bad,), covers=(HOSTILE,))
    html = conversation(turn(HOSTILE, given), [Asked(turn_id=HOSTILE, question=HOSTILE)])
    html += conversation(turn(HOSTILE, given.model_copy(update={"abstained": nothing}), "t2"))
    outline = Outline(html)
    assert not {"script", "img"} & {name for name, _ in outline.tags}
    assert not any(name.startswith("on") for _, attributes in outline.tags for name in attributes)
    assert HOSTILE in outline.text, "it is shown as it was written"
    assert not re.search(r"\{\{|\$\{|`", html), "the page's template language sees nothing of it"


def test_the_citation_address_quotes_what_it_carries() -> None:
    assert (
        citation_url(citation(document="a/b", passage="p&q")) == "/source/a%2Fb?passage=p%26q&start=0&end=33"
    )


def test_how_well_the_sources_match_is_said_in_words_and_only_of_an_answer() -> None:
    for probability, words in ((0.9, "closely"), (0.2, "loosely: read around the quote")):
        assert words in answer_html(answer(statement(), confidence=probability), "t1")
    assert "match the question" not in answer_html(answer(confidence=0.1), "t1")


def test_two_headings_on_one_page_are_one_reference() -> None:
    one, two = (statement(s, citations=(citation(s, section=s),)) for s in ("First.", "Second."))
    assert 'value="2"' not in answer_html(answer(one, two), "t1")


def test_what_was_off_is_said_above_the_answer() -> None:
    html = answer_html(answer(statement(), notes=("Meaning search is off: <no> server.",)), "t1")
    assert "Meaning search is off: &lt;no&gt; server." in html
