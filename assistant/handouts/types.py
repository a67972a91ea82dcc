"""A handout before it is Markdown, DOCX or PDF: parts in their order, and the list of references."""

from datetime import date
from typing import Literal

from pydantic import Field

from retrieval.types import Value

Format = Literal["md", "docx", "pdf"]
Paper = Literal["a4", "letter"]
Audience = Literal["students", "tutors"]


class Words(Value):
    """A sentence or paragraph with the numbers of its references; `label` stands before it, such as "A"."""

    text: str
    marks: tuple[int, ...] = ()
    label: str = ""


class Heading(Value):
    """A heading under the title, 1 or 2 levels deep; `part` begins a new page."""

    kind: Literal["heading"] = "heading"
    text: str
    level: Literal[1, 2] = 1
    part: bool = False


class Paragraph(Value):
    """Words in a paragraph; a note is set small."""

    kind: Literal["paragraph"] = "paragraph"
    words: Words
    look: Literal["plain", "note", "quote", "strong"] = "plain"


class Lines(Value):
    """A list."""

    kind: Literal["lines"] = "lines"
    lines: tuple[Words, ...]


class Grid(Value):
    """A table with a row of heads; an empty cell leaves room to write."""

    kind: Literal["grid"] = "grid"
    heads: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]


class Room(Value):
    """Ruled lines to write on."""

    kind: Literal["room"] = "room"
    lines: int = Field(ge=1, le=40)


class Picture(Value):
    """A picture as PNG, None where it cannot be shown, and what is seen on it in words."""

    kind: Literal["picture"] = "picture"
    png: bytes | None
    alt: str
    caption: str = ""


Part = Heading | Paragraph | Lines | Grid | Room | Picture


class Handout(Value):
    """What is on the paper. `badges` are what a reader must know of all of it, such as its review.

    `references` are in the order of their numbers, from 1; `library` is the number of the last change to the
    library that it was made from.
    """

    title: str
    about: str
    badges: tuple[str, ...] = ()
    parts: tuple[Part, ...]
    references: tuple[str, ...] = ()
    made: date
    library: str

    @property
    def foot(self) -> str:
        """The line on when and from what it was made."""
        day = f"{self.made.day} {self.made:%B %Y}"
        return f"Made on {day} from version {self.library} of the library. For education; check the sources."
