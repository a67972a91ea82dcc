"""What is wrong with short answers, cloze cards, hotspots and reads of pictures."""

from collections.abc import Iterator
from itertools import combinations

from curricula.items.cloze import around, filled, gaps
from curricula.items.types import ClozeCard, ImageHotspot, ImageRead, Item, Region, ReportLine, ShortAnswer
from curricula.items.words import listed, telling, tokens, within
from curricula.tree import Remark, Spot

LONGEST_ANSWER, LONGEST_GAP = 8, 6
HIDDEN = 0.6
"""A card that hides more of its telling words leaves nothing to go by."""
LARGEST, SMALLEST = 0.5, 0.02
"""Half of the picture is hit by chance; two hundredths of its side is the width of a finger's error."""


def accepted_and_wrong(item: Item) -> Iterator[Remark]:
    """A short answer whose near miss is accepted too."""
    if not isinstance(item, ShortAnswer):
        return
    accepted = {tuple(tokens(text)) for one in item.accepted for text in (one.text, *one.also)}
    for place, miss in enumerate(item.near_misses):
        if tuple(tokens(miss.text)) in accepted:
            what = "is accepted as right too"
            yield Remark(("near_misses", place, "text"), what, "an answer that is wrong")


def short_answer(item: Item) -> Iterator[Remark]:
    """A short answer that the question gives away, or that nobody types the same twice."""
    if not isinstance(item, ShortAnswer):
        return
    asked = tokens(f"{item.vignette} {item.lead_in}")
    for place, one in enumerate(item.accepted):
        spot = ("accepted", place, "text")
        words = tokens(one.text)
        if words and within(words, asked) is not None:
            yield Remark(spot, "stands in the question", "a question that does not tell it", warning=True)
        if len(words) > LONGEST_ANSWER:
            expected = f"at most {LONGEST_ANSWER} words, or options to choose from"
            yield Remark(spot, f"has {len(words)} words", expected, warning=True)


def gap_form(item: Item) -> Iterator[Remark]:
    """Braces that hide nothing, and numbers of gaps taken for their words."""
    if not isinstance(item, ClozeCard):
        return
    if {"{{", "}}"} & {around(item.text)[at : at + 2] for at in range(len(item.text))}:
        yield Remark(("text",), "has braces that do not close a gap", "{{words}} or {{words::hint}}")
    for gap in gaps(item.text):
        if gap.words[:1] == "c" and gap.words[1:].isdigit() and gap.hint:
            yield Remark(("text",), f"hides “{gap.words}”", "{{words}}, without the number of a gap")


def gap_size(item: Item) -> Iterator[Remark]:
    """A gap that hides too much to be known, or nothing that is worth knowing."""
    if not isinstance(item, ClozeCard):
        return
    for gap in gaps(item.text):
        words = tokens(gap.words)
        if len(words) > LONGEST_GAP:
            what = f"hides {len(words)} words at once"
            yield Remark(("text",), what, f"at most {LONGEST_GAP} words a gap", warning=True)
        if set(words) <= listed("small"):
            what = f"hides “{gap.words[:40]}” alone"
            yield Remark(("text",), what, "words that are worth knowing", warning=True)
    whole, left = telling(filled(item.text)), telling(around(item.text))
    if whole and len(left) < (1 - HIDDEN) * len(whole):
        yield Remark(("text",), "hides most of what it says", "enough words to go by", warning=True)


def gap_tells(item: Item) -> Iterator[Remark]:
    """A gap whose words stand beside it, in the hint or in the title."""
    if not isinstance(item, ClozeCard):
        return
    left = tokens(around(item.text))
    for gap in gaps(item.text):
        words = tokens(gap.words)
        if not words or set(words) <= listed("small"):
            continue
        if within(words, left) is not None:
            what = f"hides “{gap.words[:40]}”, and says it besides"
            yield Remark(("text",), what, "the words hidden wherever they stand", warning=True)
        if within(words, tokens(gap.hint)) is not None:
            yield Remark(("text",), "has a hint that is the answer", "another hint", warning=True)


def card_beside_its_quote(item: Item) -> Iterator[Remark]:
    """A card that says something else than the words it cites."""
    if not isinstance(item, ClozeCard) or not item.references:
        return
    said = " ".join(filled(item.text).split())
    if not any(said in " ".join(reference.quote.split()) for reference in item.references):
        yield Remark(
            ("text",), "does not stand in the words that it cites", "the words of a source", warning=True
        )


def regions(item: Item) -> Iterator[Remark]:
    """Regions that contradict each other, and those that are hit by chance or not at all."""
    if not isinstance(item, ImageHotspot):
        return
    for (_, one), (place, other) in combinations(enumerate(item.regions), 2):
        if one.correct != other.correct and _overlap(one, other):
            what = f"overlaps with {one.id}, and one of them is right and one wrong"
            yield Remark(("regions", place), what, "regions that share no place")
    for place, region in enumerate(item.regions):
        width, height = region.right - region.left, region.bottom - region.top
        if region.correct and width * height > LARGEST:
            what = f"covers {width * height:.0%} of the picture"
            yield Remark(("regions", place), what, f"at most {LARGEST:.0%}", warning=True)
        if min(width, height) < SMALLEST:
            yield Remark(("regions", place), "is too small to be pointed at", "a larger region", warning=True)


def _overlap(one: Region, other: Region) -> bool:
    across = min(one.right, other.right) > max(one.left, other.left)
    return across and min(one.bottom, other.bottom) > max(one.top, other.top)


def report(item: Item) -> Iterator[Remark]:
    """Lines of a report that no read can tell apart, and words of the question that tell them."""
    if not isinstance(item, ImageRead):
        return
    names = [{tuple(tokens(name)) for name in (line.name, *line.also)} for line in item.report]
    for place, (line, mine) in enumerate(zip(item.report, names, strict=True)):
        for other, theirs in list(zip(item.report, names, strict=True))[:place]:
            if mine & theirs:
                what = f"has a name of {other.id} too ({' '.join(min(mine & theirs))})"
                yield Remark(("report", place, "name"), what, "a name of its own")
        if mine & {tuple(tokens(words)) for words in line.normal}:
            yield Remark(("report", place, "normal"), "is a name of the finding too", "words that deny it")
        for spot, text in _said(item):
            if told := _told(line, tokens(text)):
                what = f"tells a line of the report (“{told[:60]}”)"
                yield Remark(spot, what, "what is seen, not what it means", warning=True)


def _said(item: ImageRead) -> Iterator[tuple[Spot, str]]:
    """What a learner reads before answering, by its place."""
    yield ("vignette",), item.vignette
    yield ("lead_in",), item.lead_in
    for place, picture in enumerate(item.pictures):
        yield ("pictures", place, "alt"), picture.alt
        yield ("pictures", place, "caption"), picture.caption


def _told(line: ReportLine, said: list[str]) -> str | None:
    names = (line.name, *line.also) if line.presence == "present" else line.normal
    return next((name for name in names if within(tokens(name), said) is not None), None)
