"""A model server on loopback: real HTTP, foreseeable vectors and scores, and faults to order."""

import json
import threading
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from retrieval.ports import Vectors
from tests.retrieval.image_encoders import PixelEncoder
from tests.retrieval.shelf import WordEncoder
from tests.retrieval.words import WordRanker

Body = dict[str, Any]
KEY = "sesame"


class ModelHost(ThreadingHTTPServer):
    """Speaks `/v1/models`, `/v1/embeddings` and `/rerank`. What tests may change is public."""

    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.models = ["words"]
        self.key: str | None = None
        self.encoder = WordEncoder()
        self.reply: tuple[int, Body, dict[str, str]] | None = None
        """Sent instead of an answer to any POST: status, body, headers."""
        self.asked: list[tuple[str, Body]] = []

    @property
    def url(self) -> str:
        """The address as an owner would set it."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class _Handler(BaseHTTPRequestHandler):
    server: ModelHost
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path != "/v1/models":
            self._send(404, {})
        elif self._may():
            self._send(200, {"object": "list", "data": [{"id": name} for name in self.server.models]})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        if not self._may():
            return
        self.server.asked.append((self.path, body))
        if self.server.reply is not None:
            self._send(*self.server.reply)
        elif self.path == "/v1/embeddings":
            self._send(200, self._embeddings(body))
        elif self.path in ("/v1/rerank", "/v2/rerank", "/rerank"):
            self._send(200, self._ranking(body))
        else:
            self._send(404, {"error": {"message": "no such service"}})

    def _embeddings(self, body: Body) -> Body:
        if "messages" in body:
            (content,) = body["messages"][0]["content"]
            vectors = 3 * _shown(content)
        else:
            vectors = 3 * self.server.encoder.encode(body["input"])
        data = [{"index": i, "embedding": vector.tolist()} for i, vector in enumerate(vectors)]
        return {"object": "list", "model": body["model"], "data": data[::-1]}

    def _ranking(self, body: Body) -> Body:
        scores = WordRanker().rank(body["query"], body["documents"])
        ranked = sorted(enumerate(scores), key=lambda pair: -pair[1])
        return {"results": [{"index": i, "relevance_score": score} for i, score in ranked]}

    def _may(self) -> bool:
        if self.server.key in (None, self.headers.get("authorization", "").removeprefix("Bearer ")):
            return True
        self._send(401, {"error": {"message": "wrong key"}})
        return False

    def _send(self, status: int, body: Body, headers: dict[str, str] | None = None) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        for name, value in {**(headers or {}), "content-length": str(len(data))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        """Prints nothing."""


def _shown(content: Body) -> Vectors:
    if content["type"] == "text":
        return PixelEncoder().encode_texts([content["text"]])
    kind, _, data = content["image_url"]["url"].partition(";base64,")
    assert kind == "data:image/png"
    return PixelEncoder().encode_images([b64decode(data)])


@contextmanager
def model_host(port: int = 0) -> Iterator[ModelHost]:
    """A running server, gone when the block is left."""
    host = ModelHost(port)
    thread = threading.Thread(target=host.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield host
    finally:
        host.shutdown()
        host.server_close()
        thread.join()
