"""A scripted OpenAI-compatible chat server on loopback: real HTTP, and exactly the replies a test asks for.

    from tests.assistant.scripted_replies import CUT_OFF, says

    with scripted_server(says("Gout ", "is treated [1]."), CUT_OFF) as host:
        model = connected(host)              # any setting may be given by name
        ...                                  # the first request gets the first reply, the second the second
        assert host.asked[0].messages[-1]["content"] == "..."
        assert host.asked[0].gone.wait(2)    # the client hung up before the end

The last reply of a script is given again for ever. A reply may also be a function of the request
(`Callable[[Asked], Reply]`): that is a model which obeys what it reads. `host.kill()` drops every connection
and stops listening, as a server does that dies; `scripted_server(..., port=host.port)` brings it back.
"""

import json
import select
import socket
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol

from assistant.connect import connect
from assistant.connect.served import Served
from assistant.settings import read_settings
from tests.assistant.scripted_replies import (
    CONTEXT,
    MODEL,
    Asked,
    Body,
    Reply,
    Script,
    completion,
    delta,
    usage_event,
)


class Host(Protocol):
    """A server at an address as an owner would set it."""

    @property
    def url(self) -> str:
        """The address."""


class ScriptedServer(ThreadingHTTPServer):
    """Speaks `/v1/models` and `/v1/chat/completions`. What tests may change is public; `listed` counts the
    requests for the models, `asked` are those for replies."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, script: Sequence[Script], *, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.script = list(script)
        self.key: str | None = None
        self.models: list[Body] = [{"id": MODEL, "object": "model", "max_model_len": CONTEXT, "parent": None}]
        self.asked: list[Asked] = []
        self.listed = 0
        self.most_at_once = 0
        self._running = 0
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    @property
    def url(self) -> str:
        """The address as an owner would set it."""
        return f"http://127.0.0.1:{self.port}/v1"

    def adapter(self, name: str) -> None:
        """Adds a LoRA adapter of the model to the list of models, as vLLM lists one."""
        self.models.append({"id": name, "object": "model", "root": f"/adapters/{name}", "parent": MODEL})

    def next_reply(self, asked: Asked) -> Reply:
        """The reply that is due."""
        with self._lock:
            self.asked.append(asked)
            step = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        return step(asked) if callable(step) else step

    def kill(self) -> None:
        """Drops every connection and stops listening."""
        self.shutdown()
        self.socket.close()
        with self._lock:
            for connection in self._open:
                _drop(connection)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Counts the chat requests that are under way."""
        with self._lock:
            self._running += 1
            self.most_at_once = max(self.most_at_once, self._running)
        try:
            yield
        finally:
            with self._lock:
                self._running -= 1

    def process_request(self, request: Any, client_address: Any) -> None:
        """Remembers the connection."""
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Forgets the connection."""
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Says nothing: clients hang up here on purpose."""


class _Gone(Exception):
    """The client hung up."""


class _Handler(BaseHTTPRequestHandler):
    server: ScriptedServer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        if self.path != "/v1/models":
            self._send(404, {"detail": "Not Found"})
        elif self._may():
            self.server.listed += 1
            self._send(200, {"object": "list", "data": self.server.models})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        if not self._may():
            return
        if self.path != "/v1/chat/completions":
            self._send(404, {"detail": "Not Found"})
            return
        asked = Asked(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
        with self.server.running():
            try:
                self._reply(self.server.next_reply(asked), asked)
            except (_Gone, OSError):
                asked.gone.set()
                self.close_connection = True
            asked.done.set()

    def _reply(self, reply: Reply, asked: Asked) -> None:
        self._wait(reply.first_s)
        if reply.status != 200:
            self._send(reply.status, reply.body, reply.headers)
        elif asked.body.get("stream"):
            self._stream(reply, asked)
        elif reply.raw is not None:
            self._send(200, reply.raw.decode("latin-1"), reply.headers)
        elif reply.ends in ("cut", "unfinished"):
            _drop(self.connection)
        else:
            self._send(200, completion(reply))

    def _stream(self, reply: Reply, asked: Asked) -> None:
        self.send_response(200)
        headers = {"content-type": "text/event-stream", "transfer-encoding": "chunked", **reply.headers}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if reply.raw is not None:
            self._chunk(reply.raw)
        else:
            self._events(reply, wants_usage=bool(asked.body.get("stream_options")))
        self._chunk(b"")

    def _events(self, reply: Reply, *, wants_usage: bool) -> None:
        self._event(delta({"role": "assistant", "content": ""}))
        for thought in reply.thoughts:
            self._event(delta({"reasoning": thought, "reasoning_content": thought}))
        for number, piece in enumerate(reply.pieces):
            self._wait(reply.delay_s if number else 0)
            self._event(delta({"content": piece}))
        if reply.ends == "cut":
            _drop(self.connection)
            raise _Gone
        if reply.ends == "unfinished":
            return
        if reply.ends == "fault":
            self._event({"error": {"message": "EngineCore died", "type": "InternalServerError", "code": 500}})
        else:
            self._event(delta({}, finish=reply.finish))
            if wants_usage and reply.usage:
                self._event(usage_event(reply.usage))
        self._chunk(b"data: [DONE]\n\n")

    def _event(self, value: Body) -> None:
        self._chunk(b"data: " + json.dumps(value).encode() + b"\n\n")

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")

    def _wait(self, seconds: float) -> None:
        """Waits, but not for a client that has hung up."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if select.select([self.connection], [], [], left)[0] and not self.connection.recv(
                1, socket.MSG_PEEK
            ):
                raise _Gone

    def _may(self) -> bool:
        if self.server.key in (None, self.headers.get("authorization", "").removeprefix("Bearer ")):
            return True
        self._send(401, {"error": "Unauthorized"})
        return False

    def _send(self, status: int, body: Body | str | None, headers: Mapping[str, str] | None = None) -> None:
        data = (body or "").encode("latin-1") if not isinstance(body, dict) else json.dumps(body).encode()
        kind = "application/json" if isinstance(body, dict) else "text/plain"
        self.send_response(status)
        for name, value in {
            "content-type": kind,
            "content-length": str(len(data)),
            **(headers or {}),
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        """Prints nothing."""


def _drop(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


def connected(host: Host, **settings: object) -> Served:
    """The model of a server, with these settings."""
    model = connect(read_settings(model_url=host.url, **settings))
    assert model is not None
    return model


@contextmanager
def scripted_server(*script: Script, port: int = 0) -> Iterator[ScriptedServer]:
    """A running server, gone when the block is left."""
    host = ScriptedServer(script or (Reply(pieces=("Gout is treated.",)),), port=port)
    thread = threading.Thread(target=host.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield host
    finally:
        host.kill()
        host.server_close()
        thread.join()
