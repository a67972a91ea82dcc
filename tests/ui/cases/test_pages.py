"""The pages of cases: what they show, to whom, and what they keep to themselves."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from curricula.cases.types import Image, Investigation, Person, Reading, Setting
from tests.assistant.case.bedside import Hands, played_case
from tests.ui.cases.ward import Browser, ward
from ui.web.cases.listing import NO_CASES, NONE_FIT

HOSTILE = "<img src=x onerror=alert(1)> {{value}} ${x}"


@pytest.fixture
def people(tmp_path: Path) -> Iterator[dict[str, Browser]]:
    with ward(tmp_path) as browsers:
        yield browsers


def test_the_list_names_what_can_be_played_and_its_review(tmp_path: Path) -> None:
    cases = (
        played_case(
            review="cross-read, not clinician-reviewed", topics=("chest pain", "cardiology"), level="final"
        ),
        played_case(
            id="a-baby",
            title="A baby who will not feed",
            patient=Person(age=3, age_unit="months", speaks="parent"),
        ),
    )
    with ward(tmp_path, *cases) as people:
        page = people["ada"].get("/cases").text
        assert "A student with sharp chest pain" in page and "A baby who will not feed" in page
        assert "cross-read, not clinician-reviewed" in page and "about 8 min" in page
        for query, shown in (
            ("age=child", ["A baby"]),
            ("age=adult", ["A student"]),
            ("level=final", ["A student"]),
            ("speaks=parent", ["A baby"]),
            ("topic=cardiology", ["A student"]),
            ("topic=cardiology&age=child", []),
            ("new=true", ["A baby", "A student"]),
        ):
            found = people["ada"].get(f"/cases?{query}").text
            assert [one for one in ("A baby", "A student") if f"<h2>{one}" in found] == shown, query
        assert NONE_FIT in people["ada"].get("/cases?age=child&level=final").text
        assert "There is no such filter" in people["ada"].get("/cases?age=elderly").text


def test_without_cases_the_list_says_how_to_get_some(tmp_path: Path) -> None:
    with ward(tmp_path, played_case(status="draft")) as people:
        assert NO_CASES in people["ada"].get("/cases").text
        assert "A student with sharp chest pain" in people["olga"].get("/cases").text, (
            "authors play their drafts"
        )


def test_only_who_examines_is_offered_the_blank_sheet(people: dict[str, Browser]) -> None:
    assert "/api/cases/sharp-chest-pain/sheet" in people["olga"].get("/cases").text
    assert "/sheet" not in people["ada"].get("/cases").text


def test_what_was_begun_is_listed_to_go_on_and_deleted_for_good(people: dict[str, Browser]) -> None:
    ada = people["ada"]
    ada.started()
    page = ada.get("/cases").text
    assert "Go on with" in page and 'href="/encounter/encounter-1" class="action">Continue' in page
    assert "played 1 time" in page
    assert ada.post("/encounter/encounter-1/forget").json() == {"status": "forgotten"}
    assert "Go on with" not in ada.get("/cases").text


def test_starting_twice_by_one_click_begins_one_encounter(people: dict[str, Browser]) -> None:
    assert people["ada"].started() == people["ada"].started() == "/encounter/encounter-1"
    assert people["ada"].get("/cases").text.count(">Continue<") == 1


def test_what_is_said_and_ordered_comes_back_as_parts_of_the_page(people: dict[str, Browser]) -> None:
    ada = people["ada"]
    ada.started()
    told = ada.act("encounter-1", "say", text="onset?").json()
    assert told["ordinal"] == 1 and "It began two days ago." in told["parts"]["transcript"]
    found = ada.act("encounter-1", "order", 1, of="examination", text="rub").json()
    assert "A scratching sound in time." in found["parts"]["findings"] and found["counts"]["examination"] == 1
    waits = ada.act("encounter-1", "order", 2, of="test", text="troponin").json()
    assert "Ready at" in waits["parts"]["results"] and "1 result awaited" in waits["parts"]["status"]
    ready = ada.act("encounter-1", "wait").json()
    assert "up to 14" in ready["parts"]["results"] and ready["counts"]["tests"] == 1
    given = ada.act("encounter-1", "order", 3, of="treatment", text="nsaid").json()
    assert "nsaid" in given["parts"]["treatments"] and "nsaid" not in given["parts"]["findings"]


def test_a_reload_shows_what_the_last_action_left(people: dict[str, Browser]) -> None:
    ada = people["ada"]
    ada.started()
    ada.act("encounter-1", "say", text="onset?")
    ada.act(
        "encounter-1",
        "rank",
        board=[{"text": "Pericarditis"}, {"text": "Pulmonary embolism", "tier": "must_exclude"}],
    )
    ada.act("encounter-1", "frame", text="A young man with sharp pain.")
    page = ada.get("/encounter/encounter-1").text
    for words in ("It began two days ago.", "Pulmonary embolism", "A young man with sharp pain."):
        assert words in page
    assert 'value="must_exclude" selected' in page and 'data-ordinal="3"' in page


def test_what_is_out_of_range_is_flagged_in_words(tmp_path: Path) -> None:
    readings = (
        Reading(name="Potassium", value=6.4, unit="mmol/L", low=3.5, high=5.3),
        Reading(name="Base excess", value=-16.7, unit="mmol/L", low=-2, high=2),
        Reading(name="Sodium", value=138, low=133, high=146),
        Reading(name="White cells", value=9.8, unit="10^9/L", low=4, high=11),
        Reading(name="Group", value="O positive"),
    )
    with ward(
        tmp_path, played_case(tests=(Investigation(id="panel", name="Panel", readings=readings),))
    ) as people:
        people["ada"].started()
        shown = people["ada"].act("encounter-1", "order", of="test", text="panel").json()["parts"]["results"]
    assert shown.count("▲ high") == 1 and shown.count("▼ low") == 1 and "−16.7" in shown
    assert "3.5–5.3" in shown and "O positive" in shown and "10⁹/L" in shown


def test_pictures_come_when_their_result_is_shown_and_to_nobody_else(tmp_path: Path) -> None:
    picture = Image(file="film.png", alt="A chest film", caption="Front view")
    case = played_case(tests=(Investigation(id="film", name="Chest film", image=picture, minutes=30),))
    with ward(tmp_path, case, pictures={"film.png": b"a picture"}) as people:
        ada = people["ada"]
        ada.started()
        waits = ada.act("encounter-1", "order", of="test", text="film").json()["parts"]["results"]
        assert "<img" not in waits and ada.get("/encounter/encounter-1/picture/result-0").status_code == 404
        shown = ada.act("encounter-1", "wait").json()["parts"]["results"]
        assert 'alt="A chest film"' in shown and "film.png" not in shown
        assert ada.get("/encounter/encounter-1/picture/result-0").content == b"a picture"
        assert people["bob"].get("/encounter/encounter-1/picture/result-0").status_code != 200


def test_before_commitment_no_page_or_reply_holds_what_is_to_be_found_out(people: dict[str, Browser]) -> None:
    ada = people["ada"]
    ada.started()
    replies = [ada.get("/cases").text, ada.get("/encounter/encounter-1").text]
    replies.append(ada.act("encounter-1", "say", text="hello").text)
    replies.append(ada.act("encounter-1", "order", 1, of="test", text="echo").text)
    replies.append(ada.act("encounter-1", "hint", about="history").text)
    replies.append(ada.get("/encounter/encounter-1/state?seen=0").text)
    replies.append(ada.get("/cases/orders?of=test&typed=e").text)
    for hidden in (
        "ericarditis",
        "leaning",
        "lean forward",
        "scratching",
        "A small effusion",
        "Asks when it began",
        "buprofen",
    ):
        assert not [reply for reply in replies if hidden in reply], hidden


def test_an_encounter_is_nobody_elses(people: dict[str, Browser]) -> None:
    people["ada"].started()
    bob = people["bob"]
    assert bob.get("/encounter/encounter-1").status_code == 404
    assert bob.get("/encounter/encounter-1/state?seen=0").status_code == 404
    assert "no such encounter" in bob.get("/encounter/encounter-1").text
    assert "Go on with" not in bob.get("/cases").text


def test_words_of_cases_and_students_are_text(tmp_path: Path) -> None:
    case = played_case(
        title=HOSTILE,
        opening=HOSTILE,
        setting=Setting(task=HOSTILE, place=HOSTILE),
        patient=Person(name=HOSTILE),
    )
    with ward(tmp_path, case) as people:
        ada = people["ada"]
        ada.started()
        ada.act("encounter-1", "say", text=HOSTILE)
        ada.act("encounter-1", "frame", text=HOSTILE)
        ada.act("encounter-1", "rank", board=[{"text": HOSTILE}])
        ada.act("encounter-1", "answer", prompt="first", text=HOSTILE)
        for page in (ada.get("/cases").text, ada.get("/encounter/encounter-1").text):
            assert "<img src=x" not in page and "{{value}}" not in page and "${x}" not in page


def test_a_group_shares_one_board_and_nobody_covers_what_another_put_there(
    people: dict[str, Browser],
) -> None:
    ada, bob = people["ada"], people["bob"]
    ada.started(shared="true", role="history")
    code = ada.get("/encounter/encounter-1").text.split('class="code">')[1].split("<")[0]
    assert bob.post("/cases/join", code=code.lower()).headers["location"] == "/encounter/encounter-1"
    assert "bob" in ada.get("/encounter/encounter-1/state?seen=-1").json()["parts"]["seats"]
    assert "ada takes the history" in bob.act("encounter-1", "say", text="onset?").json()["error"]["what"]
    bob.act("encounter-1", "rank", board=[{"text": "Pleurisy"}], seen=0)
    late = ada.act("encounter-1", "rank", 2, board=[{"text": "Mine"}], seen=0)
    assert late.status_code == 409 and "Pleurisy" in late.json()["state"]["parts"]["board"]


def test_a_station_shows_its_clock_and_ends_by_it(tmp_path: Path) -> None:
    clock = Hands()
    with ward(tmp_path, now=clock) as people:
        ada = people["ada"]
        ada.started(mode="osce", minutes="8")
        page = ada.get("/encounter/encounter-1").text
        assert "8:00" in page and 'data-form="hint"' not in page
        clock.move(minutes=9)
        state = ada.get("/encounter/encounter-1/state?seen=0").json()
        assert state["phase"] == "ended" and "Time is up." in state["parts"]["banner"]


def test_a_circuit_opens_its_stations_one_after_the_other(tmp_path: Path) -> None:
    clock = Hands()
    cases = (played_case(), played_case(id="second-case", title="Another student"))
    with ward(tmp_path, *cases, now=clock) as people:
        ada = people["ada"]
        given = {
            "id": "circuit-1",
            "case": ["sharp-chest-pain", "second-case"],
            "minutes": "5",
            "change": "60",
        }
        assert ada.post("/cases/circuit", **given).headers["location"] == "/circuit/circuit-1"
        page = ada.get("/circuit/circuit-1").text
        assert "Enter the station" in page and "Another student" not in page
        first = ada.post("/circuit/circuit-1/0").headers["location"]
        assert "The clock is running" in ada.get("/circuit/circuit-1").text
        clock.move(minutes=5, seconds=10)
        between = ada.get("/circuit/circuit-1").text
        assert "Another student" in between and "opens in" in between and "disabled" in between
        clock.move(minutes=2)
        assert ada.post("/circuit/circuit-1/1").headers["location"] != first


@pytest.mark.parametrize(
    "form", [{"case": "nowhere"}, {"case": "sharp-chest-pain", "minutes": "-3", "mode": "osce"}, {}], ids=str
)
def test_a_form_that_cannot_be_read_is_answered_with_a_line(
    people: dict[str, Browser], form: dict[str, str]
) -> None:
    reply = people["ada"].post("/cases/start", id="encounter-9", **form)
    assert reply.status_code == 404 and 'role="alert"' in reply.text
