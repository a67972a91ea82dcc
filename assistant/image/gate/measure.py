"""What can be measured of a picture without knowing what it shows."""

from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from retrieval.pictures import averages

if TYPE_CHECKING:
    from PIL.Image import Image

Values = NDArray[np.float64]

# Measures are taken of a copy with at most so many pixels a side: finer grain says nothing more.
LARGEST = 320
# So many averages a side hold what a picture shows as a whole.
COARSE = 16
GROUND = 0.4
"""The least share of one grey that counts as a ground on which marks can stand."""
NEAR = 8
"""Levels of 256 within which two greys count as the same: more than grain, less than an edge."""
EVEN = 12
"""As above beside the ground around a pixel, which is less exact."""


class Measures(NamedTuple):
    """Figures of a picture, all 0..1 but `tones` and `leads`.

    `plain` is the share of pixels of its commonest grey and `paper` that grey; `tones` is how many of 32
    greys make up most of what is not plain; `grain` is how much of its variation is lost in coarse averages;
    `neighbourly` is the correlation of pixels a little apart; `smooth` is how much of it a slowly changing
    surface explains; `colourful` is the share of pixels with a clear colour, and `hues` the shares of those
    in twelve steps from red; `letters` is the share of ink in many small marks of like height. `even` is the
    share of pixels near the ground around them, `trace` the share of the picture's width over which a line
    on it can be followed, and `leads` counts lines over a fifth of it; `sheet` is how much is white page.
    """

    plain: float
    paper: float
    tones: int
    grain: float
    neighbourly: float
    smooth: float
    colourful: float
    hues: tuple[float, ...]
    letters: float
    even: float
    trace: float
    leads: int
    sheet: float


def opened(body: bytes) -> "Image":
    """The picture in a PNG or JPEG file, in RGB; raises ValueError where there is none."""
    from PIL import Image

    try:
        with Image.open(BytesIO(body), formats=("PNG", "JPEG", "WEBP")) as file:
            return file.convert("RGB")
    except (OSError, SyntaxError, Image.DecompressionBombError) as fault:
        raise ValueError("no picture can be read from it") from fault


def measured(picture: "Image") -> Measures:
    """The measures of an RGB picture."""
    from assistant.image.gate.ground import local_ground, sheet_of
    from assistant.image.gate.ink import letters_of, lines_of

    small = picture.copy()
    small.thumbnail((LARGEST, LARGEST))
    colours = np.asarray(small, np.float64)
    grey = np.rint(colours @ np.array([0.299, 0.587, 0.114]))
    paper = _commonest(grey)
    away = np.abs(grey - paper) > NEAR
    colourful, hues = _colours(colours)
    plain = 1 - float(away.mean())
    around = np.abs(grey - local_ground(grey))
    lines = lines_of(around)
    return Measures(
        plain=plain,
        paper=paper / 255,
        tones=_tones(grey[away]),
        grain=_grain(grey),
        neighbourly=_neighbourly(grey),
        smooth=_smooth(grey),
        colourful=colourful,
        hues=hues,
        letters=letters_of(np.abs(grey - paper)) if plain > GROUND else 0.0,
        even=float((around <= EVEN).mean()),
        trace=lines.trace,
        leads=lines.leads,
        sheet=sheet_of(picture),
    )


def _commonest(grey: Values) -> float:
    counts = np.bincount(grey.astype(int).ravel(), minlength=256)
    near = np.convolve(counts, np.ones(2 * NEAR + 1), "same")
    return float((near + counts / (counts.sum() + 1)).argmax())


def _tones(grey: Values) -> int:
    """How many of 32 greys it takes for nine tenths of these pixels."""
    if not grey.size:
        return 0
    counts = np.sort(np.bincount(np.clip(grey / 8, 0, 31).astype(int), minlength=32))[::-1]
    return int((np.cumsum(counts) < 0.9 * grey.size).sum()) + 1


def _grain(grey: Values) -> float:
    spread = float(grey.var())
    return max(0.0, 1 - float(averages(grey, COARSE).var()) / spread) if spread else 0.0


def _neighbourly(grey: Values, apart: int = 4) -> float:
    """The lower of the correlations across and down, of pixels `apart` from each other."""
    if min(grey.shape) <= 2 * apart:
        return 1.0
    pairs = ((grey[:, apart:], grey[:, :-apart]), (grey[apart:], grey[:-apart]))
    return min(_correlation(one.ravel(), other.ravel()) for one, other in pairs)


def _correlation(one: Values, other: Values) -> float:
    spread = float(one.std() * other.std())
    return float(((one - one.mean()) * (other - other.mean())).mean()) / spread if spread else 1.0


def _smooth(grey: Values) -> float:
    """The share of variance that a surface of the fourth degree explains, by least squares on averages."""
    parts = averages(grey, 32)
    spread = float(grey.var())
    if not spread:
        return 1.0
    x, y = np.meshgrid(np.linspace(-1, 1, 32), np.linspace(-1, 1, 32))
    terms = np.stack([(x**i * y**j).ravel() for i in range(5) for j in range(5 - i)], axis=1)
    found, *_ = np.linalg.lstsq(terms, parts.ravel(), rcond=None)
    missed = float(((parts.ravel() - terms @ found) ** 2).mean())
    return max(0.0, float(parts.var()) - missed) / spread


def _colours(colours: Values) -> tuple[float, tuple[float, ...]]:
    high, low = colours.max(axis=2), colours.min(axis=2)
    chroma = high - low
    clear = chroma > 24
    if not clear.any():
        return 0.0, (0.0,) * 12
    red, green, blue = (colours[..., band][clear] for band in range(3))
    top, span = high[clear], chroma[clear]
    hue = np.where(
        top == red,
        (green - blue) / span,
        np.where(top == green, 2 + (blue - red) / span, 4 + (red - green) / span),
    )
    steps = np.rint((hue % 6) * 2).astype(int) % 12
    counts = np.bincount(steps, minlength=12) / steps.size
    return float(clear.mean()), tuple(map(float, counts))
