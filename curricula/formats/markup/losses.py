"""What of plain words mark-up cannot carry."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from curricula.formats.markup.written import UNWRITABLE
from curricula.items.types import Item

SPACING = re.compile(r"[^\S\n ]| {2,}|^\s|\s$| \n|\n |\n{3,}|\{\{\s|\s\}\}|\s::|::\s")
# Kept letter for letter, because a source is searched for it.
EXACT = frozenset(("quote", "document"))


def unmarkable(item: Item) -> Iterator[str]:
    """White space that mark-up does not keep, and characters that XML cannot hold."""
    texts = list(_texts(item.model_dump()))
    if any(SPACING.search(text) for name, text in texts if name not in EXACT):
        yield "white space other than single spaces and line breaks"
    if any(UNWRITABLE.search(text) or "\r" in text for _, text in texts):
        yield "control characters"


def _texts(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield name, value
    inner: Iterable[tuple[str, Any]] = ()
    if isinstance(value, Mapping):
        inner = value.items()
    elif isinstance(value, list | tuple):
        inner = ((name, one) for one in value)
    for part, one in inner:
        yield from _texts(one, part)
