"""Everything that authors wrote, read and checked at once."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from os.path import commonpath
from pathlib import Path
from typing import NamedTuple

from curricula.cases.lint import Resolve, lint
from curricula.cases.load import CASES, case_of, picture_faults
from curricula.items.lint import lint_item
from curricula.items.lint.whole import lint_bank, repeats
from curricula.items.load import ITEMS, item_of
from curricula.items.load import picture_faults as item_picture_faults
from curricula.items.types import ClozeCard
from curricula.load import Written, load
from curricula.types import Fault


class Checked(NamedTuple):
    """What keeps things from being published, what deserves a look, and how many could be read."""

    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    counts: dict[str, int]


def check(paths: Iterable[Path], *, resolve: Resolve | None = None) -> Checked:
    """The files and folders checked; citations are looked up only with `resolve`."""
    loaded = load(paths, [CASES, ITEMS])
    found = [*loaded.faults]
    for written in loaded.written:
        found += _faults_of(written, resolve)
    found += _together([written for written in loaded.written if written.kind is ITEMS])
    found.sort(key=lambda fault: (str(fault.file), fault.line or 0))
    return Checked(
        tuple(fault for fault in found if not fault.warning),
        tuple(fault for fault in found if fault.warning),
        _counts(loaded.written),
    )


def _counts(written: Sequence[Written]) -> dict[str, int]:
    """How many of each; cards are told apart from items that are questions."""
    cards = sum(isinstance(one.value, ClozeCard) for one in written)
    kinds = Counter(one.kind.name for one in written)
    return {"items": kinds[ITEMS.name] - cards, "cases": kinds[CASES.name], "objectives": 0, "cards": cards}


def _faults_of(written: Written, resolve: Resolve | None) -> Iterator[Fault]:
    if written.kind is ITEMS:
        yield from item_picture_faults(written)
        remarks = lint_item(item_of(written), resolve=resolve)
    else:
        yield from picture_faults(written)
        remarks = lint(case_of(written), resolve=resolve)
    for remark in remarks:
        yield written.fault(remark)


def _together(written: Sequence[Written]) -> Iterator[Fault]:
    """What is wrong with the items as a whole, told of the folder that they have in common."""
    items = [item_of(one) for one in written]
    for place, remark in repeats(items):
        yield written[place].fault(remark)
    for remark in lint_bank(items):
        yield Fault(
            file=Path(commonpath([one.file for one in written])),
            field=".".join(map(str, remark.spot)),
            line=None,
            what=remark.what,
            expected=remark.expected,
            warning=remark.warning,
        )
