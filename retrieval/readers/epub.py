"""EPUB books: the chapters in reading order."""

import posixpath
import zipfile
from datetime import date
from typing import Any
from urllib.parse import unquote

from lxml import etree

from retrieval.errors import Refused
from retrieval.readers.archive import member, open_archive
from retrieval.readers.encoding import decode
from retrieval.readers.flow import Flow
from retrieval.readers.html import full_date, one_line, parse_page, withhold_unseen
from retrieval.readers.html_walk import walk_page
from retrieval.readers.pictured import in_archive
from retrieval.types import Metadata, ReadDocument

MEDIA_TYPE = "application/epub+zip"
# Books put boxes and notes in `aside`; only the table of contents is no text of its own.
FURNITURE = frozenset({"nav"})
FONT_LOCK = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")


class EpubReader:
    """Reads an EPUB book."""

    def read(self, data: bytes, name: str) -> ReadDocument:
        """Every chapter of the spine. Refused if the book is locked."""
        archive = open_archive(data)
        _refuse_locked(archive)
        root = _xml(member(archive, "META-INF/container.xml"))
        rootfile = next((e.get("full-path") for e in root.iter("{*}rootfile") if e.get("full-path")), None)
        if rootfile is None:
            raise Refused("The EPUB does not say where its contents are.", "Export the book again.")
        package = _xml(member(archive, rootfile))
        flow = Flow(in_archive(archive))
        for chapter in _spine(package, posixpath.dirname(rootfile)):
            text, notes = decode(member(archive, chapter))
            for note in notes:
                flow.note(note)
            root = parse_page(text)
            _name_pictures(root, posixpath.dirname(chapter))
            walk_page(root, flow, FURNITURE)
            withhold_unseen(text, root, flow)
        metadata = _metadata(package)
        return flow.document(MEDIA_TYPE, metadata.model_copy(update={"title": metadata.title or flow.title}))


def _refuse_locked(archive: zipfile.ZipFile) -> None:
    if "META-INF/encryption.xml" not in archive.namelist():
        return
    methods = _xml(member(archive, "META-INF/encryption.xml")).iter("{*}EncryptionMethod")
    if any(method.get("Algorithm") not in FONT_LOCK for method in methods):
        raise Refused("The book is locked by its seller's copy protection.", "Add a copy without protection.")


def _xml(data: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as fault:
        raise Refused(
            "The EPUB is damaged: its list of contents cannot be read.", "Export it again."
        ) from fault


def _spine(package: Any, folder: str) -> list[str]:
    """The members of the archive that hold the chapters, in reading order."""
    items = {item.get("id"): item for item in package.iter("{*}item")}
    chosen = [items.get(ref.get("idref")) for ref in package.iter("{*}itemref")]
    members = [
        posixpath.normpath(posixpath.join(folder, unquote(item.get("href"))))
        for item in chosen
        if item is not None and item.get("href") and "nav" not in (item.get("properties") or "").split()
    ]
    # A chapter is read once, however often the spine names it.
    return list(dict.fromkeys(members))


def _name_pictures(root: Any, folder: str) -> None:
    """Pictures are named from their chapter; from here on they are members of the archive."""
    for element in root.iter("img"):
        address = element.get("src") or ""
        if address and not address.startswith(("/", "data:")) and "://" not in address:
            element.set("src", posixpath.normpath(posixpath.join(folder, address)))


def _metadata(package: Any) -> Metadata:
    def said(name: str) -> str | None:
        found = next(package.iter(f"{{http://purl.org/dc/elements/1.1/}}{name}"), None)
        return one_line(found.text or "") or None if found is not None else None

    published: date | None = full_date(said("date"))
    return Metadata(
        title=said("title"),
        author=said("creator"),
        publisher=said("publisher"),
        published=published,
        licence=said("rights"),
    )
