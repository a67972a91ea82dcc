"""Vectors of figures: captions at once, for they are few and short; pictures in a thread of their own."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic
from typing import Protocol

from sqlalchemy import Engine

from retrieval.errors import ModelDown, PreceptorError
from retrieval.figures.ledgers import caption_text
from retrieval.figures.picture import figure_png
from retrieval.ports import Encoder, Vectors
from retrieval.store import figures
from retrieval.store.engine import reading, writing
from retrieval.store.figures import Kind
from retrieval.types import Figure

CAPTIONS_AT_ONCE, PICTURES_AT_ONCE = 64, 8
# Image encoders look at 224 to 896 pixels a side.
PICTURE_PX = 640
# After a fault while nobody waits: a server that is down comes back.
TRY_AGAIN_S = 60.0

OriginalOf = Callable[[Figure], Path | None]


class Pictures(Protocol):
    """What gives a picture a vector: an `ImageEncoder`, or what tells copies."""

    @property
    def fingerprint(self) -> str:
        """Names how vectors are made."""

    def encode_images(self, images: Sequence[bytes]) -> Vectors:
        """Picture files as float32 [n, d]."""


def embed_captions(engine: Engine, encoder: Encoder) -> int:
    """How many figures with words have been given a vector of this encoder; raises ModelDown.

    Those of other encoders are forgotten when all have one.
    """
    fingerprint, done = encoder.fingerprint, 0
    while waiting := _waiting(engine, "caption", fingerprint, CAPTIONS_AT_ONCE):
        rows = encoder.encode([caption_text(figure) for figure in waiting])
        _keep(engine, "caption", fingerprint, waiting, list(rows))
        done += len(waiting)
    if done:
        _forget(engine, "caption", fingerprint)
    return done


class PictureEmbedder:
    """Embeds the pictures of figures that have no vector yet, until all have one or the library is closed."""

    def __init__(
        self,
        engine: Engine,
        encoder: Pictures,
        *,
        kind: Kind,
        original: OriginalOf,
        closing: threading.Event,
    ) -> None:
        self._engine = engine
        self._kind = kind
        self._encoder = encoder
        self._original = original
        self._closing = closing
        self._thread: threading.Thread | None = None
        self.trouble = ""

    def start(self) -> None:
        """Begins, unless it is at work already or nothing waits."""
        if self._thread is not None and self._thread.is_alive():
            return
        self._thread = threading.Thread(target=self._run, name="embed-figures", daemon=True)
        self._thread.start()

    def wait(self, most_s: float | None = None) -> None:
        """Returns when all has been embedded, a fault keeps that from going on, or after so many seconds."""
        end = None if most_s is None else monotonic() + most_s
        while self._thread is not None and self._thread.is_alive() and not self.trouble:
            if end is not None and monotonic() > end:
                return
            self._thread.join(0.05)

    def join(self) -> None:
        """Returns when the thread has ended, soon after the library began to close."""
        if self._thread is not None:
            self._thread.join()

    def left(self) -> int:
        """How many figures wait; raises ModelDown."""
        with reading(self._engine) as connection:
            return figures.count_without(connection, self._kind, self._encoder.fingerprint)

    def _run(self) -> None:
        while not self._closing.is_set():
            try:
                if not self._some():
                    return
                self.trouble = ""
            except PreceptorError as fault:  # nobody waits here for words: `preceptor library check` tells
                self.trouble = str(fault)
                self._closing.wait(TRY_AGAIN_S)

    def _some(self) -> bool:
        """Whether there was anything to do."""
        fingerprint = self._encoder.fingerprint
        waiting = _waiting(self._engine, self._kind, fingerprint, PICTURES_AT_ONCE)
        if not waiting:
            _forget(self._engine, self._kind, fingerprint)
            return False
        pictures = [self._picture(figure) for figure in waiting]
        rows = iter(self._encoder.encode_images([data for data in pictures if data is not None]))
        made = [None if data is None else next(rows) for data in pictures]
        _keep(self._engine, self._kind, fingerprint, waiting, made)
        return True

    def _picture(self, figure: Figure) -> bytes | None:
        try:
            return figure_png(self._original(figure), figure, PICTURE_PX)
        except ModelDown:
            raise
        except PreceptorError:  # a damaged picture has no vector, and is not tried again
            return None


def _waiting(engine: Engine, kind: Kind, fingerprint: str, most: int) -> list[Figure]:
    with reading(engine) as connection:
        return figures.without_vectors(connection, kind, fingerprint, most)


def _keep(
    engine: Engine, kind: Kind, fingerprint: str, done: Sequence[Figure], rows: Sequence[Vectors | None]
) -> None:
    with writing(engine) as connection:
        given = {figure.n: row for figure, row in zip(done, rows, strict=True)}
        figures.insert_vectors(connection, kind, fingerprint, given)


def _forget(engine: Engine, kind: Kind, fingerprint: str) -> None:
    with writing(engine) as connection:
        figures.forget_other_vectors(connection, kind, fingerprint)
