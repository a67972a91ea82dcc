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
TAGS = re.compile("[\U000e0020-\U000e007e]+")
BITS = re.compile("[\u200b-\u200f\u2060-\u2064\ufeff]{24,}")
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


def spelled_out(text: str) -> str:
    """What unseen characters of the text say: letters written as tags, or as bits of two such characters."""
    if text.isascii():
        return ""
    tagged = ["".join(chr(ord(letter) - 0xE0000) for letter in run) for run in TAGS.findall(text)]
    return " ".join([*tagged, *(said for run in BITS.findall(text) if (said := _from_bits(run)))])


def _from_bits(run: str) -> str:
    """The letters that two different characters spell as bits, whichever of them is the one."""
    signs = sorted(set(run))
    if len(signs) != 2:
        return ""
    for one in signs:
        bits = "".join("1" if sign == one else "0" for sign in run)
        for width in (8, 7):
            codes = [int(bits[at : at + width], 2) for at in range(0, len(bits) - width + 1, width)]
            if all(32 <= code < 127 for code in codes):
                return "".join(map(chr, codes))
    return ""


def invisible_note(count: int) -> str:
    """The line of the ingest report about characters that were taken out."""
    return f"Removed {count} invisible or direction-changing character{'s' if count > 1 else ''}."
