"""The gaps of a cloze card: what is hidden, and its hint."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from retrieval.errors import Refused

GAPS = re.compile(r"\{\{([^{}]+)\}\}")


class Gap(NamedTuple):
    """Words that are hidden, and what is shown in their place."""

    words: str
    hint: str = ""


def split(text: str) -> Iterator[str | Gap]:
    """The text and its gaps, in their order."""
    start = 0
    for found in GAPS.finditer(text):
        yield text[start : found.start()]
        words, _, hint = found[1].partition("::")
        yield Gap(words, hint)
        start = found.end()
    yield text[start:]


def gap(words: str, hint: str = "") -> str:
    """The words as a gap. Refused where they hold braces or colons that a gap cannot."""
    if not words.strip() or re.search(r"[{}]|::", words) or re.search(r"[{}]", hint):
        raise Refused(f"The words “{words[:60]}” cannot be hidden by a gap.")
    return f"{{{{{words}::{hint}}}}}" if hint else f"{{{{{words}}}}}"
