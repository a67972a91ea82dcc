"""After a case: questions on what it was about, and cards of what was missed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.learner.cards import OwnCards
from assistant.references import Resolved
from assistant.types import Citation
from curricula.cases.types import Case, Line
from curricula.items.bank import Bank
from curricula.items.keeping import Source
from curricula.items.types import Option, SingleBestAnswer
from curricula.types import Reference
from tests.assistant.case.bedside import ADA, make_engine
from tests.assistant.case.encounter import NOW
from tests.ui.cases.test_debrief import marked_case, play
from tests.ui.cases.ward import Browser, ward

PAGE = "/encounter/encounter-1/debrief"
SENTENCE = "Ibuprofen 600 mg three times a day is the first-line treatment of pericarditis in adults."
CITED = Reference(document="Chest pain in adults", quote=SENTENCE)
LOST = Reference(document="Chest pain in adults", quote="Words that are nowhere any more.")


def line(name: str, *references: Reference) -> Line:
    return Line(id=name, domain="history", text=f"Asks {name}", any_of=("position",), references=references)


def case() -> Case:
    lines = (line("eases", LOST, CITED), line("spreads", LOST), line("is-short", CITED))
    greeted = Line(id="asks-onset", domain="history", text="Asks", any_of=("onset",), references=(CITED,))
    return marked_case(checklist=(*lines, greeted), objectives=("assess-acute-chest-pain",))


def found(reference: Reference) -> Resolved:
    if reference == LOST:
        return Resolved(None, "these words stand in no passage of that source now")
    quote = reference.quote
    cited = Citation(
        passage="p", document="d1", title=reference.document, quote=quote, start=0, end=len(quote)
    )
    return Resolved(cited)


def item(number: int, *, topic: str, objective: str = "other") -> SingleBestAnswer:
    options = tuple(Option(id=name, text=f"Thing {name}", correct=name == "a") for name in "abcd")
    return SingleBestAnswer(
        type="single_best_answer",
        id=f"item-{number}",
        title=f"Item {number}",
        status="published",
        author="A. Author",
        topics=(topic,),
        objectives=(objective,),
        vignette=f"A patient has complaint number {number}.",
        lead_in="What is it?",
        options=options,
    )


@pytest.fixture
def ada(tmp_path: Path) -> Iterator[Browser]:
    engine = make_engine(tmp_path)
    bank = Bank(engine)
    topics = ("chest pain", "Chest Pain", "acute pericarditis", "skin")
    for number, topic in enumerate(topics):
        bank.put(item(number, topic=topic), Source(origin="yaml", at=NOW))
    bank.put(item(9, topic="x", objective="assess-acute-chest-pain"), Source(origin="yaml", at=NOW))
    engine.dispose()
    with ward(tmp_path, case(), resolve=found) as people:
        play(people["ada"])
        yield people["ada"]


def test_objectives_and_topics_of_the_case_that_the_bank_has_lead_into_a_quiz(ada: Browser) -> None:
    page = ada.get(PAGE).text
    assert 'action="/quiz/start"' in page
    assert 'name="objective" value="assess-acute-chest-pain"' in page
    assert "Assess acute chest pain · 1 question<" in page
    assert 'name="topic" value="acute pericarditis"' in page, "the disease"
    assert "Chest pain" in page, "a topic of the source of what was missed"
    assert 'value="skin"' not in page


def test_a_missed_line_with_a_source_is_kept_as_a_card_in_ones_own_words(
    ada: Browser, tmp_path: Path
) -> None:
    page = ada.get(PAGE).text
    assert page.count("Keep as a card") == 2, "two were missed whose source can be shown"
    assert "{{" not in page, "braces arrive inert"
    mine = "{{Ibuprofen}} is given for <b>pericarditis</b>."
    reply = ada.post("/encounter/encounter-1/card", line="eases", text=mine)
    assert (reply.status_code, reply.headers["location"]) == (303, f"{PAGE}#line-eases")
    again = ada.get(PAGE).text
    assert "Kept as a card: " in again and "&lt;b&gt;pericarditis" in again
    engine = make_engine(tmp_path)
    [kept] = OwnCards(engine).of(ADA.user_id)
    engine.dispose()
    assert (kept.card.text, kept.card.extra) == (mine, CITED.document)
    assert kept.card.references == (CITED,) and kept.item_id is None


def test_a_card_that_hides_nothing_or_of_a_line_that_was_done_is_not_kept(ada: Browser) -> None:
    assert (
        "Put what is to be recalled into"
        in ada.post("/encounter/encounter-1/card", line="eases", text="Nothing is hidden.").text
    )
    for name in ("asks-onset", "spreads", "nowhere"):
        refused = ada.post("/encounter/encounter-1/card", line=name, text="{{a}} b")
        assert "This line offers no card." in refused.text


def test_nothing_is_offered_before_commitment(tmp_path: Path) -> None:
    with ward(tmp_path, case(), resolve=found) as people:
        people["ada"].started()
        refused = people["ada"].post("/encounter/encounter-1/card", line="eases", text="{{a}} b")
        assert "Commit to a diagnosis" in refused.text
