"""Whatever way a picture holds its colours: grey of 8 or 16 bits, or red, green and blue of 8."""

import io

import numpy as np
from PIL import Image, ImageCms

from retrieval.errors import Refused

TRANSPARENT = ("LA", "PA", "RGBA", "La", "RGBa")
DEEP = ("I;16", "I;16B", "I;16L", "I;16N")
MOST_16 = 65_535


def plain(image: Image.Image) -> tuple[Image.Image, tuple[str, ...]]:
    """The picture as L, RGB or I;16 without metadata, and notes on what had to change."""
    notes: list[str] = []
    profile = image.info.get("icc_profile")
    if image.mode in ("F", "I", *DEEP):
        image = _deep(image)
    elif _is_transparent(image):
        image = _on_white(image)
        notes.append("Transparent parts are shown on white.")
    elif image.mode not in ("L", "RGB"):
        image, said = _converted(image, profile)
        profile = None if image.mode == "L" else profile if said is None else None
        notes.extend([] if said is None else [said])
    if profile and image.mode == "RGB":
        image, said = _in_srgb(image, profile)
        notes.extend([] if said is None else [said])
    bare = Image.frombytes(image.mode, image.size, image.tobytes())
    return bare, tuple(notes)


def _deep(image: Image.Image) -> Image.Image:
    if image.mode == "F":
        raise Refused("The image holds fractions instead of grey values.", "Save it with 16 bits.")
    grid = np.asarray(image)
    if grid.min() < 0 or grid.max() > MOST_16:
        raise Refused("The image has more than 16 bits a value.", "Save it with 16 bits.")
    return Image.fromarray(grid.astype("<u2"))


def _is_transparent(image: Image.Image) -> bool:
    return image.mode in TRANSPARENT or "transparency" in image.info


def _on_white(image: Image.Image) -> Image.Image:
    coloured = image.convert("RGBA")
    white = Image.new("RGBA", coloured.size, "white")
    return Image.alpha_composite(white, coloured).convert("RGB")


def _converted(image: Image.Image, profile: bytes | None) -> tuple[Image.Image, str | None]:
    """In L or RGB, and a note where colours may have shifted."""
    if image.mode == "1":
        return image.convert("L"), None
    if image.mode == "CMYK" and profile:
        shown, said = _in_srgb(image, profile)
        return shown, said or "Colours for print (CMYK) were turned into those of a screen."
    if image.mode in ("CMYK", "LAB"):
        said = f"Colours ({image.mode}) were turned into those of a screen; they may differ a little."
        return image.convert("RGB"), said
    return image.convert("RGB"), None


def _in_srgb(image: Image.Image, profile: bytes) -> tuple[Image.Image, str | None]:
    try:
        given = ImageCms.getOpenProfile(io.BytesIO(profile))
        if "sRGB" in ImageCms.getProfileDescription(given):
            return image.convert("RGB"), None
        turned = ImageCms.profileToProfile(image, given, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image.convert("RGB"), "Its colour profile cannot be read and was left out."
    return turned or image, "Its colours were turned into those of a screen (sRGB) by its colour profile."
