"""Questions out of QTI: a content package, or a single item."""

import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from curricula.formats.exchange import CHOOSE, Found, Imported, Loss, collected, within_size
from curricula.formats.qti.asked import Files, item_of
from curricula.formats.qti.names import simplified
from curricula.formats.qti.package import HARD
from curricula.formats.records import Refusal
from curricula.formats.safe_xml import parsed
from curricula.formats.zips import package
from retrieval.errors import Refused
from retrieval.readers.archive import member

MANIFEST = "imsmanifest.xml"
ITEM = "imsqti_item"
Pairs = tuple[tuple[str, str], ...]


def read(data: bytes, name: str) -> Imported:
    """The items of a package (.zip), or of an XML file with one item. Refused where it is neither."""
    within_size(data, name)
    if not data.startswith(b"PK"):
        return collected([_found(name, data, (), _nowhere)], name)
    archive = package(data, name)
    manifest = next((one for one in archive.namelist() if one.endswith(MANIFEST)), None)
    if manifest is None:
        raise Refused(f"{name} holds no {MANIFEST}, as a package of QTI does.", CHOOSE)
    root = simplified(parsed(member(archive, manifest), MANIFEST))
    read = collected(_records(archive, root, posixpath.dirname(manifest)), name)
    others = [one for one in root.iter("resource") if "imsqti" in _type(one) and not _is_item(one)]
    lost = [Loss(name, f"{len(others)} tests, sections or other parts that are no items")] if others else []
    return read._replace(lost=(*read.lost, *lost))


def _records(archive: zipfile.ZipFile, root: Any, folder: str) -> Iterator[Found | Refusal]:
    for one in filter(_is_item, root.iter("resource")):
        place = one.get("href") or one.get("identifier") or "an item"
        path = posixpath.normpath(posixpath.join(folder, unquote(place)))
        try:
            data = member(archive, path)
        except Refused as fault:
            yield Refusal(place, str(fault.args[0]))
            continue
        yield _found(place, data, tuple(_catalogued(one)), _beside(archive, path))


def _found(place: str, data: bytes, catalogued: Pairs, files: Files) -> Found | Refusal:
    try:
        return item_of(place, simplified(parsed(data, place)), catalogued, files)
    except Refused as fault:
        return Refusal(place, str(fault.args[0]))


def _beside(archive: zipfile.ZipFile, path: str) -> Files:
    """Finds files of the archive by how an item at that path names them."""
    names = frozenset(archive.namelist())

    def find(source: str) -> bytes | None:
        inside = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(source)))
        return member(archive, inside) if inside in names else None

    return find


def _nowhere(_: str) -> bytes | None:
    return None


def _type(resource: Any) -> str:
    return (resource.get("type") or "").casefold()


def _is_item(resource: Any) -> bool:
    return _type(resource).startswith(ITEM)


def _catalogued(resource: Any) -> Iterator[tuple[str, str]]:
    """What the manifest says about an item."""
    for keyword in resource.iter("keyword"):
        yield "topic", " ".join("".join(keyword.itertext()).split())
    for found in resource.iter("difficulty"):
        value = (
            " ".join("".join(found.find("value").itertext()).split())
            if found.find("value") is not None
            else ""
        )
        if value.casefold() in HARD:
            yield "difficulty", str(HARD.index(value.casefold()) + 1)
    for classified in resource.iter("classification"):
        purpose = " ".join("".join(one.itertext()) for one in classified.iter("purpose"))
        if "objective" in purpose.casefold():
            for entry in classified.iter("entry"):
                yield "objective", " ".join("".join(entry.itertext()).split())
