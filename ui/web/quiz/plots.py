"""Figures of the pages Progress and result: drawn as inline SVG or bars, each with the same as a table."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ui.web.markup import attributes, counted, join, tag, text_tag
from ui.web.quiz.words import percent

SIDE, LEFT, BOTTOM, TOP, RIGHT = 300, 46, 44, 10, 20
WIDTH, HEIGHT = 620, 150
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


class Bin(NamedTuple):
    """How often answers given with that confidence were right; all shares are from 0 to 1."""

    confidence: float
    right: int
    of: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """The share that was right."""
        return self.right / self.of


def calibration_plot(bins: Sequence[Bin]) -> str:
    """Stated confidence across, share right up, with the interval of each; the diagonal is perfect."""
    shown = [one for one in bins if one.of]
    grid = join(_grid(tick) for tick in TICKS)
    perfect = _line("perfect", (_x(0), _y(0)), (_x(1), _y(1)))
    names = _words("How sure you were", (_x(0.5), SIDE - 6)) + _turned("Share right")
    drawn = _drawing(_told(shown), (SIDE, SIDE), grid + perfect + join(map(_bin, shown)) + names)
    caption = text_tag("figcaption", "Being sure against being right: on the dashed line both agree")
    return tag("figure", caption + drawn + _bins(shown), class_="plot calibration")


def forecast_plot(days: Sequence[tuple[date, int]]) -> str:
    """How many cards fall due on each of the days."""
    most = max((n for _, n in days), default=0) or 1
    step = (WIDTH - LEFT - RIGHT) / max(1, len(days))
    foot = HEIGHT - 30
    bars = []
    for place, (day, n) in enumerate(days):
        x, height = LEFT + place * step, (foot - TOP) * n / most
        bars.append(_bar(x, foot - height, step * 0.72, height))
        if place % 7 == 0:
            bars.append(_words(f"{day.day} {day:%b}", (x + step * 0.36, foot + 18)))
    axis = _line("axis", (LEFT, foot), (WIDTH - RIGHT, foot))
    top = _words(str(most), (LEFT - 8, TOP + 8), anchor="end") + _words(
        "0", (LEFT - 8, foot + 4), anchor="end"
    )
    total = sum(n for _, n in days)
    told = f"{counted(total, 'card')} due in the next {counted(len(days), 'day')}, at most {most} on one day."
    drawn = _drawing(told, (WIDTH, HEIGHT), axis + top + join(bars))
    rows = [(f"{day.day} {day:%B}", str(n)) for day, n in days if n]
    caption = text_tag("figcaption", told)
    return tag(
        "figure", caption + drawn + table("Values", ("Day", "Cards due"), rows), class_="plot forecast"
    )


def share_bar(share: float, *, low: float | None = None, high: float | None = None) -> str:
    """A bar from 0 to 1, with its interval as a line over it; the words beside it say the same."""
    fill = tag("span", "", class_="fill", style=f"width:{100 * share:.1f}%")
    if low is None or high is None:
        return tag("span", fill, class_="bar", aria_hidden="true")
    whisker = tag(
        "span", "", class_="whisker", style=f"left:{100 * low:.1f}%;width:{100 * (high - low):.1f}%"
    )
    return tag("span", fill + whisker, class_="bar bar-interval", aria_hidden="true")


def table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], *, is_open: bool = False) -> str:
    """The values behind a figure, unfolded on demand; empty without rows."""
    if not rows:
        return ""
    top = tag("tr", join(text_tag("th", head, scope="col") for head in heads))
    body = join(
        tag(
            "tr",
            text_tag("th", row[0], scope="row")
            + join(text_tag("td", cell, class_="number") for cell in row[1:]),
        )
        for row in rows
    )
    held = tag("div", tag("table", tag("thead", top) + tag("tbody", body)), class_="table")
    return tag("details", text_tag("summary", title) + held, open=is_open)


def _bin(one: Bin) -> str:
    x = _x(one.confidence)
    bar = _line("interval", (x, _y(one.low)), (x, _y(one.high)))
    return bar + tag("circle", "", cx=f"{x:.1f}", cy=f"{_y(one.share):.1f}", r=5, class_="dot")


def _bins(bins: Sequence[Bin]) -> str:
    rows = [
        (
            percent(one.confidence),
            f"{one.right} of {one.of}",
            percent(one.share),
            f"{percent(one.low)}–{percent(one.high)}",
        )
        for one in bins
    ]
    return table("Values", ("You said", "Right", "Share", "95% interval"), rows)


def _told(bins: Sequence[Bin]) -> str:
    parts = [f"said {percent(one.confidence)}, right {one.right} of {one.of}" for one in bins]
    return "Calibration: " + ("; ".join(parts) + "." if parts else "no answer with a stated confidence.")


def _grid(tick: float) -> str:
    lines = _line("grid", (_x(0), _y(tick)), (_x(1), _y(tick)))
    lines += _words(percent(tick), (LEFT - 6, _y(tick) + 4), anchor="end")
    return lines + _words(percent(tick), (_x(tick), SIDE - BOTTOM + 16))


def _x(share: float) -> float:
    return LEFT + share * (SIDE - LEFT - RIGHT)


def _y(share: float) -> float:
    return SIDE - BOTTOM - share * (SIDE - BOTTOM - TOP)


def _drawing(told: str, size: tuple[int, int], content: str) -> str:
    said = attributes(role="img", aria_label=told)
    return f'<svg{said} viewBox="0 0 {size[0]} {size[1]}">{content}</svg>'


def _line(kind: str, start: tuple[float, float], end: tuple[float, float]) -> str:
    (x1, y1), (x2, y2) = start, end
    return tag("line", "", x1=f"{x1:.1f}", y1=f"{y1:.1f}", x2=f"{x2:.1f}", y2=f"{y2:.1f}", class_=kind)


def _bar(x: float, y: float, width: float, height: float) -> str:
    return tag(
        "rect", "", x=f"{x:.1f}", y=f"{y:.1f}", width=f"{width:.1f}", height=f"{height:.1f}", class_="filled"
    )


def _words(words: str, at: tuple[float, float], *, anchor: str = "middle") -> str:
    return text_tag("text", words, x=f"{at[0]:.1f}", y=f"{at[1]:.1f}", text_anchor=anchor)


def _turned(words: str) -> str:
    middle = (TOP + SIDE - BOTTOM) / 2
    turned = f"rotate(-90 11 {middle:g})"
    return text_tag("text", words, x=11, y=f"{middle:g}", text_anchor="middle", transform=turned)
