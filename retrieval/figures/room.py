"""The figures of a library: found by words, by picture, and shown from the originals."""

import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from retrieval.errors import ModelDown, WrongUse
from retrieval.figures.copies import ONLY_COPIES, Signatures, copies
from retrieval.figures.embedding import PictureEmbedder, embed_captions
from retrieval.figures.legs import FigureLegs
from retrieval.figures.older import OlderFigures, Shelf
from retrieval.figures.picture import figure_png
from retrieval.figures.searching import Asked, Ranked, of_what, ranked
from retrieval.figures.types import FigureCounts, FigureHit, FiguresFound
from retrieval.indexes.legs import DAMAGE
from retrieval.models.choose import image_encoder_for
from retrieval.originals import Originals
from retrieval.ports import Encoder, ImageEncoder, Probe, Scope
from retrieval.setup import Setup
from retrieval.store import Store, figures
from retrieval.store.engine import reading
from retrieval.types import Figure, Filters, Query

WIDTH_PX = 800
# So long somebody waits for copies while figures that came since are looked at.
PATIENCE_S = 2.0

T = TypeVar("T")


class Tools(NamedTuple):
    """What figures are searched with. `encoder` gives None while nothing can be searched by meaning."""

    store: Store
    originals: Originals
    encoder: Callable[[], Encoder | None]
    closing: threading.Event
    now: Callable[[], datetime]


class Figures:
    """Figures in the folder of their library; indexes are opened, and brought level, at the first search."""

    def __init__(self, folder: Path, tools: Tools, setup: Setup) -> None:
        self._tools = tools
        self._engine = tools.store.engine
        self._lock = threading.RLock()
        self.legs = FigureLegs(folder, tools.store, setup.chroma_url)
        self.older = OlderFigures(Shelf(tools.store, tools.originals, setup.looks, tools.now), tools.closing)
        self.use_image_encoder(image_encoder_for(setup.models, folder))

    @property
    def image_encoder(self) -> ImageEncoder | None:
        """The model that compares pictures, None if there is none."""
        return self._image_encoder

    def use_image_encoder(self, encoder: ImageEncoder | None) -> None:
        """Turns to another image encoder, or to none; pictures are embedded anew when next levelled."""
        self._image_encoder = encoder
        self._embedder = PictureEmbedder(
            self._engine,
            encoder or Signatures(),
            kind="image" if encoder else "copy",
            original=self._original,
            closing=self._tools.closing,
        )

    def search(self, query: Query, k: int = 10) -> FiguresFound:
        """The k figures whose caption, or picture where an image encoder is set, fits the words best."""
        from retrieval.search import scope

        notes = self._older()
        words = of_what(query.text)
        encoder, pictures = self._tools.encoder(), self._image_encoder
        vector = image = None
        if encoder is not None:
            vector = _tried(lambda: encoder.encode_queries([words])[0], notes)
        if pictures is not None:
            image = _tried(lambda: pictures.encode_texts([query.text])[0], notes)
        self._level(None if vector is None else encoder, notes)
        asked = Asked(Probe(words, vector), scope(self._tools.store, query.filters), image)
        found = self._healed(lambda: ranked(self.legs, asked, k))
        return FiguresFound(hits=tuple(self._hits(found)), notes=tuple(dict.fromkeys(notes)))

    def similar(self, image: bytes, k: int = 10) -> FiguresFound:
        """The k figures of current editions most like the picture; without an image encoder its copies."""
        from retrieval.search import scope

        encoder, within = self._image_encoder, scope(self._tools.store, Filters())
        if encoder is None:
            return self._copies(image, within, k)
        vector = encoder.encode_images([image])[0]
        notes = self._older()
        self._level(None, notes)

        def work() -> list[Ranked]:
            leg = self.legs.images
            alike = leg.index.search(Probe("", vector), k, within) if leg else []
            return [Ranked(n, max(0.0, cosine), None, cosine) for n, cosine in alike]

        return FiguresFound(hits=tuple(self._hits(self._healed(work))), notes=tuple(notes))

    def _copies(self, image: bytes, within: Scope | None, k: int) -> FiguresFound:
        (vector,) = Signatures().encode_images([image])
        notes = [ONLY_COPIES, *self._older()]
        self._embedder.start()
        self._embedder.wait(PATIENCE_S)
        if left := self._embedder.left():
            notes.append(f"{left} figures wait to be compared. {self._embedder.trouble}".rstrip())
        found = copies(self._engine, vector, within, k)
        return FiguresFound(hits=tuple(self._hits(found)), notes=tuple(notes))

    def figure(self, figure_id: str) -> Figure:
        """The figure of this id."""
        with reading(self._engine) as connection:
            found = figures.find_figure(connection, figure_id)
        if found is None:
            raise WrongUse(
                f"The library has no figure {figure_id!r}.", "Search again: its source was removed."
            )
        return found

    def of(self, document_id: str) -> list[Figure]:
        """A document's figures in the order of its pages."""
        with reading(self._engine) as connection:
            return figures.figures_of(connection, document_id)

    def counts(self) -> FigureCounts:
        """How many figures each document has, and which have not been looked at for any."""
        with reading(self._engine) as connection:
            return FigureCounts(of=figures.counts(connection), unread=figures.unread(connection))

    def read_older(self) -> FigureCounts:
        """The counts when all figures have been read, or a fault keeps that from going on."""
        self.older.start()
        self.older.wait()
        return self.counts()

    def png(self, figure_id: str, width_px: int = WIDTH_PX) -> bytes:
        """The figure's picture as PNG, drawn from the original; PreceptorError if it is not there."""
        figure = self.figure(figure_id)
        return figure_png(self._original(figure), figure, width_px)

    def level(self) -> None:
        """Embeds captions that wait, begins to embed pictures, and brings the indexes level."""
        self._level(self._tools.encoder(), [])

    def wait(self) -> None:
        """Returns when nothing is being read or embedded in the background any more."""
        self.older.wait()
        self._embedder.wait()

    def rebuild(self) -> None:
        """Makes the indexes anew from the stored vectors."""
        with self._lock:
            self._open(self._tools.encoder())
            self.legs.rebuild()

    def faults(self) -> dict[str, str]:
        """What is wrong with each index of figures, empty if nothing is."""
        with self._lock:
            notes: list[str] = []
            self._level(self._tools.encoder(), notes)
            return {**self.legs.faults(), "figure": " ".join(notes)}

    def close(self) -> None:
        """Lets go of the files, when the library's closing has been told."""
        self.older.wait()
        self._embedder.join()
        self.legs.close()

    def _older(self) -> list[str]:
        """Sees to the documents whose figures wait to be read, and says how many do."""
        told = self.older.told()
        self.older.start()
        return [told] if told else []

    def _level(self, encoder: Encoder | None, notes: list[str]) -> None:
        with self._lock:
            if encoder is not None and _tried(partial(embed_captions, self._engine, encoder), notes) is None:
                encoder = None
            self._open(encoder)
            self.legs.level()
        if self._image_encoder is not None and (left := _tried(self._embedder.left, notes)):
            self._embedder.start()
            stopped = f" It stopped: {self._embedder.trouble}" if self._embedder.trouble else ""
            notes.append(f"{left} figures wait to be embedded by the image encoder.{stopped}")

    def _open(self, encoder: Encoder | None) -> None:
        pictures = self._image_encoder
        self.legs.open(
            None if encoder is None else encoder.fingerprint,
            None if pictures is None else _tried(lambda: pictures.fingerprint, []),
        )

    def _healed(self, work: Callable[[], T]) -> T:
        try:
            return work()
        except DAMAGE:
            with self._lock:
                self.legs.rebuild()
            return work()

    def _hits(self, found: Sequence[Ranked]) -> Iterator[FigureHit]:
        with reading(self._engine) as connection:
            by_n = {figure.n: figure for figure in figures.find_figures(connection, [one.n for one in found])}
        documents = self._tools.store.catalogue().documents
        for one in found:
            figure = by_n.get(one.n)
            if figure is not None and figure.document in documents:
                yield FigureHit(
                    figure=figure,
                    title=documents[figure.document].title,
                    score=one.score,
                    lexical_rank=one.words.lexical_rank if one.words else None,
                    dense_rank=one.words.dense_rank if one.words else None,
                    alike=one.alike,
                )

    def _original(self, figure: Figure) -> Path | None:
        document = self._tools.store.document(figure.document)
        path = self._tools.originals.path(document.id, document.filename)
        return path if path.exists() else None


def _tried(work: Callable[[], T], notes: list[str]) -> T | None:
    """What the work gives; None, and a note, where a served model does not answer."""
    try:
        return work()
    except ModelDown as down:
        notes.append(str(down))
        return None
