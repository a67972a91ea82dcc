"""Opening the library as the product does: with its own tables, and filled at the first start."""

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Engine

from assistant.accounts import Accounts
from assistant.keys import Keys
from assistant.migrations import ASSISTANT
from assistant.settings import Settings
from curricula.cases.shelf import Shelf
from curricula.cases.starter import shelve_starter
from curricula.items.bank import Bank
from curricula.items.starter import bank_starter
from curricula.migrations import CURRICULA
from curricula.plans import Plans, plan_starter, plans_of
from retrieval.ingest import Progress
from retrieval.library import Library, Setup
from retrieval.setup import instructions_apart
from retrieval.store import Store
from retrieval.store.engine import open_engine
from retrieval.store.migrate import migrate
from retrieval.store.migrations import RETRIEVAL
from retrieval.types import IngestLine, ReadDocument

if TYPE_CHECKING:  # cases and their names take 0.1 s to import, and asking needs none
    from assistant.handouts.house import Handouts

log = logging.getLogger(__name__)
STARTER = Path(__file__).parents[1] / "curricula" / "starter" / "library"
MARKER = "starter.json"
SIDECARS = (".yaml", ".yml")


def open_library(settings: Settings, *, wait_s: float | None = None) -> Library:
    """The library of the settings, owned by this process until it is closed."""
    return Library.open(
        settings.library,
        migrations=[*CURRICULA, *ASSISTANT],
        setup=Setup(
            settings.database_url, settings.chroma_url, settings.models, (instructions_apart, _patients_named)
        ),
        wait_s=settings.wait_s if wait_s is None else wait_s,
    )


class People(NamedTuple):
    """Who may use a library, the keys with which their programs do, and the database that knows them."""

    accounts: Accounts
    keys: Keys
    engine: Engine


@contextmanager
def open_people(settings: Settings) -> Iterator[People]:
    """The people of the library. They can be changed while another process has the library."""
    with _database(settings) as engine:
        yield People(Accounts(engine), Keys(engine), engine)


def cases_of(library: Library) -> Shelf:
    """The shelf of the library's cases, with those on it that come with the product."""
    shelf = Shelf(library.store.engine)
    for fault in shelve_starter(shelf, datetime.now(UTC), develop=_developed):
        log.warning("%s: %s %s", fault.file.name, fault.field, fault.what)
    return shelf


@contextmanager
def open_cases(settings: Settings) -> Iterator[Shelf]:
    """The shelf of the library's cases. It can be added to while another process has the library."""
    with _database(settings) as engine:
        yield Shelf(engine)


def items_of(library: Library) -> Bank:
    """The bank of the library's items, with those in it that come with the product."""
    bank = Bank(library.store.engine)
    for fault in bank_starter(bank, datetime.now(UTC), develop=_developed):
        log.warning("%s: %s %s", fault.file.name, fault.field, fault.what)
    return bank


@contextmanager
def open_items(settings: Settings) -> Iterator[Bank]:
    """The bank of the library's items. It can be added to while another process has the library."""
    with _database(settings) as engine:
        yield Bank(engine)


def plans_in(library: Library) -> Plans:
    """The objectives, curricula and blueprints of the library, with those that come with the product."""
    return _planned(library.store.engine)


@contextmanager
def open_plans(settings: Settings) -> Iterator[Plans]:
    """As `plans_in`. They can be added to while another process has the library."""
    with _database(settings) as engine:
        yield _planned(engine)


class Taught(NamedTuple):
    """What the library holds, and what is to be learned from it."""

    store: Store
    plans: Plans


@contextmanager
def open_taught(settings: Settings) -> Iterator[Taught]:
    """The sources and plans, with all that comes with the product, while another process may have them."""
    with _database(settings) as engine:
        shelve_starter(Shelf(engine), datetime.now(UTC), develop=_developed)
        bank_starter(Bank(engine), datetime.now(UTC), develop=_developed)
        yield Taught(Store(engine), _planned(engine))


@contextmanager
def open_store(settings: Settings) -> Iterator[Store]:
    """What the library holds, to be read while another process may have it."""
    with _database(settings) as engine:
        yield Store(engine)


@contextmanager
def open_handouts(settings: Settings) -> Iterator["Handouts"]:
    """What can be put on paper, with all that comes with the product, while another process may have it."""
    from assistant.handouts.house import Handouts

    with _database(settings) as engine:
        shelf, bank, plans = Shelf(engine), Bank(engine), _planned(engine)
        shelve_starter(shelf, datetime.now(UTC), develop=_developed)
        bank_starter(bank, datetime.now(UTC), develop=_developed)
        yield Handouts(Store(engine), plans, bank, shelf)


def starter_files(source: Path = STARTER) -> list[Path]:
    """The files of the starter library that ships with the product."""
    return sorted(path for path in source.iterdir() if path.is_file() and path.suffix not in SIDECARS)


def missing_starter(library: Library, *, source: Path = STARTER) -> list[Path]:
    """The starter files still to be offered: all to a new library, the rest where that was cut short."""
    marker = library.folder / MARKER
    if not marker.exists() and library.store.latest_change() > 0:
        return []
    offered = _read(marker)
    return [path for path in starter_files(source) if path.name not in offered]


def build_starter(
    library: Library, on_progress: Callable[[Progress], None], *, source: Path = STARTER
) -> Iterator[IngestLine]:
    """Adds the missing starter documents, a line each.

    Each file is offered once: one that was removed afterwards does not come back.
    """
    marker = library.folder / MARKER
    waiting = missing_starter(library, source=source)
    for line in library.add(waiting, on_progress=on_progress) if waiting else ():
        _write(marker, [*_read(marker), Path(line.file).name])
        yield line


@contextmanager
def _database(settings: Settings) -> Iterator[Engine]:
    settings.library.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = open_engine(settings.library, settings.database_url)
    try:
        migrate(engine, [*RETRIEVAL, *CURRICULA, *ASSISTANT], datetime.now(UTC))
        yield engine
    finally:
        engine.dispose()


def _planned(engine: Engine) -> Plans:
    plans = plans_of(engine)
    for fault in plan_starter(plans, datetime.now(UTC)):
        log.warning("%s: %s %s", fault.file.name, fault.field, fault.what)
    return plans


def _patients_named(read: ReadDocument) -> ReadDocument:
    """A look that warns of details of patients; its word lists are read when the first source comes."""
    from assistant.guard.uploads import patients_named

    return patients_named(read)


def _read(marker: Path) -> list[str]:
    return list(json.loads(marker.read_text(encoding="utf-8"))["offered"]) if marker.exists() else []


def _write(marker: Path, offered: list[str]) -> None:
    draft = marker.with_suffix(".new")
    draft.write_text(json.dumps({"offered": offered}, indent=1) + "\n", encoding="utf-8")
    draft.replace(marker)


def _developed(data: bytes, name: str) -> bytes:
    """As `developed`, which is imported when there is a DICOM file."""
    from assistant.image.developing import developed

    return developed(data, name)
