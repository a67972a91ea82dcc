"""May findings of this picture be described? By what can be measured, by tags, and by what a person says.

Nothing here says that a picture is normal, or that it is what it is said to be: `unchecked` names what
nobody looked at. The figures behind the limits are those of pydicom's test files, 24 textbook figures and a
chest film on one side, and of pictures made by rule (those of `preceptor eval gate`) on the other.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from assistant.image.gate.kinds import NAMES, TRACE, misfit
from assistant.image.gate.measure import Measures, measured, opened
from assistant.image.gate.placeholders import is_placeholder
from assistant.image.types import Gate, ImageInfo, Modality, Reason

if TYPE_CHECKING:
    from PIL.Image import Image

SHORTEST_SIDE = 32
"""Pixels; the smallest slice among the test files has 64."""
# The emptiest picture with something on it (a line drawing) has 93% of one grey, a near-blank one 99%.
EMPTY = 0.985
# A slowly changing surface explains at most 79% of a film or slice, and 95% and more of a gradient.
GRADIENT = 0.95
# Noise loses four fifths and more of its variation in coarse averages and has neighbours unlike each other;
# an ultrasound image, the grainiest study, loses 58%. Slides and foliage are as grainy as blurred noise, so
# that in colour only neighbours that are wholly unlike count.
GRAIN, UNLIKE, UNLIKE_IN_COLOUR, RANDOM = 0.8, 0.55, 0.2, 0.05
# Of pages of text 100% of the ink is in marks like letters, of the figure with the most labels 72%.
LETTERS = 0.8
# Codes, boards, charts and cartoons have at most 4 greys besides their ground, the plainest study has 7.
FEW_TONES = 4
# Probabilities that an encoder gives; too few pictures are at hand to fit them: a clear lead is asked for.
SURE, HARDLY = 0.6, 0.2
OTHER = "other"
"""The label of an encoder for what is no medical picture."""

WHAT = "whether this is a medical picture"
THAT_KIND = "whether it really is {}"
WHOSE = "whose it is, and its quality"
SAY = "Nobody could tell what kind of picture this is: say what it is, such as X-ray, ECG or skin."


def judge(
    picture: bytes | None,
    *,
    expected: Modality | None = None,
    labels: Mapping[str, float] | None = None,
    info: ImageInfo | None = None,
) -> Gate:
    """Whether findings of the picture (a PNG or JPEG file) may be described.

    `expected` is what the person says it is, `info` what its tags say, `labels` an encoder's probabilities of
    the kinds and of "other". Open only where tags, person or encoder name a kind that nothing speaks against.
    """
    if not picture:
        return _shut("no_image", "There is no picture to look at.")
    try:
        frame = opened(picture)
    except ValueError as fault:
        return _shut("unreadable", f"The picture cannot be read: {fault}.")
    if min(frame.size) < SHORTEST_SIDE:
        size = f"{frame.width} x {frame.height}"
        return _shut(
            "too_small", f"The picture has {size} pixels; at least {SHORTEST_SIDE} a side are needed."
        )
    found = measured(frame)
    told = info.modality if info else None
    return _emptiness(frame, found, told or expected) or _kind(found, expected, told=told, labels=labels)


def _emptiness(frame: "Image", found: Measures, kind: Modality | None) -> Gate | None:
    """Why nothing can be seen on it, whatever it is; None where something may be."""
    if found.plain >= EMPTY:
        return _shut("blank", "The picture is blank, or all but blank.")
    if found.smooth >= GRADIENT:
        return _shut("blank", "The picture holds only a slow change from light to dark.")
    if found.letters < LETTERS or found.plain < EMPTY / 2:
        if _is_noise(found):
            return _shut("noise", "The picture holds only noise, or a pattern as fine as noise.")
    else:
        return _shut("text_only", "The picture shows text and nothing else; ask about the text instead.")
    is_line = kind in (None, "ecg") and misfit("ecg", found) is None
    if not is_line and (is_placeholder(frame) or found.tones <= FEW_TONES):
        return _shut("placeholder", "The picture is a placeholder, or a flat pattern of few shades.")
    return None


def _is_noise(found: Measures) -> bool:
    if abs(found.neighbourly) < RANDOM:
        # A thin line on a page is as unlike its neighbours as noise is.
        return found.trace < TRACE
    unlike = UNLIKE_IN_COLOUR if found.colourful > UNLIKE_IN_COLOUR else UNLIKE
    return found.plain < EMPTY / 2 and found.grain > GRAIN and found.neighbourly < unlike


def _kind(
    found: Measures,
    expected: Modality | None,
    *,
    told: Modality | None,
    labels: Mapping[str, float] | None,
) -> Gate:
    """The gate by what kind of picture it is said to be and looks to be."""
    if told and expected and told != expected:
        return _shut("other_modality", f"Its tags say that it is {NAMES[told]}, not {NAMES[expected]}.")
    if labels and labels.get(OTHER, 0.0) >= SURE and not told:
        return _shut("not_medical", "The image encoder takes it for no medical picture.")
    kind = told or expected or _seen(labels)
    if kind is None:
        return Gate(open=None, why=SAY, unchecked=(WHAT, WHOSE))
    against = None if told else misfit(kind, found)
    if against:
        return _shut("other_modality", f"The picture is hardly {NAMES[kind]}: {against}.", kind)
    if labels and not told:
        return _agreed(kind, labels)
    by = "its tags say so" if told else "you say so"
    unchecked = (WHOSE,) if told else (THAT_KIND.format(NAMES[kind]), WHOSE)
    return Gate(open=True, kind=kind, why=f"It is taken for {NAMES[kind]}, for {by}.", unchecked=unchecked)


def _seen(labels: Mapping[str, float] | None) -> Modality | None:
    """The kind that the encoder is sure of."""
    return next((kind for kind in NAMES if labels and labels.get(kind, 0.0) >= SURE), None)


def _agreed(kind: Modality, labels: Mapping[str, float]) -> Gate:
    """The gate of a kind beside what the encoder sees."""
    seen = _seen(labels)
    if seen is not None and seen != kind and labels.get(kind, 0.0) < HARDLY:
        why = f"The image encoder takes it for {NAMES[seen]}, not {NAMES[kind]}."
        return _shut("other_modality", why, kind)
    if seen == kind:
        why = f"The image encoder takes it for {NAMES[kind]}."
        return Gate(open=True, kind=kind, why=why, unchecked=(WHOSE,))
    if labels.get(OTHER, 0.0) + HARDLY > labels.get(kind, 0.0):
        return Gate(
            open=None, kind=kind, why="The image encoder is not sure what it is.", unchecked=(WHAT, WHOSE)
        )
    why = f"It is taken for {NAMES[kind]}, for you say so and the image encoder does not object."
    return Gate(open=True, kind=kind, why=why, unchecked=(THAT_KIND.format(NAMES[kind]), WHOSE))


def _shut(reason: Reason, why: str, kind: Modality | None = None) -> Gate:
    return Gate(open=False, reason=reason, why=why, kind=kind)
