"""The pages of the curriculum: each change a version, never over another's; files whole or not at all."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.accounts import Account
from assistant.home import open_library
from assistant.settings import read_settings
from curricula.objectives.lint import lint_curriculum
from tests.curricula.syllabus.making import SAMPLES
from ui.desk import LocalDesk
from ui.web.author.curriculum.import_routes import syllabus_routes
from ui.web.author.curriculum.reading import Readings
from ui.web.author.curriculum.routes import curriculum_routes
from ui.web.people import account_of

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
AT = "/author/curriculum"
DANA = Account(user_id="dana", name="Dana", role="educator")
EDDA = Account(user_id="edda", name="Edda", role="educator")
STARTER = "starter-curriculum"
Client = Callable[[Account], TestClient]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalDesk]:
    with open_library(read_settings(library=tmp_path_factory.mktemp("plans"))) as library:
        yield LocalDesk(library)


@pytest.fixture
def client(desk: LocalDesk) -> Iterator[Client]:
    readings = Readings(desk)

    def made(who: Account) -> TestClient:
        app = FastAPI()
        app.include_router(syllabus_routes(desk, readings, lambda: NOON))
        app.include_router(curriculum_routes(desk, lambda: NOON))
        app.dependency_overrides[account_of] = lambda: who
        return TestClient(app)

    yield made
    readings.close()


def test_a_change_from_an_older_version_is_not_made_over_a_newer_one(client: Client, desk: LocalDesk) -> None:
    based_on = desk.plans.curricula.get(STARTER).version
    change = {"deed": "rename", "part": "heart", "title": "The heart", "based_on": based_on}
    module = desk.plans.curricula.get(STARTER).courses[0].modules[0].id
    first = client(DANA).post(f"{AT}/arrange/{STARTER}", data=change | {"part": module})
    assert first.status_code == 200
    assert "The heart" in first.text
    second = client(EDDA).post(f"{AT}/arrange/{STARTER}", data=change | {"part": module, "title": "Mine"})
    assert second.status_code == 409
    assert "was saved by somebody else meanwhile" in second.text
    newest = desk.plans.curricula.get(STARTER)
    assert (newest.version, newest.status) == (based_on + 1, "draft")
    assert newest.courses[0].modules[0].title == "The heart"


def test_two_people_see_what_both_changed_of_an_objective(client: Client, desk: LocalDesk) -> None:
    one = desk.plans.objectives.get("sepsis-red-flags").model_dump(mode="json")
    form = {"objective": one | {"content": "signs of danger in sepsis"}, "based_on": one["version"]}
    assert client(DANA).post(f"{AT}/objective/save", json=form).json()["status"] == "draft"
    other = {"objective": one | {"content": "what kills in sepsis"}, "based_on": one["version"]}
    told = client(EDDA).post(f"{AT}/objective/save", json=other)
    assert told.status_code == 409
    assert "signs of danger in sepsis" in told.json()["merge"]
    assert "what kills in sepsis" in told.json()["merge"]
    assert desk.plans.objectives.get("sepsis-red-flags").content == "signs of danger in sepsis"


def test_a_new_objective_is_put_in_its_module(client: Client, desk: LocalDesk) -> None:
    module = desk.plans.curricula.get(STARTER).courses[0].modules[1].id
    page = client(DANA).get(f"{AT}/new/{STARTER}/{module}")
    assert f'data-at="{AT}/in/{STARTER}/{module}"' in page.text
    new = {
        "id": "new-one",
        "title": "New",
        "author": "Dana",
        "verb": "Name",
        "content": "it",
        "level": "recall",
    }
    saved = client(DANA).post(f"{AT}/in/{STARTER}/{module}/save", json={"objective": new})
    assert saved.json() == {"id": "new-one", "version": 1, "status": "draft"}
    placed = desk.plans.curricula.get(STARTER).module(module)
    assert placed is not None
    assert placed.objectives[-1] == "new-one"
    gone = client(DANA).post(f"{AT}/in/{STARTER}/gone/save", json={"objective": new | {"id": "lost"}})
    assert gone.status_code == 422
    assert "lost" not in {one.value.id for one in desk.plans.objectives.listed()}


def test_an_empty_curriculum_is_filled_and_cannot_be_published_before(
    client: Client, desk: LocalDesk
) -> None:
    dana = client(DANA)
    assert "needs a title" in dana.post(AT, data={"title": " "}).text
    assert "New year" in dana.post(AT, data={"title": "New year"}).text
    empty = desk.plans.curricula.get("new-year")
    assert [one.what for one in lint_curriculum(empty, frozenset())] == ["are none"]
    for deed, title in (("add-course", "Body"), ("add-module", "Heart")):
        part = "body" if deed == "add-module" else "new-year"
        based_on = desk.plans.curricula.get("new-year").version
        sent = {"deed": deed, "part": part, "title": title, "based_on": based_on}
        assert title in dana.post(f"{AT}/arrange/new-year", data=sent).text
    filled = desk.plans.curricula.get("new-year")
    assert [one.what for one in lint_curriculum(filled, frozenset())] == ["of Heart are none"]
    new = {
        "id": "hear-it",
        "title": "Hear",
        "author": "Dana",
        "verb": "Name",
        "content": "it",
        "level": "recall",
    }
    assert dana.post(f"{AT}/in/new-year/heart/save", json={"objective": new}).status_code == 200
    assert lint_curriculum(desk.plans.curricula.get("new-year"), frozenset({"hear-it"})) == []


def test_a_curriculum_goes_out_as_yaml_and_comes_back(client: Client, desk: LocalDesk) -> None:
    text = client(DANA).get(f"{AT}/yaml/{STARTER}").text
    again = client(DANA).post(f"{AT}/yaml", files={"file": ("year.yaml", text.encode())})
    assert "0 kept as drafts" in again.text
    mine = text.replace(f"id: {STARTER}", "id: our-year", 1)
    brought = client(DANA).post(f"{AT}/yaml", files={"file": ("year.yaml", mine.encode())})
    assert "1 kept as drafts" in brought.text
    assert desk.plans.curricula.get("our-year").status == "draft"


def test_a_file_with_a_fault_leaves_nothing_behind(client: Client, desk: LocalDesk) -> None:
    good = "{id: good-one, title: Good, author: Dana, verb: Name, content: it, level: recall}"
    bad = "{id: bad-one, title: Bad, author: Dana, verb: Name, content: it, level: deep}"
    told = client(DANA).post(f"{AT}/yaml", files={"file": ("two.yaml", f"- {good}\n- {bad}\n".encode())})
    assert told.status_code == 422
    assert "one of recall" in told.text
    assert "good-one" not in {one.value.id for one in desk.plans.objectives.listed()}


def test_each_person_has_their_own_syllabus(client: Client) -> None:
    body = (SAMPLES / "nursing.csv").read_bytes()
    dana, edda = client(DANA), client(EDDA)
    assert dana.post(f"{AT}/import", files={"file": ("nursing.csv", body)}).status_code == 200
    page = _drafted(dana)
    assert "Classify" in page
    assert "Classify" not in edda.get(f"{AT}/import").text
    assert 'id="draft"' not in dana.post(f"{AT}/import/forget").text


def test_what_a_syllabus_says_is_never_markup(client: Client) -> None:
    body = (
        b"# Course\n\nStudents will be able to:\n\n- Describe `</script><script>alert(1)</script>` in full\n"
    )
    dana = client(DANA)
    dana.post(f"{AT}/import", files={"file": ("course.md", body)})
    page = _drafted(dana)
    assert "alert(1)" in page
    assert "<script>alert(1)" not in page
    dana.post(f"{AT}/import/forget")


def _drafted(client: TestClient) -> str:
    """The page with the draft, once it is there."""
    for _ in range(600):
        page = client.get(f"{AT}/import").text
        if 'id="draft"' in page:
            return page
        time.sleep(0.05)
    raise AssertionError("the syllabus was never read")
