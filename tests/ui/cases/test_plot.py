"""Plots: every value at its place, axes with round numbers, the same in words."""

import re

import pytest

from curricula.cases.types import Series
from ui.web.cases.plot import HEIGHT, LEFT, MOST_DOTS, RIGHT, TOP, WIDTH, plot


def series(*values: float, **changed: object) -> Series:
    fields = {
        "name": "Temperature",
        "x": tuple(range(len(values))),
        "y": values,
        "x_label": "Hours",
        "y_label": "°C",
    }
    return Series(**fields | changed)


def points(drawn: str) -> list[tuple[float, float]]:
    found = re.search(r'points="([^"]*)"', drawn)
    assert found
    return [tuple(map(float, pair.split(","))) for pair in found[1].split()]


def test_values_stand_where_the_axes_say() -> None:
    placed = points(plot(series(36.0, 38.0, 40.0)))
    assert [x for x, _ in placed] == [LEFT, (LEFT + WIDTH - RIGHT) / 2, WIDTH - RIGHT]
    heights = [y for _, y in placed]
    assert heights[2] == TOP and heights[0] > heights[1] > heights[2]
    assert heights[0] - heights[1] == pytest.approx(heights[1] - heights[2])


@pytest.mark.parametrize(
    "values", [(7.4, 7.4, 7.4), (0.0,), (-40.0, -1.0), (1e-6, 3e-6), (120000.0, 480000.0)], ids=str
)
def test_whatever_the_values_everything_stays_inside(values: tuple[float, ...]) -> None:
    assert all(LEFT <= x <= WIDTH - RIGHT and TOP <= y <= HEIGHT for x, y in points(plot(series(*values))))


def test_the_plot_says_in_words_what_it_shows() -> None:
    drawn = plot(series(38.4, 39.1, 38.3))
    assert 'role="img"' in drawn
    assert "Plot of Temperature: °C by Hours, 3 values, from 38.4 to 38.3, between 38.3 and 39.1." in drawn
    assert drawn.count("<td") == 6


def test_a_strip_of_many_values_is_a_line_without_dots() -> None:
    drawn = plot(series(*[float(number % 7) for number in range(MOST_DOTS * 4)]))
    assert "<circle" not in drawn and "<td" not in drawn


def test_names_and_units_of_a_case_are_text() -> None:
    assert "<b>" not in plot(series(1.0, 2.0, name="<b>x", x_label="<b>", y_label='"><b>'))


def test_a_series_without_values_says_so() -> None:
    assert "no values" in plot(series(x=(), y=()))
