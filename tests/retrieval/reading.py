"""How the reader tests read a text as if it were a file."""

from retrieval.readers.registry import reader_for
from retrieval.types import Block, ReadDocument


def read(text: str | bytes, name: str) -> ReadDocument:
    data = text.encode() if isinstance(text, str) else text
    return reader_for(data, name).read(data, name)


def blocks(document: ReadDocument) -> list[Block]:
    return [block for page in document.pages for block in page.blocks]


def lines(document: ReadDocument) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in blocks(document)]


def whole(document: ReadDocument) -> str:
    return "\n".join(page.text for page in document.pages)
