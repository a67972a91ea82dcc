"""Tables without a grid: short texts that stand under each other in columns over several lines."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from retrieval.readers.pdf.chars import Rect
from retrieval.readers.pdf.lines import Line, rows_of
from retrieval.readers.pdf.tables import Cells, Table

_SHORT = 25  # characters: a line of a prose column has more
_LABEL = re.compile(r"^(?:[\W_]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]+)[.)]?)$")
_STRIP = 0.6  # of the type size: the white between two columns

Strip = tuple[float, float]


def aligned_tables(lines: Sequence[Line], rules: Sequence[Rect]) -> tuple[list[Table], list[Line]]:
    """The tables among the pieces of lines, and the pieces outside them."""
    found: list[Table] = []
    rest: list[Line] = []
    for run in _runs(rows_of(lines)):
        inner = _without_tail(run)
        table = _table(inner, rules)
        if table:
            found.append(table)
        rest.extend(piece for row in (run[len(inner) :] if table else run) for piece in row)
    return found, rest


def _without_tail(run: list[list[Line]]) -> list[list[Line]]:
    """The rows without single pieces at the end, which begin what follows, unless one goes on from above."""
    end = len(run)
    while end > 1 and len(run[end - 1]) == 1:
        last = run[end - 1][0]
        if last.text[:1].islower() and last.base - run[end - 2][0].base < 1.4 * last.size:
            break
        end -= 1
    return run[:end]


def _runs(rows: Sequence[list[Line]]) -> Iterator[list[list[Line]]]:
    """Rows grouped so that all rows of a group leave the same strips of white between columns."""
    run: list[list[Line]] = []
    strips: list[Strip] = []
    for row in rows:
        merged = _columns([*strips, *_spans(row)], row[0].size)
        near = bool(run) and row[0].base - run[-1][0].base < 3.2 * row[0].size
        if near and len(strips) > 1 and len(merged) >= len(strips) and not _opens_prose(row, strips):
            run.append(row)
            strips = merged
            continue
        if run:
            yield run
        run, strips = [row], _columns(_spans(row), row[0].size)
    if run:
        yield run


def _spans(row: Sequence[Line]) -> list[Strip]:
    return [(piece.rect.left, piece.rect.right) for piece in row]


def _columns(spans: Sequence[Strip], size: float) -> list[Strip]:
    """Spans that touch, or nearly, as one."""
    merged: list[Strip] = []
    for left, right in sorted(spans):
        if merged and left - merged[-1][1] < _STRIP * size:
            merged[-1] = merged[-1][0], max(merged[-1][1], right)
        else:
            merged.append((left, right))
    return merged


def _opens_prose(row: Sequence[Line], strips: Sequence[Strip]) -> bool:
    """A single piece that runs from the first column into the second is a paragraph after the table."""
    return len(row) == 1 and row[0].rect.left < strips[0][1] and row[0].rect.right > strips[1][0]


def _table(run: list[list[Line]], rules: Sequence[Rect]) -> Table | None:
    full = [row for row in run if len(row) > 1]
    if len(full) < 3 or len(full) < 0.5 * len(run):
        return None
    strips = _columns([span for row in run for span in _spans(row)], run[0][0].size)
    pieces = [[piece for row in run for piece in row if _of(piece, strips) == n] for n in range(len(strips))]
    if not _is_tabular(pieces, strips):
        return None
    rows = _joined(run, strips)
    rect = Rect(
        strips[0][0], min(p.rect.top for p in run[0]), strips[-1][1], max(p.rect.bottom for p in run[-1])
    )
    headed = _has_header(run, rect, rules)
    if (len(strips) == 2 and not headed) or len(rows) < 3:
        return None
    return Table(rect, tuple(rows), tuple(left for left, _ in strips), run[0][0].page, headed)


def _of(piece: Line, strips: Sequence[Strip]) -> int:
    middle = (piece.rect.left + piece.rect.right) / 2
    return next(n for n, (left, right) in enumerate(strips) if left - 0.1 <= middle <= right + 0.1)


def _is_tabular(pieces: Sequence[Sequence[Line]], strips: Sequence[Strip]) -> bool:
    """Short, uneven texts in all columns but one; numbers before their items and page lists are no table."""
    if len(pieces) < 2:
        return False
    if len(pieces) == 2 and all(_LABEL.match(piece.text) for piece in pieces[0]):
        return False
    last = [piece.text for piece in pieces[-1]]
    if all(text.isdigit() for text in last) and [*map(int, last)] == sorted(map(int, last)):
        return False
    return (
        sum(_is_short(column, strip) for column, strip in zip(pieces, strips, strict=True)) >= len(pieces) - 1
    )


def _is_short(column: Sequence[Line], strip: Strip) -> bool:
    length = median(len(piece.text) for piece in column)
    filled = sum(piece.rect.width > 0.9 * (strip[1] - strip[0]) for piece in column)
    return length <= 12 or (length <= _SHORT and filled < 0.6 * len(column))


def _joined(run: Sequence[Sequence[Line]], strips: Sequence[Strip]) -> list[Cells]:
    """Lines as rows: a small step between lines, or an empty first cell, goes on in the cells above."""
    steps = [line[0].base - last[0].base for last, line in pairwise(run)]
    apart = (min(steps) + max(steps)) / 2 if max(steps) > 1.25 * min(steps) else None
    rows: list[list[list[Line]]] = []
    for number, line in enumerate(run):
        if apart is None:
            begins = (
                _of(line[0], strips) == 0 and len(line) > 1 and not all(p.text[:1].islower() for p in line)
            )
        else:
            begins = number > 0 and steps[number - 1] > apart
        if number == 0 or begins:
            rows.append([[] for _ in strips])
        for piece in line:
            rows[-1][_of(piece, strips)].append(piece)
    return [tuple(tuple(cell) for cell in row) for row in rows]


def _has_header(run: Sequence[Sequence[Line]], rect: Rect, rules: Sequence[Rect]) -> bool:
    """A first line in bold, over a ruled line, or without figures where the others have some."""
    first, second = run[0], run[1]
    if all(piece.bold for piece in first) and not all(piece.bold for row in run[1:] for piece in row):
        return True
    low, high = first[0].base, second[0].base
    if any(low - 1 < rule.top < high and rule.width > 0.6 * rect.width for rule in rules if rule.height < 3):
        return True
    texts = ["".join(piece.text for piece in row) for row in run]
    plain = not any(map(str.isdigit, texts[0]))
    return plain and sum(any(map(str.isdigit, text)) for text in texts[1:]) >= 0.7 * (len(texts) - 1)
