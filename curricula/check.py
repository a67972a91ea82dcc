"""Everything that authors wrote, read and checked at once."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from os.path import commonpath
from pathlib import Path
from typing import NamedTuple

from curricula.audits.lint import lint_audit, lint_audits
from curricula.audits.load import AUDITS
from curricula.audits.types import Audit
from curricula.blueprint import BLUEPRINTS, Blueprint, lint_blueprint
from curricula.cases.lint import Resolve, lint
from curricula.cases.load import CASES, case_of, picture_faults
from curricula.items.lint import lint_item
from curricula.items.lint.whole import lint_bank, repeats
from curricula.items.load import ITEMS, item_of
from curricula.items.load import picture_faults as item_picture_faults
from curricula.items.types import ClozeCard
from curricula.load import Kind, Written, load
from curricula.objectives.lint import lint_curriculum, lint_objective, lint_objectives, unknown
from curricula.objectives.load import CURRICULA, OBJECTIVES
from curricula.objectives.types import Curriculum, Objective
from curricula.pictures import Develop
from curricula.tree import Remark
from curricula.types import Exercise, Fault

KINDS = (CASES, ITEMS, OBJECTIVES, CURRICULA, BLUEPRINTS, AUDITS)


class Checked(NamedTuple):
    """What keeps things from being published, what deserves a look, and how many could be read."""

    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    counts: dict[str, int]


def check(
    paths: Iterable[Path], *, resolve: Resolve | None = None, develop: Develop | None = None
) -> Checked:
    """The files and folders checked; citations are looked up only with `resolve`, and DICOM
    files read only with `develop`.

    Where objectives are among them, whatever names another objective is at fault.
    """
    loaded = load(paths, KINDS)
    found = [*loaded.faults]
    for written in loaded.written:
        found += _faults_of(written, resolve, develop)
    found += _items_together(_of(loaded.written, ITEMS))
    found += _audits_together(_of(loaded.written, AUDITS))
    found += _objectives_together(loaded.written)
    found.sort(key=lambda fault: (str(fault.file), fault.line or 0))
    return Checked(
        tuple(fault for fault in found if not fault.warning),
        tuple(fault for fault in found if fault.warning),
        _counts(loaded.written),
    )


def _of(written: Iterable[Written], kind: Kind) -> list[Written]:
    return [one for one in written if one.kind is kind]


def _counts(written: Sequence[Written]) -> dict[str, int]:
    """How many of each; cards are told apart from items that are questions."""
    cards = sum(isinstance(one.value, ClozeCard) for one in written)
    kinds = Counter(one.kind.name for one in written)
    return {
        "items": kinds[ITEMS.name] - cards,
        "cases": kinds[CASES.name],
        "objectives": kinds[OBJECTIVES.name],
        "cards": cards,
        "audits": kinds[AUDITS.name],
    }


def _faults_of(written: Written, resolve: Resolve | None, develop: Develop | None) -> Iterator[Fault]:
    remarks = []
    if written.kind is ITEMS:
        yield from item_picture_faults(written, develop)
        remarks = lint_item(item_of(written), resolve=resolve)
    elif written.kind is CASES:
        yield from picture_faults(written, develop)
        remarks = lint(case_of(written), resolve=resolve)
    elif written.kind is OBJECTIVES:
        remarks = lint_objective(written.of(Objective), resolve=resolve)
    elif written.kind is AUDITS:
        remarks = lint_audit(written.of(Audit), resolve=resolve)
    for remark in remarks:
        yield written.fault(remark)


def _items_together(written: Sequence[Written]) -> Iterator[Fault]:
    """What is wrong with the items as a whole, told of the folder that they have in common."""
    items = [item_of(one) for one in written]
    for place, remark in repeats(items):
        yield written[place].fault(remark)
    for remark in lint_bank(items):
        yield _of_all(written, remark)


def _audits_together(written: Sequence[Written]) -> Iterator[Fault]:
    for remark in lint_audits([one.of(Audit) for one in written]):
        yield _of_all(written, remark)


def _of_all(written: Sequence[Written], remark: Remark) -> Fault:
    return Fault(
        file=Path(commonpath([one.file for one in written])),
        field=".".join(map(str, remark.spot)),
        line=None,
        what=remark.what,
        expected=remark.expected,
        warning=remark.warning,
    )


def _objectives_together(written: Sequence[Written]) -> Iterator[Fault]:
    """What is wrong between objectives and with what names them; none where no objective is read."""
    objectives = _of(written, OBJECTIVES)
    curricula = _of(written, CURRICULA)
    known = frozenset(one.value.id for one in objectives)
    if not known:
        return
    for place, remark in lint_objectives([one.of(Objective) for one in objectives]):
        yield objectives[place].fault(remark)
    for one in written:
        for at, name in enumerate(one.value.objectives if isinstance(one.value, Exercise) else ()):
            if name not in known:
                yield one.fault(unknown(("objectives", at), name, known))
    for one in curricula:
        for remark in lint_curriculum(one.of(Curriculum), known):
            yield one.fault(remark)
    for one in _of(written, BLUEPRINTS):
        for remark in lint_blueprint(one.of(Blueprint), [other.of(Curriculum) for other in curricula], known):
            yield one.fault(remark)
