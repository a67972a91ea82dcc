"""What the kept tags tell of an image."""

import numpy as np
from pydicom import Dataset

from assistant.image.intake.dicom.decode import Unpacked
from assistant.image.intake.dicom.frame import tags_of
from assistant.image.intake.dicom.geometry import geometry
from assistant.image.intake.dicom.presets import presets
from assistant.image.intake.dicom.shades import whole_range, windows_of
from assistant.image.types import ImageInfo, Modality, Window

MODALITIES: dict[str, Modality] = {
    **dict.fromkeys(("CR", "DX", "RG", "RF", "XA", "PX", "IO", "RTIMAGE"), "radiograph"),
    "CT": "ct",
    "MR": "mri",
    **dict.fromkeys(("US", "IVUS"), "ultrasound"),
    **dict.fromkeys(("NM", "PT"), "nuclear"),
    "MG": "mammogram",
    **dict.fromkeys(("ECG", "HD"), "ecg"),
    "OP": "fundus",
    "DMS": "skin",
    **dict.fromkeys(("SM", "GM"), "histology"),
    "ES": "endoscopy",
    "XC": "photograph",
}
UNITS = {"HU": "HU", "GY": "Gy", "BQML": "Bq/mL", "OD": "OD"}
LARGEST_STEP = 4


def told(kept: Dataset, pixels: Unpacked, *, notes: tuple[str, ...]) -> ImageInfo:
    """What is known of the image, by the tags that were kept; its id is still to be given."""
    tags = tags_of(kept, 0)
    shape, said = geometry(kept)
    modality = MODALITIES.get(str(kept.get("Modality", "")))
    part = " ".join(str(kept.get("BodyPartExamined") or "").replace("_", " ").lower().split())
    return ImageInfo(
        id="unkept",
        name="image",
        media_type="application/dicom",
        width=pixels.width,
        height=pixels.height,
        frames=pixels.frames,
        depth=pixels.stored,
        colour=pixels.colour,
        modality=modality,
        body_part=part or None,
        unit=None if pixels.colour else _unit(kept, tags),
        windows=() if pixels.colour else _windows(tags, pixels, modality, part),
        geometry=shape,
        notes=(*notes, *said, *_shown_how(tags, pixels)),
    )


def _unit(kept: Dataset, tags: Dataset) -> str | None:
    for name in ("RescaleType", "DoseUnits", "Units"):
        if (unit := UNITS.get(str(tags.get(name) or "").strip().upper())) is not None:
            return unit
    return "HU" if kept.get("Modality") == "CT" and "RescaleIntercept" in tags else None


def _windows(tags: Dataset, pixels: Unpacked, modality: Modality | None, part: str) -> tuple[Window, ...]:
    usual = presets(modality, part) if _unit(tags, tags) == "HU" else ()
    return (*windows_of(tags), *usual, whole_range(first_frame(pixels), tags))


def first_frame(pixels: Unpacked) -> np.ndarray[tuple[int, int], np.dtype[np.generic]]:
    """The stored values of the first frame, [height, width]."""
    letter = "f" if pixels.floating else "i" if pixels.signed else "u"
    size = pixels.width * pixels.height
    flat = np.frombuffer(pixels.data, dtype=f"<{letter}{pixels.allocated // 8}", count=size)
    return flat.reshape(pixels.height, pixels.width)


def _shown_how(tags: Dataset, pixels: Unpacked) -> tuple[str, ...]:
    if not pixels.colour and tags.get("VOILUTSequence"):
        return ("Until a window is chosen it is shown by the table in its tags.",)
    return ()
