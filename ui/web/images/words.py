"""What is known of an image, in words."""

from assistant.image.types import ImageInfo
from ui.web.markup import counted

MODALITY = {"ct": "CT", "mri": "MRI", "ecg": "ECG", "skin": "skin photograph", "fundus": "fundus photograph"}


def modality(info: ImageInfo) -> str:
    """What kind of picture it is, as far as its tags tell."""
    if info.modality is None:
        return "kind not known"
    return MODALITY.get(info.modality, info.modality)


def summary(info: ImageInfo) -> str:
    """Kind, part of the body, size and frames in one line."""
    size = f"{info.width:,} x {info.height:,}"
    known = (modality(info), info.body_part, size, counted(info.frames, "frame") if info.frames > 1 else None)
    return ", ".join(part for part in known if part)


def alt(info: ImageInfo) -> str:
    """What a screen reader is told of a picture that nobody has described."""
    return f"Image {info.name}: {summary(info)}. It has no description."
