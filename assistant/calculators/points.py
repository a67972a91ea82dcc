"""Scores that add points for each yes: one declaration, one sum."""

from collections.abc import Callable, Iterable, Sequence

from assistant.calculators.figures import brief, figure
from assistant.calculators.types import Band, Given, Input, Worked

Points = tuple[str, float]
"""What a point was given for, and how many."""


def total(items: Iterable[Points], label: str, *, bands: Sequence[Band], decimals: int = 0) -> Worked:
    """The sum of the points, each shown with its reason."""
    given = list(items)
    value = sum(points for _, points in given)
    steps = [f"{what}: {brief(points)}" for what, points in given]
    addends = " + ".join(f"({brief(points)})" if points < 0 else brief(points) for _, points in given)
    steps.append(f"{addends} = {brief(value)}")
    return Worked(
        figures=(figure(label, value, "points", decimals=decimals, bands=bands),), steps=tuple(steps)
    )


def yes_points(
    weights: Sequence[tuple[Input, float]], label: str, *, bands: Sequence[Band], decimals: int = 0
) -> Callable[[Given], Worked]:
    """The work of a score in which every input is a yes or no with its own points."""

    def work(given: Given) -> Worked:
        scored = [(one.label, points if given.yes(one.key) else 0.0) for one, points in weights]
        return total(scored, label, bands=bands, decimals=decimals)

    return work
