"""Characters that a person cannot see but a program would read: counted and taken out."""

import re

# Bidirectional controls, zero-width characters, fillers, variation selectors, Unicode tags, control codes
# and halves of characters. Zero-width joiners stay in the scripts that are spelt with them.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]"
    "|(?<![\u0600-\u0dff])[\u200c\u200d]|[\u200c\u200d](?![\u0600-\u0dff])"
)
# A hyphenation hint and the choice of emoji style are everyday typesetting: removed, but not worth a note.
HARMLESS = frozenset("\u00ad\ufe0e\ufe0f")
OVERRIDE = re.compile("\u202e([^\u202a-\u202e\u2066-\u2069\n]*)(?:\u202c|(?=\n)|$)")


def strip_invisible(text: str) -> tuple[str, int]:
    """The text as a reader sees it, and how many unseen characters were taken out.

    What stands between a right-to-left override and its end is shown backwards, so it is turned round.
    """
    if text.isascii() and text.isprintable():
        return text, 0
    shown = OVERRIDE.sub(lambda run: f"\u202e{run[1][::-1]}\u202c", text)
    removed = 0

    def take_out(found: re.Match[str]) -> str:
        nonlocal removed
        removed += found[0] not in HARMLESS
        return ""

    return INVISIBLE.sub(take_out, shown), removed


def invisible_note(count: int) -> str:
    """The line of the ingest report about characters that were taken out."""
    return f"Removed {count} invisible or direction-changing character{'s' if count > 1 else ''}."
