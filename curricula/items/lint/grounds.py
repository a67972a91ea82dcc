"""What an item rests on: reasons, citations, and what it is about."""

from collections.abc import Callable, Iterator, Sequence

from curricula.items.lint.rule import options_of
from curricula.items.types import ImageHotspot, ImageRead, Item, Option, Region, ReportLine, ShortAnswer
from curricula.tree import Remark, Spot
from curricula.types import Reference

Resolve = Callable[[Reference], str | None]
"""Why the words of a source cannot be found in the library, None where they can."""


def missing_reasons(item: Item) -> Iterator[Remark]:
    """Options, regions and lines of a report of which nobody says why they are right or wrong."""
    field, parts = _parts(item)
    bare = [part.id for part in parts if part.reason is None]
    if bare:
        what = (
            f"have no reason ({', '.join(bare)})"
            if len(bare) > 1
            else f"have one without a reason ({bare[0]})"
        )
        yield Remark((field,), what, "why each is right or wrong", warning=True)
    if isinstance(item, ShortAnswer) and item.reason is None:
        yield Remark(("reason",), "is missing", "why the answer is right", warning=True)


def uncited(item: Item) -> Iterator[Remark]:
    """An item whose answer rests on no words of a source."""
    if isinstance(item, ImageRead) and any(line.references for line in item.report):
        return
    keys = [(place, option) for place, option in enumerate(options_of(item)) if option.correct]
    if item.references or any(option.references for _, option in keys):
        return
    if keys:
        what = "is the key and cites nothing"
        yield Remark(("options", keys[0][0]), what, "words of a source", warning=True)
    else:
        yield Remark(("references",), "are missing", "words of a source", warning=True)


def unplaced(item: Item) -> Iterator[Remark]:
    """An item that says neither objective nor topic, so that it counts for none."""
    if not item.objectives and not item.topics:
        what = "are missing, and topics too"
        yield Remark(("objectives",), what, "the objective that it tests, or a topic", warning=True)


def references_of(item: Item) -> Iterator[tuple[Spot, Reference]]:
    """Every citation of the item with its spot."""
    for number, reference in enumerate(item.references):
        yield ("references", number), reference
    field, parts = _parts(item)
    for place, part in enumerate(parts):
        for number, reference in enumerate(getattr(part, "references", ())):
            yield (field, place, "references", number), reference


def unresolved(item: Item, resolve: Resolve) -> Iterator[Remark]:
    """Citations that do not stand in the library now."""
    for spot, reference in references_of(item):
        if reason := resolve(reference):
            what = f"cites “{reference.document[:60]}”, {reason}"
            yield Remark(spot, what, "words that stand in a source of the library")


def _parts(item: Item) -> tuple[str, Sequence[Option | Region | ReportLine]]:
    """What of the item is right or wrong by itself, and the field in which it stands."""
    match item:
        case ImageHotspot():
            return "regions", item.regions
        case ImageRead():
            return "report", item.report
        case _:
            return "options", options_of(item)
