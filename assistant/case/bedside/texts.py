"""What a student typed, as it is taken: of a fair length, and kept without what tells who somebody is."""

from collections.abc import Sequence

from assistant.guard.privacy import redact
from retrieval.errors import WrongUse


def taken(text: str, what: str, longest: int) -> str:
    """The text without what no keyboard types; WrongUse where nothing is left or it is too long."""
    plain = cleaned(text)
    if not plain:
        raise WrongUse(f"{what} is empty.", "Write a few words.")
    return _of_length(plain, what, longest)


def passed(text: str, what: str, longest: int) -> str:
    """The same, but it may be empty."""
    return _of_length(cleaned(text), what, longest)


def lines(texts: Sequence[str], what: str, longest: int) -> tuple[str, ...]:
    """The texts that are not empty."""
    plain = (cleaned(text) for text in texts)
    return tuple(_of_length(text, what, longest) for text in plain if text)


def kept(text: str) -> str:
    """The text as it is kept: without what tells who somebody is."""
    return redact(text)


def cleaned(text: str) -> str:
    """The text on one line without control characters; a lone half of a character cannot be kept."""
    printable = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(printable.encode("utf-8", "ignore").decode("utf-8").split())


def _of_length(text: str, what: str, longest: int) -> str:
    if len(text) > longest:
        raise WrongUse(
            f"{what} has {len(text):,} characters; at most {longest:,} can be taken.", "Say it shorter."
        )
    return text
