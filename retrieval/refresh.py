"""A change of encoder: the old vectors serve until every document has new ones, and a kill loses neither."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from retrieval.errors import ModelDown, PreceptorError
from retrieval.models.choose import former_encoder
from retrieval.models.working import OFF
from retrieval.prepare import CountingEncoder, Workshop, embed
from retrieval.store import Store

# After a fault while nobody waits: a server that is down comes back, a full disk is cleared.
TRY_AGAIN_S = 60.0
# Between two looks at whether the library is being closed; about a second of embedding on two cores.
AT_ONCE = 64


class Serving(NamedTuple):
    """The encoder that searches now, the fingerprint of the vectors searched, and what is not as chosen.

    `waiting` are documents without vectors of the chosen encoder; `trouble` says why that one cannot be used,
    and `off` whether nothing can be searched by meaning therefore.
    """

    encoder: CountingEncoder
    fingerprint: str
    waiting: tuple[str, ...] = ()
    trouble: str = ""
    off: bool = False

    @property
    def name(self) -> str:
        """The fingerprint, "off" if nothing can be searched by meaning."""
        return "off" if self.off else self.fingerprint


def serving(chosen: CountingEncoder, store: Store, folder: Path) -> Serving:
    """What should serve now: the chosen encoder, or, until all its vectors are there, the former one."""
    held = store.encoders()
    try:
        fingerprint = chosen.fingerprint
    except ModelDown as down:
        most = next(iter(held), "")
        former = former_encoder(most, folder)
        return Serving(former or chosen, most, trouble=str(down), off=former is None)
    waiting = tuple(store.without_vectors(fingerprint))
    for other, documents in held.items() if waiting else ():
        former = former_encoder(other, folder) if documents > held.get(fingerprint, 0) else None
        if former is not None:
            return Serving(former, other, waiting)
    return Serving(chosen, fingerprint, waiting)


class Refresher:
    """Embeds waiting documents in a thread of its own, and calls `done` when all have been."""

    def __init__(
        self, shop: Callable[[], Workshop], closing: threading.Event, done: Callable[[], None]
    ) -> None:
        self._shop = shop
        self._closing = closing
        self._done = done
        self._thread: threading.Thread | None = None
        self.left = 0
        self.trouble = ""

    def start(self, waiting: tuple[str, ...], *, aside: bool) -> None:
        """Begins; `aside` keeps the new vectors from the index until all are there."""
        self.left = len(waiting)
        self._thread = threading.Thread(target=self._run, args=(waiting, aside), name="refresh", daemon=True)
        self._thread.start()

    def wait(self) -> None:
        """Returns when all has been embedded, or a fault keeps that from going on."""
        while self._thread is not None and self._thread.is_alive() and not self.trouble:
            self._thread.join(0.05)

    def join(self) -> None:
        """Returns when the thread has ended, soon after the library began to close."""
        if self._thread is not None:
            self._thread.join()

    def _run(self, waiting: tuple[str, ...], aside: bool) -> None:
        for document_id in waiting:
            while not self._embedded(document_id, aside):
                if self._closing.wait(TRY_AGAIN_S if self.trouble else 0):
                    return
            self.left -= 1
        self._done()

    def _embedded(self, document_id: str, aside: bool) -> bool:
        try:
            finished = _embed(self._shop(), document_id, self._closing.is_set, aside=aside)
        except PreceptorError as fault:  # nobody waits here for words: `preceptor library check` tells
            self.trouble = str(fault)
            return False
        self.trouble = ""
        return finished


def _embed(shop: Workshop, document_id: str, stop: Callable[[], bool], *, aside: bool) -> bool:
    """Whether the document has vectors of the encoder in use, or is gone: False only if it was stopped."""
    if not shop.store.has_document(document_id):
        return True
    title, passages = shop.store.document(document_id).title, shop.store.passages_of(document_id)
    parts = []
    for start in range(0, len(passages) or 1, AT_ONCE):
        if stop():
            return False
        parts.append(embed(shop.encoder, title, passages[start : start + AT_ONCE]))
    with shop.changing:
        if not shop.store.has_document(document_id) or shop.store.document(document_id).title != title:
            return True  # a new title was embedded when it was given
        vectors, fingerprint = np.concatenate(parts), shop.encoder.fingerprint
        if aside:
            shop.store.keep_vectors(document_id, vectors, fingerprint)
        else:
            shop.store.replace_vectors(document_id, vectors, fingerprint, shop.now())
            shop.settle()
    return True


class EncoderInUse:
    """Which encoder searches, and the work towards the chosen one; `switch` is called when that is done."""

    def __init__(
        self,
        chosen: CountingEncoder,
        store: Store,
        folder: Path,
        *,
        shop: Callable[[], Workshop],
        closing: threading.Event,
        switch: Callable[[], None],
    ) -> None:
        self.chosen = chosen
        self.refresher = Refresher(shop, closing, switch)
        self._store = store
        self._folder = folder
        self._now: Serving | None = None

    @property
    def now(self) -> Serving:
        """What serves since the last look."""
        return self._now or self.look()

    def look(self) -> Serving:
        """What should serve from now on; begins to embed what waits, throws away what is needed no more."""
        self._now = now = serving(self.chosen, self._store, self._folder)
        if now.waiting:
            self.refresher.start(now.waiting, aside=now.encoder is not self.chosen)
        elif not now.trouble:
            self._store.forget_other_vectors(now.fingerprint)
        return now

    def searching(self) -> CountingEncoder | None:
        """The encoder that searches now, None while nothing can be searched by meaning."""
        return None if self.now.off else self.now.encoder

    def told(self) -> str:
        """In words what is not as chosen, empty if all is."""
        now, left = self.now, self.refresher.left
        if now.off:
            return f"{OFF['encoder']}: {now.trouble}"
        if now.trouble:
            return f"The former encoder {now.fingerprint} is used: {now.trouble}"
        if not now.waiting or not left:
            return ""
        until = (
            "these are found by their words only"
            if now.encoder is self.chosen
            else f"searches use the former encoder {now.fingerprint}"
        )
        stopped = f" It stopped: {self.refresher.trouble}" if self.refresher.trouble else ""
        documents = len(self._store.catalogue().documents)
        return (
            f"{left} of {documents} documents wait to be embedded by {self.chosen.fingerprint}; "
            f"until then {until}.{stopped}"
        )
