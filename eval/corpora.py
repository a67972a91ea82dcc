"""Libraries built from evaluation corpora, kept so that a second run takes seconds."""

import inspect
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from eval import data
from eval.data import Source
from eval.types import OnProgress, Setting
from retrieval import passages, rows, text
from retrieval.library import Library
from retrieval.models.choice import ModelChoice
from retrieval.models.choose import encoder_for, ranker_for
from retrieval.models.encoder import load_encoder
from retrieval.ports import Encoder
from retrieval.types import ReadDocument

COMPLETE = "complete.json"
REPORT_EVERY = 50


class Built(NamedTuple):
    """An evaluation corpus as a library. `groups` leads from a document's id to the unit that is judged."""

    library: Library
    groups: Mapping[str, str]
    settings: Mapping[str, Setting]


@contextmanager
def built_library(
    sources: Iterable[Source],
    corpus: Path,
    cache: Path,
    on_progress: OnProgress,
    *,
    models: ModelChoice = ModelChoice(),  # noqa: B008 - a frozen value
) -> Iterator[Built]:
    """The corpus as a library of the running app with these models, kept in the cache by its fingerprint.

    A build that was interrupted is continued: adding what is there already changes nothing.
    """
    listed = list(sources)
    cache.mkdir(parents=True, exist_ok=True)
    encoder, ranker = encoder_for(models, cache), ranker_for(models, cache)
    key = fingerprint(corpus, encoder)
    with Library.open(cache / key, encoder=encoder, ranker=ranker) as library:
        if not (library.folder / COMPLETE).is_file():
            added = library.add_read(_told(listed, on_progress))
            (library.folder / COMPLETE).write_text(json.dumps({"rows": len(listed), "added": added}))
        groups = {row.id: row.group for row in listed}
        yield Built(
            library=library,
            groups={document.id: groups[document.filename] for document in library.documents()},
            settings={
                "corpus": f"{corpus.resolve().parent.name}/{corpus.name}",
                "documents": len(listed),
                "passages": library.store.count_passages(),
                "encoder": library.encoder.fingerprint,
                "ranker": library.ranker.fingerprint if library.ranker else None,
                "library": key,
            },
        )


def fingerprint(corpus: Path, encoder: Encoder | None = None) -> str:
    """The digest of everything that decides what a library built from this corpus holds (None: as shipped).

    The code that cuts is part of it: with a version number that someone forgot to raise, a run would
    measure old passages.
    """
    digest = sha256(corpus.read_bytes())
    for module in (data, rows, passages, text):
        digest.update(inspect.getsource(module).encode())
    digest.update((encoder or load_encoder()).fingerprint.encode())
    return digest.hexdigest()[:16]


def _told(rows: list[Source], on_progress: OnProgress) -> Iterator[tuple[str, ReadDocument]]:
    for done, row in enumerate(rows):
        if done % REPORT_EVERY == 0:
            on_progress("Indexing", done, len(rows))
        yield row.id, row.document
    on_progress("Indexing", len(rows), len(rows))
