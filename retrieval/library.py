"""A library: sources go in, passages with their exact place come out."""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self

from retrieval import health, ingest
from retrieval.backup import read_backup, write_backup
from retrieval.figures.room import Figures, Tools
from retrieval.health import CheckReport
from retrieval.indexes.legs import DAMAGE
from retrieval.indexes.pair import IndexPair
from retrieval.indexes.sync import never
from retrieval.ingest import Progress
from retrieval.models.choose import encoder_for, ranker_for
from retrieval.models.own import settle
from retrieval.models.working import Models, with_what_works
from retrieval.originals import Originals
from retrieval.ports import Probe, Ranker
from retrieval.prepare import CountingEncoder, Workshop
from retrieval.refresh import EncoderInUse
from retrieval.setup import Setup
from retrieval.store import Migration, Store
from retrieval.store.engine import open_engine
from retrieval.store.migrate import migrate
from retrieval.store.migrations import RETRIEVAL
from retrieval.store.owner import Ownership, make_folder, own
from retrieval.types import Document, Found, IngestLine, Metadata, Page, Passage, Query, ReadDocument

__all__ = ["CheckReport", "Library", "Progress", "Setup"]

if TYPE_CHECKING:
    from retrieval.search import Configuration, Legs


def _now() -> datetime:
    return datetime.now(UTC)


def _silent(_progress: Progress) -> None:
    """Shows nothing."""


class Library:
    """The sources of one folder. Open it with `Library.open`, and close it."""

    def __init__(
        self,
        folder: Path,
        store: Store,
        ownership: Ownership,
        *,
        encoder: CountingEncoder,
        ranker: Ranker | None,
        setup: Setup,
    ) -> None:
        self.folder = folder
        self.store = store
        self.ownership = ownership
        self.ranker = ranker
        self._setup = setup
        self._originals = Originals(folder / "files")
        self._pair: IndexPair | None = None
        self._opening = threading.Lock()
        # A plain lock, not a re-entrant one: a web server may run each step of `add` in another thread.
        self._adding = threading.Lock()
        self._changing = threading.Lock()
        self._closing = threading.Event()
        self._in_use = EncoderInUse(
            encoder, store, folder, shop=self._workshop, closing=self._closing, switch=self._switch
        )
        searching = self._in_use.searching
        self.figures = Figures(folder, Tools(store, self._originals, searching, self._closing, _now), setup)

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        migrations: Sequence[Migration] = (),
        setup: Setup = Setup(),  # noqa: B008 - a frozen value
        wait_s: float = 10.0,
        encoder: CountingEncoder | None = None,
        ranker: Ranker | Literal["chosen"] | None = "chosen",
    ) -> Self:
        """The library of this folder, made if it is not there, owned by this process until it is closed.

        `encoder` and `ranker` replace those of the setup; with no ranker (None) passages stay in the order of
        their fused scores.
        """
        make_folder(folder)
        ownership = own(folder, "using the library", wait_s=wait_s)
        try:
            settle(folder)
            encoder = encoder or encoder_for(setup.models, folder)
            ranker = ranker_for(setup.models, folder) if ranker == "chosen" else ranker
            engine = open_engine(folder, setup.database_url)
            migrate(engine, [*RETRIEVAL, *migrations], _now())
        except BaseException:
            ownership.release()
            raise
        return cls(
            folder,
            Store(engine),
            ownership,
            encoder=encoder,
            ranker=ranker,
            setup=setup,
        )

    @staticmethod
    def restore(source: Path, folder: Path) -> None:
        """Makes the library of this folder from a backup; a folder that holds anything is refused."""
        read_backup(source, folder)

    def close(self) -> None:
        """Gives the folder back to other processes."""
        self._closing.set()
        self._in_use.refresher.join()
        self.figures.close()
        if self._pair is not None:
            self._pair.close()
        self.store.close()
        self.ownership.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def add(
        self,
        paths: Sequence[Path],
        *,
        metadata: Metadata = Metadata(),  # noqa: B008 - a frozen value
        on_progress: Callable[[Progress], None] = _silent,
        stop: Callable[[], bool] = never,
    ) -> Iterator[IngestLine]:
        """One line a file: taken in, refused or skipped. Adding again what is here changes nothing."""
        from retrieval.readers.find import find_files
        from retrieval.readers.sandbox import Sandbox

        files = list(find_files(paths))
        with self._adding, Sandbox() as reader:
            yield from ingest.add(
                self._workshop(), files, read=reader.read, given=metadata, on_progress=on_progress, stop=stop
            )

    def add_read(self, documents: Iterable[tuple[str, ReadDocument]]) -> int:
        """How many documents that were read elsewhere have been taken in."""
        with self._adding:
            return ingest.add_read(self._workshop(), documents)

    def remove(self, document_id: str) -> Document:
        """The document that was taken away."""
        with self._changing:
            document = self.store.document(document_id)
            self.store.remove(document_id, _now())
            self._originals.forget(document.id, document.filename)
            self._settle()
        return document

    def documents(self) -> list[Document]:
        """Every document, by title."""
        return self.store.documents()

    def document(self, document_id: str) -> Document:
        """The document of this id."""
        return self.store.document(document_id)

    def page(self, document_id: str, index: int) -> Page:
        """One page (0 first) of a document."""
        return self.store.page(document_id, index)

    def passage(self, passage_id: str) -> Passage:
        """The passage of this id."""
        return self.store.passage(passage_id)

    def source_file(self, document_id: str) -> Path | None:
        """The original file as it was added, None where there was none."""
        document = self.store.document(document_id)
        path = self._originals.path(document.id, document.filename)
        return path if path.exists() else None

    def search(self, query: Query, k: int = 10, *, configuration: "Configuration" = "reranked") -> Found:
        """The k best passages for the query; without a ranker "reranked" is the same as "fused".

        A served model that does not answer is done without, and the notes say so.
        """
        from retrieval.search import search

        legs = self.legs()
        off = (self._in_use.told(),) if legs.encoder is None else ()

        def work(models: Models) -> Found:
            used = legs._replace(encoder=models.encoder, ranker=models.ranker)
            try:
                return search(used, query, k, configuration=configuration)
            except DAMAGE:
                renewed = self._renewed(used, query)
                if renewed is None:
                    raise
                return search(renewed, query, k, configuration=configuration)

        found, notes = with_what_works(work, Models(legs.encoder, legs.ranker))
        return found.model_copy(update={"notes": (*off, *notes)})

    def legs(self) -> "Legs":
        """What a search works with, level with the store unless documents are being added right now."""
        from retrieval.search import Legs

        pair = self._indexes()
        if self._changing.acquire(blocking=False):
            try:
                if self._in_use.now.trouble:
                    self._look_again()
                pair.level()
            finally:
                self._changing.release()
        with self._opening:
            return Legs(
                self.store, self._in_use.searching(), pair.lexical.index, pair.dense.index, self.ranker
            )

    @property
    def encoder(self) -> CountingEncoder:
        """The encoder that searches now: the chosen one, or the former until that has embedded everything."""
        return self.encoders.now.encoder

    @property
    def encoders(self) -> EncoderInUse:
        """Which encoder searches now, and what is not as chosen."""
        self._indexes()
        return self._in_use

    def wait(self) -> None:
        """Returns when nothing is being indexed or embedded in the background any more."""
        self.encoders.refresher.wait()
        self._indexes().dense.wait()
        self.figures.wait()

    def check(self) -> CheckReport:
        """What deserves attention: dates and gaps of the sources, files, indexes, the encoder."""
        faults = {**self._indexes().faults(), **self.figures.faults()}
        told, counts = self._in_use.told(), self.figures.counts()
        today = _now().date()
        return health.check(self.store, self._originals, faults, figures=counts, encoder=told, today=today)

    def rebuild(self) -> None:
        """Makes the indexes anew when all vectors are there, and clears away what a crash left behind."""
        self.wait()
        with self._changing:
            self._indexes().rebuild()
            self.figures.rebuild()
            for stray in self._originals.strays(self.store.with_original()):
                stray.unlink()

    def backup(self, target: Path) -> None:
        """Writes everything, learners' records included, to a new folder or .zip file, while others go on."""
        with self._changing:
            write_backup(self.store.engine, self.folder, target, at=_now())

    def _indexes(self) -> IndexPair:
        with self._opening:
            if self._pair is None:
                fingerprint = self._in_use.now.fingerprint
                self._pair = IndexPair(
                    self.folder, self.store, fingerprint, chroma_url=self._setup.chroma_url
                )
            return self._pair

    def _switch(self) -> None:
        with self._changing:
            self._look_again()

    def _look_again(self) -> None:
        """Turns to the encoder that should serve by now; only while nothing else changes the indexes."""
        with self._opening:
            now = self._in_use.look()
            if self._pair is not None:
                self._pair.use(now.fingerprint)

    def _renewed(self, used: "Legs", query: Query) -> "Legs | None":
        """What to search with after a damage: None if nothing was amiss with the indexes."""
        vector = None if used.encoder is None else used.encoder.encode_queries([query.text])[0]
        healed = self._indexes().heal(Probe(query.text, vector))
        legs = self.legs()
        # Another encoder's index may have taken its place in the middle of the search.
        return legs._replace(ranker=used.ranker) if healed or legs.dense is not used.dense else None

    def _workshop(self) -> Workshop:
        looks, chosen = self._setup.looks, self._in_use.chosen
        return Workshop(self.store, chosen, self._originals, _now, self._settle, self._changing, looks)

    def _settle(self) -> None:
        self._indexes().level()
