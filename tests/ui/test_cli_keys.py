"""Programs and the running app: any key while nobody has an account, then only keys that were made."""

import asyncio
import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import openai
import pytest
from mcp import Client, StdioServerParameters
from mcp.types import TextContent

from assistant.home import open_library
from assistant.settings import read_settings
from tests.assistant.scripted_replies import says
from tests.assistant.scripted_server import scripted_server
from tests.assistant.writing import pieces
from tests.ui.running import free_port, running_app
from tests.ui.shelf import preceptor, write_shelf
from tests.ui.test_cli_owner import start, wait_for_address

QUESTION: list[Any] = [{"role": "user", "content": "first-line drug for hypertension in adults?"}]
RPC = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
ACCEPTS = {"accept": "application/json, text/event-stream"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a library of two sources."""
    folder = tmp_path_factory.mktemp("keys")
    with open_library(read_settings(library=folder / "library")) as opened:
        list(opened.add([write_shelf(folder / "sources")]))
    return folder


@pytest.fixture(scope="module")
def alone(home: Path) -> Iterator[str]:
    """The address of the app on that library, which has no accounts."""
    with start(home / "library", free_port()) as process:
        yield wait_for_address(process, home / "library")
        process.terminate()
        process.wait(timeout=30)


def client(address: str, key: str) -> openai.OpenAI:
    """OpenAI's client, which does not try again."""
    return openai.OpenAI(base_url=f"{address}/v1", api_key=key, max_retries=0, timeout=120)


def test_while_there_is_no_account_any_key_will_do(alone: str) -> None:
    given = client(alone, "not needed").chat.completions.create(model="preceptor-quote", messages=QUESTION)
    text = given.choices[0].message.content or ""
    assert "amlodipine" in text and f"{alone}/source/" in text
    link = (given.choices[0].message.annotations or [])[0].url_citation.url
    page = httpx.get(link)
    assert page.status_code == 200 and "<mark>" in page.text


@pytest.mark.parametrize(("path", "body"), [("/mcp", RPC), ("/v1/chat/completions", {}), ("/api/ask", {})])
def test_another_name_or_site_reaches_no_part_of_the_api(alone: str, path: str, body: dict[str, Any]) -> None:
    rebound = httpx.post(alone + path, json=body, headers=ACCEPTS | {"host": "evil.example"})
    assert rebound.status_code == 421
    other = httpx.post(alone + path, json=body, headers=ACCEPTS | {"origin": "http://evil.example"})
    assert other.status_code == 403


def test_the_tools_over_standard_input_ask_the_app_that_runs(alone: str, home: Path) -> None:
    server = StdioServerParameters(
        command=sys.executable,
        env=dict(os.environ),
        args=["-c", "from ui.cli import main; main()", "mcp", "--library", str(home / "library")],
    )

    async def ask() -> str:
        async with Client(server, read_timeout_seconds=120) as tools:
            given = await tools.call_tool("ask", {"question": QUESTION[0]["content"]})
        [content] = given.content
        assert isinstance(content, TextContent)
        return content.text

    text = asyncio.run(ask())
    assert "amlodipine" in text and f"{alone}/source/" in text


@pytest.mark.slow
def test_an_app_that_is_told_to_end_does_not_wait_for_a_model_that_goes_on(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    endless = says(*pieces("Amlodipine is the first drug for hypertension [1]. " * 500), delay_s=0.05)
    library = shutil.copytree(home / "library", tmp_path / "library", ignore=shutil.ignore_patterns("owner*"))
    with scripted_server(endless) as host:
        monkeypatch.setenv("PRECEPTOR_MODEL_URL", host.url)
        with start(library, free_port()) as process:
            address = wait_for_address(process, library)
            stream = client(address, "any").chat.completions.create(
                model="preceptor-write", messages=QUESTION, stream=True
            )
            next(stream)
            process.terminate()
            assert process.wait(timeout=60) == 0
            stream.close()
        assert host.asked[0].gone.wait(5)


@pytest.mark.slow
def test_where_people_have_accounts_each_program_needs_a_key_of_one_of_them(tmp_path: Path) -> None:
    library = ("--library", tmp_path / "library")

    def made(name: str) -> dict[str, str]:
        done = preceptor("users", "key", name, "--json", *library)
        assert done.code == 0, done.err
        return dict(json.loads(done.out))

    with running_app(tmp_path) as address:
        with pytest.raises(openai.AuthenticationError):
            client(address, "not needed").models.list()
        ada, olga = made("ada"), made("olga")
        given = client(address, ada["key"]).chat.completions.create(
            model="preceptor-quote", messages=QUESTION
        )
        assert "Amlodipine" in (given.choices[0].message.content or "")
        looked = {
            name: httpx.get(f"{address}/metrics", headers={"authorization": f"Bearer {key['key']}"})
            for name, key in (("ada", ada), ("olga", olga))
        }
        assert (looked["ada"].status_code, looked["olga"].status_code) == (403, 200)
        assert 'preceptor_questions_total{mode="quote",outcome="answered"} 1.0' in looked["olga"].text
        listed = json.loads(preceptor("users", "key", "ada", "--list", "--json", *library).out)
        assert [key["key_id"] for key in listed["keys"]] == [ada["id"]]
        assert ada["key"] not in preceptor("users", "key", "ada", "--list", *library).out
        assert preceptor("users", "key", "olga", "--revoke", ada["id"], *library).code == 2
        assert preceptor("users", "key", "ada", "--revoke", ada["id"], *library).code == 0
        with pytest.raises(openai.AuthenticationError):
            client(address, ada["key"]).models.list()
        assert client(address, olga["key"]).models.list().data
        assert ada["key"] not in (tmp_path / "app.log").read_text()


def test_the_key_of_nobody_is_wrong_use(own_home: Path) -> None:
    done = preceptor("users", "key", "nobody")
    assert done.code == 2 and "There is no user nobody." in done.err
