"""A picture that came with a question as HTML: the picture, the model's boxes on it, and what was said."""

from assistant.image.types import BoxMark, Window
from assistant.types import Answer, Look
from ui.looks import HEADING, LABEL, places, seen_as
from ui.web.markup import join, path, tag, text_tag, void

ALT = "The picture that you asked about"


def look_html(answer: Answer) -> str:
    """The part of an answer that is about its picture, empty where there is none."""
    look = answer.look
    if look is None:
        return ""
    head = text_tag("h3", HEADING)
    seen = seen_as(look)
    which = text_tag("p", seen, class_="note") if seen else ""
    said = _figure(look) + which + said_of_picture(look)
    return tag("section", head + said, class_="look", aria_label=HEADING)


def _figure(look: Look) -> str:
    """The picture, a link to the viewer, with the model's boxes on a layer that can be hidden."""
    if look.image is None:
        return ""
    source = frame_url(look.image, look.frame, look.window)
    picture = void("img", src=source, alt=ALT, loading="lazy")
    boxes = [mark for mark in look.layer.marks if mark.shape == "box"] if look.layer else []
    opened = tag(
        "a",
        picture + _drawn(boxes),
        href=path("image", look.image, frame=look.frame or None),
        class_="look-picture",
    )
    if not boxes:
        return tag("figure", opened)
    label = tag("label", void("input", type="checkbox", checked=True, class_="look-boxes") + "Model's boxes")
    return tag("figure", label + opened)


def frame_url(image: str, frame: int, window: Window | None) -> str:
    """The address of a frame of one's own image in that window."""
    shades = {"centre": f"{window.centre:g}", "width": f"{window.width:g}"} if window else {}
    return path("api", "images", image, "frame", f"{frame}.png", **shades)


def _drawn(boxes: list[BoxMark]) -> str:
    """The boxes over the picture, each in fractions of it; their labels are read out."""
    if not boxes:
        return ""
    shapes = join(
        tag(
            "rect",
            text_tag("title", box.label or "A finding"),
            x=f"{box.left:.4f}",
            y=f"{box.top:.4f}",
            width=f"{box.right - box.left:.4f}",
            height=f"{box.bottom - box.top:.4f}",
        )
        for box in boxes
    )
    return tag("svg", shapes, viewBox="0 0 1 1", preserveAspectRatio="none", role="img")


def said_of_picture(look: Look) -> str:
    """What the model says it sees under its label, or why there is no description."""
    if not look.sentences:
        words = (
            f"The picture is not described. {look.fault or look.gate.why}" if look.fault else look.gate.why
        )
        return text_tag("p", words, class_="note")
    unchecked = f" Not checked: {'; '.join(look.gate.unchecked)}." if look.gate.unchecked else ""
    return join(
        (
            text_tag("p", look.gate.why + unchecked, class_="note"),
            text_tag("p", LABEL.format(look.model), class_="look-label"),
            tag("blockquote", text_tag("p", " ".join(look.sentences))),
            join(text_tag("p", line, class_="note") for line in places(look)),
        )
    )
