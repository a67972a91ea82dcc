"""The pages of the quiz: what they show, to whom, and what they keep to themselves."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.assistant.quiz.bank import Hands, question
from tests.ui.quiz.hall import Browser, hall
from ui.web.quiz.practising import NO_ITEMS, NO_SITTINGS

SECRET = re.compile(r"It works|It does nothing|Title \d+ tells|A book|correct|right answer")
HOSTILE = "<img src=x onerror=alert(1)> {{value}} ${x}"


@pytest.fixture
def people(tmp_path: Path) -> Iterator[dict[str, Browser]]:
    with hall(tmp_path) as browsers:
        yield browsers


def test_what_can_be_practised_is_offered_with_its_counts(people: dict[str, Browser]) -> None:
    page = people["ada"].get("/quiz").text
    assert re.search(r'name="topic" value="topic-0">.*?>6<', page)
    assert re.search(r'name="objective" value="objective-1">.*?>4<', page)
    assert NO_SITTINGS in page


def test_without_items_the_page_says_how_to_get_some(tmp_path: Path) -> None:
    with hall(tmp_path, question(1, status="draft")) as browsers:
        page = browsers["ada"].get("/quiz").text
        assert NO_ITEMS in page and "/quiz/start" not in page


def test_a_whole_study_works_by_forms_alone(people: dict[str, Browser]) -> None:
    ada = people["ada"]
    address = ada.started(mode="study", topic="topic-0", count="2")
    assert address == "/sitting/sitting-1"
    first = ada.get(address).text
    assert "topic-0" in first and not SECRET.search(first)
    assert (
        ada.act("sitting-1", "answer", place="0", option="b", confidence="80").headers["location"] == address
    )
    told = ada.get(address).text
    assert "It does nothing." in told and "It works." in told and "You said: sure." in told
    ada.act("sitting-1", "next", place="0")
    second = ada.get(address).text
    assert "Question 2 of 2" in second and not SECRET.search(second.partition('id="part-item"')[2])
    ada.act("sitting-1", "answer", place="1", option="a")
    ada.act("sitting-1", "next", place="1")
    result = ada.get(address).text
    assert "1 of 2" in result and "By objective" in result and "Answer the miss again" in result


def test_an_exam_tells_nothing_before_its_end_and_an_answer_leads_on(people: dict[str, Browser]) -> None:
    ada = people["ada"]
    address = ada.started(mode="exam", count="3", minutes="10", pauses="1")
    for place in ("0", "1"):
        ada.act("sitting-1", "answer", place=place, option="b")
        page = ada.get(address).text
        assert not SECRET.search(page) and f"Question {int(place) + 2} of 3" in page
    kept = ada.told("sitting-1", "answer", place="2", option="a", stay="true").json()
    assert kept["at"] == 2 and not SECRET.search(str(kept["parts"]))
    ada.act("sitting-1", "finish")
    result = ada.get(address).text
    assert "1 of 3" in result and "It does nothing." in result


def test_while_the_clock_stands_nothing_of_the_item_is_in_the_page(people: dict[str, Browser]) -> None:
    ada = people["ada"]
    address = ada.started(mode="exam", count="2", pauses="1")
    ada.act("sitting-1", "pause")
    page = ada.get(address).text
    assert "What is asked" not in page and "watchful waiting" not in page and "Go on" in page
    ada.act("sitting-1", "resume")
    page = ada.get(address).text
    assert "What is asked" in page and 'value="pause"' not in page


def test_when_the_time_is_up_the_result_is_shown_and_later_answers_are_refused(tmp_path: Path) -> None:
    hands = Hands()
    with hall(tmp_path, now=hands) as browsers:
        ada = browsers["ada"]
        address = ada.started(mode="exam", count="2", minutes="1")
        hands.pass_(61)
        late = ada.told("sitting-1", "answer", place="0", option="a", stay="true")
        assert late.status_code == 400 and "time is up" in late.json()["error"]["what"]
        assert "Result: Exam" in ada.get(address).text


def test_nobody_sees_the_sitting_of_somebody_else(people: dict[str, Browser]) -> None:
    address = people["ada"].started()
    bob = people["bob"]
    for path in (address, f"{address}/state?seen=-1", f"{address}/picture/0/x.png"):
        reply = bob.get(path)
        assert reply.status_code == 404 and "What is asked" not in reply.text, path
    assert bob.told("sitting-1", "answer", place="0", option="a").status_code == 404
    assert bob.act("sitting-1", "flag", place="0", on="true").status_code == 404
    assert bob.post(f"{address}/forget").status_code == 404
    assert "sitting-1" not in bob.get("/quiz").text
    assert people["ada"].get(address).status_code == 200


def test_what_is_sent_twice_by_its_id_counts_once(people: dict[str, Browser]) -> None:
    ada = people["ada"]
    ada.started()
    once = ada.told("sitting-1", "answer", id="click-number-1", place="0", option="b").json()
    twice = ada.told("sitting-1", "answer", id="click-number-1", place="0", option="b").json()
    assert once == twice and once["events"] == twice["events"]
    assert ada.started() == "/sitting/sitting-1"
    assert ada.get("/quiz").text.count("/sitting/sitting-1/forget") == 1


def test_a_page_that_is_behind_gets_the_state_and_one_that_is_not_gets_nothing(
    people: dict[str, Browser],
) -> None:
    ada = people["ada"]
    ada.started()
    now = ada.told("sitting-1", "flag", place="0", on="true").json()
    assert ada.get(f"/sitting/sitting-1/state?seen={now['events']}").status_code == 204
    behind = ada.get(f"/sitting/sitting-1/state?seen={now['events'] - 1}")
    assert behind.json()["parts"] == now["parts"] and "Flagged" in now["parts"]["moves"]


def test_asking_the_sources_first_leads_to_ask_with_the_question(people: dict[str, Browser]) -> None:
    ada = people["ada"]
    ada.started()
    to = ada.act("sitting-1", "help", place="0").headers["location"]
    assert to.startswith("/?ask=topic-1%3A+What+is+asked")


def test_a_form_that_cannot_be_read_says_which_field(people: dict[str, Browser]) -> None:
    ada = people["ada"]
    ada.started()
    for kind, form, field in (
        ("answer", {"place": "0", "option": "a", "confidence": "77"}, "confidence"),
        ("flag", {"place": "x", "on": "true"}, "place"),
        ("nonsense", {}, ""),
    ):
        reply = ada.told("sitting-1", kind, **form)
        assert reply.status_code == 400 and field in reply.json()["error"]["what"], kind
    assert "minutes" in ada.post("/quiz/start", mode="exam", minutes="soon").text


def test_what_was_begun_is_offered_to_go_on_and_removed_for_good(people: dict[str, Browser]) -> None:
    ada = people["ada"]
    address = ada.started(topic="topic-1")
    page = ada.get("/quiz").text
    assert "Go on with" in page and f'href="{address}" class="action">Continue' in page
    assert ada.post(f"{address}/forget").headers["location"] == "/quiz"
    assert ada.get(address).status_code == 404 and NO_SITTINGS in ada.get("/quiz").text


def test_whatever_the_bank_says_is_inert(tmp_path: Path) -> None:
    with hall(tmp_path, question(1, lead_in=HOSTILE, vignette=HOSTILE, topics=(HOSTILE,))) as browsers:
        ada = browsers["ada"]
        address = ada.started()
        ada.act("sitting-1", "answer", place="0", option="b")
        ada.act("sitting-1", "finish")
        for page in (ada.get("/quiz").text, ada.get(address).text):
            assert "<img src=x" not in page and "{{value}}" not in page and "${x}" not in page
