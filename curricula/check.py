"""Everything that authors wrote, read and checked at once."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from curricula.cases.lint import Resolve, lint
from curricula.cases.load import CASES, case_of, picture_faults
from curricula.items.lint import lint_item
from curricula.items.load import ITEMS, item_of
from curricula.items.load import picture_faults as item_picture_faults
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
    found.sort(key=lambda fault: (str(fault.file), fault.line or 0))
    kinds = Counter(written.kind.name for written in loaded.written)
    return Checked(
        tuple(fault for fault in found if not fault.warning),
        tuple(fault for fault in found if fault.warning),
        {"items": kinds[ITEMS.name], "cases": kinds[CASES.name], "objectives": 0, "cards": 0},
    )


def _faults_of(written: Written, resolve: Resolve | None) -> Iterator[Fault]:
    if written.kind is ITEMS:
        yield from item_picture_faults(written)
        remarks = lint_item(item_of(written), resolve=resolve)
    else:
        yield from picture_faults(written)
        remarks = lint(case_of(written), resolve=resolve)
    for remark in remarks:
        yield written.fault(remark)
