"""From values to shades of grey, as PS3.3 C.11.2 says."""

from typing import Any

import numpy as np
from pydicom import Dataset
from pydicom.pixels.processing import apply_voi

from assistant.image.intake.dicom.frame import in_units, padding
from assistant.image.types import Window

Grid = np.ndarray[Any, Any]


def windows_of(tags: Dataset) -> tuple[Window, ...]:
    """The windows in the tags, in their order, by the names they have there."""
    centres, widths = _numbers(tags.get("WindowCenter")), _numbers(tags.get("WindowWidth"))
    said = tags.get("WindowCenterWidthExplanation") or []
    names = [said] if isinstance(said, str) else list(said)
    found = []
    for number, (centre, width) in enumerate(zip(centres, widths, strict=False)):
        name = str(names[number]).strip() if number < len(names) else ""
        if width > 0:
            found.append(Window(name=name or f"window {number + 1}", centre=centre, width=width))
    return tuple(found)


def whole_range(stored: Grid, tags: Dataset) -> Window:
    """The window from the least to the greatest value that is not padding."""
    values = in_units(stored, tags)
    pad = padding(tags)
    if pad is not None:
        inside = values[(stored < pad[0]) | (stored > pad[1])]
        values = inside if inside.size else values
    finite = values[np.isfinite(values)] if values.dtype.kind == "f" else values
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
    # A linear window of width w around c reaches white at c - 0.5 + (w - 1) / 2.
    return Window(name="whole range", centre=(low + high) / 2 + 0.5, width=high - low + 1)


def grey(stored: Grid, tags: Dataset, window: Window | None) -> Grid:
    """Shades from 0 to 255 in the window: the one given, else that of the tags, else the whole range."""
    if window is None and tags.get("VOILUTSequence"):
        return _by_table(stored, tags)
    chosen = window or next(iter(windows_of(tags)), None) or whole_range(stored, tags)
    return windowed(in_units(stored, tags), chosen, function_of(tags))


def usual_window(stored: Grid, tags: Dataset) -> tuple[float, float] | None:
    """Centre and width of the window that `grey` takes where none is given; None where it takes a table."""
    if tags.get("VOILUTSequence"):
        return None
    chosen = next(iter(windows_of(tags)), None) or whole_range(stored, tags)
    return chosen.centre, chosen.width


def function_of(tags: Dataset) -> str:
    """How values become shades within a window: LINEAR, LINEAR_EXACT or SIGMOID."""
    return str(tags.get("VOILUTFunction") or "LINEAR").strip().upper()


def windowed(values: Grid, window: Window, function: str) -> Grid:
    """Shades from 0 to 255 (PS3.3 C.11.2.1.2 and C.11.2.1.3)."""
    exact = values.astype(np.float64)
    centre, width = window.centre, window.width
    share: Grid
    if function == "SIGMOID":
        share = 1 / (1 + np.exp(np.clip(-4 * (exact - centre) / width, -700, 700)))
    elif function == "LINEAR_EXACT":
        share = (exact - centre) / width + 0.5
    elif width <= 1:
        share = exact > centre - 0.5
    else:
        share = (exact - (centre - 0.5)) / (width - 1) + 0.5
    return np.nan_to_num(np.clip(share, 0, 1) * 255).round().astype(np.uint8)


def _by_table(stored: Grid, tags: Dataset) -> Grid:
    values = in_units(stored, tags)
    if values.dtype.kind == "f":
        values = values.round().astype(np.int32)
    mapped = apply_voi(values, tags)
    bits = int(tags.VOILUTSequence[0].LUTDescriptor[2])
    share: Grid = mapped.astype(np.float64) / (2**bits - 1)
    shades: Grid = np.clip(share * 255, 0, 255).round().astype(np.uint8)
    return shades


def _numbers(value: object) -> list[float]:
    many = value if isinstance(value, list | tuple) or hasattr(value, "__iter__") else [value]
    return [float(one) for one in many if one not in (None, "")]
