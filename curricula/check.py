"""Everything that authors wrote, read and checked at once."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from curricula.cases.lint import Resolve, lint
from curricula.cases.load import case_of, load_cases
from curricula.types import Fault


class Checked(NamedTuple):
    """What keeps things from being published, what deserves a look, and how many could be read."""

    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    counts: dict[str, int]


def check(paths: Iterable[Path], *, resolve: Resolve | None = None) -> Checked:
    """The files and folders checked; citations are looked up only with `resolve`."""
    loaded = load_cases(paths)
    found = [
        *loaded.faults,
        *(
            written.fault(remark)
            for written in loaded.written
            for remark in lint(case_of(written), resolve=resolve)
        ),
    ]
    found.sort(key=lambda fault: (str(fault.file), fault.line or 0))
    return Checked(
        tuple(fault for fault in found if not fault.warning),
        tuple(fault for fault in found if fault.warning),
        {"items": 0, "cases": len(loaded.written), "objectives": 0, "cards": 0},
    )
