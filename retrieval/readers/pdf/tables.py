"""Ruled tables: cells from the lines that PDFium draws, found by pdfplumber's rules, filled by us."""

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.readers.pdf.chars import Glyph, Rect
from retrieval.readers.pdf.lines import Line, lines_of

_SNAP = 3.0  # points within which two ruled lines count as one
_MOST_EDGES = 4_000

Cells = tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, each the lines that stand in it. `edges` are the left sides of its columns.

    `headed`: its first row may name the columns.
    """

    rect: Rect
    rows: tuple[Cells, ...]
    edges: tuple[float, ...]
    page: int
    headed: bool = True

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines of all its cells."""
        return tuple(line for row in self.rows for cell in row for line in cell)

    @property
    def text(self) -> str:
        """All its words, for whoever orders the page."""
        return " ".join(line.text for line in self.lines)


def ruled_tables(
    rules: Sequence[Rect], glyphs: Sequence[Glyph], text: str, page: int
) -> tuple[list[Table], list[Glyph]]:
    """The ruled tables of a page (at least two columns and rows with text), and the glyphs outside."""
    found: list[Table] = []
    rest = list(glyphs)
    for cells in _grids(rules):
        held, outside = _by_cell(cells, rest)
        table = _filled(cells, {cell: lines_of(inside, text, page) for cell, inside in held.items()}, page)
        if table:
            found.append(table)
            rest = outside
    return found, rest


def _by_cell(cells: Sequence[Rect], glyphs: Sequence[Glyph]) -> tuple[dict[Rect, list[Glyph]], list[Glyph]]:
    held: dict[Rect, list[Glyph]] = {cell: [] for cell in cells}
    outside: list[Glyph] = []
    for glyph in glyphs:
        x, y = (glyph.left + glyph.right) / 2, glyph.base - 0.3 * glyph.size
        cell = None if glyph.turn else next((cell for cell in cells if _covers(cell, x, y)), None)
        (outside if cell is None else held[cell]).append(glyph)
    return held, outside


def _grids(rules: Sequence[Rect]) -> list[list[Rect]]:
    """Groups of touching cells, the largest first."""
    level = [rule for rule in rules if rule.width >= rule.height]
    upright = [rule for rule in rules if rule.height > rule.width]
    if len(level) < 2 or len(upright) < 2 or len(rules) > _MOST_EDGES:
        return []
    from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

    edges = [_edge(rule, "h") for rule in level] + [_edge(rule, "v") for rule in upright]
    merged = merge_edges(edges, _SNAP, _SNAP, _SNAP, _SNAP)
    crossings = edges_to_intersections(merged, _SNAP, _SNAP)
    if len(crossings) > _MOST_EDGES:
        return []
    groups = cells_to_tables(intersections_to_cells(crossings))
    return sorted(([Rect(*cell) for cell in group] for group in groups), key=len, reverse=True)


def _edge(rule: Rect, orientation: str) -> dict[str, float | str]:
    x, y = (rule.left + rule.right) / 2, (rule.top + rule.bottom) / 2
    x0, x1 = (rule.left, rule.right) if orientation == "h" else (x, x)
    top, bottom = (y, y) if orientation == "h" else (rule.top, rule.bottom)
    return {
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "width": x1 - x0,
        "height": bottom - top,
        "orientation": orientation,
        "object_type": "line",
    }


def _filled(cells: Sequence[Rect], words: dict[Rect, list[Line]], page: int) -> Table | None:
    """The grid with its words; a cell over several rows is repeated in each, over several columns not."""
    rows = sorted({round(cell.top, 1) for cell in cells})
    columns = sorted({round(cell.left, 1) for cell in cells})
    if len(rows) < 2 or len(columns) < 2:
        return None
    grid = []
    for top in rows:
        across: list[tuple[Line, ...]] = []
        for left in columns:
            cell = next((c for c in cells if _covers(c, left + 1, top + 1)), None)
            first = cell is not None and round(cell.left, 1) == left
            across.append(tuple(words[cell]) if cell is not None and first else ())
        if any(across):
            grid.append(tuple(across))
    used = [n for n in range(len(columns)) if any(row[n] for row in grid)]
    if len(used) < 2 or sum(1 for row in grid if sum(map(bool, row)) > 1) < 2:
        return None
    return Table(
        Rect(
            min(cell.left for cell in cells),
            min(cell.top for cell in cells),
            max(cell.right for cell in cells),
            max(cell.bottom for cell in cells),
        ),
        tuple(tuple(row[n] for n in used) for row in grid),
        tuple(columns[n] for n in used),
        page,
    )


def _covers(cell: Rect, x: float, y: float) -> bool:
    return cell.left <= x < cell.right and cell.top <= y < cell.bottom
