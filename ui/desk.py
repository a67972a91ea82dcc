"""The one place through which every door asks a library, opened by this process or served by another."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Protocol

from assistant.answer import answer
from assistant.answer.cite import cite
from assistant.answer.write import House, written
from assistant.connect import connect
from assistant.energy import Shares
from assistant.ports import ChatModel
from assistant.settings import Settings
from assistant.types import Answer, Citation, Mode, Style
from retrieval.errors import WrongUse
from retrieval.figures.types import FigureCounts
from retrieval.health import CheckReport
from retrieval.ingest import Progress
from retrieval.library import Library
from retrieval.store.owner import Owner
from retrieval.types import Document, IngestLine, Metadata, Query
from ui.answering import Answering, Meter, Uncounted, Watched, counted, weighed
from ui.asking import attempted, checked_count, checked_filters, find_document
from ui.figures import FigureResult, figure_result
from ui.reaching import Served, reach
from ui.results import SearchResult, search_result
from ui.rooms import Rooms

if TYPE_CHECKING:  # cases take 0.1 s to import, and asking needs none
    from assistant.cohorts.allowed import Allowed
    from assistant.image.picture import Picture
    from ui.auditwork import Auditwork
    from ui.casework import Casework
    from ui.draftwork import Draftwork
    from ui.quizwork import Quizwork

OnProgress = Callable[[Progress], None]


class Reading(Protocol):
    """Asking a library."""

    def ask(self, query: Query) -> Answer:
        """The answer in quotes, or the abstention."""

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

    def search(self, query: Query, k: int) -> SearchResult:
        """At most k passages, best first."""

    def figures(self, query: Query, k: int) -> FigureResult:
        """At most k figures whose captions fit, best first."""

    def figure_counts(self, *, read: bool = False) -> FigureCounts:
        """How many figures each document has; `read`: after reading what was not read yet."""

    def passage(self, passage_id: str) -> Citation:
        """The whole passage of that id, with its place."""

    def documents(self) -> list[Document]:
        """Every document."""

    def check(self) -> CheckReport:
        """What deserves attention."""


class Keeping(Protocol):
    """Changing a library."""

    def add(self, paths: Sequence[Path], metadata: Metadata, on_progress: OnProgress) -> Iterator[IngestLine]:
        """One line a file, as each is done."""

    def remove(self, given: str) -> Document:
        """The document that was removed, by its id or the beginning of it."""

    def rebuild(self) -> None:
        """Makes the indexes anew from the stored vectors."""

    def backup(self, target: Path) -> None:
        """Writes everything to a new folder or .zip file."""


class Playing(Protocol):
    """Playing the cases of a library."""

    def casework(self) -> "Casework":
        """What can be done with cases."""


class Sitting(Protocol):
    """Answering the items of a library, and drafting more."""

    def quizwork(self) -> "Quizwork":
        """What can be done with items."""

    def auditwork(self) -> "Auditwork":
        """What can be done to check answers."""

    def draftwork(self) -> "Draftwork":
        """What can be done to get drafts of items."""


class Desk(Reading, Keeping, Playing, Sitting, Protocol):
    """Everything the command line does with a library."""


class LocalDesk(Rooms):
    """A library that this process has opened."""

    def __init__(
        self,
        library: Library,
        house: House = House(),  # noqa: B008 - a frozen value
        *,
        model: ChatModel | None = None,
        meter: Meter | None = None,
        energy: Shares | None = None,
    ) -> None:
        super().__init__(library, house, model)
        self.meter = meter or Uncounted()
        self._energy = energy

    def ask(self, query: Query) -> Answer:
        """The answer in quotes, or the abstention."""
        return next(self.ask_stream(query))

    def ask_stream(
        self,
        query: Query,
        mode: Mode = "quote",
        *,
        style: Style = "clinician",
        attempt: str | None = None,
        picture: "Picture | None" = None,
        who: str | None = None,
    ) -> Answering:
        """The answer while it grows: evidence first, then sentence by sentence; the last one is whole.

        With a picture comes what a model says it sees, where one may look. In quote mode without one the
        first is the last. Nothing is looked up before the first is asked for. WrongUse for mode write where
        no model is connected, and for an attempt that is too long.

        The rules of the classes of `who` hold: closed while an exam runs; where no answers are given, the
        learner is always asked first, and showing without an attempt is asking first.
        """
        left = Event()
        watched = Watched(self.model, left, self.meter) if self.model else None
        attempt = None if attempt is None else attempted(attempt)
        gives = self.checked_open(who, "Ask is").answers
        if not gives:
            style, attempt = "study", attempt or None
        if mode == "quote":
            snapshots = self._quoted(query, style, attempt)
        elif watched is not None:
            snapshots = self._written(query, watched, style=style, attempt=attempt)
        else:
            raise no_model()
        if picture is not None:
            waits = style == "study" and attempt is None
            snapshots = self._seen(snapshots, picture, query.text, model=watched, asks_first=waits)
        if not gives:
            snapshots = _must_try(snapshots)
        return Answering(counted(snapshots, self.meter, mode), left)

    def checked_open(self, who: str | None, what: str) -> "Allowed":
        """What the person of that id may do now; ExamRuns while an exam closes what begins the sentence."""
        from assistant.cohorts.allowed import FREE, check_open

        may = FREE if who is None else self.cohorts.allowed(who)
        check_open(may, what)
        return may

    def search(self, query: Query, k: int, *, who: str | None = None) -> SearchResult:
        """At most k passages, best first; ExamRuns while an exam of a class of `who` runs."""
        self.checked_open(who, "Search is")
        found = self.library.search(self._checked(query), checked_count(k))
        return search_result(self.library, found)

    def figures(self, query: Query, k: int, *, who: str | None = None) -> FigureResult:
        """At most k figures whose captions fit, best first; ExamRuns as in `search`."""
        self.checked_open(who, "Search is")
        found = self.library.figures.search(self._checked(query), checked_count(k))
        return figure_result(self.library, found)

    def similar_figures(self, picture: bytes, k: int, *, who: str | None = None) -> FigureResult:
        """At most k figures most like the picture, best first; without an image encoder only its copies.

        ExamRuns as in `search`.
        """
        self.checked_open(who, "Search is")
        return figure_result(self.library, self.library.figures.similar(picture, k))

    def passage(self, passage_id: str, *, who: str | None = None) -> Citation:
        """The whole passage of that id, with its place; ExamRuns while an exam closes sources."""
        self.checked_open(who, "Sources are")
        found = self.library.passage(passage_id)
        return cite(self.library, found, 0, len(found.text))

    def documents(self) -> list[Document]:
        """Every document."""
        return self.library.documents()

    def check(self) -> CheckReport:
        """What deserves attention."""
        return self.library.check()

    def add(self, paths: Sequence[Path], metadata: Metadata, on_progress: OnProgress) -> Iterator[IngestLine]:
        """One line a file, as each is done."""
        if metadata.supersedes is not None:
            older = find_document(self.documents(), metadata.supersedes)
            metadata = metadata.model_copy(update={"supersedes": older.id})
        yield from self.library.add(paths, metadata=metadata, on_progress=on_progress)

    def remove(self, given: str) -> Document:
        """The document that was removed, by its id or the beginning of it."""
        return self.library.remove(find_document(self.documents(), given).id)

    def rebuild(self) -> None:
        """Makes the indexes anew from the stored vectors."""
        self.library.rebuild()

    def backup(self, target: Path) -> None:
        """Writes everything to a new folder or .zip file."""
        self.library.backup(target)

    def _quoted(self, query: Query, style: Style, attempt: str | None) -> Generator[Answer]:
        checked = self._checked(query)
        yield answer(self.library, checked, country=self._house.country, style=style, attempt=attempt)

    def _written(
        self, query: Query, model: ChatModel, *, style: Style, attempt: str | None
    ) -> Generator[Answer]:
        checked = self._checked(query)
        house = self._house.model_copy(update={"tone": self.toning.for_objectives()})
        grows = written(self.library, checked, model, style=style, attempt=attempt, house=house)
        yield from weighed(grows, self._energy) if self._energy else grows

    def _seen(
        self,
        snapshots: Generator[Answer],
        picture: "Picture",
        question: str,
        *,
        model: ChatModel | None,
        asks_first: bool,
    ) -> Generator[Answer]:
        # Pictures take 0.1 s to import, and most questions come without one.
        from assistant.answer.look import beside

        sight = self.sight(model)
        return beside(snapshots, picture, question, sight=sight, asks_first=asks_first)

    def _checked(self, query: Query) -> Query:
        if not (query.filters.topics or query.filters.jurisdictions or query.filters.documents):
            return query  # listing a large library takes longer than searching it
        return query.model_copy(update={"filters": checked_filters(query.filters, self.documents())})


def no_model() -> WrongUse:
    """What is wrong with asking for a written answer where no model is connected."""
    return WrongUse("No language model is connected.", "Ask for quotes, or set PRECEPTOR_MODEL_URL.")


@contextmanager
def open_desk(
    settings: Settings, *, on_wait: Callable[[Owner | None], None], on_open: Callable[[Library], None]
) -> Iterator[Desk]:
    """The library's desk: that of the process which serves it, else our own (`on_open` sees it first)."""
    reached = reach(settings, on_wait)
    if isinstance(reached, Served):
        # An HTTP client takes 0.2 s to import, and most commands need none.
        from ui.remote import RemoteDesk

        with RemoteDesk(reached.address, reached.token) as desk:
            yield desk
    else:
        with reached:
            on_open(reached)
            yield LocalDesk(reached, House.of(settings), model=connect(settings))


def _must_try(snapshots: Generator[Answer]) -> Generator[Answer]:
    """As a class has it that shows no answer before an attempt: where it asks back, there is no way past."""
    with closing(snapshots):
        for one in snapshots:
            yield one.model_copy(update={"must_try": True}) if one.asks else one
