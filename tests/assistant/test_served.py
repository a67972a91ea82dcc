"""A served model is asked with care: again only where that helps, and never more than it can take."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.connect import connect
from assistant.connect.breaker import MOST, PAUSE_S
from assistant.connect.served import Served
from assistant.ports import Message, ModelFault
from assistant.settings import read_settings
from tests.assistant.scripted_replies import (
    CRASHED,
    CUT_OFF,
    NO_IMAGES,
    TOO_LONG,
    Reply,
    says,
)
from tests.assistant.scripted_server import ScriptedServer, connected, scripted_server

ASKED = (Message(role="user", text="What is given for gout?"),)
SLOW = says(*["word "] * 40, delay_s=0.05)


@pytest.fixture
def host() -> Iterator[ScriptedServer]:
    with scripted_server() as made:
        yield made


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def patient(host: ScriptedServer, clock: Clock | None = None, **settings: object) -> Served:
    """A model that waits for nothing."""
    return Served(read_settings(model_url=host.url, **settings), clock=clock or Clock(), sleep=lambda _: None)


def kind_of(model: Served) -> str | None:
    try:
        model.complete(ASKED)
    except ModelFault as fault:
        return fault.kind
    return None


def test_without_an_address_there_is_no_model() -> None:
    assert connect(read_settings()) is None


def test_what_is_sent_is_what_is_set(host: ScriptedServer) -> None:
    model = connected(host, model="scripted", model_key="sesame", temperature=0.3, answer_tokens=99)
    list(model.stream([Message(role="system", text="Be brief."), *ASKED]))
    list(model.stream(ASKED, limit=5))
    first, second = host.asked
    assert first.headers["authorization"] == "Bearer sesame"
    assert first.messages[0] == {"role": "system", "content": "Be brief."}
    assert {name: first.body[name] for name in ("model", "temperature", "max_tokens", "stream")} == {
        "model": "scripted",
        "temperature": 0.3,
        "max_tokens": 99,
        "stream": True,
    }
    assert second.body["max_tokens"] == 5
    assert host.listed == 0, "nobody asked what else it can do"


def test_images_are_sent_as_they_are(host: ScriptedServer) -> None:
    connected(host).complete(
        [Message(role="user", text="What is this?", images=("data:image/png;base64,AA",))]
    )
    assert host.asked[0].messages[0]["content"][1]["image_url"] == {"url": "data:image/png;base64,AA"}


def test_the_environment_changes_nothing(host: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted_server() as other:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "OPENAI_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{other.port}")
        for name in ("OPENAI_BASE_URL", "OPENAI_API_BASE", "LANGSMITH_ENDPOINT", "LANGSMITH_GATEWAY"):
            monkeypatch.setenv(name, other.url)
        for name in (
            "LANGSMITH_TRACING",
            "LANGCHAIN_TRACING_V2",
            "LANGCHAIN_TRACING",
            "LANGSMITH_TRACING_V2",
        ):
            monkeypatch.setenv(name, "true")
        for name in (
            "OPENAI_API_KEY",
            "OPENAI_ADMIN_KEY",
            "OPENAI_ORG_ID",
            "OPENAI_PROJECT_ID",
            "LANGSMITH_API_KEY",
        ):
            monkeypatch.setenv(name, "treasure")
        monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Secret: treasure")
        assert connected(host).complete(ASKED) == "Gout is treated."
        assert connected(host, model_key="sesame").complete(ASKED) == "Gout is treated."
        assert (other.asked, other.listed) == ([], 0)
    assert all("treasure" not in str(asked.headers) for asked in host.asked)
    assert "authorization" not in host.asked[0].headers


def test_a_connection_fault_is_tried_again_a_little_later() -> None:
    with scripted_server() as host:
        port = host.port
    waits: list[float] = []
    started: list[ScriptedServer] = []
    opened = []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 2:
            opened.append(scripted_server(port=port))
            started.append(opened[0].__enter__())

    model = Served(read_settings(model_url=f"http://127.0.0.1:{port}/v1", model="scripted"), sleep=sleep)
    assert model.complete(ASKED) == "Gout is treated."
    assert waits == [0.2, 0.6]
    opened[0].__exit__(None, None, None)


@pytest.mark.parametrize("reply", [CUT_OFF, CRASHED, TOO_LONG, Reply(first_s=5)])
def test_nothing_else_is_tried_again(host: ScriptedServer, reply: Reply) -> None:
    host.script = [reply]
    assert kind_of(patient(host, model_timeout_s=0.3))
    assert len(host.asked) == 1


def test_a_server_that_fails_in_a_row_is_left_alone_and_then_tried_once(host: ScriptedServer) -> None:
    host.script = [CRASHED]
    clock = Clock()
    model = patient(host, clock)
    assert not model.rests
    assert [kind_of(model) for _ in range(MOST)] == ["failing"] * MOST
    assert model.rests
    with pytest.raises(ModelFault) as caught:
        model.complete(ASKED)
    assert "failed 3 times in a row (failing)" in str(caught.value)
    assert caught.value.next_step == "It is tried again in 10 s."
    assert len(host.asked) == MOST
    clock.now += PAUSE_S + 1
    assert kind_of(model) == "failing"
    assert kind_of(model) == "failing"
    assert len(host.asked) == MOST + 1
    host.script = [says("Colchicine.")]
    clock.now += PAUSE_S + 1
    assert [kind_of(model) for _ in range(3)] == [None] * 3
    assert not model.rests


def test_after_the_pause_one_request_tries_and_others_wait_for_its_beginning(host: ScriptedServer) -> None:
    host.script = [*[CRASHED] * MOST, says("Colchicine.", "", first_s=0.5)]
    clock = Clock()
    model = patient(host, clock, model="scripted")
    for _ in range(MOST):
        kind_of(model)
    clock.now += PAUSE_S + 1
    with ThreadPoolExecutor(4) as pool:
        kinds = list(pool.map(lambda _: kind_of(model), range(4)))
    assert kinds.count(None) == 1 and kinds.count("failing") == 3
    assert kind_of(model) is None


def test_what_a_request_itself_got_wrong_does_not_count_against_the_server(host: ScriptedServer) -> None:
    host.script = [*[NO_IMAGES] * (MOST + 2), says("Colchicine.")]
    model = patient(host)
    assert [kind_of(model) for _ in range(MOST + 3)] == ["refused"] * (MOST + 2) + [None]


def test_a_reader_who_leaves_does_not_count_against_the_server(host: ScriptedServer) -> None:
    host.script = [SLOW]
    model = patient(host)
    for _ in range(MOST + 1):
        pieces = model.stream(ASKED)
        next(pieces)
        pieces.close()
    assert next(model.stream(ASKED)).text == "word "


def test_closing_the_stream_reaches_the_server_at_once(host: ScriptedServer) -> None:
    host.script = [says("word ", "word ", delay_s=5)]
    pieces = connected(host).stream(ASKED)
    next(pieces)
    pieces.close()
    assert host.asked[0].gone.wait(1), "long before the next piece is due"


def test_no_more_than_so_many_are_asked_at_once(host: ScriptedServer) -> None:
    host.script = [says("word", first_s=0.05)]
    model = connected(host, model_at_once=3)
    with ThreadPoolExecutor(12) as pool:
        assert list(pool.map(lambda _: kind_of(model), range(12))) == [None] * 12
    assert host.most_at_once == 3


def test_whoever_waits_too_long_for_a_turn_is_told_that_it_is_busy(host: ScriptedServer) -> None:
    host.script = [SLOW]
    model = connected(host, model_at_once=1, model_timeout_s=0.3)
    holding = model.stream(ASKED)
    next(holding)
    with pytest.raises(ModelFault) as caught:
        model.complete(ASKED)
    assert caught.value.kind == "busy"
    assert "busy with 1 other requests" in str(caught.value)
    holding.close()
    assert next(model.stream(ASKED)).text == "word "


def test_a_turn_is_free_again_after_every_fault(host: ScriptedServer) -> None:
    host.script = [CUT_OFF, TOO_LONG, says(), says("Colchicine.")]
    model = connected(host, model_at_once=1, model_timeout_s=1)
    assert [kind_of(model) for _ in range(4)] == ["cut_off", "too_long", "empty", None]


def test_warming_up_asks_nothing(host: ScriptedServer) -> None:
    model = connected(host)
    threads = [threading.Thread(target=model.warm) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (host.asked, host.listed) == ([], 0)
