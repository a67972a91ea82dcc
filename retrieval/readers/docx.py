"""Word documents: headings by style, lists, tables, notes and captions."""

import io
import zipfile
from typing import Any

from retrieval.errors import Refused
from retrieval.readers.archive import DAMAGED, member, open_archive
from retrieval.readers.docx_walk import Styles, put_body, put_note
from retrieval.readers.flow import Flow
from retrieval.readers.pictured import Locate, Located, in_archive
from retrieval.types import Metadata, ReadDocument

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NOTES = ("word/footnotes.xml", "word/endnotes.xml")


class DocxReader:
    """Reads a Word document. Linked templates and pictures, and attachments, are never opened."""

    def read(self, data: bytes, name: str) -> ReadDocument:
        """The text as printed, notes last. Deleted and hidden text is left out, headers and footers too."""
        archive = open_archive(data)
        document = _open(data)
        flow = Flow(_pictures(archive, document.part))
        put_body(document.element.body, flow, Styles(document.styles))
        for part in NOTES:
            if part in archive.namelist():
                put_note(_tree(member(archive, part)), flow)
        if any(part.startswith(("word/header", "word/footer")) for part in archive.namelist()):
            flow.note("Left out page headers and footers.")
        properties = document.core_properties
        metadata = Metadata(title=_line(properties.title) or flow.title, author=_line(properties.author))
        return flow.document(MEDIA_TYPE, metadata)


def _open(data: bytes) -> Any:
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import LxmlError

    try:
        return docx.Document(io.BytesIO(data))
    except (KeyError, AttributeError, PackageNotFoundError, LxmlError, *DAMAGED) as fault:
        raise Refused(
            "The Word document is damaged, a template, or has macros, and cannot be opened.",
            "Save it again as a plain .docx document.",
        ) from fault


def _pictures(archive: zipfile.ZipFile, part: Any) -> Locate:
    """Pictures by the relations of the document's main part; linked ones are not looked for."""
    locate = in_archive(archive)

    def by_relation(name: str) -> Located | None:
        relation = part.rels.get(name)
        if relation is None or relation.is_external:
            return Located()
        return locate(str(relation.target_part.partname).lstrip("/"))

    return by_relation


def _tree(data: bytes) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as fault:
        raise Refused("The notes of the Word document are damaged.", "Save it again as .docx.") from fault


def _line(said: str | None) -> str | None:
    # python-docx writes its own name where a program gave no author.
    text = " ".join((said or "").split())[:500]
    return text if text and text != "python-docx" else None
