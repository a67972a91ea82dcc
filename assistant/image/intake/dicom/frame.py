"""The tags that hold for one frame of a DICOM file, and its values in units."""

from typing import Any

import numpy as np
from pydicom import Dataset
from pydicom.datadict import tag_for_keyword
from pydicom.pixels.processing import apply_modality_lut

GROUPS = (
    "PixelMeasuresSequence",
    "PlaneOrientationSequence",
    "PixelValueTransformationSequence",
    "FrameVOILUTSequence",
)
HEAVY = (
    "PixelData",
    "FloatPixelData",
    "SharedFunctionalGroupsSequence",
    "PerFrameFunctionalGroupsSequence",
)


def tags_of(kept: Dataset, frame: int) -> Dataset:
    """One flat data set for a frame (from 0): those of the image, then of all frames, then of this one."""
    flat = Dataset()
    heavy = {tag_for_keyword(name) for name in HEAVY}
    for tag in kept.keys() - heavy:
        flat[tag] = kept[tag]
    shared = kept.get("SharedFunctionalGroupsSequence") or []
    each = kept.get("PerFrameFunctionalGroupsSequence") or []
    for group in (*shared[:1], *each[frame : frame + 1]):
        for name in GROUPS:
            for item in (group.get(name) or [])[:1]:
                flat.update(item)
    return flat


def in_units(stored: np.ndarray[Any, Any], tags: Dataset) -> np.ndarray[Any, Any]:
    """Stored values as what they measure (HU of a CT, Gy of a dose), by slope and intercept or by a table."""
    scale = scaling(tags)
    if scale is not None:
        slope, intercept = scale
        return stored if (slope, intercept) == (1.0, 0.0) else stored * slope + intercept
    return apply_modality_lut(stored, tags)


def scaling(tags: Dataset) -> tuple[float, float] | None:
    """Slope and intercept from stored values to units; None where a table leads there."""
    if tags.get("ModalityLUTSequence"):
        return None
    if tags.get("RescaleSlope") is not None and tags.get("RescaleIntercept") is not None:
        return float(tags.RescaleSlope), float(tags.RescaleIntercept)
    if tags.get("DoseGridScaling") is not None:
        return float(tags.DoseGridScaling), 0.0
    return 1.0, 0.0


def padding(tags: Dataset) -> tuple[float, float] | None:
    """From and to which stored value is no picture at all, if there is such."""
    value = tags.get("PixelPaddingValue")
    if not isinstance(value, int):
        return None
    limit = tags.get("PixelPaddingRangeLimit")
    ends = sorted((value, limit if isinstance(limit, int) else value))
    return ends[0], ends[1]
