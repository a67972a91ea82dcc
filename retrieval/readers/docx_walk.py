"""Walks the body of a Word document in reading order."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from retrieval.readers.flow import Flow, superscript
from retrieval.types import BlockKind

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
IMAGE_DATA = "{urn:schemas-microsoft-com:vml}imagedata"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
GROUPS = frozenset(W + name for name in ("sdt", "sdtContent", "ins", "smartTag", "customXml", "moveTo"))
UNSEEN = frozenset(
    {W + name for name in ("del", "moveFrom", "delText", "instrText", "pPr", "rPr")} | {FALLBACK}
)
LETTERS = {W + "tab": " ", W + "br": " ", W + "cr": " ", W + "noBreakHyphen": "-"}
TINY_HALF_POINTS = 3
FIRST_ROW = 0x20
ON = frozenset({"on", "true", "1"})
# The Symbol font's own codes, which are no Unicode: the ones that change a dose or a threshold.
SYMBOL = {0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB0: "°", 0xB4: "×", 0xB9: "≠", 0xBB: "≈", 0xAE: "→", 0xAB: "↔"}
SYMBOL |= {0x61: "α", 0x62: "β", 0x67: "γ", 0x64: "δ", 0x44: "Δ", 0x6D: "μ", 0xB7: "•", 0xAD: "↑", 0xAF: "↓"}


class _Look(NamedTuple):
    kind: BlockKind
    level: int = 0


class Styles:
    """What a paragraph's style says it is."""

    def __init__(self, styles: Any) -> None:
        self._looks = {style.style_id: _look(style) for style in styles}

    def look(self, paragraph: Any) -> _Look:
        """Heading, list item, caption or prose."""
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        found = self._looks.get(style.get(f"{W}val"), _Look("prose")) if style is not None else _Look("prose")
        outline = paragraph.find(f"{W}pPr/{W}outlineLvl")
        if outline is not None and (level := _number(outline)) < 9:
            return _Look("heading", level + 1)
        numbered = paragraph.find(f"{W}pPr/{W}numPr") is not None
        return _Look("list") if numbered and found.kind == "prose" else found


def _look(style: Any) -> _Look:
    name = (style.name or "").lower()
    if match := re.fullmatch(r"heading (\d)", name):
        return _Look("heading", int(match[1]))
    if name == "title":
        return _Look("heading", 1)
    if name.startswith("caption"):
        return _Look("figure")
    outline = style.element.find(f"{W}pPr/{W}outlineLvl")
    if outline is not None and _number(outline) < 9:
        return _Look("heading", _number(outline) + 1)
    return _Look("list") if name.startswith("list") else _Look("prose")


def put_body(body: Any, flow: Flow, styles: Styles) -> None:
    """Put paragraphs and tables into the flow."""
    for element in body:
        if element.tag == f"{W}p":
            _put_paragraph(element, flow, styles)
        elif element.tag == f"{W}tbl":
            _put_table(element, flow, styles)
        elif element.tag in GROUPS:
            put_body(element, flow, styles)


def put_note(notes: Any, flow: Flow) -> None:
    """Put footnotes or endnotes into the flow; the separators Word keeps among them are not notes."""
    for note in notes:
        if note.get(f"{W}type") in (None, "normal"):
            flow.add("prose", " ".join(_text(paragraph, flow) for paragraph in note.iter(f"{W}p")))


def _put_paragraph(paragraph: Any, flow: Flow, styles: Styles) -> None:
    look = styles.look(paragraph)
    text = _text(paragraph, flow)
    if look.kind == "heading":
        flow.heading(text, look.level)
    else:
        flow.add(look.kind, text)
    _put_pictures(paragraph, flow)
    for box in paragraph.iter(f"{W}txbxContent"):
        if next(box.iterancestors(FALLBACK), None) is None:
            put_body(box, flow, styles)


def _put_pictures(element: Any, flow: Flow) -> None:
    """Pictures with the text for those who cannot see them; charts and shapes have that text only."""
    for drawn in element.iter(DRAWING, IMAGE_DATA):
        if next(drawn.iterancestors(FALLBACK), None) is not None:
            continue
        if drawn.tag == IMAGE_DATA:
            alt, address = drawn.getparent().get("alt") or "", drawn.get(f"{RELATION}id") or ""
        else:
            blip = next(drawn.getparent().iter(BLIP), None)
            alt = drawn.get("descr") or ""
            address = "" if blip is None else blip.get(f"{RELATION}embed") or ""
        flow.add("figure", alt)
        flow.picture(address, alt=alt)


def _put_table(table: Any, flow: Flow, styles: Styles) -> None:
    rows = [row for row in _children(table, "tr") if row.find(f"{W}trPr/{W}del") is None]
    grid: list[list[str]] = []
    for row in rows:
        grid.append(list(_cells(row, grid[-1] if grid else [], flow)))
    if max(map(len, grid), default=0) > 1:
        flow.table(grid, _header_rows(table, rows))
        _put_pictures(table, flow)
        return
    for row in rows:
        for cell in _children(row, "tc"):
            put_body(cell, flow, styles)


def _cells(row: Any, above: Sequence[str], flow: Flow) -> Iterator[str]:
    column = 0
    cells = list(_children(row, "tc"))
    for cell in cells:
        # A cell that spans the table alone is left one column wide.
        span = cell.find(f"{W}tcPr/{W}gridSpan") if len(cells) > 1 else None
        merge = cell.find(f"{W}tcPr/{W}vMerge")
        if merge is not None and merge.get(f"{W}val") != "restart" and column < len(above):
            text = above[column]
        else:
            text = " ".join(filter(None, (_text(paragraph, flow) for paragraph in cell.iter(f"{W}p"))))
        for _ in range(min(_number(span), 50) if span is not None else 1):
            column += 1
            yield text


def _children(element: Any, name: str) -> Iterator[Any]:
    for child in element:
        if child.tag == W + name:
            yield child
        elif child.tag in GROUPS:
            yield from _children(child, name)


def _header_rows(table: Any, rows: Sequence[Any]) -> int:
    marked = 0
    for row in rows:
        if row.find(f"{W}trPr/{W}tblHeader") is None:
            break
        marked += 1
    look = table.find(f"{W}tblPr/{W}tblLook")
    first = look is not None and (
        look.get(f"{W}firstRow") == "1" or bool(int(look.get(f"{W}val") or "0", 16) & FIRST_ROW)
    )
    return marked or int(first and len(rows) > 1)


def _text(element: Any, flow: Flow) -> str:
    parts: list[str] = []
    for child in element:
        if child.tag == f"{W}r":
            parts.append(_run(child, flow))
        elif child.tag == MATH_TEXT:
            parts.append(child.text or "")
        elif child.tag not in UNSEEN and child.tag != f"{W}txbxContent":
            parts.append(_text(child, flow))
    return "".join(parts)


def _run(run: Any, flow: Flow) -> str:
    text = "".join(_letters(child) for child in run)
    if text.strip() and _is_hidden(run):
        flow.note("Left out hidden text (hidden, white or too small to read).")
        flow.withhold("hidden text", text)
        return ""
    if text.strip() and _said(run, "strike") in ON:
        flow.note("Left out struck-through text, which its author has withdrawn.")
        return ""
    align = run.find(f"{W}rPr/{W}vertAlign")
    return superscript(text) if align is not None and align.get(f"{W}val") == "superscript" else text


def _letters(child: Any) -> str:
    if child.tag in (f"{W}t", MATH_TEXT):
        return child.text or ""
    if child.tag == f"{W}sym":
        code = int(child.get(f"{W}char") or "0", 16)
        return SYMBOL.get(code & 0xFF, "\ufffd") if code >= 0xF000 else chr(code)
    return LETTERS.get(child.tag, "")


def _is_hidden(run: Any) -> bool:
    painted = any(_said(run, name) is not None for name in ("shd", "highlight"))
    white = _said(run, "color") == "ffffff" and not painted
    size = _said(run, "sz") or ""
    tiny = size.isdigit() and int(size) <= TINY_HALF_POINTS
    return _said(run, "vanish") in ON or white or tiny


def _said(run: Any, name: str) -> str | None:
    """A run's own property; one without a value is switched on."""
    found = run.find(f"{W}rPr/{W}{name}")
    return None if found is None else found.get(f"{W}val", "on").lower()


def _number(element: Any) -> int:
    said = element.get(f"{W}val") or ""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 9
