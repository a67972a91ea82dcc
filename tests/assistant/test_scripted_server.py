"""The scripted server does what its script says: the tests that lean on it may."""

import json
import time
from collections.abc import Iterator

import httpx
import pytest

from tests.assistant.scripted_replies import CUT_OFF, MODEL, TOO_LONG, Asked, Reply, says
from tests.assistant.scripted_server import ScriptedServer, scripted_server

BODY = {"model": MODEL, "stream": True, "messages": [{"role": "user", "content": "gout?"}]}


def streamed(host: ScriptedServer) -> Iterator[str]:
    with httpx.stream("POST", f"{host.url}/chat/completions", json=BODY, trust_env=False) as reply:
        for line in reply.iter_lines():
            if line.startswith("data: {"):
                yield json.loads(line[6:])["choices"][0]["delta"].get("content", "")


def test_pieces_come_one_by_one_and_replies_in_turn() -> None:
    with scripted_server(says("Gout ", "hurts."), says("Yes.")) as host:
        assert [piece for piece in streamed(host) if piece] == ["Gout ", "hurts."]
        assert "".join(streamed(host)) == "".join(streamed(host)) == "Yes."


def test_a_script_may_read_the_request() -> None:
    def obeys(asked: Asked) -> Reply:
        return says(asked.text.upper())

    with scripted_server(obeys) as host:
        assert "".join(streamed(host)) == "GOUT?"


def test_a_cut_off_stream_breaks_the_connection() -> None:
    with scripted_server(CUT_OFF) as host, pytest.raises(httpx.RemoteProtocolError):
        list(streamed(host))


def test_an_error_has_its_status_and_words() -> None:
    with scripted_server(TOO_LONG) as host:
        reply = httpx.post(f"{host.url}/chat/completions", json=BODY, trust_env=False)
    assert (reply.status_code, "maximum context length" in reply.text) == (400, True)


def test_a_client_that_hangs_up_is_noticed() -> None:
    with scripted_server(says("a", "b", delay_s=5, first_s=0)) as host:
        with httpx.stream("POST", f"{host.url}/chat/completions", json=BODY, trust_env=False):
            pass
        assert host.asked[0].gone.wait(2)


def test_a_killed_server_drops_its_streams_and_can_come_back() -> None:
    with scripted_server(says("a", "b", "c", delay_s=0.1)) as host:
        pieces = streamed(host)
        assert next(piece for piece in pieces if piece) == "a"
        start = time.monotonic()
        host.kill()
        with pytest.raises(httpx.HTTPError):
            list(pieces)
        assert time.monotonic() - start < 2
        with scripted_server(says("back"), port=host.port) as again:
            assert "".join(streamed(again)) == "back"
