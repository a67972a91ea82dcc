"""Documents and their pages."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from retrieval.store.compact import dump, dump_blocks, load_blocks
from retrieval.store.schema import documents, pages
from retrieval.types import Document, Page

COLUMNS = [documents.c[name] for name in Document.model_fields if name != "superseded_by"]


def insert_document(connection: Connection, code: int, document: Document, facts: Mapping[str, Any]) -> None:
    """Keeps the document's own fields, and facts about how it was taken in."""
    connection.execute(insert(documents), {"code": code, **facts, **_fields(document)})


def insert_pages(connection: Connection, code: int, media_type: str, read: Iterable[Page]) -> None:
    """Keeps the pages; where a PDF can draw the page, only its planted blocks."""
    rows = [
        {
            "document": code,
            "position": page.index,
            "label": page.label,
            "title": page.title,
            "text": page.text,
            "blocks": _blocks(page, drawn=media_type == "application/pdf"),
        }
        for page in read
    ]
    if rows:
        connection.execute(insert(pages), rows)


def change_document(connection: Connection, document: Document) -> None:
    """Overwrites the fields of a document that is there."""
    connection.execute(update(documents).where(documents.c.id == document.id).values(_fields(document)))


def set_supersedes(connection: Connection, links: Mapping[str, str | None]) -> None:
    """Makes each document the successor of the one named, or of none."""
    connection.execute(update(documents).where(documents.c.id.in_(list(links))).values(supersedes=None))
    for newer, older in links.items():
        connection.execute(update(documents).where(documents.c.id == newer).values(supersedes=older))


def waiting_editions(connection: Connection) -> list[tuple[str, str]]:
    """Documents that name a predecessor and are linked to none."""
    query = select(documents.c.id, documents.c.said_supersedes)
    is_waiting = documents.c.supersedes.is_(None) & documents.c.said_supersedes.is_not(None)
    return [(row.id, row.said_supersedes) for row in connection.execute(query.where(is_waiting))]


def say_supersedes(connection: Connection, document_id: str, said: str) -> None:
    """Keeps what a document says it supersedes."""
    connection.execute(update(documents).where(documents.c.id == document_id).values(said_supersedes=said))


def delete_document(connection: Connection, document_id: str) -> None:
    """Takes a document away with all that hangs on it; its successor inherits its predecessor."""
    mine = documents.c.id == document_id
    predecessor = connection.execute(select(documents.c.supersedes).where(mine)).scalar()
    connection.execute(delete(documents).where(mine))
    successor = documents.c.supersedes == document_id
    connection.execute(update(documents).where(successor).values(supersedes=predecessor))


def all_documents(connection: Connection) -> list[Document]:
    """Every document, by title, then newest first."""
    rows = connection.execute(select(*COLUMNS)).all()
    successors = {row.supersedes: row.id for row in rows if row.supersedes}
    found = [_document(row, successors.get(row.id)) for row in rows]
    found.sort(key=lambda document: document.ingested_at, reverse=True)
    return sorted(found, key=lambda document: document.title.casefold())


def find_document(connection: Connection, document_id: str) -> Document | None:
    """The document of this id, None if there is none."""
    row = connection.execute(select(*COLUMNS).where(documents.c.id == document_id)).one_or_none()
    if row is None:
        return None
    successor = connection.execute(
        select(documents.c.id).where(documents.c.supersedes == document_id)
    ).scalar()
    return _document(row, successor)


def with_original(connection: Connection) -> frozenset[str]:
    """The ids of the documents whose file was kept."""
    return frozenset(
        connection.execute(select(documents.c.id).where(documents.c.has_original == 1)).scalars()
    )


def find_page(connection: Connection, document_id: str, index: int) -> Page | None:
    """One page with its text and its blocks; of a PDF's only the planted ones."""
    query = select(pages).join(documents, documents.c.code == pages.c.document)
    row = connection.execute(
        query.where(documents.c.id == document_id, pages.c.position == index)
    ).one_or_none()
    if row is None:
        return None
    blocks = () if row.blocks is None else load_blocks(row.blocks, row.text)
    return Page(index=row.position, text=row.text, blocks=blocks, label=row.label, title=row.title)


def _blocks(page: Page, *, drawn: bool) -> str | None:
    if not drawn:
        return dump_blocks(page)
    planted = tuple(block for block in page.blocks if block.kind == "planted")
    return dump_blocks(page.model_copy(update={"blocks": planted})) if planted else None


def _fields(document: Document) -> dict[str, Any]:
    fields = document.model_dump(mode="json", exclude={"superseded_by"})
    return {**fields, "topics": dump(document.topics), "cautions": dump(fields["cautions"])}


def _document(row: Row[Any], successor: str | None) -> Document:
    lists = {name: json.loads(row._mapping[name]) for name in ("topics", "cautions")}
    return Document.model_validate({**row._mapping, **lists, "superseded_by": successor})
