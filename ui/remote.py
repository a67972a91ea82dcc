"""The library's desk when another process of the same person serves it."""

import json
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import quote

import httpx

from assistant.faults import NotYours, Overtaken
from assistant.types import Answer, Citation, Mode, Style
from retrieval.errors import LibraryBusy, PreceptorError, Refused, Skipped, WrongUse
from retrieval.figures.types import FigureCounts
from retrieval.health import CheckReport
from retrieval.ingest import Progress
from retrieval.types import Document, IngestLine, Metadata, Query
from ui.answering import Answering
from ui.figures import FigureResult
from ui.replies import misunderstood, parsed
from ui.results import SearchResult

if TYPE_CHECKING:
    from assistant.image.picture import Picture
    from ui.auditwork import RemoteAuditwork
    from ui.draftwork import RemoteDraftwork
    from ui.remote_cases import RemoteCasework
    from ui.remote_quiz import RemoteQuizwork

# An answer takes well under a second; rebuilding and checking a large library take minutes.
TIMEOUT = httpx.Timeout(600.0, connect=5.0)

# Rows of JSON, one a line.
ROWS = "application/x-ndjson"

ERRORS: Mapping[str, type[PreceptorError]] = {
    error.__name__: error
    for error in (PreceptorError, WrongUse, Refused, Skipped, LibraryBusy, NotYours, Overtaken)
}


class RemoteDesk:
    """The same calls as on an open library, answered over HTTP by its owner."""

    def __init__(self, address: str, token: str) -> None:
        self.address = address
        # A proxy of the environment must not see the token nor the questions.
        self._client = httpx.Client(
            base_url=address,
            headers={"Authorization": f"Bearer {token}"},
            timeout=TIMEOUT,
            trust_env=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def ask(self, query: Query) -> Answer:
        """The answer in quotes, or the abstention."""
        return parsed(Answer, self._call("POST", "/api/ask", query.model_dump(mode="json")))

    def ask_stream(
        self,
        query: Query,
        mode: Mode = "quote",
        *,
        style: Style = "clinician",
        attempt: str | None = None,
        picture: "Picture | None" = None,
    ) -> Answering:
        """The answer while it grows: evidence first, then sentence by sentence; the last one is whole.

        With a picture comes what a model says it sees, where one may look.
        """
        how = {"mode": mode, "style": style} | ({} if attempt is None else {"attempt": attempt})
        body = query.model_dump(mode="json")
        if picture is not None:
            from assistant.image.picture import data_url

            told = picture.info.modality if picture.info else None
            body["picture"] = {"data": data_url(picture.png), "kind": picture.kind or told}
        return Answering(self._snapshots(body, how), Event())

    def search(self, query: Query, k: int) -> SearchResult:
        """At most k passages, best first."""
        body = {"query": query.model_dump(mode="json"), "k": k}
        return parsed(SearchResult, self._call("POST", "/api/search", body))

    def figures(self, query: Query, k: int) -> FigureResult:
        """At most k figures whose captions fit, best first."""
        old = str(query.filters.superseded).lower()
        asked = f"/api/figures?q={quote(query.text, safe='')}&k={k}&superseded={old}"
        return parsed(FigureResult, self._call("GET", asked))

    def figure_counts(self, *, read: bool = False) -> FigureCounts:
        """How many figures each document has; `read`: after reading what was not read yet."""
        method = "POST" if read else "GET"
        return parsed(FigureCounts, self._call(method, "/api/library/figures", {} if read else None))

    def passage(self, passage_id: str) -> Citation:
        """The whole passage of that id, with its place."""
        return parsed(Citation, self._call("GET", f"/api/passages/{quote(passage_id, safe='')}"))

    def documents(self) -> list[Document]:
        """Every document."""
        listed = self._call("GET", "/api/library")["documents"]
        return [parsed(Document, document) for document in listed]

    def check(self) -> CheckReport:
        """What deserves attention."""
        return parsed(CheckReport, self._call("GET", "/api/library/check"))

    def add(
        self, paths: Sequence[Path], metadata: Metadata, on_progress: Callable[[Progress], None]
    ) -> Iterator[IngestLine]:
        """One line a file, as each is done."""
        body = {
            "paths": [str(path.absolute()) for path in paths],
            "metadata": metadata.model_dump(mode="json"),
        }
        finished = False
        with _clear_faults(), self._client.stream("POST", "/api/library/add", json=body) as reply:
            _raise_if_refused(reply)
            for row in map(json.loads, reply.iter_lines()):
                if "progress" in row:
                    on_progress(parsed(Progress, row["progress"]))
                elif "line" in row:
                    yield parsed(IngestLine, row["line"])
                elif "error" in row:
                    raise _error(row["error"])
                else:
                    finished = True
        if not finished:
            raise _gone()

    def remove(self, given: str) -> Document:
        """The document that was removed, by its id or the beginning of it."""
        return parsed(Document, self._call("POST", "/api/library/remove", {"document": given}))

    def rebuild(self) -> None:
        """Makes the indexes anew from the stored vectors."""
        self._call("POST", "/api/library/rebuild", {})

    def backup(self, target: Path) -> None:
        """Writes everything to a new folder or .zip file."""
        self._call("POST", "/api/library/backup", {"target": str(target.absolute())})

    def casework(self) -> "RemoteCasework":
        """Playing cases of the library."""
        from ui.remote_cases import RemoteCasework

        return RemoteCasework(self._call)

    def quizwork(self) -> "RemoteQuizwork":
        """Answering items of the library."""
        from ui.remote_quiz import RemoteQuizwork

        return RemoteQuizwork(self._call)

    def auditwork(self) -> "RemoteAuditwork":
        """Checking answers of the library."""
        from ui.auditwork import RemoteAuditwork

        return RemoteAuditwork(self._call)

    def draftwork(self) -> "RemoteDraftwork":
        """Drafting items of the library."""
        from ui.draftwork import RemoteDraftwork

        return RemoteDraftwork(self._call)

    def _snapshots(self, body: Mapping[str, Any], how: Mapping[str, str]) -> Generator[Answer]:
        wanted = {"accept": ROWS}
        finished = False
        asking = self._client.stream("POST", "/api/ask", params=how, json=body, headers=wanted)
        with _clear_faults(), asking as reply:
            _raise_if_refused(reply)
            for row in map(json.loads, reply.iter_lines()):
                if "error" in row:
                    raise _error(row["error"])
                snapshot = parsed(Answer, row)
                finished = snapshot.stage == "done"
                yield snapshot
        if not finished:
            raise _gone()

    def _call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        with _clear_faults():
            reply = self._client.request(method, path, json=body)
            _raise_if_refused(reply)
            return reply.json()


def _raise_if_refused(reply: httpx.Response) -> None:
    if reply.is_success:
        return
    reply.read()
    try:
        error = reply.json()["error"]
    except (ValueError, KeyError, TypeError):
        raise misunderstood(f"answered with status {reply.status_code}") from None
    raise _error(error)


def _error(described: Mapping[str, str]) -> PreceptorError:
    kind = ERRORS.get(described.get("kind", ""), PreceptorError)
    return kind(described["what"], described.get("next_step", ""))


def _gone() -> LibraryBusy:
    return LibraryBusy("The app that serves this library went away.", "Run the command again.")


@contextmanager
def _clear_faults() -> Iterator[None]:
    try:
        yield
    except httpx.TimeoutException:
        raise LibraryBusy(
            "The app that serves this library does not answer.", "Restart it, then run the command again."
        ) from None
    except httpx.TransportError:
        raise _gone() from None
