"""A case in the terminal: typed or scripted, left and taken up again."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from sqlalchemy import Engine

from assistant.case.bedside.play import Bedside
from assistant.case.debriefing.briefing import Over
from assistant.case.opined import Judged, Opinion, Remark
from assistant.ports import ModelFault
from curricula.cases.types import Line, Step
from retrieval.errors import WrongUse
from tests.assistant.case.bedside import Hands, make_bedside, make_engine, played_case
from tests.ui.shelf import preceptor
from ui.casework import LocalCasework
from ui.cli.case_lines import HELP, action_of
from ui.cli.case_play import played, taken_up

WHOLE = """
onset?
/examine rub
/order troponin
/wait
/problem a young man with sharp pain, better leaning forward
/board pericarditis most_likely; pulmonary embolism must_exclude; reflux
/answer a clot
/hint history
/find heart
/show
/treat nsaid
/commit acute pericarditis | ibuprofen; rest
/end
"""


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = make_engine(tmp_path)
    yield engine
    engine.dispose()


@pytest.fixture
def bedside(engine: Engine, hands: Hands) -> Bedside:
    return make_bedside(engine, now=hands)


@pytest.fixture
def casework(bedside: Bedside) -> LocalCasework:
    return LocalCasework(bedside, lambda _: None)


def play(casework: LocalCasework, typed: str, **how: Any) -> tuple[dict[str, Any], str]:
    """What comes of these lines, and what was printed."""
    out = Console(file=io.StringIO(), width=120, markup=False, highlight=False)
    view = taken_up(casework, "sharp-chest-pain", **{"mode": "practice", "minutes": None, "new": False} | how)
    record = played(casework, view, typed.strip().splitlines(), out)
    assert isinstance(out.file, io.StringIO)
    return record, out.file.getvalue()


def test_a_script_plays_a_case_to_its_end(casework: LocalCasework) -> None:
    record, printed = play(casework, WHOLE)
    assert (record["view"]["phase"], record["refused"]) == ("ended", [])
    assert record["view"]["committed"] == {"diagnosis": "acute pericarditis", "plan": ["ibuprofen", "rest"]}
    tiers = [one["tier"] for one in record["view"]["boards"][0]["ranked"]]
    assert tiers == ["most_likely", "must_exclude", "possible"]
    assert record["debrief"]["grade"]["verdict"] == "correct"
    for shown in (
        "+ Asks when it began [onset?]",
        "My chest hurts.",
        "Sam: It began two days ago.",
        "4  ng/L",
        "Tutor: What else",
        "Hint 1",
    ):
        assert " ".join(shown.split()) in " ".join(printed.split())


def test_what_of_a_plan_was_not_marked_is_said_as_on_the_page(engine: Engine) -> None:
    eased = Line(id="eases", domain="management", text="Eases the pain", any_of=("nsaid",))
    rest = Step(id="rest", text="Rest", accepts=("rest",))
    case = played_case(checklist=(eased,), steps=(Step(id="nsaid", text="Ibuprofen"), rest))
    casework = LocalCasework(make_bedside(engine, case), lambda _: None)
    typed = "/commit pericarditis | sing; rest; hold metformin, ibuprofen\n/end"
    record, printed = play(casework, typed)
    assert [one["status"] for one in record["debrief"]["lines"]] == ["ungraded"]
    told = " ".join(printed.split())
    for shown in (
        "Management: nothing graded, 1 not graded ? Eases the pain",
        "“hold metformin, ibuprofen” in the plan could be meant as ordered or as ruled out.",
        "Doses and routes were not checked",
        "Not marked, as the case names no such step: “sing”.",
    ):
        assert shown in told


def test_what_was_left_is_taken_up_where_it_was(casework: LocalCasework) -> None:
    first, printed = play(casework, "onset?\n/pause\n/quit\nnever read")
    assert "Kept. Go on with the same command." in printed
    second, printed = play(casework, "/wait 5")
    assert second["view"]["encounter"] == first["view"]["encounter"]
    assert (second["view"]["phase"], second["view"]["minute"]) == ("open", 6)
    assert "It began two days ago." in printed
    third, _ = play(casework, "/end", new=True)
    assert third["view"]["encounter"] != first["view"]["encounter"]


def test_a_line_that_cannot_be_done_is_told_and_the_rest_goes_on(casework: LocalCasework) -> None:
    lines = ["/fly", "/wait soon", "/hint everything", "/board ;", "/commit", "x" * 5000, "/wait", "/resume"]
    record, printed = play(casework, "\n".join([*lines, "onset?"]))
    assert [one["line"] for one in record["refused"]] == lines
    assert all(one["reason"] in " ".join(printed.split()) for one in record["refused"])
    assert record["view"]["ordinal"] == 1


def test_a_station_ends_by_its_clock(casework: LocalCasework, hands: Hands) -> None:
    _, printed = play(casework, "onset?", mode="osce", minutes=2)
    assert "2:00 left" in printed
    hands.move(minutes=3)
    record, _ = play(casework, "onset?", mode="practice")
    assert record["view"]["mode"] == "practice"


def opined(over: Over) -> Opinion:
    """What a model thinks of any encounter."""
    remark = Remark(text="You asked early [red]when[/red].", line="asks-onset", words="onset?")
    judged = Judged(of="plan", words="rest", likeness="cannot_say", same_as=None, reason="It may help.")
    return Opinion(model="mind-7b", prompt="opinion@1", strengths=(remark,), judged=(judged,), dropped=1)


def test_a_second_opinion_is_offered_after_the_debrief_and_given_when_asked_for(engine: Engine) -> None:
    casework = LocalCasework(make_bedside(engine, opine=opined), lambda _: None)
    record, printed = play(casework, WHOLE)
    assert record["opinion"] is None and "/opinion asks the model" in printed
    record, printed = play(casework, f"{WHOLE}/opinion", new=True)
    assert record["opinion"]["model"] == "mind-7b"
    for shown in (
        "Second opinion of mind-7b. It changes no points and nobody has checked it.",
        "Went well: You asked early [red]when[/red]. [onset?; asks-onset]",
        "Not graded: rest: it cannot say. It may help.",
        "Left out, as it rests on nothing in the encounter: 1",
    ):
        assert shown in printed


def test_why_a_model_gives_no_opinion_is_said_and_kept_apart_from_the_debrief(engine: Engine) -> None:
    def silent(over: Over) -> Opinion:
        raise ModelFault("timeout", "The model was silent.", "Try later.")

    record, printed = play(
        LocalCasework(make_bedside(engine, opine=silent), lambda _: None), f"{WHOLE}/opinion"
    )
    assert record["debrief"]["grade"]["verdict"] == "correct" and "The model was silent." in printed
    assert record["refused"] == [{"line": "/opinion", "reason": "The model was silent. Try later."}]


def test_every_command_of_the_help_can_be_typed(casework: LocalCasework) -> None:
    view = taken_up(casework, "sharp-chest-pain", mode="practice", minutes=None, new=True)
    examples = {"/wait": "/wait 5", "/board": "/board a", "/hint": "/hint history"}
    for typed in HELP:
        for word in (one for one in typed.replace(",", "").split() if one.startswith("/")):
            if word not in ("/find", "/show", "/quit"):
                assert action_of(examples.get(word, f"{word} something"), view, "new-id-1").id == "new-id-1"
    with pytest.raises(WrongUse, match="no command /fly"):
        action_of("/fly", view, "new-id-1")


def test_what_a_case_says_does_not_steer_the_terminal(engine: Engine) -> None:
    casework = LocalCasework(
        make_bedside(engine, played_case(opening="Help \x1b[2Jme [red]now[/red]")), lambda _: None
    )
    _, printed = play(casework, "onset?")
    assert "Help [2Jme [red]now[/red]" in printed


def test_the_cases_that_come_with_the_product_are_listed(filled: Path) -> None:
    listed = json.loads(preceptor("case", "list", "--json").out)
    topics = {topic for case in listed["cases"] for topic in case["topics"]}
    assert len(listed["cases"]) >= 6 and listed["encounters"] == []
    assert "emergency medicine" in topics and "pulmonary embolism" not in topics
    missing = preceptor("case", "play", "no-such-case", typed="/end")
    assert (missing.code, "There is no case no-such-case" in missing.err) == (2, True)


@pytest.mark.slow
def test_the_command_plays_a_case_that_comes_with_the_product(filled: Path) -> None:
    lines = "Do you smoke?\n/order ECG\n/wait\n/commit acute coronary syndrome | aspirin\n/end\n"
    done = preceptor("case", "play", "pressure-in-the-chest", "--json", typed=lines, timeout_s=300)
    record = json.loads(done.out)
    assert (done.code, record["view"]["phase"], record["refused"]) == (0, "ended", [])
    assert "fifty" in record["view"]["transcript"][0]["reply"]
    assert [one["status"] for one in record["view"]["results"]] == ["ready"]
    assert record["debrief"]["grade"]["verdict"] == "partly"
