"""The debrief: what stands behind every point, and when it opens."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.case.debriefing.debriefed import Link
from assistant.types import Citation
from curricula.cases.types import Candidate, Case, Diagnosis, Line, Step
from curricula.types import Reference
from tests.assistant.case.bedside import Hands, played_case
from tests.assistant.case.encounter import PERICARDITIS
from tests.ui.cases.ward import Browser, ward
from ui.web.cases.marks import links

ONSET = "It began two days ago."
MISSED = Reference(
    document="Chest pain in adults", quote="Leaning forward relieves the pain of pericarditis."
)


def marked_case(**changed: object) -> Case:
    """The small case with a line of each kind."""
    embolism = Diagnosis(name="pulmonary embolism", also=("PE",))
    fields: dict[str, object] = {
        "differential": (
            Candidate(diagnosis=PERICARDITIS, speaks_for=("position", "rub")),
            Candidate(diagnosis=embolism, must_not_miss=True, why="It kills."),
        ),
        "steps": (
            Step(id="nsaid", text="Ibuprofen", accepts=("an NSAID", "ibuprofen"), within=60),
            Step(
                id="lysis",
                text="Thrombolysis",
                accepts=("thrombolysis",),
                contraindicated=True,
                why="It bleeds.",
            ),
            Step(id="rest", text="Rest", accepts=("rest",)),
        ),
        "checklist": (
            Line(id="asks-onset", domain="history", text="Asks when it began", any_of=("onset",), weight=2),
            Line(
                id="asks-position",
                domain="history",
                text="Asks what eases it",
                any_of=("position",),
                why="It tells this pain from others.",
                references=(MISSED,),
            ),
            Line(
                id="no-echo",
                domain="stewardship",
                text="Does without a scan",
                avoid=("echo",),
                why="It adds nothing.",
            ),
            Line(
                id="lists",
                domain="reasoning",
                text="Thinks of an embolism",
                candidates=("pulmonary embolism",),
            ),
            Line(id="rests", domain="management", text="Lets him rest", any_of=("rest",)),
            Line(id="greets", domain="communication", text="Introduces themselves", acts=("introduced",)),
        ),
        "problem": "A young man with a sharp pain that leaning forward eases.",
        "teaching": ("Most of it gets better by itself.",),
    }
    return played_case(**fields | changed)


def play(person: Browser) -> None:
    """An encounter with something asked, missed, unneeded and planned, up to commitment."""
    person.started()
    person.act("encounter-1", "say", 1, text="What about the onset <b>then</b>?")
    person.act("encounter-1", "order", 1, of="test", text="echo")
    person.act("encounter-1", "order", 2, of="treatment", text="lysis")
    person.act("encounter-1", "rank", 1, board=[{"text": "Pericarditis"}])
    person.act("encounter-1", "frame", 1, text="A man in pain.")
    person.act("encounter-1", "hint", 1, about="history")
    person.act(
        "encounter-1",
        "commit",
        diagnosis="acute pericarditis",
        plan=["ibuprofen 600 mg", "sing a song", "hold metformin, rest"],
    )


@pytest.fixture
def ada(tmp_path: Path) -> Iterator[Browser]:
    with ward(tmp_path, marked_case()) as people:
        play(people["ada"])
        yield people["ada"]


def test_every_point_has_its_line_and_the_words_that_earned_it(ada: Browser) -> None:
    page = ada.get("/encounter/encounter-1/debrief").text
    assert "2 of 3" in page, "history"
    assert "<q>What about the onset &lt;b&gt;then&lt;/b&gt;?</q>" in page and ONSET in page
    assert "It tells this pain from others." in page and "1 hint used" in page
    assert "missed: " in page and "not needed or harmful, and done: " in page


def test_a_missed_line_leads_to_its_source_or_says_why_it_does_not() -> None:
    citation = Citation(
        passage="p1",
        document="d1",
        title=MISSED.document,
        quote=MISSED.quote,
        start=3,
        end=40,
        section="Signs",
        superseded=False,
    )
    shown = links(
        [Link(reference=MISSED, citation=citation), Link(reference=MISSED, citation=None, reason="not here")]
    )
    assert 'href="/source/d1?passage=p1&amp;start=3&amp;end=40" data-source' in shown
    assert f"<q>{MISSED.quote}</q>" in shown
    assert "Chest pain in adults: not here." in shown


def test_the_list_is_held_against_the_one_expected(ada: Browser) -> None:
    page = ada.get("/encounter/encounter-1/debrief").text
    assert "Not on your list, and must not be missed: <strong>Pulmonary embolism" in page
    assert "number 1" in page and "Heart sounds" in page, "what speaks for it is named, not numbered"
    assert "A man in pain." in page and "leaning forward eases" in page


def test_orders_and_treatment_are_judged_and_what_is_not_known_is_said(ada: Browser) -> None:
    page = ada.get("/encounter/encounter-1/debrief").text
    assert "not needed" in page and "not stated" in page and "1 test of unknown cost" in page
    assert "harms this patient" in page and "It bleeds." in page
    assert "planned: “ibuprofen 600 mg”" in page
    assert "Doses and routes were not checked" in page
    assert "Not marked, as the case names no such step: “sing a song”" in page
    assert "“hold metformin, rest” in the plan could be meant as ordered or as ruled out." in page
    assert "nothing graded" in page, "management has no other line"


def test_what_cannot_be_graded_is_said_and_counts_for_nothing(tmp_path: Path) -> None:
    with ward(tmp_path, marked_case()) as people:
        ada = people["ada"]
        ada.started()
        ada.act("encounter-1", "commit", diagnosis="a funny turn of the mind")
        page = ada.get("/encounter/encounter-1/debrief").text
    assert "could not be graded" in page
    assert "not right" not in page


def test_there_is_no_debrief_before_commitment_and_none_for_others(tmp_path: Path) -> None:
    with ward(tmp_path, marked_case()) as people:
        people["ada"].started()
        early = people["ada"].get("/encounter/encounter-1/debrief")
        assert early.status_code == 404 and "Commit to a diagnosis" in early.text
        assert "ericarditis" not in early.text
        play(people["ada"])
        other = people["bob"].get("/encounter/encounter-1/debrief")
        assert other.status_code == 404 and "no such encounter" in other.text


def test_a_station_that_ran_out_has_a_debrief_without_a_diagnosis(tmp_path: Path) -> None:
    clock = Hands()
    with ward(tmp_path, marked_case(), now=clock) as people:
        people["ada"].started(mode="osce", minutes="8")
        clock.move(minutes=9)
        page = people["ada"].get("/encounter/encounter-1/debrief").text
        assert "You did not commit to a diagnosis." in page and "Acute pericarditis" in page
