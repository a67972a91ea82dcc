"""Plain words written as mark-up that is valid HTML and XML: paragraphs, references, details of an item."""

import re
from collections.abc import Iterable
from html import escape

from curricula.items.types import Picture
from curricula.types import Reference

REFERENCES, ABOUT, PICTURE = "references", "about", "picture"
VIGNETTE, LEAD_IN = "vignette", "lead_in"
# What XML cannot hold, however it is written.
UNWRITABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")


def escaped(text: str) -> str:
    """The text as mark-up, without characters that XML cannot hold."""
    return escape(UNWRITABLE.sub("", text).replace("\r\n", "\n").replace("\r", "\n"), quote=True)


def in_line(text: str) -> str:
    """The text with its line breaks kept."""
    return "<br/>".join(escaped(line) for line in text.replace("\r\n", "\n").split("\n"))


def paragraphs(text: str) -> str:
    """A paragraph for each part between blank lines; nothing for no text."""
    parts = BLANK_LINE.split(text.strip()) if text.strip() else []
    return "".join(f"<p>{in_line(part)}</p>" for part in parts)


def references(found: Iterable[Reference]) -> str:
    """A list of documents and what is quoted of them, which `read` finds again; nothing for none."""
    lines = "".join(
        f"<li><cite>{escaped(one.document)}</cite>: <q>{escaped(one.quote)}</q></li>" for one in found
    )
    return f'<ul class="{REFERENCES}">{lines}</ul>' if lines else ""


def about(pairs: Iterable[tuple[str, str]]) -> str:
    """A list of details by name, which `read` finds again; nothing for none."""
    lines = "".join(f"<dt>{escaped(name)}</dt><dd>{escaped(value)}</dd>" for name, value in pairs)
    return f'<dl class="{ABOUT}">{lines}</dl>' if lines else ""


def picture(shown: Picture, source: str) -> str:
    """A picture from `source` with its caption and licence, which `read` finds again."""
    named = (("caption", shown.caption), ("licence", shown.licence or ""))
    lines = "".join(f'<p class="{name}">{in_line(text)}</p>' for name, text in named if text)
    image = f'<p><img src="{escaped(source)}" alt="{escaped(shown.alt)}"/></p>'
    return f'<div class="{PICTURE}">{image}{lines}</div>'
