"""Data in a request to a model: each line behind the label of what it belongs to."""

from collections.abc import Iterable

from assistant.answer.plain import unmarked, visible


def labelled(label: str, text: str) -> Iterable[str]:
    """The text's lines, each behind the label. What counts as a line break anywhere ends a line here."""
    return [f"{label}| {line.strip()}" for line in unmarked(visible(text)).splitlines() if line.strip()]
