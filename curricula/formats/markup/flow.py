"""Words put together line by line, with white space as a browser shows it."""

import re

# Stand for a line break, and for a gap of one line or of a blank one; no text holds them.
BREAK, NEXT, BLANK = "\x01", "\x02", "\x03"
SPACE = re.compile(r"[ \t\r\n\f\u00a0]+")
GAPS = re.compile(rf" *[{BREAK}{NEXT}{BLANK}][ {BREAK}{NEXT}{BLANK}]*")
MARKS = re.compile(rf"[{BREAK}{NEXT}{BLANK}]")


class Flow:
    """A text that grows. White space between words counts as one space."""

    def __init__(self) -> None:
        self._parts: list[str] = []

    def words(self, text: str) -> None:
        """Goes on with these words."""
        self._parts.append(SPACE.sub(" ", MARKS.sub("", text)))

    def lines(self, text: str) -> None:
        """Goes on with these words, and keeps their line breaks."""
        for at, line in enumerate(text.split("\n")):
            if at:
                self.line()
            self.words(line)

    def line(self) -> None:
        """Breaks the line."""
        self._parts.append(BREAK)

    def gap(self, lines: int) -> None:
        """Begins on a new line (1), or after a blank one (2); gaps beside each other are one."""
        if lines:
            self._parts.append(BLANK if lines > 1 else NEXT)

    def text(self) -> str:
        """The whole text, without white space at its ends or at those of a line."""
        joined = GAPS.sub(lambda found: _newlines(found[0]), "".join(self._parts))
        return re.sub(r" {2,}", " ", joined).strip()


def _newlines(marks: str) -> str:
    return "\n\n" if BLANK in marks or marks.count(BREAK) > 1 else "\n"
