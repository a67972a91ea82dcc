"""Replies of a served model, kept as they come, so that a run that was stopped asks only what is missing."""

import json
import threading
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from eval.types import Setting
from retrieval.errors import PreceptorError
from retrieval.types import Value

OPENING = b'{"key":"'
"""How every line of a journal begins."""


class Kept(Value):
    """A reply, what it answers, and its cost; tokens are None where the server does not count them.

    `key` is the digest of everything that decides the reply; the other fields say in words what that was.
    """

    key: str
    question: str
    task: str
    model: str
    prompt: str
    settings: dict[str, Setting]
    reply: str
    tokens_in: int | None = None
    tokens_out: int | None = None
    seconds: float


class Journal:
    """The replies in a file of JSON lines. Several threads of one process may use it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._kept: dict[str, Kept] = {}
        path.parent.mkdir(parents=True, exist_ok=True)
        self._read()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: str) -> Kept | None:
        """The reply of this key, None if it is still to be asked for."""
        return self._kept.get(key)

    def keep(self, kept: Kept) -> None:
        """Writes the reply to the file before it returns."""
        with self._lock:
            with self.path.open("a", encoding="utf-8") as file:
                file.write(kept.model_dump_json() + "\n")
            self._kept[kept.key] = kept

    def _read(self) -> None:
        """Takes in what the file holds. A last line that was cut off in writing is taken off the file."""
        data = self.path.read_bytes() if self.path.exists() else b""
        *lines, rest = data.split(b"\n")
        for number, line in enumerate(lines, 1):
            try:
                kept = Kept.model_validate_json(line)
            except ValidationError:
                raise self._foreign(number) from None
            self._kept[kept.key] = kept
        if rest and not (rest.startswith(OPENING) or OPENING.startswith(rest)):
            raise self._foreign(len(lines) + 1)
        if rest:
            with self.path.open("r+b") as file:
                file.truncate(len(data) - len(rest))

    def _foreign(self, line: int) -> PreceptorError:
        return PreceptorError(
            f"{self.path}, line {line}, is not a reply that was kept.",
            "Name another file with --journal, or take that line out.",
        )


def key_of(*parts: Any) -> str:
    """The digest of these parts, each of which JSON can hold."""
    return sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:32]
