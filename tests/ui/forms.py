"""What is typed into the forms of authors."""

from collections.abc import Mapping, Sequence
from typing import Any

CHOSEN = ("domain",)
"""Fields in which one of a few is chosen."""


def write(around: Any, values: Mapping[str, Any]) -> None:
    """Types each value into the first field of that name: words, ticks, groups, and lists row by row."""
    for name, value in values.items():
        field = around.locator(f"[data-name={name}]").first
        if isinstance(value, Mapping):
            write(field, value)
        elif isinstance(value, bool):
            field.locator("input").set_checked(value)
        elif isinstance(value, str):
            _type(field, value, chosen=name in CHOSEN)
        elif all(isinstance(one, Mapping) for one in value):
            _write_rows(field, value)
        else:
            _list(field, value)


def _type(field: Any, value: str, *, chosen: bool) -> None:
    if chosen:
        field.locator("select").select_option(value)
    else:
        field.locator("input, textarea").first.fill(value)


def _list(field: Any, values: Sequence[str]) -> None:
    kind = field.get_attribute("data-kind")
    if kind == "set":
        for one in values:
            field.locator(f"input[value={one}]").check()
    else:
        field.locator("textarea, input").first.fill(("\n" if kind == "lines" else ", ").join(values))


def _write_rows(field: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    for row in rows:
        field.locator("> [data-add]").click()
        write(field.locator("> .rows > .row").last, row)
