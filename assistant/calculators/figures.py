"""Numbers as they are shown: rounded half up, and placed in the source's bands as shown."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from assistant.calculators.types import Band, Figure


def rounded(value: float, decimals: int = 0) -> float:
    """The value to so many decimals, halves away from zero, as people round on paper."""
    # Twelve digits first: 0.285 * 100 is 28.499999999999996 in binary, and 28.5 to whoever checks it.
    exact = Decimal(f"{value:.12g}")
    return float(exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP))


def fixed(value: float, decimals: int = 0) -> str:
    """The rounded value with exactly so many decimals."""
    shown = f"{rounded(value, decimals):.{decimals}f}"
    return shown.removeprefix("-") if float(shown) == 0 else shown


def brief(value: float) -> str:
    """A number for a step of the working: four significant digits, no more zeros than needed."""
    if abs(value) >= 1000:
        return f"{rounded(value, 1):g}" if abs(value) < 100_000 else f"{rounded(value):.0f}"
    # Adding zero turns -0.0, as of a term that vanishes, into 0.
    return f"{float(f'{value:.4g}') + 0.0:.10g}"


def figure(label: str, value: float, unit: str, *, decimals: int = 0, bands: Sequence[Band] = ()) -> Figure:
    """A computed value, rounded; its band is that of the rounded value, which the reader can check."""
    shown = rounded(value, decimals)
    text = f"{fixed(value, decimals)} {unit}".strip()
    return Figure(label=label, value=shown, unit=unit, text=text, band=band_of(shown, bands))


def band_of(value: float, bands: Sequence[Band]) -> str | None:
    """The text of the last band that begins at or below the value; None below the first."""
    reached = [band.text for band in bands if value >= band.at_least]
    return reached[-1] if reached else None
