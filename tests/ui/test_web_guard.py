from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI, Request
from starlette.testclient import TestClient

from assistant.accounts import Accounts
from assistant.leaving import leave
from assistant.settings import Settings
from tests.ui.people import NOON, people_engine
from ui.web.guard import Guard, host_name
from ui.web.login import COOKIE, Doorkeeper, Logins, inner_address, login_routes, session_secret
from ui.web.people import user_id_of

PASSWORD = "correct horse battery"
PAGE = {"accept": "text/html"}


class House:
    """A small app behind the real guard and login."""

    def __init__(self, folder: Path, host: str = "127.0.0.1") -> None:
        self.engine = people_engine(folder)
        self.accounts = Accounts(self.engine)
        self.now = 0.0
        settings = Settings(library=folder, host=host)
        logins = Logins(self.accounts, settings, session_secret(folder))
        app = FastAPI()
        app.include_router(login_routes(Doorkeeper(self.accounts, lambda: self.now), logins))
        app.add_api_route("/me", me, methods=["GET", "POST"])
        app.add_middleware(Guard, who=logins.who, needs_login=logins.needed)
        self.app = app

    def browser(self, base_url: str = "http://127.0.0.1:7860") -> TestClient:
        return TestClient(self.app, base_url=base_url, follow_redirects=False)

    def add(self, name: str) -> None:
        self.accounts.add(name, PASSWORD, "learner", user_id=f"id-{name}", at=NOON)


def me(request: Request) -> dict[str, str | None]:
    return {"user": user_id_of(request)}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    made.engine.dispose()


@pytest.fixture
def open_house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path, host="0.0.0.0")
    made.add("ada")
    made.add("bob")
    yield made
    made.engine.dispose()


def log_in(browser: TestClient, name: str, password: str = PASSWORD, address: str = "/") -> int:
    return browser.post("/login", data={"name": name, "password": password, "next": address}).status_code


def test_on_this_machine_there_is_one_user_without_a_login(house: House) -> None:
    assert house.browser().get("/me").json() == {"user": "local"}


@pytest.mark.parametrize(
    "host", ["http://evil.example", "http://127.0.0.1.evil.example", "http://192.168.0.9:7860"]
)
def test_a_name_that_was_rebound_to_this_machine_is_refused(house: House, host: str) -> None:
    assert house.browser(host).get("/me").status_code == 421


@pytest.mark.parametrize("host", ["http://localhost:7860", "http://127.0.0.1", "http://[::1]:7860"])
def test_the_names_of_this_machine_are_served(house: House, host: str) -> None:
    assert house.browser(host).get("/me").status_code == 200


def test_another_site_cannot_post_here(house: House) -> None:
    browser = house.browser()
    for headers in (
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"origin": "http://127.0.0.1:9999"},
    ):
        assert browser.post("/me", headers=headers).status_code == 403
    assert browser.post("/me", headers={"origin": "http://127.0.0.1:7860"}).status_code == 200
    assert browser.post("/me").status_code == 200, "programs that are no browser send no origin"


def test_the_first_account_brings_the_login_to_this_machine_too(house: House) -> None:
    house.add("ada")
    assert house.browser().get("/me").status_code == 401


def test_without_a_login_pages_lead_to_it_and_everything_else_is_refused(open_house: House) -> None:
    browser = open_house.browser("http://tutor.example")
    page = browser.get("/me?x=1", headers=PAGE)
    assert (page.status_code, page.headers["location"]) == (303, "/login?next=%2Fme%3Fx%3D1")
    assert browser.get("/me").status_code == 401
    assert browser.post("/me", headers=PAGE).status_code == 401
    assert browser.get("/login", headers=PAGE).status_code == 200
    assert browser.get("/login/", headers=PAGE).status_code == 303, "only the login page itself is open"


def test_two_logins_are_two_people(open_house: House) -> None:
    first, second = open_house.browser(), open_house.browser()
    assert (log_in(first, "ada"), log_in(second, "bob")) == (303, 303)
    assert first.get("/me").json() == {"user": "id-ada"}
    assert second.get("/me").json() == {"user": "id-bob"}


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(open_house: House) -> None:
    reply = open_house.browser().post("/login", data={"name": "ada", "password": PASSWORD})
    cookie = reply.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie


def test_a_forged_or_altered_cookie_is_nobody(open_house: House) -> None:
    browser = open_house.browser()
    log_in(browser, "ada")
    real = browser.cookies[COOKIE]
    for value in ("", "x", real[:-2] + "xx", real.split(".")[0] + ".a.b"):
        assert open_house.browser().get("/me", headers={"cookie": f"{COOKIE}={value}"}).status_code == 401
    assert open_house.browser().get("/me", headers={"cookie": f"{COOKIE}={real}"}).status_code == 200


def test_a_removed_person_is_out_at_once(open_house: House) -> None:
    browser = open_house.browser()
    log_in(browser, "ada")
    leave(open_house.engine, "ada", pseudonym="gone")
    assert browser.get("/me").status_code == 401


def test_logging_out_ends_the_session_in_this_browser(open_house: House) -> None:
    browser = open_house.browser()
    log_in(browser, "ada")
    assert browser.post("/logout").status_code == 303
    assert browser.get("/me").status_code == 401


def test_guessing_has_to_wait_longer_and_longer(open_house: House) -> None:
    browser = open_house.browser()
    assert [log_in(browser, "ada", "wrong password") for _ in range(5)] == [401] * 5
    assert log_in(browser, "ada") == 429, "even the right password waits"
    open_house.now = 1.1
    assert log_in(browser, "ada", "wrong password") == 401
    open_house.now = 2.2
    assert log_in(browser, "ada") == 429
    open_house.now = 3.2
    assert log_in(browser, "ada") == 303


def test_one_persons_guessing_does_not_lock_out_others_at_the_same_address(open_house: House) -> None:
    browser = open_house.browser()
    for _ in range(6):
        log_in(browser, "ada", "wrong password")
    assert log_in(browser, "bob") == 303


def test_after_logging_in_one_stays_on_this_site() -> None:
    assert inner_address("/source/d1?x=1") == "/source/d1?x=1"
    for elsewhere in (
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/a\n",
    ):
        assert inner_address(elsewhere) == "/"


def test_the_signing_secret_is_kept_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    first = session_secret(tmp_path)
    assert session_secret(tmp_path) == first and len(first) > 30
    [file] = tmp_path.glob("*.secret")
    assert file.stat().st_mode & 0o777 == 0o600


def test_every_answer_forbids_other_hosts(house: House) -> None:
    policy = house.browser().get("/me").headers["content-security-policy"]
    assert "default-src 'self'" in policy and "http" not in policy


def test_odd_host_headers_have_no_name() -> None:
    assert [host_name(odd) for odd in ("", "[::1", "a:b:c")] == ["", "", "a"]
