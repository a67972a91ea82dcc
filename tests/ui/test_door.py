"""Who may do what over HTTP: keys of two people, limits of each, and what a wrong key gets."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import httpx
import openai
import pytest
from fastapi import Request

from assistant.accounts import Account, Accounts
from assistant.home import open_library
from assistant.keys import Keys
from assistant.settings import read_settings
from retrieval.library import Library
from tests.assistant.image.pictures import dicom_file
from tests.ui.people import NOON
from tests.ui.serving import TOKEN, serving_api
from ui.api.door import FREE_TRIES_OF_AN_ADDRESS, PICTURES_TO_A_REQUEST, Door
from ui.api.faults import TooMany
from ui.desk import LocalDesk

PASSWORD = "correct horse battery"
PER_MINUTE = 3


@pytest.fixture(scope="module")
def library(made_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """An open library with the two sources and two people."""
    folder = shutil.copytree(made_once / "library", tmp_path_factory.mktemp("door") / "library")
    with open_library(read_settings(library=folder)) as opened:
        accounts = Accounts(opened.store.engine)
        accounts.add("ada", PASSWORD, "learner", user_id="u1", at=NOON)
        accounts.add("olga", PASSWORD, "owner", user_id="u2", at=NOON)
        yield opened


@pytest.fixture
def address(library: Library) -> Iterator[str]:
    """Where the library is served, with a small limit."""
    with serving_api(LocalDesk(library), per_minute=PER_MINUTE) as served:
        yield served


def key_of(library: Library, name: str, key_id: str) -> str:
    """A new key of that person."""
    engine = library.store.engine
    account: Account = Accounts(engine).named(name)
    return Keys(engine).make(account, f"{key_id}-a-long-secret", key_id=key_id, at=NOON)


def get(address: str, key: str, path: str = "/v1/models") -> httpx.Response:
    """The reply to a request with that key."""
    return httpx.get(address + path, headers={"authorization": f"Bearer {key}"})


def test_a_key_opens_the_api_with_its_persons_role_and_no_more(library: Library, address: str) -> None:
    key = key_of(library, "ada", "role")
    assert get(address, key).status_code == 200
    body = {"document": "nothing"}
    headers = {"authorization": f"Bearer {key}"}
    refused = httpx.post(f"{address}/api/library/remove", json=body, headers=headers)
    assert refused.status_code == 403
    not_here = httpx.post(f"{address}/api/library/backup", json={"target": "/tmp/x"}, headers=headers)
    assert not_here.status_code == 403


def test_a_revoked_key_is_refused_at_once(library: Library, address: str) -> None:
    key = key_of(library, "ada", "gone")
    assert get(address, key).status_code == 200
    Keys(library.store.engine).revoke(Accounts(library.store.engine).named("ada"), "gone")
    assert get(address, key).status_code == 401


def test_each_person_has_a_limit_of_their_own_whatever_keys_they_use(library: Library, address: str) -> None:
    one, two = key_of(library, "ada", "one"), key_of(library, "ada", "two")
    statuses = [get(address, key).status_code for key in (one, two, one, two, one)]
    assert statuses == [200, 200, 200, 429, 429]
    refused = get(address, two)
    assert 1 <= int(refused.headers["retry-after"]) <= 60 / PER_MINUTE
    assert refused.json()["error"]["type"] == "rate_limit_error"
    assert get(address, key_of(library, "olga", "other")).status_code == 200
    mine = get(address, one, "/api/library")
    assert (mine.status_code, mine.json()["error"]["kind"]) == (429, "TooMany")


def test_scrolling_a_scan_neither_meets_the_limit_of_requests_nor_uses_it_up(
    library: Library, address: str
) -> None:
    headers = {"authorization": f"Bearer {key_of(library, 'ada', 'scroll')}"}
    with httpx.Client(base_url=address, headers=headers, timeout=60) as client:
        stack = dicom_file("rtdose.dcm")
        kept = client.post("/api/images", files={"file": ("rtdose.dcm", stack)}).json()["info"]
        assert kept["frames"] > PER_MINUTE
        frames = [f"/api/images/{kept['id']}/frame/{frame}.png" for frame in range(kept["frames"])]
        assert {client.get(frame).status_code for frame in frames} == {200}
        assert client.get("/v1/models").status_code == 200


def test_pictures_have_a_limit_of_their_own() -> None:
    ada = Account(user_id="u1", name="ada", role="learner")
    door = Door(TOKEN, lambda _: ada, keys=cast(Any, None), per_minute=6, clock=lambda: 0.0)
    asked = Request({"type": "http", "headers": []})
    for _ in range(6 * PICTURES_TO_A_REQUEST):
        assert door.beholder(asked) == ada
    with pytest.raises(TooMany):
        door.beholder(asked)
    assert door.account(asked) == ada


def test_the_owners_token_has_no_limit(address: str) -> None:
    assert {get(address, TOKEN).status_code for _ in range(3 * PER_MINUTE)} == {200}


def test_openais_client_waits_as_it_is_told_and_then_passes(library: Library, address: str) -> None:
    client = openai.OpenAI(base_url=f"{address}/v1", api_key=key_of(library, "ada", "patient"), max_retries=0)
    for _ in range(PER_MINUTE):
        client.models.list()
    with pytest.raises(openai.RateLimitError) as limit:
        client.models.list()
    assert "Wait" in str(limit.value) and limit.value.response.headers["retry-after"]


def test_who_tries_wrong_keys_has_to_wait_and_right_ones_still_pass(library: Library, address: str) -> None:
    statuses = [get(address, f"preceptor-{n}").status_code for n in range(FREE_TRIES_OF_AN_ADDRESS + 2)]
    assert set(statuses[:FREE_TRIES_OF_AN_ADDRESS]) == {401}
    assert statuses[-1] == 429
    assert get(address, key_of(library, "olga", "right")).status_code == 200
    assert httpx.get(f"{address}/v1/models").status_code == 401
