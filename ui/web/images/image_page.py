"""The page of one image, or of several side by side."""

import json
from collections.abc import Sequence

from assistant.accounts import Account
from assistant.image.intake.taken import DICOM
from assistant.image.types import ImageInfo, KeptImage
from ui.web.images.shelf_page import framed, removing
from ui.web.images.viewer import viewer
from ui.web.images.words import alt, modality, summary
from ui.web.markup import counted, escape, join, path, tag, text_tag, void

MOST_BESIDE = 4
EIGHT_BITS = 8
SHOWN = ("width", "height", "frames", "colour", "unit", "windows", "geometry")


def image_page(
    shown: Sequence[KeptImage], others: Sequence[KeptImage], who: Account, *, frame: int = 0
) -> str:
    """The images shown beside each other, the first one with what is known of it; `others` may join them.

    The first opens at `frame`, counted from 0.
    """
    first = shown[0].info
    link = tag("label", void("input", type="checkbox", data_link=True) + " zoom and scroll together")
    linked = tag("p", link, class_="viewers-link") if len(shown) > 1 else ""
    opened = (min(max(frame, 0), first.frames - 1), *(0 for _ in shown[1:]))
    views = join(
        image_viewer(one.info, folded=len(shown) > 1, frame=at) for one, at in zip(shown, opened, strict=True)
    )
    grid = linked + tag("div", views, class_="viewers-grid")
    back = tag("p", text_tag("a", "All images", href="/images"), class_="image-back")
    title = text_tag("h1", " and ".join(one.info.name for one in shown), class_="page-title")
    body = back + title + tag("div", grid, class_="viewers")
    body += _beside(shown, others) + (_known(first) if len(shown) == 1 else "")
    return framed(first.name, body, who)


def image_viewer(info: ImageInfo, *, folded: bool = False, frame: int = 0) -> str:
    """One's own image in a viewer, opened at a frame, with its values where the browser can window them."""
    base = path("image", info.id)
    has_values = not info.colour and (info.media_type == DICOM or info.depth > EIGHT_BITS)
    return viewer(
        f"{base}/frame/{frame}.png",
        alt(info),
        below=(escape(f"{info.name}: {summary(info)} ") if folded else "") + asking(info),
        marks=f"{base}/marks",
        src=base + "/frame/{frame}.png",
        values=base + "/frame/{frame}.values" if has_values else None,
        info=json.dumps(info.model_dump(mode="json", include=set(SHOWN))),
        name=info.name,
        frame=frame or None,
        wheel="",
        folded="" if folded else None,
    )


def asking(info: ImageInfo) -> str:
    """The ways on with the image; the viewer's script keeps them at the frame and window that are shown."""
    ask = text_tag("a", "Ask about this", href=path(image=info.id), class_="action", data_ask_about=info.id)
    address = path("figures", image=info.id)
    return (
        ask + " " + text_tag("a", "Similar figures", href=address, class_="action", data_similar_to=info.id)
    )


def _beside(shown: Sequence[KeptImage], others: Sequence[KeptImage]) -> str:
    """The way to show one more image beside these."""
    known = {one.info.id for one in shown}
    free = [one.info for one in others if one.info.id not in known]
    if not free or len(shown) >= MOST_BESIDE:
        return ""
    kept = join(void("input", type="hidden", name="with", value=one.info.id) for one in shown[1:])
    options = join(text_tag("option", f"{one.name} ({summary(one)})", value=one.id) for one in free)
    choose = tag("label", escape("Show beside it ") + tag("select", options, name="with"))
    button = text_tag("button", "Show", type="submit", class_="action")
    return tag("form", kept + choose + " " + button, method="get", class_="image-beside")


def _known(info: ImageInfo) -> str:
    """What is known of the image, and what was taken out of it."""
    spacing = info.geometry.spacing_mm
    pairs = [
        ("Kind", modality(info) if info.modality else "not known"),
        ("Part of the body", info.body_part or "not known"),
        ("Size", f"{info.width:,} x {info.height:,} pixels, {info.depth} bits"),
        ("Frames", str(info.frames)),
        *((("Values in", info.unit),) if info.unit else ()),
        (
            "Distance of pixels",
            f"{spacing[0]:g} x {spacing[1]:g} mm" if spacing else "not known, so no scale",
        ),
    ]
    rows = join(tag("div", text_tag("dt", name) + text_tag("dd", value)) for name, value in pairs)
    notes = join(text_tag("li", note) for note in info.notes)
    content = tag("dl", rows) + (tag("ul", notes, class_="image-notes") if notes else "") + _removed(info)
    head = text_tag("h2", "What is known of it")
    return tag("section", head + content + removing(info.id), class_="image-known")


def _removed(info: ImageInfo) -> str:
    if not info.removed:
        return text_tag("p", "Nothing had to be removed from the file.", class_="note")
    names = text_tag("p", ", ".join(info.removed), class_="note")
    words = f"Removed when it came in: {counted(len(info.removed), 'kind')} of details"
    return tag("details", text_tag("summary", words) + names)
