"""A handout as Markdown: plain text escaped, references as footnotes."""

import re
from collections.abc import Iterator

from assistant.answer.plain import visible
from assistant.handouts.types import Grid, Handout, Heading, Lines, Paragraph, Part, Picture, Room, Words

_SIGNS = re.compile(r"([\\`*_\[\]<>#|~&$^!{}])")
_BEGINS_BLOCK = re.compile(r"^(\d+)([.)])(?=\s|$)|^([-+=:])")
_LOOKS = {"plain": "{}", "note": "*{}*", "quote": "> {}", "strong": "**{}**"}


def markdown(handout: Handout) -> bytes:
    """The handout as UTF-8 Markdown with footnotes, as GitHub, Pandoc and Obsidian read them."""
    blocks = [f"# {escaped(handout.title)}", f"*{escaped(handout.about)}*"]
    blocks += [f"**{escaped(one)}**" for one in handout.badges]
    blocks += [block for part in handout.parts for block in _part(part)]
    if handout.references:
        blocks.append("## References")
        notes = (f"[^{n}]: {escaped(line)}" for n, line in enumerate(handout.references, 1))
        blocks += notes
    blocks += ["---", f"*{escaped(handout.foot)}*"]
    return ("\n\n".join(blocks) + "\n").encode()


def escaped(text: str) -> str:
    """The text on one line, of which nothing is Markdown or HTML."""
    line = " ".join(visible(text).split())
    signs = _SIGNS.sub(r"\\\1", line)
    return _BEGINS_BLOCK.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", signs)


def _part(part: Part) -> Iterator[str]:
    match part:
        case Heading():
            yield f"{'#' * (part.level + 1)} {escaped(part.text)}"
        case Paragraph():
            yield _LOOKS[part.look].format(escaped(part.words.text)) + _marks(part.words)
        case Lines():
            yield "\n".join(f"- {_labelled(one)}" for one in part.lines)
        case Grid():
            yield "\n".join(_grid(part))
        case Room():
            yield "\n\n".join(["\\_" * 60] * part.lines)
        case Picture():
            words = f"Picture: {part.alt}" + (f" ({part.caption})" if part.caption else "")
            yield f"*{escaped(words)}*"


def _labelled(words: Words) -> str:
    label = f"**{escaped(words.label)}** " if words.label else ""
    return f"{label}{escaped(words.text)}{_marks(words)}"


def _marks(words: Words) -> str:
    return "".join(f"[^{n}]" for n in words.marks)


def _grid(grid: Grid) -> Iterator[str]:
    yield f"| {' | '.join(escaped(head) for head in grid.heads)} |"
    yield f"|{'---|' * len(grid.heads)}"
    for row in grid.rows:
        yield f"| {' | '.join(_labelled(cell) for cell in row)} |"
