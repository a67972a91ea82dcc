"""The rules of a class over HTTP: they hold at every door, and nobody reads what members said."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from assistant.accounts import Accounts
from assistant.cohorts.types import Plan, Rules, Task
from assistant.home import open_library
from assistant.settings import read_settings
from assistant.types import Answer
from tests.assistant.case.bedside import make_bedside, played_case
from tests.assistant.statistics.simulated import bank, item
from tests.ui.serving import ACCOUNTS, by_header, make_api, serving
from ui.api import rest
from ui.desk import LocalDesk
from ui.web.author.classes import cohort_routes
from ui.web.classes.routes import class_routes
from ui.web.guard import ACCOUNT
from ui.web.sources import source_routes
from ui.web.written import MUST_TRY, attempt_form

ED, LEA = ACCOUNTS["educator"], ACCOUNTS["learner"]
SECRET = "my-own-worry-about-digoxin"


class Place:
    """Where a library with a case is served, and what stands behind."""

    def __init__(self, desk: LocalDesk, address: str) -> None:
        self.desk, self.address = desk, address

    def as_(self, role: str) -> httpx.Client:
        headers = {"x-login": role, "accept": "application/json, text/event-stream"}
        return httpx.Client(base_url=self.address, headers=headers, timeout=60, trust_env=False)

    def class_(self, **given: Any) -> str:
        """A class of the educator's that the learner is in."""
        made = self.desk.cohorts.make(ED, Plan.model_validate({"name": "Year 4"} | given))
        self.desk.cohorts.join(LEA, made.code, told=made.plan.individual)
        return made.id


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with open_library(read_settings(library=tmp_path_factory.mktemp("rules"))) as library:
        desk = LocalDesk(library)
        bank(library.store.engine, map(item, range(3)))
        bedside = make_bedside(library.store.engine, played_case())
        bedside.house = bedside.house._replace(rule=desk.cohorts.allowed)
        desk.bedside = bedside
        app = FastAPI()

        @app.middleware("http")
        async def known(request: Any, go_on: Callable[..., Any]) -> Any:
            request.scope[ACCOUNT] = by_header(request)
            return await go_on(request)

        check = partial(desk.checked_open, what="Sources are")
        app.include_router(source_routes(library, check))
        app.include_router(class_routes(desk))
        app.include_router(cohort_routes(lambda: desk.cohorts, Accounts(library.store.engine)))
        rest.mount(app, make_api(desk, per_minute=1000, beat_s=15))
        with serving(app) as address:
            yield Place(desk, address)


@pytest.fixture(autouse=True)
def alone(place: Place) -> Iterator[None]:
    """Every test has its own classes only."""
    yield
    for one in place.desk.cohorts.classes.listed(ED):
        place.desk.cohorts.classes.remove(ED, one.id)


def exam(place: Place, class_id: str) -> str:
    now = datetime.now(UTC)
    task = Task(
        title="Midterm",
        kind="exam",
        items=("item-0", "item-1"),
        opens=now - timedelta(hours=1),
        due=now + timedelta(1),
    )
    return place.desk.cohorts.assign(ED, class_id, task).id


def ask(client: httpx.Client, **params: str) -> httpx.Response:
    return client.post("/api/ask", params=params, json={"text": "Which drug for hypertension?"})


def chat(client: httpx.Client) -> httpx.Response:
    message = {"role": "user", "content": "Which drug for hypertension?"}
    return client.post("/v1/chat/completions", json={"model": "preceptor-quote", "messages": [message]})


def tool(client: httpx.Client) -> httpx.Response:
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    return client.post("/mcp", json=call)


def test_while_an_exam_runs_ask_and_cases_are_closed_to_its_sitters_at_every_door(place: Place) -> None:
    with place.as_("learner") as lea, place.as_("owner") as other:
        began = {"id": "encounter-1", "case": played_case().id}
        assert lea.post("/api/encounters", json=began).status_code == 200
        given = exam(place, place.class_())
        action = {"kind": "say", "id": "saying-it-1", "text": "Hello"}
        study = {"id": "study-sitting-1", "mode": "study", "objectives": ["treat"]}
        closed = (
            ask(lea),
            lea.post("/api/search", json={"query": {"text": "digoxin"}}),
            lea.get("/api/passages/p1"),
            lea.get("/api/figures", params={"q": "heart"}),
            lea.get("/api/figures/f1.png"),
            lea.post("/api/quiz/sittings", json=study),
            chat(lea),
            tool(lea),
            lea.post("/api/encounters", json=began | {"id": "encounter-2"}),
            lea.get("/api/encounters/encounter-1"),
            lea.post("/api/encounters/encounter-1/events", json=action),
        )
        for reply in closed:
            assert reply.status_code == 400
            assert "closed while the exam “Midterm” of your class runs" in reply.text
        for address in ("/source/d1", "/source/d1/1", "/original/d1"):
            shut = lea.get(address, params={"passage": "p1"})
            assert shut.status_code == 403 and "Sources are closed while the exam" in shut.text
            assert 'href="/quiz"' in shut.text, "where the exam is handed in"
            assert other.get(address, params={"passage": "p1"}).status_code == 404
        assert ask(other).status_code == chat(other).status_code == 200
        # Handed in, everything is open again.
        sitting = lea.post(f"/classes/assignment/{given}").headers["location"].rsplit("/", 1)[1]
        assert ask(lea).status_code == 400
        end = {"kind": "finish", "id": "finish-it-1"}
        assert lea.post(f"/api/quiz/sittings/{sitting}/events", json=end).status_code == 200
        assert ask(lea).status_code == 200
        assert lea.get("/api/encounters/encounter-1").status_code == 200


def test_where_a_class_gives_no_answers_the_learner_is_always_asked_first(place: Place) -> None:
    place.class_(rules=Rules(answers=False))
    query = {"text": "Which drug for hypertension in pregnancy?"}
    with place.as_("learner") as lea, place.as_("owner") as other:
        for params in ({}, {"style": "clinician"}, {"style": "study", "attempt": ""}):
            found = lea.post("/api/ask", params=params, json=query).json()
            free = other.post("/api/ask", params=params, json=query).json()
            if not free["abstained"]:
                assert found["statements"] == [] and found["must_try"] and not free["must_try"]
                form = attempt_form(Answer.model_validate(found), "t1")
                assert MUST_TRY in form and "Show me the answer" not in form
        assert "gives no answers" in tool(lea).text
        assert tool(other).status_code == 200


@pytest.mark.parametrize("depth", [0, 1])
def test_hints_go_as_far_as_the_class_says(place: Place, depth: int) -> None:
    place.class_(rules=Rules(hint_depth=depth))
    with place.as_("learner") as lea:
        name = f"encounter-hint-{depth}"
        lea.post("/api/encounters", json={"id": name, "case": played_case().id})
        replies = [
            lea.post(
                f"/api/encounters/{name}/events",
                json={"kind": "hint", "id": f"hint-number-{number}", "about": "history"},
            )
            for number in range(2)
        ]
        assert [reply.status_code for reply in replies] == [200] * depth + [400] * (2 - depth)
        assert "Your class gives" in replies[depth].text


def test_no_address_of_an_educator_tells_what_a_learner_asked_or_said(place: Place) -> None:
    class_id = place.class_(individual=True)
    with place.as_("learner") as lea, place.as_("educator") as ed:
        lea.post("/api/encounters", json={"id": "encounter-private", "case": played_case().id})
        say = {"kind": "say", "id": "saying-it-9", "text": SECRET}
        assert lea.post("/api/encounters/encounter-private/events", json=say).status_code == 200
        base = f"/author/classes/{class_id}"
        for address in ("/author/classes", base, f"{base}/csv", f"{base}/xapi", "/api/encounters"):
            reply = ed.get(address)
            assert reply.status_code == 200, address
            assert SECRET not in reply.text
        for address in ("/api/encounters/encounter-private", "/api/encounters/encounter-private/debrief"):
            assert ed.get(address).status_code == 404


def test_tones_are_listed_for_educators_and_not_tried_without_a_model(place: Place) -> None:
    with place.as_("educator") as ed, place.as_("learner") as lea:
        assert ed.get("/api/tones").json() == {"versions": []}
        for address in ("/api/tones", "/api/tones/try"):
            reply = ed.post(address, json={"tone": {"text": "Write warmly."}})
            assert reply.status_code == 400 and "No language model" in reply.text
            assert lea.post(address, json={"tone": {}}).status_code == 403
        assert ed.get("/api/tones", params={"course": "nowhere"}).status_code == 400


def test_pages_of_classes_are_for_educators(place: Place) -> None:
    class_id = place.class_()
    with place.as_("learner") as lea:
        for address in ("", f"/{class_id}", f"/{class_id}/csv", f"/{class_id}/xapi"):
            assert lea.get(f"/author/classes{address}").status_code == 403
        for address in (
            "",
            f"/{class_id}",
            f"/{class_id}/assign",
            f"/{class_id}/add",
            f"/{class_id}/take-out/1",
        ):
            assert lea.post(f"/author/classes{address}", data={"name": "x"}).status_code == 403


def test_a_class_is_made_assigned_joined_and_exported_over_the_api(place: Place) -> None:
    due = "2100-01-01T12:00:00+00:00"
    with place.as_("educator") as ed, place.as_("learner") as lea:
        made = ed.post("/api/classes", json={"name": "=Year 6", "individual": True}).json()
        here = f"/api/classes/{made['id']}"
        assert [one["id"] for one in ed.get("/api/classes").json()["classes"]] == [made["id"]]
        changed = ed.put(here, json=made["plan"] | {"rules": {"hint_depth": 1}}).json()
        assert changed["plan"]["rules"]["hint_depth"] == 1
        bad = ed.post(f"{here}/assignments", json={"title": "Read", "kind": "study", "due": due})
        assert bad.status_code == 400 and "it names items, objectives" in bad.text
        task = {"title": "Read", "kind": "study", "items": ["item-0"], "due": due}
        given = ed.post(f"{here}/assignments", json=task).json()["id"]
        assert lea.post("/api/classes/join", json={"code": made["code"]}).status_code == 400
        joined = lea.post("/api/classes/join", json={"code": made["code"], "told": True}).json()
        assert joined["code"] is None and "salt" not in joined
        mine = lea.get("/api/classes/mine").json()
        assert [one["state"] for one in mine["due"]] == ["to do"]
        begun = lea.post(f"/api/assignments/{given}/begin").json()
        assert begun == {"sitting": mine["due"][0]["work"], "encounter": None}
        whole = ed.get(here).json()
        assert [one["name"] for one in whole["members"]] == ["lea"] and "salt" not in whole
        assert whole["done"][0]["words"] == "not shown: fewer than 5 members"
        assert ed.get(f"{here}/csv").text.startswith("kind,about") and ed.get(f"{here}/xapi").json() == []
        for address in ("/api/classes", here, f"{here}/csv", f"{here}/xapi"):
            assert lea.get(address).status_code == 403
        assert lea.post("/api/classes", json={"name": "Mine"}).status_code == 403
        assert ed.delete(f"/api/assignments/{given}").json() == {"status": "withdrawn"}
        assert ed.delete(f"{here}/members/{LEA.user_id}").json() == {"status": "taken out"}
        assert lea.get("/api/classes/mine").json() == {"classes": [], "due": []}
        assert ed.delete(here).json() == {"status": "removed"}
        assert ed.get(here).status_code == 400


def test_a_class_is_made_assigned_joined_and_left_in_forms(place: Place) -> None:
    with place.as_("educator") as ed, place.as_("learner") as lea:
        form = {"name": "<b>Year 5</b>", "hint_depth": "1", "exam_lock": "yes", "answers": "yes"}
        home = ed.post("/author/classes", data=form).headers["location"]
        html = ed.get(home).text
        assert "&lt;b&gt;Year 5" in html and "<b>Year" not in html
        code = place.desk.cohorts.classes.taught(ED, home.rsplit("/", 1)[1]).code
        bad = ed.post(f"{home}/assign", data={"title": "Read", "kind": "study", "due": "2100-01-01T12:00"})
        assert bad.status_code == 422 and "it names items, objectives" in bad.text
        task = {"title": "Read", "kind": "study", "items": "item-0, item-1", "due": "2100-01-01T12:00"}
        assert ed.post(f"{home}/assign", data=task).status_code == 303
        look = lea.get("/classes/join", params={"code": code}).text
        assert "What your teachers can see" in look and "up to step 1 of 3" in look
        assert lea.post("/classes/join", data={"code": code, "told": "no"}).status_code == 303
        page = lea.get("/classes").text
        assert "Read" in page and "due 1 January 2100" in page
        given = place.desk.cohorts.duties_of(LEA)[0]
        assert (
            lea.post(f"/classes/assignment/{given.assignment.id}").headers["location"]
            == f"/sitting/{given.work}"
        )
        class_id = home.rsplit("/", 1)[1]
        assert lea.post(f"/classes/{class_id}/leave").status_code == 303
        assert "You are in no class" in lea.get("/classes").text
        assert lea.post(f"/classes/{class_id}/leave").status_code == 400
