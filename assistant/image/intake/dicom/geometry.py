"""How large pixels are and which side is which, as far as tags tell."""

from collections.abc import Sequence

from pydicom import Dataset

from assistant.image.intake.dicom.frame import tags_of
from assistant.image.types import Geometry

OPPOSITE = {"L": "R", "R": "L", "A": "P", "P": "A", "H": "F", "F": "H"}
AXES = (("L", "R"), ("P", "A"), ("H", "F"))
"""The letters of the positive and the negative end of the patient's three axes (PS3.3 C.7.6.1.1.1)."""
# A side is named second where the edge points to it by more than about 18 degrees.
SECOND_SHARE = 0.3
CENTIMETRES = 3
AT_DETECTOR = "Sizes are measured at the detector: things in the patient are a little smaller."


def geometry(kept: Dataset) -> tuple[Geometry, tuple[str, ...]]:
    """Spacing and edges that hold for every frame, and notes on what they mean."""
    frames = int(kept.get("NumberOfFrames") or 1)
    own = bool(kept.get("PerFrameFunctionalGroupsSequence"))
    each = [tags_of(kept, number) for number in range(frames if own else 1)]
    spacings, edges = {_spacing(tags) for tags in each}, {_edges(tags) for tags in each}
    spacing, note = spacings.pop() if len(spacings) == 1 else (None, None)
    sides = edges.pop() if len(edges) == 1 else None
    return Geometry(spacing_mm=spacing, edges=sides), () if note is None else (note,)


def _spacing(tags: Dataset) -> tuple[tuple[float, float] | None, str | None]:
    for name, note in (
        ("PixelSpacing", None),
        ("NominalScannedPixelSpacing", "Sizes are those of the film that was scanned."),
        ("ImagerPixelSpacing", AT_DETECTOR),
    ):
        pair = _floats(tags.get(name), 2)
        if pair is not None and min(pair) > 0:
            return (pair[0], pair[1]), note
    return _of_ultrasound(tags), None


def _of_ultrasound(tags: Dataset) -> tuple[float, float] | None:
    regions = tags.get("SequenceOfUltrasoundRegions") or []
    if len(regions) != 1:
        return None
    region = regions[0]
    units = {region.get("PhysicalUnitsXDirection"), region.get("PhysicalUnitsYDirection")}
    across, down = region.get("PhysicalDeltaX"), region.get("PhysicalDeltaY")
    if units != {CENTIMETRES} or not across or not down:
        return None
    return abs(float(down)) * 10, abs(float(across)) * 10


def _edges(tags: Dataset) -> tuple[str, str, str, str] | None:
    """The letters at the left, top, right and bottom edge."""
    cosines = _floats(tags.get("ImageOrientationPatient"), 6)
    if cosines is not None:
        right, bottom = _towards(cosines[:3]), _towards(cosines[3:])
    else:
        said = tags.get("PatientOrientation") or []
        words = [str(one).strip().upper() for one in said] if not isinstance(said, str) else []
        right, bottom = (words[0], words[1]) if len(words) == 2 else ("", "")
    if not right or not bottom or set(right + bottom) - set(OPPOSITE):
        return None
    return _opposite(right), _opposite(bottom), right, bottom


def _towards(direction: Sequence[float]) -> str:
    """The one or two letters of the side to which a direction points."""
    length = sum(part * part for part in direction) ** 0.5
    if length == 0:
        return ""
    ranked = sorted(zip(direction, AXES, strict=True), key=lambda one: -abs(one[0]))
    shares = [(abs(part) / length, letters[0] if part > 0 else letters[1]) for part, letters in ranked]
    return "".join(letter for share, letter in shares[:2] if share > SECOND_SHARE)


def _opposite(letters: str) -> str:
    return "".join(OPPOSITE[letter] for letter in letters)


def _floats(value: object, count: int) -> tuple[float, ...] | None:
    try:
        numbers = tuple(float(one) for one in value)  # type: ignore[attr-defined]
    except (TypeError, ValueError):
        return None
    return numbers if len(numbers) == count else None
