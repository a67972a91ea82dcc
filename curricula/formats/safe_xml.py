"""XML of other people, parsed without fetching, expanding or believing anything."""

from typing import Any

from lxml import etree

from retrieval.errors import Refused

EXPORT_AGAIN = "Export it again, and check that it is the format that you named."


def parsed(data: bytes, name: str) -> Any:
    """The root element. Refused where it is not well formed, or declares entities or a document type."""
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        line = getattr(fault, "lineno", None) or 1
        raise Refused(f"{name} is no XML that can be read (line {line}).", EXPORT_AGAIN) from None
    if root.getroottree().docinfo.doctype or root.getroottree().docinfo.internalDTD is not None:
        raise Refused(f"{name} declares a document type, which no such file needs.", EXPORT_AGAIN)
    return root
