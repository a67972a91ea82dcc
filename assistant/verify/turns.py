"""Turns of phrase that are brought into one form before a text is read."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple


class Turn(NamedTuple):
    """What it is found by (one of the hints stands in it), and what it becomes."""

    hints: tuple[str, ...]
    pattern: re.Pattern[str]
    becomes: str | Callable[[re.Match[str]], str]


def one_form(plain: str, turns: Sequence[Turn]) -> str:
    """The text, in lower case and with its numbers in digits, with these turns of phrase in one form."""
    for turn in turns:
        if any(hint in plain for hint in turn.hints):
            plain = turn.pattern.sub(turn.becomes, plain)
    return plain
