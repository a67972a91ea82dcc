"""Whether a place in a picture is the one that is asked for: a point inside its region, or a box over it."""

from assistant.quiz.types import Boxed, Graded, Pointed
from curricula.items.types import ImageHotspot, Region

ALIKE = 0.5
"""The share that box and region have in common of what they cover together (intersection over union): from
here on they are the same place, as in the usual scoring of object detection (PASCAL VOC)."""
COVERED, LARGEST = 0.7, 2.0
"""A box that covers so much of the region counts too, unless it is more than so many times as large."""
NOTHING = "Nothing that is asked for is there."


def grade_place(item: ImageHotspot, response: Pointed | Boxed) -> Graded:
    """Whether the point is in a right region, or the box over one."""
    found = region_at(item, response)
    if found is None:
        return Graded(correct=False, score=0.0, reason=_missed(item, response))
    return Graded(correct=found.correct, score=float(found.correct), reason=f"This is: {found.label}.")


def region_at(item: ImageHotspot, response: Pointed | Boxed) -> Region | None:
    """The region that is meant, its edges included: a correct one where several are."""
    here = [region for region in item.regions if is_meant(region, response)]
    return next((region for region in here if region.correct), here[0] if here else None)


def is_meant(region: Region, response: Pointed | Boxed) -> bool:
    """Whether the point is in the region, or the box is over it and not much larger."""
    if isinstance(response, Pointed):
        return region.left <= response.x <= region.right and region.top <= response.y <= region.bottom
    shared, box, whole = _shared(region, response), _area(response), _area(region)
    is_over = shared >= COVERED * whole and box <= LARGEST * whole
    return is_over or shared >= ALIKE * (box + whole - shared)


def _missed(item: ImageHotspot, response: Pointed | Boxed) -> str:
    if isinstance(response, Boxed):
        touched = [one for one in item.regions if one.correct and _shared(one, response)]
        if any(_area(response) > LARGEST * _area(one) for one in touched):
            return "The box takes in the place that is asked for, and much more."
        if touched:
            return "The box takes in only a part of the place that is asked for."
    return NOTHING


def _area(box: Region | Boxed) -> float:
    return (box.right - box.left) * (box.bottom - box.top)


def _shared(one: Region | Boxed, other: Region | Boxed) -> float:
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return max(across, 0.0) * max(down, 0.0)
