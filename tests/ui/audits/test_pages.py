"""The pages of audits as two people use them: nothing tells too early, and what is one's own stays so."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from curricula.audits.types import Audit, Planted, Sentence, Shown
from curricula.plans import plans_of
from curricula.types import Reference
from curricula.versions import Source
from tests.assistant.quiz.bank import make_engine, question
from tests.ui.quiz.hall import Browser, hall

SOURCE = Source(origin="author", at=datetime(2026, 11, 22, tzinfo=UTC))
CITED = Shown(document="Hypertension in adults", edition="2025", quote="start <b>ramipril</b> 2.5 mg")
NOWHERE = Shown(document="Nowhere", edition="2025", quote="Measure twice.")
AUDIT = Audit(
    id="one",
    title="A pressure",
    status="published",
    author="A",
    question="What is given?",
    answer=(
        Sentence(text="Give 25 mg of <i>ramipril</i>.", citation=CITED),
        Sentence(text="Measure the pressure again.", citation=NOWHERE),
        Sentence(text="Ask for headaches."),
    ),
    faults=(
        Planted(
            sentence=1,
            kind="wrong_dose",
            severity="harm",
            truth="The dose is 2.5 mg.",
            reference=Reference(document="Hypertension in adults", quote="ramipril 2.5 mg once daily"),
        ),
    ),
)


@pytest.fixture
def people(tmp_path: Path) -> Iterator[dict[str, Browser]]:
    engine = make_engine(tmp_path)
    plans_of(engine).audits.put_many([AUDIT], SOURCE)
    engine.dispose()
    with hall(tmp_path, question(1)) as browsers:
        yield browsers


def test_the_page_before_handing_in_does_not_tell_which_sentence_is_faulty(
    people: dict[str, Browser],
) -> None:
    ada = people["ada"]
    ada.post("/audit/start", id="t")
    page = ada.get("/audit/t").text
    sentences = re.findall(r"<li>.*?</li>", page)
    assert len(sentences) == 3
    # Apart from the words the places are alike but for their numbers, and so is what the citations lead to.
    places = [re.sub(r"<p.*?</p>", "", one).replace(str(n), "N") for n, one in enumerate(sentences, 1)]
    assert places == [places[0]] * 3
    assert 'href="/audit/t/cited/1"' in page and 'href="/audit/t/cited/2"' in page
    assert "The dose is" not in page and "could harm" not in page
    assert "<i>" not in page and "&lt;i&gt;ramipril" in page


def test_marks_are_handed_in_once_and_told_with_truth_and_machine_check(people: dict[str, Browser]) -> None:
    ada = people["ada"]
    ada.post("/audit/start", id="t")
    ada.post("/audit/t/marks", id="s", mark="1:wrong_dose")
    told = ada.get("/audit/t").text
    assert "1 of 1 planted error found" in told
    assert "The dose is 2.5 mg." in told and "could harm a patient" in told
    assert "Preceptor&#x27;s own check would" in told
    ada.post("/audit/t/marks", id="u", mark="2:wrong_dose")
    assert ada.get("/audit/t").text == told
    assert "1 of 1 error found" in ada.get("/audit").text
    assert "too few to tell (1 of 1; from 3 on)" in ada.get("/progress").text


def test_another_person_sees_neither_the_answer_nor_its_count(people: dict[str, Browser]) -> None:
    people["ada"].post("/audit/start", id="t")
    bob = people["bob"]
    assert "There is no such audit of yours" in bob.get("/audit/t").text
    assert "There is no such audit of yours" in bob.post("/audit/t/marks", id="s").text
    assert "There is no such audit of yours" in bob.get("/audit/t/cited/1?part=1").text
    assert "A pressure" not in bob.get("/audit").text


def test_a_citation_that_leads_nowhere_says_so_when_it_is_opened(people: dict[str, Browser]) -> None:
    ada = people["ada"]
    ada.post("/audit/start", id="t")
    assert "leads to nothing in the library" in ada.get("/audit/t/cited/2?part=1").text
    assert "cites nothing" in ada.get("/audit/t/cited/3?part=1").text
    there = ada.get("/audit/t/cited/1?part=1")
    assert there.status_code == 303
    assert there.headers["location"].startswith("/source/")


def test_marks_that_make_no_sense_change_nothing(people: dict[str, Browser]) -> None:
    ada = people["ada"]
    ada.post("/audit/start", id="t")
    for mark in ("1:nonsense", "wrong_dose", "9:wrong_dose", "x:wrong_dose"):
        assert "problem" in ada.post("/audit/t/marks", id="s", mark=mark).text
    assert "Hand in" in ada.get("/audit/t").text


def test_what_was_kept_can_be_exported_and_goes_with_everything(people: dict[str, Browser]) -> None:
    ada = people["ada"]
    ada.post("/audit/start", id="t")
    assert [one["audit"] for one in ada.get("/progress/export").json()["audits"]] == ["one"]
    ada.post("/progress/forget", sure="yes")
    assert ada.get("/progress/export").json()["audits"] == []
    ada.post("/audit/start", id="u")
    ada.post("/audit/u/forget")
    assert "A pressure" not in ada.get("/audit").text
