"""Question sets over a folder of sources: an answer is quoted, and every passage that holds it is right."""

import inspect
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from eval.data import Ask
from eval.types import NotRun, OnProgress
from retrieval import passages, text
from retrieval.library import Library
from retrieval.models.choice import ModelChoice
from retrieval.models.choose import encoder_for, ranker_for
from retrieval.ports import Encoder
from retrieval.readers import flow, markdown
from retrieval.rows import rows, text_of
from retrieval.text import plain
from retrieval.types import Value

SOURCES, FILE = "library", "questions.jsonl"
COMPLETE = "complete"


class Quoted(Value):
    """A question, and the words of a source that answer it; any of `quotes` will do."""

    ask: Ask
    quotes: tuple[str, ...]


def is_quoted(folder: Path) -> bool:
    """Whether the folder holds questions over a folder of sources."""
    return (folder / FILE).is_file() and (folder / SOURCES).is_dir()


def read_quoted(folder: Path) -> list[Quoted]:
    """The questions that have an answer: `id`, `question`, `answer`, and in `also` other words for it."""
    found = []
    for row in rows(folder / FILE):
        if row.get("answer"):
            also = [one for one in row.get("also", ()) if isinstance(one, str)]
            fields = {key: value for key, value in row.items() if isinstance(value, str)}
            ask = Ask(id=text_of(row, "id"), text=text_of(row, "question"), fields=fields)
            found.append(Quoted(ask=ask, quotes=(text_of(row, "answer"), *also)))
    if not found:
        raise NotRun(f"Not run: no question of {folder} has an answer.", f"See docs/evaluation.md on {FILE}.")
    return found


def judged_passages(library: Library, asked: Sequence[Quoted]) -> dict[str, dict[str, int]]:
    """Grade 1 for every passage that holds a quote of the question, by question and passage."""
    held = {
        passage.id: _words(passage.text)
        for document in library.documents()
        for passage in library.store.passages_of(document.id)
    }
    return {
        one.ask.id: {
            name: 1 for name, words in held.items() if any(_words(quote) in words for quote in one.quotes)
        }
        for one in asked
    }


@contextmanager
def library_of(
    folder: Path, cache: Path, on_progress: OnProgress, *, models: ModelChoice
) -> Iterator[Library]:
    """The folder's sources as a library of the running app, kept in the cache by their digest."""
    cache.mkdir(parents=True, exist_ok=True)
    encoder, ranker = encoder_for(models, cache), ranker_for(models, cache)
    files = sorted(path for path in (folder / SOURCES).iterdir() if path.is_file())
    with Library.open(cache / _fingerprint(files, encoder), encoder=encoder, ranker=ranker) as library:
        if not (library.folder / COMPLETE).is_file():
            for done, line in enumerate(library.add([folder / SOURCES]), 1):
                if line.outcome == "refused":
                    raise NotRun(
                        f"Not run: {line.file} was refused: {line.reason}", "Take it away or mend it."
                    )
                on_progress("Indexing", done, len(files))
            (library.folder / COMPLETE).touch()
        yield library


def _fingerprint(files: Sequence[Path], encoder: Encoder) -> str:
    digest = sha256(encoder.fingerprint.encode())
    for module in (passages, text, markdown, flow):
        digest.update(inspect.getsource(module).encode())
    for path in files:
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _words(said: str) -> str:
    return " ".join(plain(said).split())
