"""A picture with what was pointed at or boxed, and the regions of the item, once the answer counts."""

from collections.abc import Iterable

from assistant.quiz.types import Boxed, Pointed
from assistant.quiz.view import Explained
from ui.web.markup import join, tag, text_tag
from ui.web.quiz.answering import cross_at


def drawn_places(image: str, place: Pointed | Boxed | None, regions: Iterable[Explained]) -> str:
    """The picture with the right regions, the one that was meant, and what was answered drawn over it."""
    shown = [one for one in regions if one.box is not None]
    drawing = join((*(_region(one) for one in shown if one.correct or one.chosen), _own(place)))
    cross = tag("span", "", class_="cross", style=cross_at(place)) if isinstance(place, Pointed) else ""
    marks = tag(
        "svg",
        drawing,
        viewBox="0 0 1 1",
        preserveAspectRatio="none",
        class_="spots",
        role="img",
        aria_label=_words(place, shown),
    )
    return tag("div", image + marks + cross, class_="target pointed") + text_tag(
        "p", _legend(shown), class_="note"
    )


def _region(one: Explained) -> str:
    return _box(one.box, "spot-right" if one.correct else "spot-wrong") if one.box else ""


def _own(place: Pointed | Boxed | None) -> str:
    if not isinstance(place, Boxed):
        return ""
    return _box((place.left, place.top, place.right, place.bottom), "spot-own")


def _box(edges: tuple[float, float, float, float], kind: str) -> str:
    left, top, right, bottom = edges
    size = {"width": f"{right - left:.4f}", "height": f"{bottom - top:.4f}"}
    return tag("rect", "", x=f"{left:.4f}", y=f"{top:.4f}", class_=kind, **size)


def _words(place: Pointed | Boxed | None, shown: Iterable[Explained]) -> str:
    """What the drawing shows, for who cannot see it."""
    told = [f"{one.text}: {_where(one.box)}" for one in shown if one.correct and one.box]
    match place:
        case Boxed():
            told.append(f"Your box: {_where((place.left, place.top, place.right, place.bottom))}")
        case Pointed():
            told.append(f"Your point: {place.x:.0%} from the left, {place.y:.0%} from the top")
    return ". ".join(told)


def _where(box: tuple[float, float, float, float]) -> str:
    left, top, right, bottom = box
    return f"{left:.0%} to {right:.0%} from the left, {top:.0%} to {bottom:.0%} from the top"


def _legend(shown: Iterable[Explained]) -> str:
    right = ", ".join(one.text for one in shown if one.correct)
    return f"Outlined: {right}. Dashed or ringed: your answer."
