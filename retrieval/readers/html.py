"""Web pages: what a visitor would read, with headings, lists, tables and captions."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from lxml import etree

from retrieval.readers.encoding import decode
from retrieval.readers.flow import Flow
from retrieval.readers.html_walk import too_deep, walk_page
from retrieval.readers.invisible import strip_invisible
from retrieval.readers.pictured import in_page
from retrieval.types import Metadata, ReadDocument

MEDIA_TYPE = "text/html"
CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
COMMENT = re.compile(r"<!--(.{4,4000}?)-->", re.DOTALL)
# Attributes that hold words, none of which stand on the page.
SPOKEN = "|".join(
    (
        "//@title",
        "//@aria-label",
        "//@aria-description",
        "//@placeholder",
        "//meta/@content",
        "//noscript//text()",
    )
)
DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?!\d)")
AUTHOR = ("author", "dc.creator", "dcterms.creator", "citation_author", "article:author")
PUBLISHER = ("dc.publisher", "dcterms.publisher", "citation_publisher", "publisher", "og:site_name")
PUBLISHED = (
    "dcterms.issued",
    "dc.date.issued",
    "citation_publication_date",
    "article:published_time",
    "dc.date",
    "dcterms.date",
    "date",
)
TITLE = ("dc.title", "dcterms.title", "citation_title", "og:title")
LICENCE = ("dcterms.license", "dc.rights", "dcterms.rights")


class HtmlReader:
    """Reads a web page."""

    def read(self, data: bytes, name: str) -> ReadDocument:
        """The visible text of the page. Hidden parts and site furniture are left out and counted."""
        charset = CHARSET.search(data[:4096])
        text, notes = decode(data, charset[1].decode("ascii") if charset else None)
        flow = Flow(in_page)
        for note in notes:
            flow.note(note)
        root = parse_page(text)
        walk_page(root, flow)
        withhold_unseen(text, root, flow)
        metadata = page_metadata(root)
        return flow.document(MEDIA_TYPE, metadata.model_copy(update={"title": metadata.title or flow.title}))


def parse_page(text: str) -> Any:
    """The page as a tree. Refused when the parser had to give up before its end."""
    # Without `huge_tree` a text of 10 MB ends the parse; the walk holds the depth to what people write.
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    root = etree.fromstring(text.encode("utf-8", errors="replace").strip() or b"<html/>", parser)
    if any(fault.type_name == "ERR_RESOURCE_LIMIT" for fault in parser.error_log):
        raise too_deep()
    return root if root is not None else etree.Element("html")


def withhold_unseen(text: str, root: Any, flow: Flow) -> None:
    """Hand comments, and attributes that hold sentences, to whoever looks for what is hidden in a page."""
    for comment in COMMENT.findall(text):
        flow.withhold("comment", comment)
    for said in root.xpath(SPOKEN):
        if " " in said.strip():
            flow.withhold("attribute", said)


def page_metadata(root: Any) -> Metadata:
    """What the page's title and meta elements say about it."""
    said: dict[str, str] = {}
    for element in root.iter("meta"):
        key = (element.get("name") or element.get("property") or "").strip().lower()
        if value := one_line(element.get("content") or ""):
            said.setdefault(key, value)
    title = next((one_line("".join(element.itertext())) for element in root.iter("title")), "")
    return Metadata(
        title=title or _first(said, TITLE),
        author=_first(said, AUTHOR),
        publisher=_first(said, PUBLISHER),
        published=full_date(_first(said, PUBLISHED)),
        licence=_first(said, LICENCE),
        url=next(_addresses(root), None),
    )


def _addresses(root: Any) -> Iterator[str]:
    for element in root.iter("link"):
        address = (element.get("href") or "").strip()
        if (element.get("rel") or "").lower() == "canonical" and address.startswith(("https://", "http://")):
            yield address


def _first(said: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((said[name] for name in names if name in said), None)


def one_line(text: str) -> str:
    """A field of metadata on one line, without unseen characters."""
    return " ".join(strip_invisible(text)[0].split())[:500]


def full_date(said: str | None) -> date | None:
    """A full date only: a bare year would have to be made up into a day."""
    match = DAY.match((said or "").replace("/", "-"))
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None
