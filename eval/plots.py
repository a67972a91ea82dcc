"""Small charts as SVG, written by hand so that no plotting package is needed to keep them up to date."""

from collections.abc import Sequence
from html import escape

from eval.metrics import RiskPoint

WIDTH, HEIGHT = 640, 400
LEFT, RIGHT, TOP, BOTTOM = 64, 24, 48, 56
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
INK, FAINT, ACCENT, WARNING = "#1f2933", "#d5dae0", "#0b6aa2", "#b34700"


def risk_coverage_svg(curve: Sequence[RiskPoint], threshold: float, *, title: str) -> str:
    """The risk/coverage curve with the point of the threshold marked; coverage across, risk upwards."""
    highest = max((point.risk for point in curve), default=0.0)
    top = next((tick for tick in (0.05, 0.1, 0.2, 0.3, 0.5) if highest <= tick), 1.0)
    reached = [point for point in curve if point.threshold >= threshold]
    parts = [_frame(title, top), _line(curve, top)]
    if reached:
        parts.append(_mark(reached[-1], top))
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
            f'font-family="system-ui, sans-serif" font-size="13">',
            f"<title>{escape(title)}</title>",
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
            *parts,
            "</svg>",
            "",
        ]
    )


def _frame(title: str, top: float) -> str:
    lines = [f'<text x="{LEFT}" y="26" fill="{INK}" font-size="16">{escape(title)}</text>']
    for tick in TICKS:
        x, y = _across(tick), _up(tick * top, top)
        lines += [
            f'<line x1="{LEFT}" y1="{y}" x2="{WIDTH - RIGHT}" y2="{y}" stroke="{FAINT}"/>',
            f'<text x="{LEFT - 8}" y="{y + 4}" fill="{INK}" text-anchor="end">{tick * top * 100:g}%</text>',
            f'<text x="{x}" y="{HEIGHT - BOTTOM + 20}" fill="{INK}" text-anchor="middle">{tick:.0%}</text>',
        ]
    middle = (LEFT + WIDTH - RIGHT) / 2
    lines.append(
        f'<text x="{middle}" y="{HEIGHT - 12}" fill="{INK}" text-anchor="middle">'
        "across: share answered (coverage); upwards: share of these not answerable (risk)</text>"
    )
    return "\n".join(lines)


def _line(curve: Sequence[RiskPoint], top: float) -> str:
    points = " ".join(f"{_across(point.coverage)},{_up(point.risk, top)}" for point in curve)
    return f'<polyline points="{points}" fill="none" stroke="{ACCENT}" stroke-width="2.5"/>'


def _mark(point: RiskPoint, top: float) -> str:
    x, y = _across(point.coverage), _up(point.risk, top)
    label = f"shipped threshold: {point.coverage:.0%} answered, risk {point.risk:.1%}"
    return (
        f'<circle cx="{x}" cy="{y}" r="5" fill="{WARNING}"/>'
        f'<text x="{x - 10}" y="{y - 10}" fill="{WARNING}" text-anchor="end">{label}</text>'
    )


def _across(coverage: float) -> float:
    return round(LEFT + coverage * (WIDTH - LEFT - RIGHT), 1)


def _up(risk: float, top: float) -> float:
    return round(HEIGHT - BOTTOM - risk / top * (HEIGHT - TOP - BOTTOM), 1)
