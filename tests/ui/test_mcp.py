"""The tools through the Model Context Protocol's own client, over HTTP."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import httpx2
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult, TextContent

from assistant.home import open_library
from assistant.settings import read_settings
from assistant.types import Answer
from retrieval.library import Library
from tests.assistant.scripted_replies import says
from tests.assistant.scripted_server import connected, scripted_server
from tests.assistant.writing import pieces
from tests.ui.serving import TOKEN, serving_api
from ui.desk import LocalDesk

QUESTION = "which drug for hypertension in pregnancy?"
RIGHT = "Labetalol is the first drug for hypertension in pregnancy."


@pytest.fixture(scope="module")
def library(made_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """An open library with the two sources."""
    folder = shutil.copytree(made_once / "library", tmp_path_factory.mktemp("mcp") / "library")
    with open_library(read_settings(library=folder)) as opened:
        yield opened


def with_client(address: str, work: Callable[[Client], Awaitable[Any]], key: str = TOKEN, **how: Any) -> Any:
    """What the work gives when it is done with a client of the tools."""

    async def run() -> Any:
        headers = {"authorization": f"Bearer {key}"}
        async with httpx2.AsyncClient(headers=headers, trust_env=False, timeout=60) as http:
            transport = streamable_http_client(f"{address}/mcp", http_client=http)
            async with Client(transport, **how) as client:
                return await work(client)

    return asyncio.run(run())


def words(result: CallToolResult) -> str:
    """The text of a result."""
    [content] = result.content
    assert isinstance(content, TextContent)
    return content.text


@pytest.fixture(scope="module")
def address(library: Library) -> Iterator[str]:
    """Where the tools of an app without a model are."""
    with serving_api(LocalDesk(library)) as served:
        yield served


@pytest.mark.parametrize("era", ["auto", "legacy"])
def test_the_tools_say_what_they_want_and_that_they_change_nothing(address: str, era: str) -> None:
    listed = with_client(address, lambda client: client.list_tools(), mode=era)
    tools = {tool.name: tool for tool in listed.tools}
    assert list(tools) == ["ask", "search", "figures", "open_passage"]
    assert tools["ask"].input_schema["required"] == ["question"]
    assert all(tool.description and tool.annotations.read_only_hint for tool in tools.values())


@pytest.mark.parametrize("era", ["auto", "legacy"])
def test_asking_gives_footnotes_that_lead_to_this_app_and_the_answer_as_data(address: str, era: str) -> None:
    given = with_client(address, lambda client: client.call_tool("ask", {"question": QUESTION}), mode=era)
    assert words(given).startswith(f"{RIGHT} [1]")
    assert f"{address}/source/" in words(given)
    answer = Answer.model_validate(given.structured_content)
    assert answer.statements[0].text == RIGHT and answer.evidence == ()


def test_asking_with_history_and_in_study_style(address: str) -> None:
    follow_up = {"question": "and in pregnancy?", "history": ["which drug for hypertension under 55?"]}
    given = with_client(address, lambda client: client.call_tool("ask", follow_up))
    assert words(given).startswith(RIGHT)
    study = {"question": QUESTION, "style": "study"}
    asked_back = with_client(address, lambda client: client.call_tool("ask", study))
    assert "Before you read:" in words(asked_back) and "Labetalol" not in words(asked_back)


def test_what_search_finds_can_be_opened(address: str) -> None:
    async def work(client: Client) -> tuple[CallToolResult, CallToolResult]:
        found = await client.call_tool("search", {"query": "asthma attack", "k": 1})
        [hit] = found.structured_content["hits"]
        assert f"id: {hit['passage']}" in words(found)
        return found, await client.call_tool("open_passage", {"passage": hit["passage"]})

    found, opened = with_client(address, work)
    [hit] = found.structured_content["hits"]
    assert opened.structured_content["quote"] == hit["text"]
    assert (opened.structured_content["title"], opened.structured_content["section"]) == (
        "Asthma in adults",
        "Acute attack",
    )
    first, link, *_ = words(opened).splitlines()
    assert first.startswith("Asthma in adults. Example Press. 2.")
    assert httpx.URL(link).path == f"/source/{hit['document']}"


@pytest.mark.parametrize(
    ("tool", "given", "said"),
    [
        ("open_passage", {"passage": "../../etc/passwd"}, "The library has no passage '../../etc/passwd'."),
        ("open_passage", {}, "passage: Field required."),
        ("search", {"query": "gout", "k": 0}, "0 results cannot be shown."),
        ("ask", {"question": " "}, "The question is empty."),
        ("ask", {"question": "gout?", "colour": "red"}, "colour: Extra inputs are not permitted."),
        ("ask", {"question": "gout?", "mode": "write"}, "No language model is connected."),
        ("remove", {}, "There is no tool 'remove'."),
    ],
)
def test_a_wrong_call_is_told_in_a_sentence(
    address: str, tool: str, given: dict[str, Any], said: str
) -> None:
    result = with_client(address, lambda client: client.call_tool(tool, given))
    assert result.is_error and words(result).startswith(said)


def test_nobody_without_a_key_reaches_the_tools(address: str) -> None:
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    headers = {"accept": "application/json, text/event-stream"}
    reply = httpx.post(f"{address}/mcp", json=body, headers=headers)
    assert (reply.status_code, reply.json()["error"]["kind"]) == (401, "NotLoggedIn")


def test_a_client_that_leaves_ends_the_models_request(library: Library) -> None:
    endless = says(*pieces(f"{RIGHT[:-1]} [1]. " * 200), delay_s=0.02)

    async def leave(client: Client) -> None:
        call = asyncio.ensure_future(client.call_tool("ask", {"question": QUESTION, "mode": "write"}))
        while not host.asked:
            await asyncio.sleep(0.05)
        call.cancel()

    with (
        scripted_server(endless) as host,
        serving_api(LocalDesk(library, model=connected(host, model_timeout_s=20))) as served,
    ):
        with_client(served, leave)
        assert host.asked[0].gone.wait(5)
