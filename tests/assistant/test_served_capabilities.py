"""What a served model can do is read from its server, and tried out where the server does not say."""

from collections.abc import Iterator

import pytest

from assistant.connect.breaker import MOST
from assistant.connect.served import Served
from assistant.ports import Message, ModelFault
from assistant.settings import read_settings
from tests.assistant.scripted_replies import CRASHED, NO_IMAGES, NO_TEMPLATE, Asked, Reply, Script, says
from tests.assistant.scripted_server import ScriptedServer, connected, scripted_server

ASKED = (Message(role="user", text="What is given for gout?"),)


@pytest.fixture
def host() -> Iterator[ScriptedServer]:
    with scripted_server() as made:
        yield made


def test_the_first_model_is_asked_where_none_is_named(host: ScriptedServer) -> None:
    host.models.insert(0, {"id": "cardiology", "parent": "scripted"})
    model = connected(host)
    assert model.name == "scripted"
    model.complete(ASKED)
    model.capabilities()
    assert (host.asked[0].body["model"], host.listed) == ("scripted", 1)


def test_whether_a_server_answers_now_is_told_although_its_list_is_remembered(host: ScriptedServer) -> None:
    model = connected(host, model_timeout_s=1)
    model.complete(ASKED)
    model.probe()
    host.kill()
    assert model.capabilities().model == "scripted"
    for _ in range(2 * MOST):
        with pytest.raises(ModelFault):
            model.probe()
    assert not model.rests, "looking does not count"


def test_an_adapter_is_asked_by_its_name_and_holds_what_its_model_holds(host: ScriptedServer) -> None:
    host.adapter("cardiology")
    host.adapter("radiology")
    model = connected(host, model="scripted", adapter="cardiology")
    model.complete(ASKED)
    assert host.asked[0].body["model"] == "cardiology"
    told = model.capabilities()
    assert (told.model, told.context) == ("cardiology", 4096)
    assert told.adapters == ("cardiology", "radiology")


def test_a_server_that_was_given_another_model_is_asked_for_that_one(host: ScriptedServer) -> None:
    model = connected(host)
    assert model.name == "scripted"
    host.models = [{"id": "other"}]
    host.script = [
        Reply(status=404, body={"error": {"message": "The model `scripted` does not exist."}}),
        says("Yes."),
    ]
    with pytest.raises(ModelFault, match="serves no scripted but other"):
        model.complete(ASKED)
    assert (model.name, model.complete(ASKED)) == ("other", "Yes.")


def test_a_server_without_a_list_of_models_is_asked_for_the_one_that_is_named(host: ScriptedServer) -> None:
    settings = read_settings(model_url=host.url.replace("/v1", "/openai"), model="scripted")
    told = Served(settings).capabilities()
    assert (told.model, told.context, told.adapters) == ("scripted", None, ())


def counts(asked: Asked) -> Reply:
    """A model that sees, and whose server keeps to a schema."""
    if shape := asked.body.get("response_format"):
        return (
            says('{"fruit":', "\n" * 30, finish="length")
            if shape["type"] == "json_schema"
            else says("Apple.")
        )
    seen = any(isinstance(message["content"], list) for message in asked.messages)
    return says("A thing.", usage=(300 if seen else 12, 3))


def refuses_both(asked: Asked) -> Reply:
    """A model of words only, whose server knows no schema."""
    return says("An apple.") if counts(asked).usage == (12, 3) else NO_IMAGES


def fails_at_both(asked: Asked) -> Reply:
    """A server that is not up to it."""
    return says("An apple.") if counts(asked).usage == (12, 3) else CRASHED


@pytest.mark.parametrize(
    ("script", "images", "structured"),
    [
        pytest.param(counts, True, True, id="all of it"),
        pytest.param(says("An apple."), False, False, id="both ignored"),
        pytest.param(refuses_both, False, False, id="both refused"),
        pytest.param(fails_at_both, None, None, id="both fail"),
        pytest.param(says("An apple.", usage=None), None, False, id="tokens not counted"),
    ],
)
def test_what_a_server_does_not_say_is_found_out(
    host: ScriptedServer, script: Script, images: bool | None, structured: bool | None
) -> None:
    host.script = [script]
    model = connected(host)
    assert (model.capabilities().images, model.capabilities().structured) == (None, None)
    assert (model.explore().images, model.explore().structured) == (images, structured)
    host.script = [CRASHED]
    assert (model.capabilities().images, model.capabilities().structured) == (images, structured)


def test_a_model_that_cannot_be_asked_cannot_be_found_out_about(host: ScriptedServer) -> None:
    host.script = [NO_TEMPLATE]
    with pytest.raises(ModelFault, match="chat template"):
        connected(host).explore()
