"""The cases that come with the product, put on a library's shelf when they are new to it."""

from datetime import datetime
from hashlib import sha256
from pathlib import Path

from curricula.cases.load import case_of, load_cases
from curricula.cases.pictures import read_pictures
from curricula.cases.shelf import Shelf, Source
from curricula.pictures import Develop
from curricula.types import Fault
from retrieval.errors import WrongUse

FOLDER = Path(__file__).parents[1] / "starter" / "cases"


def shelve_starter(
    shelf: Shelf, at: datetime, *, folder: Path = FOLDER, develop: Develop | None = None
) -> list[Fault]:
    """Puts the starter cases on the shelf; files that were read before cost a millisecond each.

    What could not be read, or is on the shelf with other contents, is told and left as it is.
    """
    known = shelf.digests("starter")
    faults: list[Fault] = []
    for file in sorted(folder.glob("*.yaml")):
        digest = sha256(file.read_bytes()).hexdigest()
        if digest not in known:
            faults += _shelve(shelf, file, Source(origin="starter", at=at, digest=digest), develop)
    return faults


def _shelve(shelf: Shelf, file: Path, source: Source, develop: Develop | None) -> list[Fault]:
    loaded = load_cases([file], develop)
    faults = list(loaded.faults)
    for case in map(case_of, loaded.written):
        try:
            shelf.put(case, source, read_pictures(case, file.parent, develop))
        except WrongUse as fault:
            expected = fault.next_step
            faults.append(
                Fault(file=file, field="version", line=None, what=str(fault.args[0]), expected=expected)
            )
    return faults
