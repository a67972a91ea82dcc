"""A reply of a given shape is validated, asked for once more, and else unreadable: it is never repaired."""

import json
from collections.abc import Iterator

import pytest
from pydantic import Field

from assistant.connect import Unreadable, structured
from assistant.ports import Message, ModelFault
from retrieval.types import Value
from tests.assistant.scripted_replies import CRASHED, EMPTY, says
from tests.assistant.scripted_server import ScriptedServer, connected, scripted_server


class Dose(Value):
    """What a reply should look like."""

    drug: str
    mg: float = Field(gt=0)


GOOD = says('{"drug": "colchicine", "mg": 0.5}')
ASKED = (Message(role="system", text="Extract."), Message(role="user", text="Colchicine 500 micrograms."))
BAD = (
    "",
    "Colchicine, 0.5 mg.",
    '```json\n{"drug": "colchicine", "mg": 0.5}\n```',
    '{"drug": "colchicine", "mg": 0.5',
    '{"drug": "colchicine", "mg": 0.5} I hope this helps!',
    '{"drug": "col\nchicine", "mg": 0.5}',
    "{'drug': 'colchicine', 'mg': 0.5}",
    '{"drug": "colchicine", "mg": -1}',
    '{"drug": "colchicine", "mg": 0.5, "note": "x"}',
    '{"drug": "colchicine"}',
    "[]",
    "null",
)


@pytest.fixture
def host() -> Iterator[ScriptedServer]:
    with scripted_server(GOOD) as made:
        yield made


def test_a_reply_of_the_shape_is_read_and_its_schema_was_sent(host: ScriptedServer) -> None:
    assert structured(connected(host), ASKED, Dose) == Dose(drug="colchicine", mg=0.5)
    shape = host.asked[0].body["response_format"]
    assert (shape["type"], shape["json_schema"]["schema"]) == ("json_schema", Dose.model_json_schema())


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_reply_is_asked_for_once_more_with_its_fault(host: ScriptedServer, bad: str) -> None:
    host.script = [says(bad), GOOD]
    assert structured(connected(host), ASKED, Dose) == Dose(drug="colchicine", mg=0.5)
    first, second = host.asked
    assert [message["role"] for message in second.messages] == ["system", "user"]
    assert second.messages[1]["content"].startswith(first.messages[1]["content"])
    assert "Your last reply to this could not be read: " in second.messages[1]["content"]


@pytest.mark.parametrize("bad", BAD)
def test_two_bad_replies_are_unreadable_with_the_reason(host: ScriptedServer, bad: str) -> None:
    host.script = [says(bad)]
    read = structured(connected(host), ASKED, Dose)
    assert isinstance(read, Unreadable)
    assert read.reason.startswith("The model's reply could not be read, twice (") and "\n" not in read.reason
    assert len(host.asked) == 2


def test_the_fault_names_the_field_and_not_what_the_model_wrote(host: ScriptedServer) -> None:
    host.script = [says(json.dumps({"drug": "colchicine", "mg": -1, "secret": "Mrs Miller"}))]
    read = structured(connected(host), ASKED, Dose)
    assert isinstance(read, Unreadable)
    assert "mg: Input should be greater than 0" in read.reason
    assert "Miller" not in read.reason and "Miller" not in host.asked[1].text


def test_a_reply_that_never_came_is_the_models_fault(host: ScriptedServer) -> None:
    host.script = [CRASHED]
    with pytest.raises(ModelFault):
        structured(connected(host), ASKED, Dose)
    assert len(host.asked) == 1


def test_an_empty_reply_is_asked_for_again(host: ScriptedServer) -> None:
    host.script = [EMPTY, GOOD]
    assert structured(connected(host), ASKED, Dose) == Dose(drug="colchicine", mg=0.5)
