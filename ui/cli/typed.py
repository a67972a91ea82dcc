"""Lines typed by a person, or from a file."""

import sys
from collections.abc import Iterator
from contextlib import suppress


def typed_lines() -> Iterator[str]:
    """What is typed, line by line, until the end of input."""
    if not sys.stdin.isatty():
        yield from sys.stdin
        return
    # Gives the line an editor and a history, where the system has one.
    with suppress(ImportError):
        import readline  # noqa: F401
    while True:
        try:
            yield input("\n> ")
        except EOFError:
            return
