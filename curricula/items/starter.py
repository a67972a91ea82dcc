"""The items that come with the product, put into a library's bank when they are new to it."""

from datetime import datetime
from hashlib import sha256
from pathlib import Path

from curricula.items.bank import Bank
from curricula.items.keeping import Entry, Source
from curricula.items.load import item_of, load_items, picture_faults, pictures_beside
from curricula.pictures import Develop
from curricula.tree import Remark
from curricula.types import Fault

FOLDER = Path(__file__).parents[1] / "starter" / "items"


def bank_starter(
    bank: Bank, at: datetime, *, folder: Path = FOLDER, develop: Develop | None = None
) -> list[Fault]:
    """Puts the starter items into the bank; files that were read before cost a millisecond each.

    What could not be read, lacks a picture, or is in the bank with other contents, is told and left out.
    """
    known = bank.digests("starter")
    faults: list[Fault] = []
    for file in sorted(folder.rglob("*.yaml")):
        digest = sha256(file.read_bytes()).hexdigest()
        if digest not in known:
            faults += _put(bank, file, Source(origin="starter", at=at, digest=digest), develop)
    return faults


def _put(bank: Bank, file: Path, source: Source, develop: Develop | None) -> list[Fault]:
    loaded = load_items([file], develop)
    compared = bank.compared(map(item_of, loaded.written))
    pairs = list(zip(loaded.written, compared, strict=True))
    taken = Remark(
        ("version",), "is in the bank already, with other contents", "a higher version, or another id"
    )
    fresh = [written for written, how in pairs if how == "new"]
    new = (item_of(written) for written in fresh if not any(picture_faults(written, develop)))
    bank.put_many([Entry(item, pictures_beside(item, file.parent, develop)) for item in new], source)
    return [*loaded.faults, *(written.fault(taken) for written, how in pairs if how == "other")]
