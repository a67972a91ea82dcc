"""What is wrong with single options, whatever the question."""

import re
from collections.abc import Callable, Iterator

from curricula.items.lint.rule import options_of
from curricula.items.types import Item
from curricula.items.words import listed, tokens
from curricula.tree import Remark, Spot

EVERYTHING = re.compile(
    r"\b(?:all|none|both|any|neither) (?:of )?(?:the )?(?:above|these|others?|options?)\b"
    r"|^(?:all|none|both)(?: (?:are|is) (?:true|correct|right))?\W*$",
    re.IGNORECASE,
)
EVERYBODY = re.compile(
    r"\b(?:all|every) (?:adult|case|child|individual|infant|man|men|patient|people|person|time|wom[ae]n)\w*",
    re.IGNORECASE,
)
LETTER = r"\(?(?:[A-H]|[ivx]{1,3}|[IVX]{1,3}|[1-5])\)?"
LETTERS = re.compile(
    rf"(?:[Bb]oth |[Oo]nly )?{LETTER}(?:(?:\s*,\s*|\s+)(?:and |& |or )?{LETTER})+"
    r"(?: only| (?:are|is) (?:correct|true))?\.?"
)
COMPARED = ("more", "most", "less", "least", "as", "how")


def stands_for_others(item: Item) -> Iterator[Remark]:
    """All, none or both of the above, and combinations of letters."""
    for place, option in enumerate(options_of(item)):
        text = option.text.strip()
        if EVERYTHING.search(text):
            yield Remark(_text(place), "stands for other options", "an answer of its own")
        elif LETTERS.fullmatch(text):
            what = "looks like a combination of other options"
            yield Remark(_text(place), what, "an answer of its own", warning=True)


def repeated(item: Item) -> Iterator[Remark]:
    """Two options that say the same."""
    seen: dict[str, str] = {}
    for place, option in enumerate(options_of(item)):
        # Signs tell apart what words do not: + and −, < and >.
        words = " ".join(option.text.lower().split()).rstrip(" .")
        if words in seen:
            yield Remark(_text(place), f"says the same as option {seen[words]}", "options that differ")
        seen.setdefault(words, option.id)


def contained(item: Item) -> Iterator[Remark]:
    """An option that is a kind of another: where one is right, both are."""
    words = [(option.id, tokens(option.text)) for option in options_of(item)]
    for place, (_, longer) in enumerate(words):
        wider = next((other for other, shorter in words if _is_kind(longer, shorter)), None)
        if wider is not None:
            what = f"is a kind of option {wider}, so that both can be right"
            yield Remark(_text(place), what, "options that shut each other out", warning=True)


def absolute(item: Item) -> Iterator[Remark]:
    """Words such as always and never, and “all patients”, in some of the options."""
    expected = "wording that does not give away that it is wrong"
    yield from _having(_absolute, item, what="an absolute word", expected=expected)


def vague(item: Item) -> Iterator[Remark]:
    """Words such as often and usually in some of the options, which readers take differently."""
    expected = "how often, in numbers, or no word for it"
    yield from _having(_vague, item, what="a vague word", expected=expected)


def _having(find: Callable[[str], str | None], item: Item, *, what: str, expected: str) -> Iterator[Remark]:
    found = [find(option.text) for option in options_of(item)]
    for place, word in enumerate(found):
        # What all of them have tells none of them from the others.
        if word is not None and None in found:
            yield Remark(_text(place), f"has {what} (“{word}”)", expected, warning=True)


def _absolute(text: str) -> str | None:
    if EVERYTHING.search(text):
        return None
    if found := EVERYBODY.search(text):
        return found[0].lower()
    return next((word for word in tokens(text) if word in listed("absolute")), None)


def _vague(text: str) -> str | None:
    """The first vague word that is not compared, as in “most commonly”."""
    words = tokens(text)
    pairs = zip(["", *words], words, strict=False)
    return next((word for former, word in pairs if word in listed("vague") and former not in COMPARED), None)


def _is_kind(longer: list[str], shorter: list[str]) -> bool:
    """Kinds are named by words before the noun: oral antibiotics are antibiotics, heart block is no heart."""
    more = longer[: len(longer) - len(shorter)]
    if not more or longer[len(more) :] != shorter or not any(word.isalpha() for word in shorter):
        return False
    return not listed("joining") & set(more) and not more[-1].endswith("ly")


def _text(place: int) -> Spot:
    return ("options", place, "text")
