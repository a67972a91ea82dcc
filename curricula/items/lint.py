"""What is wrong with an item that fits its schema."""

import re
from collections.abc import Callable, Iterator

from curricula.items.types import Item, SingleBestAnswer
from curricula.tree import Remark
from curricula.types import Reference

Resolve = Callable[[Reference], str | None]
ABSOLUTE = re.compile(r"\b(always|never|only|none|must)\b", re.IGNORECASE)
EVERYTHING = re.compile(r"\b(?:all|none|both) of the (?:above|others)\b", re.IGNORECASE)
NEGATIVE = re.compile(r"\b(?:except|not|least likely)\b", re.IGNORECASE)
CUE = 1.4
"""A key so many times as long as the longest of the others gives itself away."""


def lint_item(item: Item, *, resolve: Resolve | None = None) -> list[Remark]:
    """Its item-writing flaws; its citations are looked up only with `resolve`.

    After Haladyna, Downing and Rodriguez, A review of multiple-choice item-writing guidelines (2002).
    """
    if not isinstance(item, SingleBestAnswer):
        return []
    return [*_lead_in(item), *_options(item), *_key(item), *(_unresolved(item, resolve) if resolve else ())]


def _lead_in(item: SingleBestAnswer) -> Iterator[Remark]:
    if not item.lead_in.rstrip().endswith("?"):
        yield Remark(("lead_in",), "asks nothing", "a question that can be answered with the options covered")
    if found := NEGATIVE.search(item.lead_in):
        what = f"is negative (“{found[0]}”)"
        yield Remark(("lead_in",), what, "a question for what is right", warning=True)


def _options(item: SingleBestAnswer) -> Iterator[Remark]:
    seen: dict[str, str] = {}
    for place, option in enumerate(item.options):
        spot = ("options", place, "text")
        words = " ".join(option.text.lower().split())
        if words in seen:
            yield Remark(spot, f"says the same as option {seen[words]}", "options that differ")
        seen[words] = option.id
        if EVERYTHING.search(option.text):
            yield Remark(spot, "stands for other options", "an answer of its own")
        elif found := ABSOLUTE.search(option.text):
            what = f"has an absolute word (“{found[0]}”)"
            yield Remark(spot, what, "wording that does not give away that it is wrong", warning=True)


def _key(item: SingleBestAnswer) -> Iterator[Remark]:
    longest = max(len(option.text) for option in item.options if not option.correct)
    if len(item.key.text) > CUE * longest:
        place = item.options.index(item.key)
        what = "is much longer than the other options"
        yield Remark(("options", place, "text"), what, "options of like length", warning=True)
    if not item.key.references:
        place = item.options.index(item.key)
        yield Remark(("options", place), "is the key and cites nothing", "words of a source", warning=True)


def _unresolved(item: SingleBestAnswer, resolve: Resolve) -> Iterator[Remark]:
    for place, option in enumerate(item.options):
        for number, reference in enumerate(option.references):
            if reason := resolve(reference):
                what = f"cites “{reference.document[:60]}”, {reason}"
                spot = ("options", place, "references", number)
                yield Remark(spot, what, "words that stand in a source of the library")
