"""What the cells of a table hold: lists, safe from being run as formulas."""

import re
from collections.abc import Iterable

FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
GUARDED = re.compile(r"'+[=+\-@\t\r\n]")
ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def guarded(cell: str) -> str:
    """The cell as no spreadsheet takes it for a formula: an apostrophe before what one begins with."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """The cell without the apostrophe that `guarded` set."""
    return cell[1:] if GUARDED.match(cell) else cell


def row(parts: Iterable[str]) -> str:
    """The parts in one line, a bar between them."""
    return " | ".join(
        re.sub(r"[\\|]", r"\\\g<0>", part).replace("\r", "").replace("\n", r"\n") for part in parts
    )


def parts_of(line: str) -> list[str]:
    """The parts of a line that `row` wrote, without white space around them."""
    parts, start = [], 0
    for bar in re.finditer(r"\\.|\|", line, re.DOTALL):
        if bar[0] == "|":
            parts.append(line[start : bar.start()])
            start = bar.end()
    return [_plain(part).strip() for part in (*parts, line[start:])]


def lines_of(cell: str) -> list[list[str]]:
    """The parts of every line of a cell that says something."""
    return [parts_of(line) for line in cell.splitlines() if line.strip()]


def _plain(part: str) -> str:
    return ESCAPED.sub(lambda found: "\n" if found[1] == "n" else found[1], part)
