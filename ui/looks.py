"""What became of a picture, in words that are the same at every door."""

from collections.abc import Iterator

from assistant.answer.look import LOOKING
from assistant.image.types import Window
from assistant.types import Look

HEADING = "The picture"
LABEL = "What {} says it sees. Nobody has checked it."


def seen_as(look: Look) -> str | None:
    """Which frame the picture is and in which window its values are shown; None for the usual only one."""
    told = [f"frame {look.frame + 1} of {look.frames}"] if look.frames > 1 else []
    if look.window:
        told.append(f"window {window_words(look.window)}")
    return f"Looked at: {', '.join(told)}." if told else None


def window_words(window: Window) -> str:
    """A window by its name with centre and width."""
    return f"{window.name} ({window.centre:g} / {window.width:g})"


def why_silent(look: Look) -> str:
    """Why there is no description, or none yet."""
    if look.fault is None or look.fault == LOOKING:
        return look.fault or look.gate.why
    return f"The picture is not described. {look.fault}"


def look_lines(look: Look) -> Iterator[str]:
    """The lines on a picture: which it was and what was not checked, then the description, or why none."""
    if which := seen_as(look):
        yield which
    if not look.sentences:
        yield why_silent(look)
        return
    yield look.gate.why
    if look.gate.unchecked:
        yield f"Not checked: {'; '.join(look.gate.unchecked)}."
    yield LABEL.format(look.model)
    yield " ".join(look.sentences)
    yield from places(look)


def places(look: Look) -> Iterator[str]:
    """Where the model says that findings lie, or why it says nothing of that."""
    for mark in look.layer.marks if look.layer else ():
        if mark.shape == "box":
            across, down = round(50 * (mark.left + mark.right)), round(50 * (mark.top + mark.bottom))
            yield f"{mark.label or 'A finding'}: around {across}% from the left and {down}% from the top."
    if look.dropped:
        number = "One place" if look.dropped == 1 else f"{look.dropped} places"
        yield f"{number} that the model named lay outside of the picture, or were too many, and are left out."
    if look.unplaced:
        yield f"No places are shown: {look.unplaced}"
