"""What tells which option is right to somebody who does not know the answer."""

import re
from collections.abc import Iterator

from curricula.items.lint.rule import Choice, odd_one, options_of
from curricula.items.types import Item, Option
from curricula.items.words import listed, telling, tokens, within
from curricula.tree import Remark, Spot

CUE = 1.4
"""A key so many times as long as the longest of the others gives itself away."""
SHORTEST_CLANG = 5
ARTICLE = re.compile(r"\b(an?)\s*[:…_.–—-]*\s*$", re.IGNORECASE)
PLURAL = re.compile(
    r"\b(?:which|what) (?:two |three )?\w+s (?:are|were|have|do)\b|\b(?:are|were|include)\W*$", re.I
)
SINGULAR = re.compile(r"\b(?:which|what) \w+(?<!s) (?:is|was|has|does)\b|\b(?:is|was)\W*$", re.IGNORECASE)
VOWEL = re.compile(r"(?:[aeioAEIO]|u(?!ni|s[ei]|r[ei])|hour|hono|(?:[FLMNRSX][A-Z0-9]|[AEFHILMNORSX]\b))")
HEAD = re.compile(r"\b(?:of|in|with|due|from|to|by|at|on|for|after|and its)\b.*", re.IGNORECASE)
NUMBERED = re.compile(r"[<>≤≥~(]*\s*[-−]?\d")
YES = frozenset(("yes", "no", "maybe", "true", "false"))


def length(item: Item) -> Iterator[Remark]:
    """A key that is much longer than the other options."""
    keys, others = _parted(item)
    if not keys or not others:
        return
    letters = max(len(option.text) for _, option in others)
    words = max(len(tokens(option.text)) for _, option in others)
    # A name is as long as it is: the key also has more words.
    if all(len(one.text) > CUE * letters and len(tokens(one.text)) > words + 1 for _, one in keys):
        what = "is much longer than the other options"
        yield Remark(_text(keys[0][0]), what, "options of like length", warning=True)


def grammar(item: Item) -> Iterator[Remark]:
    """A stem that only some options complete to a sentence."""
    keys, others = _parted(item)
    if not keys or not others or not isinstance(item, Choice):
        return
    if found := ARTICLE.search(item.lead_in):
        wants_vowel = found[1].lower() == "an"
        for place, option in enumerate(item.options):
            if bool(VOWEL.match(_first(option.text))) != wants_vowel:
                what = f"does not follow on “{found[1]}”, with which the question ends"
                yield Remark(_text(place), what, "“a(n)”, or a question without an article", warning=True)
                return
    asks_many = bool(PLURAL.search(item.lead_in))
    if asks_many == bool(SINGULAR.search(item.lead_in)):
        return
    if all(_is_plural(one.text) == asks_many for _, one in keys) and all(
        _is_plural(one.text) != asks_many for _, one in others
    ):
        what = f"is the only one that the question's {'plural' if asks_many else 'singular'} fits"
        yield Remark(_text(keys[0][0]), what, "options that agree with the question", warning=True)


def clang(item: Item) -> Iterator[Remark]:
    """A word of the question that comes again in the key, while no other option repeats any."""
    keys, others = _parted(item)
    if not isinstance(item, Choice):
        return
    words = telling(f"{item.vignette} {item.lead_in}") - listed("time")
    asked = frozenset(word for word in words if len(word) >= SHORTEST_CLANG)
    if any(asked & telling(option.text) for _, option in others):
        return
    for place, option in keys:
        if again := sorted(asked & telling(option.text)):
            what = f"alone repeats “{again[0]}” of the question"
            yield Remark(_text(place), what, "words that do not point at the key", warning=True)


def kind(item: Item) -> Iterator[Remark]:
    """One option of another kind than all the others: words among numbers, a purpose among things."""
    kinds = [_kind(option.text) for option in options_of(item)]
    place = odd_one(kinds)
    if place is not None:
        what = f"is {kinds[place]} where the others are {kinds[place - 1]}"
        yield Remark(_text(place), what, "options of one kind and form", warning=True)


def picture_tells(item: Item) -> Iterator[Remark]:
    """A picture whose words name the answer."""
    keys, _ = _parted(item)
    for place, picture in enumerate(item.pictures):
        for field in ("alt", "caption"):
            words = tokens(getattr(picture, field))
            for _, option in keys:
                sought = tokens(option.text)
                if sought and not set(sought) <= listed("small") and within(sought, words) is not None:
                    what = f"names the answer (“{option.text[:60]}”)"
                    yield Remark(
                        ("pictures", place, field), what, "what is seen, not what it means", warning=True
                    )


def _parted(item: Item) -> tuple[list[tuple[int, Option]], list[tuple[int, Option]]]:
    placed = list(enumerate(options_of(item)))
    return [one for one in placed if one[1].correct], [one for one in placed if not one[1].correct]


def _is_plural(text: str) -> bool:
    words = tokens(HEAD.sub("", text))
    if not words:
        return False
    return "and" in words or (words[-1].endswith("s") and not words[-1].endswith(("ss", "us", "is")))


def _kind(text: str) -> str:
    words = tokens(text)
    if words and set(words) <= YES:
        return "yes or no"
    if NUMBERED.match(text.strip()):
        return "a number"
    return "a purpose (“to …”)" if words[:1] == ["to"] else "words"


def _first(text: str) -> str:
    word = (text.split() or [""])[0].strip("\"'(“")
    return word.lower() if word[1:2].islower() else word


def _text(place: int) -> Spot:
    return ("options", place, "text")
