"""Many requests to a model at once: what is kept, what is asked again, and what it costs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.ports import Message, ModelFault
from assistant.settings import read_settings
from eval.asking import Line, Request, ask_all, open_line, shortfall
from eval.journal import Journal, Kept
from retrieval.types import Value
from tests.assistant.scripted_replies import CUT_OFF, EMPTY, Reply, says
from tests.assistant.scripted_server import ScriptedServer, scripted_server

REFUSED = Reply(status=400, body={"error": {"message": "no"}})


class Fruit(Value):
    """A shape to ask for."""

    fruit: str


@pytest.fixture
def host() -> Iterator[ScriptedServer]:
    with scripted_server(says("A")) as running:
        yield running


@pytest.fixture
def line(host: ScriptedServer, tmp_path: Path) -> Line:
    settings = read_settings(model_url=host.url, model_timeout_s=5)
    return open_line(settings, Journal(tmp_path / "journal.jsonl"))._replace(at_once=1, pauses_s=(0.0,))


def request(text: str, shape: type[Value] | None = None) -> Request:
    turn = Message(role="user", text=text)
    return Request(question=text, task="test", prompt="none", messages=(turn,), shape=shape)


def asked(line: Line, *requests: Request, said: list[str] | None = None) -> list[Kept | ModelFault]:
    return ask_all(
        line, requests, lambda what, *_: said.append(what) if said is not None else None, what="Asking"
    )


def test_replies_come_in_the_order_of_the_requests_with_their_cost(line: Line) -> None:
    said: list[str] = []
    replies = asked(line, request("one"), request("two"), request("one"), said=said)
    assert [one.question for one in replies if isinstance(one, Kept)] == ["one", "two", "one"]
    assert (replies[0], len(line.journal)) == (replies[2], 2)
    assert isinstance(replies[0], Kept) and (replies[0].tokens_in, replies[0].tokens_out) == (7, 5)
    assert said[-1] == "Asking: 21 tokens in, 15 out"


def test_a_server_that_failed_is_asked_again_for_what_is_missing(line: Line, host: ScriptedServer) -> None:
    host.script = [CUT_OFF, CUT_OFF, says("A")]
    said: list[str] = []
    replies = asked(line, *map(request, "abcd"), said=said)
    assert all(isinstance(one, Kept) for one in replies)
    assert [one.messages[0]["content"] for one in host.asked] == ["a", "b", "c", "d", "a", "b"]
    assert any("waiting" in what for what in said) and "2 without a reply" in " ".join(said)


def test_what_still_fails_is_given_up_and_told(line: Line, host: ScriptedServer) -> None:
    host.script = [CUT_OFF]
    replies = asked(line, request("a"), request("b"))
    assert [one.kind for one in replies if isinstance(one, ModelFault)] == ["cut_off", "cut_off"]
    assert len(host.asked) == 3
    [told] = shortfall(replies, "Replies")
    assert told.startswith("Replies: 2 of 2 questions got no reply (2 cut_off). The model's server")
    assert shortfall([], "Replies") == []


def test_a_refusal_is_final(line: Line, host: ScriptedServer) -> None:
    host.script = [REFUSED]
    [fault] = asked(line, request("a"))
    assert isinstance(fault, ModelFault) and len(host.asked) == 1


def test_an_empty_reply_is_a_reply(line: Line, host: ScriptedServer) -> None:
    host.script = [EMPTY]
    [kept] = asked(line, request("a"))
    assert isinstance(kept, Kept) and kept.reply == ""


def test_a_shape_is_asked_for_once_more_and_both_replies_cost(line: Line, host: ScriptedServer) -> None:
    host.script = [says("no"), says('{"fruit": "fig"}')]
    [kept] = asked(line, request("a", Fruit))
    assert isinstance(kept, Kept)
    assert Fruit.model_validate_json(kept.reply) == Fruit(fruit="fig")
    assert (kept.tokens_in, kept.tokens_out) == (14, 10)


def test_two_replies_of_no_shape_leave_the_reason(line: Line, host: ScriptedServer) -> None:
    host.script = [says("no")]
    [kept] = asked(line, request("a", Fruit))
    assert isinstance(kept, Kept) and "could not be read, twice" in kept.reply
    assert len(host.asked) == 2


def test_half_a_character_does_no_harm(line: Line, host: ScriptedServer) -> None:
    host.script = [says("A\ud83d")]
    [kept] = asked(line, request("a"))
    assert isinstance(kept, Kept) and kept.reply == "A?"
    assert Journal(line.journal.path).get(kept.key) == kept


def test_a_server_that_does_not_count_leaves_the_cost_unknown(line: Line, host: ScriptedServer) -> None:
    host.script = [says("A", usage=None)]
    [kept] = asked(line, request("a"))
    assert isinstance(kept, Kept) and kept.tokens_in is None and kept.tokens_out is None
