"""Walks the tree of a web page as a visitor reads it."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from retrieval.errors import Refused
from retrieval.readers.flow import Flow, superscript
from retrieval.readers.visibility import (
    NEVER_SHOWN,
    WHITE,
    Colour,
    Style,
    StyleSheet,
    background_of,
    is_hidden,
)
from retrieval.types import BlockKind

FURNITURE = frozenset({"nav", "footer", "aside"})
FURNITURE_ROLES = frozenset({"navigation", "contentinfo", "complementary", "banner", "search"})
STRUCK = frozenset({"del", "s", "strike"})
# No elements of a page: browsers show what is in them, and language models may take them for marks.
IMITATIONS = frozenset({"system", "assistant", "instruction", "instructions", "invoke", "prompt"})
HEADINGS = {f"h{level}": level for level in range(1, 7)}
BLOCK_TAGS = (
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset"
    " figcaption figure footer form header hgroup hr html legend li main menu nav ol p pre section"
    " summary table tbody td tfoot th thead tr ul"
)
BLOCKS = frozenset(BLOCK_TAGS.split())
KINDS: dict[str, BlockKind] = {"li": "list", "figcaption": "figure", "dd": "list"}
MAX_DEPTH = 255
MAX_SPAN = 50
LINE_BREAK = "\u2028"
MAX_COLUMNS = 200


class _Place(NamedTuple):
    """Where in the page a text stands."""

    kind: BlockKind = "prose"
    level: int = 0
    background: Colour = WHITE
    depth: int = 0


Emit = Callable[[BlockKind, str, int], None]


def walk_page(root: Any, flow: Flow, furniture: frozenset[str] = FURNITURE) -> None:
    """Put everything a visitor can see into the flow, and note what was left out."""

    def emit(kind: BlockKind, text: str, level: int) -> None:
        if kind == "heading":
            flow.heading(text, level)
        else:
            flow.add(kind, text)

    css = "\n".join(element.text or "" for element in root.iter("style"))
    walk = _Walk(StyleSheet(css), furniture, flow)
    walk.inside(root, _Place(), emit)
    if walk.hidden:
        flow.note(f"Left out {walk.hidden} {'parts' if walk.hidden > 1 else 'part'} that readers cannot see.")
    if walk.furniture:
        flow.note(f"Left out navigation, footers and side notes ({walk.furniture} in all).")


def too_deep() -> Refused:
    """Why a page that no person has written is not read."""
    return Refused(
        f"The page is nested more than {MAX_DEPTH} elements deep and cannot be read whole.",
        "Save it again from a browser as a simple web page or as PDF.",
    )


class _Walk:
    """One pass over the tree: text gathers until a block begins or ends, and is then emitted."""

    def __init__(self, sheet: StyleSheet, furniture: frozenset[str], flow: Flow) -> None:
        self._sheet = sheet
        self._furniture = furniture
        self._flow = flow
        self._text: list[str] = []
        # A table that turns out to arrange the page is walked twice.
        self._pictured: set[Any] = set()
        self.hidden = 0
        self.furniture = 0

    def inside(self, element: Any, place: _Place, emit: Emit) -> None:
        """Emit what stands inside the element, its own last text included."""
        self._text.append(element.text or "")
        for child in element:
            self._element(child, place, emit)
            self._text.append(child.tail or "")
        if element.tag in BLOCKS or element.tag in HEADINGS:
            self._flush(place, emit)

    def _element(self, element: Any, place: _Place, emit: Emit) -> None:
        tag = element.tag
        style = self._sheet.style(element)
        if tag in BLOCKS or tag in HEADINGS:
            self._flush(place, emit)
        if tag == "img":
            self._picture(element, style, place, emit)
        elif tag == "br":
            self._break(place, emit)
        elif not self._left_out(element, style, place.background):
            inner = self._place(tag, style, place)
            if tag == "table" and self._table(element, inner, emit):
                return
            if tag == "sup":
                self._text.append(superscript(self._all_text(element, inner)))
            elif tag in IMITATIONS:
                self._text.append(f"<{tag}>")
                self.inside(element, inner, emit)
                self._text.append(f"</{tag}>")
            else:
                self.inside(element, inner, emit)

    def _break(self, place: _Place, emit: Emit) -> None:
        """Two line breaks in a row are how old pages begin a paragraph."""
        if self._text[-2:-1] == [LINE_BREAK] and not self._text[-1].strip():
            self._flush(place, emit)
        else:
            self._text.append(LINE_BREAK)

    def _place(self, tag: str, style: Style, place: _Place) -> _Place:
        kind = "heading" if tag in HEADINGS else KINDS.get(tag, place.kind)
        if place.depth >= MAX_DEPTH:
            raise too_deep()
        background = background_of(style, place.background)
        return _Place(kind, HEADINGS.get(tag, place.level), background, place.depth + 1)

    def _flush(self, place: _Place, emit: Emit) -> None:
        text = "".join(self._text)
        self._text.clear()
        if text and not text.isspace():
            emit(place.kind, text, place.level)

    def _left_out(self, element: Any, style: Style, background: Colour) -> bool:
        if element.tag in NEVER_SHOWN:
            return True
        if element.tag in STRUCK:
            self._flow.note("Left out struck-through text, which its author has withdrawn.")
            return True
        role = (element.get("role") or "").lower()
        unseen = is_hidden(element, style, background)
        furniture = element.tag in self._furniture or (
            bool(self._furniture) and (role in FURNITURE_ROLES or _is_site_header(element))
        )
        if (unseen or furniture) and (said := "".join(element.itertext())).strip():
            self.hidden += unseen
            self.furniture += furniture and not unseen
            if unseen:
                self._flow.withhold("hidden part", said)
        return unseen or furniture

    def _picture(self, element: Any, style: Style, place: _Place, emit: Emit) -> None:
        """The text for those who cannot see the picture, unless the figure has a caption of its own."""
        if is_hidden(element, style, place.background):
            return
        alt = (element.get("alt") or "").strip()
        figure = next(element.iterancestors("figure"), None)
        caption = None if figure is None else figure.find(".//figcaption")
        if alt and caption is None:
            gathered, self._text = self._text, []
            emit("figure", alt, 0)
            self._text = gathered
        # An empty text says that the picture is an ornament.
        if element not in self._pictured and (element.get("alt") != "" or figure is not None):
            self._pictured.add(element)
            said = "" if caption is None else self._all_text(caption, place)
            self._flow.picture(element.get("src") or "", alt=alt, caption=said)

    def _table(self, table: Any, place: _Place, emit: Emit) -> bool:
        """Take a table of data whole; one that only arranges the page is walked like any other block."""
        if table.find(".//table") is not None:
            return False
        rows = [row for row in table.iter("tr") if self._seen(row, place)]
        grid = _grid(self._cells(row, place) for row in rows)
        if max(map(len, grid), default=0) < 2:
            return False
        for caption in table.iterchildren("caption"):
            emit("prose", self._all_text(caption, place), 0)
        self._flow.table(grid, _header_rows(rows))
        return True

    def _seen(self, element: Any, place: _Place) -> bool:
        chain = [element, *element.iterancestors("thead", "tbody", "tfoot")]
        return not any(self._left_out(part, self._sheet.style(part), place.background) for part in chain)

    def _cells(self, row: Any, place: _Place) -> Iterator[tuple[str, int, int]]:
        """(text, columns, rows) of each cell. One that spans the table alone is left one column wide."""
        cells = list(row.iterchildren("td", "th"))
        for cell in cells:
            style = self._sheet.style(cell)
            hidden = self._left_out(cell, style, place.background)
            text = "" if hidden else self._all_text(cell, self._place(cell.tag, style, place))
            yield text, _span(cell, "colspan") if len(cells) > 1 else 1, _span(cell, "rowspan")

    def _all_text(self, element: Any, place: _Place) -> str:
        """The visible text of an element on one line."""
        gathered, self._text = self._text, []
        parts: list[str] = []
        self.inside(element, place, lambda kind, text, level: parts.append(text))
        self._flush(place, lambda kind, text, level: parts.append(text))
        self._text = gathered
        return " ".join(" ".join(parts).split())


def _is_site_header(element: Any) -> bool:
    """The bar at the top of a site; the header of an article has a heading in it."""
    return element.tag == "header" and not any(element.find(f".//{name}") is not None for name in HEADINGS)


def _span(cell: Any, name: str) -> int:
    said = (cell.get(name) or "").strip()
    return max(1, min(int(said), MAX_SPAN)) if said.isascii() and said.isdigit() and len(said) < 6 else 1


def _grid(rows: Iterator[Iterator[tuple[str, int, int]]]) -> list[list[str]]:
    """Cells in their columns: a cell that spans several rows or columns is repeated in each."""
    grid: list[list[str]] = []
    hanging: dict[int, tuple[str, int]] = {}
    for row in rows:
        line: list[str] = []
        below: dict[int, tuple[str, int]] = {}
        for text, columns, height in row:
            line += _hung(hanging, len(line))
            for column in range(len(line), min(len(line) + columns, MAX_COLUMNS)):
                below[column] = (text, height)
                line.append(text)
        line += _hung(hanging, len(line))
        left = {column: (text, rows_left - 1) for column, (text, rows_left) in (below | hanging).items()}
        hanging = {column: cell for column, cell in left.items() if cell[1] > 0}
        grid.append(line)
    return grid


def _hung(hanging: dict[int, tuple[str, int]], column: int) -> list[str]:
    """The cells from the rows above that fill the columns from this one on."""
    texts: list[str] = []
    while column + len(texts) in hanging:
        texts.append(hanging[column + len(texts)][0])
    return texts


def _header_rows(rows: list[Any]) -> int:
    """How many rows at the top are headers: those of thead, else those of th or bold cells only."""
    count = 0
    for row in rows:
        cells = list(row.iterchildren("td", "th"))
        in_head = row.getparent() is not None and row.getparent().tag == "thead"
        if not cells or not (in_head or all(_is_header(cell) for cell in cells)):
            break
        count += 1
    return count


def _is_header(cell: Any) -> bool:
    text = "".join(cell.itertext()).split()
    bold = "".join("".join(part.itertext()) for part in cell.iter("b", "strong")).split()
    return cell.tag == "th" or (bool(text) and bold == text)
