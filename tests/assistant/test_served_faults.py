"""Whatever a model's server does, its user gets one clear sentence and the next step."""

from collections.abc import Iterator

import pytest

from assistant.connect.served import Served
from assistant.ports import FaultKind, Message, ModelFault
from assistant.settings import read_settings
from tests.assistant.scripted_replies import (
    A_PAGE,
    BROKEN,
    CRASHED,
    CUT_OFF,
    EMPTY,
    GARBAGE,
    HALF_JSON,
    NO_IMAGES,
    NO_MODEL,
    NO_TEMPLATE,
    OVERLOADED,
    SILENT,
    TOO_LONG,
    TOO_MANY,
    UNFINISHED,
    WRONG_KEY,
    Reply,
    refuses,
    says,
)
from tests.assistant.scripted_server import ScriptedServer, connected, scripted_server

ASKED = (Message(role="user", text="What is given for gout?"),)
SEEN = (Message(role="user", text="What is this?", images=("data:image/png;base64,AAAA",)),)
ENDLESS = Reply(raw=b"data: " + b"x" * (3 << 20))
A_LIST = Reply(raw=b"data: [1, 2]\n\ndata: [DONE]\n\n")
ODD = Reply(raw=b'data: {"choices": [7]}\n\ndata: [DONE]\n\n')
NESTED = Reply(raw=b"data: " + b"[" * 200_000 + b"\n\n")
LONG_ERROR = refuses(400, "no " * 10_000)
LLAMA_CPP_LOADING = Reply(status=503, body={"error": {"code": 503, "message": "Loading model"}})
OPENAI_TOO_LONG = Reply(
    status=400,
    body={
        "error": {
            "message": "This model's maximum context length is 8 tokens.",
            "code": "context_length_exceeded",
        }
    },
)
TABLE: tuple[tuple[str, Reply, FaultKind, str, str], ...] = (
    ("silence", SILENT, "timeout", "said nothing for 0.4 s", "PRECEPTOR_MODEL_TIMEOUT_S"),
    ("cut off", CUT_OFF, "cut_off", "the connection was lost", "Ask again"),
    ("unfinished", UNFINISHED, "cut_off", "it was not finished", "Ask again"),
    ("aborted", says("Gout", finish="abort"), "cut_off", "abort", "Ask again"),
    ("dead inside", BROKEN, "cut_off", "EngineCore died", "Ask again"),
    ("crash", CRASHED, "failing", "failed (500: EngineCore encountered an issue.)", "log"),
    ("empty", EMPTY, "empty", "an empty reply", "Ask again"),
    ("blank", says(" ", "\n"), "empty", "an empty reply", "Ask again"),
    ("used up", says(finish="length", thoughts=("hm",)), "empty", "all tokens", "PRECEPTOR_ANSWER_TOKENS"),
    ("garbage", GARBAGE, "malformed", "no model's reply", "PRECEPTOR_MODEL_URL"),
    ("half JSON", HALF_JSON, "malformed", "no model's reply", "log"),
    ("a web page", A_PAGE, "malformed", "no model's reply", "PRECEPTOR_MODEL_URL, which ends in /v1"),
    ("a list", A_LIST, "malformed", "no model's reply", "log"),
    ("an odd shape", ODD, "malformed", "no model's reply", "log"),
    ("an endless line", ENDLESS, "malformed", "no model's reply", "log"),
    ("nested", NESTED, "malformed", "no model's reply", "log"),
    ("wrong key", WRONG_KEY, "refused", "refuses the key (401)", "Set PRECEPTOR_MODEL_KEY"),
    ("no chat", NO_MODEL, "not_found", "does not serve scripted for chat", "chat model"),
    ("too long", TOO_LONG, "too_long", "fewer words at once", "longer context"),
    ("too long for OpenAI", OPENAI_TOO_LONG, "too_long", "fewer words at once", "longer context"),
    ("no template", NO_TEMPLATE, "no_template", "without a chat template", "--chat-template"),
    ("images unasked for", NO_IMAGES, "refused", "At most 0 image(s)", "log"),
    ("too many", TOO_MANY, "busy", "too many requests", "in a moment"),
    ("overloaded", OVERLOADED, "busy", "loading its model or overloaded", "in a moment"),
    ("loading", LLAMA_CPP_LOADING, "busy", "loading its model or overloaded", "in a moment"),
    ("a long error", LONG_ERROR, "refused", "refuses the request (400: no no", "log"),
    ("thoughts unmarked", says("hm</think>Gout"), "malformed", "mixes", "--reasoning-parser"),
)


@pytest.fixture
def host() -> Iterator[ScriptedServer]:
    with scripted_server() as made:
        yield made


def fault_of(model: Served, messages: tuple[Message, ...] = ASKED) -> ModelFault:
    with pytest.raises(ModelFault) as caught:
        model.complete(messages)
    return caught.value


@pytest.mark.parametrize(
    ("reply", "kind", "what", "step"), [row[1:] for row in TABLE], ids=[r[0] for r in TABLE]
)
def test_a_bad_reply_is_one_sentence_with_the_next_step(
    host: ScriptedServer, reply: Reply, kind: FaultKind, what: str, step: str
) -> None:
    host.script = [reply]
    fault = fault_of(connected(host, model_timeout_s=0.4, model_key="sesame"))
    assert fault.kind == kind
    assert what in fault.args[0]
    assert step in fault.next_step
    assert f"127.0.0.1:{host.port}" in fault.args[0]
    assert "\n" not in str(fault) and "sesame" not in str(fault) and len(str(fault)) < 420


def test_a_server_that_does_not_run_is_named() -> None:
    model = Served(read_settings(model_url="http://127.0.0.1:1/v1"), sleep=lambda _: None)
    fault = fault_of(model)
    assert (fault.kind, fault.args[0]) == ("unreachable", "The model's server 127.0.0.1:1 does not answer.")
    assert "preceptor serve" in fault.next_step


def test_an_address_with_another_path_is_a_wrong_address(host: ScriptedServer) -> None:
    settings = read_settings(model_url=host.url.replace("/v1", "/v2"), model="scripted")
    fault = fault_of(Served(settings))
    assert (fault.kind, "ends in /v1" in fault.next_step) == ("not_found", True)


def test_a_wrong_key_is_told_and_never_shown(host: ScriptedServer) -> None:
    host.key = "sesame"
    for key in (None, "treasure"):
        fault = fault_of(connected(host, model_key=key))
        assert (fault.kind, "treasure" in str(fault)) == ("refused", False)
    assert connected(host, model_key="sesame").complete(ASKED)


def test_a_model_that_is_not_served_names_those_that_are(host: ScriptedServer) -> None:
    host.adapter("cardiology")
    host.script = [refuses(404, "The model `gemma` does not exist.", kind="NotFoundError")]
    fault = fault_of(connected(host, model="gemma"))
    assert fault.kind == "not_found"
    assert fault.args[0].endswith("serves no gemma but scripted and cardiology.")


def test_a_server_without_any_model_says_so(host: ScriptedServer) -> None:
    host.models = []
    assert "serves no model" in str(fault_of(connected(host)))


def test_images_a_model_cannot_take_are_the_fault(host: ScriptedServer) -> None:
    host.script = [NO_IMAGES]
    fault = fault_of(connected(host), SEEN)
    assert (fault.kind, "takes no images" in str(fault)) == ("no_images", True)


def test_a_redirection_is_not_followed(host: ScriptedServer) -> None:
    with scripted_server() as other:
        host.script = [Reply(status=307, headers={"location": f"{other.url}/chat/completions"})]
        fault = fault_of(connected(host))
        assert (fault.kind, other.asked) == ("not_found", [])
        assert "sends requests on to 127.0.0.1" in str(fault)


def test_pieces_that_came_before_a_fault_are_given(host: ScriptedServer) -> None:
    host.script = [CUT_OFF]
    pieces = connected(host).stream(ASKED)
    assert [next(pieces).text, next(pieces).text] == ["Gout is ", "treated with"]
    with pytest.raises(ModelFault):
        next(pieces)


def test_a_reply_that_never_ends_is_given_up(host: ScriptedServer) -> None:
    ticks = iter(range(0, 10**6, 20))
    host.script = [says(*["word "] * 200, delay_s=0.01)]
    model = Served(read_settings(model_url=host.url, model_timeout_s=30), clock=lambda: next(ticks))
    fault = fault_of(model)
    assert (fault.kind, "was not done within 300 s" in str(fault)) == ("timeout", True)
    assert host.asked[0].gone.wait(2)
