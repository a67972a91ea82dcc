"""A source with what looks like instructions to a language model set apart, and a word to the owner."""

from collections.abc import Iterator, Mapping, Sequence

from retrieval.planted.apart import placed_cells, set_apart
from retrieval.planted.english import LIKELY
from retrieval.planted.judge import Finding, find
from retrieval.planted.spread import spread
from retrieval.types import INVISIBLE, Block, Caution, FigureRead, Page, ReadDocument, Withheld

QUOTED_CHARS = 160
SHOWN = 5
LOOKS = "looks like an instruction to a language model"
UNTITLED = "Untitled source"
_FIELDS = (
    "title",
    "author",
    "publisher",
    "edition",
    "review",
    "jurisdiction",
    "licence",
    "url",
    "supersedes",
)
# What stands for a field that was left out; for any other, nothing.
_LEFT_OUT: Mapping[str, object] = {"title": UNTITLED, "topics": ()}

Found = Mapping[int, tuple[Finding, ...]]
"""What was found in the blocks of a document, by their number."""


def mark(read: ReadDocument) -> ReadDocument:
    """The document with such parts as blocks of kind "planted", which are shown but never cut into passages.

    Such a title or other field is left out. Notes and a caution tell the owner of all that, and of what no
    reader of the source could see.
    """
    blocks = [block for page in read.pages for block in page.blocks]
    found = spread(blocks, {at: hits for at, block in enumerate(blocks) if (hits := _in_block(block))})
    fields = {name: text for name, text in _fields(read) if find(text)}
    notes = [*_seen(read, found), *_unseen(read), *(_field_note(*field) for field in fields.items())]
    notes += [f"{_quoted(text)} {LOOKS} and is not used (the words of a figure)." for text in _unshown(read)]
    if not notes:
        return read
    return read.model_copy(
        update={
            "metadata": read.metadata.model_copy(update={name: _LEFT_OUT.get(name) for name in fields}),
            "pages": _pages(read.pages, found),
            "pictures": tuple(map(_without_planted, read.pictures)),
            "notes": (*read.notes, *_shortened(notes)),
            "cautions": (*read.cautions, _caution(len(notes))),
        }
    )


def _in_block(block: Block) -> tuple[Finding, ...]:
    """The findings in a block's text; of a table row whole cells, or the row."""
    if block.kind != "table":
        return find(block.text)
    cells = [
        Finding(start=start, end=end, why=hits[0].why)
        for (start, end), (_, value) in placed_cells(block)
        if (hits := find(value))
    ]
    if cells or not (hits := find(block.text)):
        return tuple(cells)
    return (Finding(start=0, end=len(block.text), why=hits[0].why),)


def _pages(pages: Sequence[Page], found: Found) -> tuple[Page, ...]:
    marked, first = [], 0
    for page in pages:
        here = range(first, first + len(page.blocks))
        first = here.stop
        if found.keys().isdisjoint(here):
            marked.append(page)
            continue
        parts: list[Block] = []
        for at, block in zip(here, page.blocks, strict=True):
            spans = [(hit.start, hit.end) for hit in found.get(at, ())]
            parts += set_apart(block, spans) if spans else [block]
        marked.append(page.model_copy(update={"blocks": tuple(parts)}))
    return tuple(marked)


def _seen(read: ReadDocument, found: Found) -> list[str]:
    word = "page" if read.media_type == "application/pdf" else "section"
    places = [(page, block) for page in read.pages for block in page.blocks]
    return [
        f"{_quoted(block.text[hit.start : hit.end])} {LOOKS} and is not used "
        f"({word} {page.label or page.index + 1}): it {hit.why}."
        for at, hits in sorted(found.items())
        for page, block in [places[at]]
        for hit in hits
    ]


def _unshown(read: ReadDocument) -> list[str]:
    """Texts of figures for those who cannot see them, where a caption stands in their place."""
    said = dict.fromkeys(figure.alt for figure in read.pictures if figure.caption and figure.alt)
    return [text for text in said if text and find(text)]


def _without_planted(figure: FigureRead) -> FigureRead:
    said = {name: getattr(figure, name) for name in ("caption", "alt", "nearby")}
    return figure.model_copy(update={name: None for name, text in said.items() if text and find(text)})


def _unseen(read: ReadDocument) -> list[str]:
    return [
        f"{_quoted(said)} {LOOKS}; no reader sees it ({part.where}) and it was left out."
        for part in read.withheld
        for said in _suspicious(part)
    ]


def _suspicious(part: Withheld) -> list[str]:
    """Words in characters that cannot be seen are there to deceive; anything else has to look like it."""
    if part.where == INVISIBLE:
        return [part.text]
    return [part.text[hit.start : hit.end] for hit in find(part.text, enough=LIKELY)]


def _fields(read: ReadDocument) -> Iterator[tuple[str, str]]:
    """What the source says about itself, in words."""
    said = read.metadata
    yield from ((name, text) for name in _FIELDS if (text := getattr(said, name)))
    yield from (("topics", ", ".join(said.topics)),) if said.topics else ()


def _field_note(name: str, text: str) -> str:
    what = "title, or the name of its file," if name == "title" else name
    return f"Its {what} {LOOKS} and was left out: {_quoted(text)}."


def _quoted(text: str) -> str:
    words = " ".join(text.split())
    return f"“{words}”" if len(words) <= QUOTED_CHARS else f"“{words[:QUOTED_CHARS].rstrip()}…”"


def _shortened(notes: Sequence[str]) -> list[str]:
    more = len(notes) - SHOWN
    return [*notes[:SHOWN], f"{more} more such parts were set apart."] if more > 0 else list(notes)


def _caution(count: int) -> Caution:
    what = "Part of it looks" if count == 1 else f"{count} parts of it look"
    return Caution(
        kind="planted",
        text=f"{what} like an instruction to a language model and is not used. "
        "Remove the document if that should not be there.",
    )
