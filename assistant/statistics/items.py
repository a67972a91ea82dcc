"""From sums to what is told about an item, with flags where somebody should look."""

from collections.abc import Sequence

from assistant.learner.ability import chances, floor, location
from assistant.statistics.formulas import (
    FEWEST_DIFFICULTY,
    FEWEST_DISCRIMINATION,
    Sums,
    change,
    difficulty,
    discrimination,
    mean_difference,
    too_few,
)
from assistant.statistics.tally import Tally
from assistant.statistics.types import Flag, ItemDetail, ItemStatistics, OptionRow, Times, VersionRow
from curricula.items.types import Item, ItemType, MultipleResponse, Option, SingleBestAnswer
from curricula.items.wanted import Shelved
from retrieval.measure import percentile

TOO_EASY, TOO_HARD = 0.9, 0.3
"""The whole interval lies beyond, so that a few attempts flag nothing."""
WEAK = 0.2
"""Below 0.2 an item is commonly called poor (Ebel and Frisbie 1991)."""
CHANGED = 0.01
FEWEST_CHOOSERS = 10
"""Of a wrong option and of the key, before their abilities are compared."""
FEWEST_FOR_MEAN = 5
"""Of those whose mean ability is told, so that it is nobody's own."""


def statistics_of(shelved: Shelved, tally: Tally, before: Tally | None) -> ItemStatistics:
    """What the attempts at a version tell; `before` are those at the version before it."""
    return ItemStatistics(
        id=shelved.id,
        version=shelved.version,
        title=shelved.title,
        type=shelved.type,
        status=shelved.status,
        objectives=shelved.objectives,
        expected=expected(shelved.type, shelved.difficulty, tally.options),
        difficulty=difficulty(tally.right, tally.n),
        discrimination=discrimination(tally.sums()),
        times=times(tally.seconds),
        flags=flags(tally, before),
    )


def expected(kind: ItemType, guess: int | None, options: int) -> float | None:
    """The share right that the author's difficulty predicts for a learner in the middle; None without one."""
    if guess is None:
        return None
    return float(chances(0.0, location(guess), floor(kind, options)))


def times(seconds: Sequence[float]) -> Times | None:
    """The percentiles of nearest rank; None below ten times."""
    if len(seconds) < FEWEST_DIFFICULTY:
        return None
    low, median, high = (percentile(seconds, share) or 0.0 for share in (0.1, 0.5, 0.9))
    return Times(n=len(seconds), low=low, median=median, high=high)


def flags(tally: Tally, before: Tally | None) -> tuple[Flag, ...]:
    """Where somebody should look, each only where its interval leaves no doubt."""
    easy, tells = difficulty(tally.right, tally.n), discrimination(tally.sums())
    found: list[Flag] = []
    found += ["too_easy"] if (easy.low or 0) > TOO_EASY else []
    found += ["too_hard"] if easy.high is not None and easy.high < TOO_HARD else []
    if tells.high is not None and tells.high < WEAK:
        found.append("negative_discrimination" if tells.high < 0 else "weak_discrimination")
    found += ["key_suspected"] if any(_beats_the_key(tally, one) for one in _wrong_choices(tally)) else []
    found += ["unused_option"] if _is_unused(tally) else []
    if before is not None:
        p = change((before.right, before.n), (tally.right, tally.n)).p
        found += ["changed"] if p is not None and p < CHANGED else []
    return tuple(found)


def detail(
    found: ItemStatistics, item: Item, versions: Sequence[tuple[int, Tally]], upper_lower: float | None
) -> ItemDetail:
    """Everything about the item; `versions` are all that have attempts, oldest first."""
    tally = versions[-1][1]
    asked = item.options if isinstance(item, SingleBestAnswer | MultipleResponse) else ()
    enough = tally.n >= FEWEST_DIFFICULTY
    options = tuple(option_row(one, tally) for one in asked) if enough else ()
    return ItemDetail(
        item=found,
        upper_lower=upper_lower,
        options=options,
        options_reason=too_few(tally.n, FEWEST_DIFFICULTY) if asked and not enough else "",
        versions=version_rows(versions),
    )


def option_row(option: Option, tally: Tally) -> OptionRow:
    """Who chose the option. The mean ability of few is not told."""
    cell, whole = tally.choosing(option.id), tally.together()
    tells = discrimination(Sums(whole.rested, cell.rested, whole.rest, whole.squares, cell.rest))
    return OptionRow(
        id=option.id,
        text=option.text,
        correct=option.correct,
        chosen=cell.n,
        share=cell.n / tally.n,
        ability=cell.rest / cell.rested if cell.rested >= FEWEST_FOR_MEAN else None,
        tells=tells,
        note=_note(option, tally, unused=not cell.n, drawn=(tells.low or 0) > 0),
    )


def version_rows(versions: Sequence[tuple[int, Tally]]) -> tuple[VersionRow, ...]:
    """Each version with its difficulty, and the change from the one before."""
    rows = []
    before: Tally | None = None
    for version, tally in versions:
        told = change((before.right, before.n), (tally.right, tally.n)) if before else None
        rows.append(VersionRow(version=version, difficulty=difficulty(tally.right, tally.n), change=told))
        before = tally
    return tuple(rows)


def _note(option: Option, tally: Tally, *, unused: bool, drawn: bool) -> str:
    if option.correct:
        return ""
    if unused:
        return "Nobody chose it." if tally.n >= FEWEST_DISCRIMINATION else ""
    if _beats_the_key(tally, option.id):
        return "Chosen by better learners than the key is."
    return "Better learners choose it more." if drawn else ""


def _wrong_choices(tally: Tally) -> set[str]:
    """Options that were chosen alone and are wrong."""
    return {chosen[0] for right, chosen in tally.cells if not right and len(chosen) == 1}


def _is_unused(tally: Tally) -> bool:
    """Whether there is an option that nobody chose; of thirty who would in one of ten, one does."""
    chosen = {option for _, chosen in tally.cells for option in chosen}
    return tally.n >= FEWEST_DISCRIMINATION and bool(chosen) and len(chosen) < tally.options


def _beats_the_key(tally: Tally, option: str) -> bool:
    """Whether those who chose it alone are surely better than those who were right."""
    cell, rights = tally.cells.get((False, (option,))), tally.together(right=True)
    if cell is None or min(cell.rested, rights.rested) < FEWEST_CHOOSERS:
        return False
    return mean_difference(cell.moments, rights.moments)[0] > 0
