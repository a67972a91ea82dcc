"""The parts of a sitting's page that change, each as HTML by the name of its place."""

from typing import Any

from assistant.quiz.view import Spot, View
from ui.web.markup import attributes, counted, escape, join, path, tag, text_tag, void
from ui.web.quiz.doing import doing, key
from ui.web.quiz.item import item_part, spot_at
from ui.web.quiz.words import clock

FEW_LEFT_S = 60


def parts(view: View) -> dict[str, str]:
    """What stands in each place of the page for this view."""
    return {
        "status": _status(view),
        "progress": _progress(view),
        "item": item_part(view),
        "moves": _moves(view),
        "places": _places(view),
    }


def message(view: View) -> dict[str, Any]:
    """The view as the page's script takes it."""
    return {
        "events": view.events,
        "phase": view.phase,
        "at": view.at,
        "left": view.seconds_left,
        "runs": runs(view),
        "told": _told(view),
        "parts": parts(view),
    }


def runs(view: View) -> bool:
    """Whether a clock runs down."""
    return view.seconds_left is not None and view.phase == "open"


def last_place(view: View) -> int:
    """The highest place there is."""
    return max((spot.place for spot in view.places), default=-1)


def _told(view: View) -> str:
    """What a screen reader is told when one comes to the item."""
    if view.phase != "open" or view.item is None:
        return ""
    if view.item.feedback is not None:
        graded = view.item.feedback.graded
        return {True: "Right.", False: "Not right.", None: "Not marked."}[graded.correct]
    return _count(view)


def _status(view: View) -> str:
    left = ""
    if view.seconds_left is not None:
        near = " nearly" if view.seconds_left <= FEW_LEFT_S else ""
        time = text_tag("strong", clock(view.seconds_left), id="time-left")
        left = tag("span", time + " left", class_="clock" + near)
    return left + _pausing(view) + _ending(view)


def _pausing(view: View) -> str:
    if view.phase == "paused":
        return doing(view, "resume", text_tag("button", "Go on", type="submit", class_="primary"))
    if view.phase != "open" or not view.pauses_left:
        return ""
    return doing(view, "pause", text_tag("button", "Pause", type="submit", class_="action"))


def _ending(view: View) -> str:
    """The end of the sitting, asked for once more where questions are open."""
    if view.phase == "finished":
        return ""
    open_ones = sum(not spot.answered for spot in view.places)
    words = "End the exam" if view.mode == "exam" else "Finish"
    sure = counted(open_ones, "question") + (" has" if open_ones == 1 else " have") + " no answer."
    asks = view.mode == "exam"
    note = tag("span", escape(f"{sure} After this nothing can be changed. "), class_="note") if asks else ""
    button = text_tag("button", words, type="submit", class_="action danger" if asks else "action")
    form = doing(view, "finish", note + button)
    return (
        tag("details", text_tag("summary", words, class_="action") + form, class_="ending") if asks else form
    )


def _progress(view: View) -> str:
    done = sum(spot.answered for spot in view.places)
    bar = (
        f"<progress{attributes(max=view.total, value=done, aria_label='Answered')}></progress>"
        if view.total
        else ""
    )
    words = f"{done} of {view.total} answered" if view.total else f"{done} answered"
    return (
        tag("p", text_tag("span", _count(view), class_="count-now") + text_tag("span", words, class_="note"))
        + bar
    )


def _count(view: View) -> str:
    if view.at is None:
        return ""
    return f"Question {view.at + 1} of {view.total}" if view.total else f"Question {view.at + 1}"


def _moves(view: View) -> str:
    """Back, flag and on."""
    if view.phase != "open" or view.at is None:
        return ""
    content = escape("Previous") + key("P")
    back = tag("button", content, type="submit", class_="action", disabled=view.at == 0, data_key="p")
    before = doing(view, "move", back, place=max(0, view.at - 1))
    return tag("div", before + _flag(view) + _undo(view) + _next(view), class_="moves")


def _undo(view: View) -> str:
    """Takes back the last rating of a review."""
    if view.mode != "review" or not any(spot.answered for spot in view.places):
        return ""
    button = tag("button", escape("Undo") + key("U"), type="submit", class_="action", data_key="u")
    return doing(view, "undo", button)


def _flag(view: View) -> str:
    spot = spot_at(view)
    flagged = spot is not None and spot.flagged
    words = "Flagged" if flagged else "Flag"
    pressed = "true" if flagged else "false"
    content = escape(words) + key("F")
    button = tag("button", content, type="submit", class_="action flag", aria_pressed=pressed, data_key="f")
    wanted = void("input", type="hidden", name="on", value="false" if flagged else "true")
    return doing(view, "flag", wanted + button, place=view.at)


def _next(view: View) -> str:
    """On to the next one; in a study past the last answered one to a new item, or to the result."""
    others = [spot for spot in view.places if spot.place != view.at and not spot.answered]
    is_answered = (spot := spot_at(view)) is not None and spot.answered
    is_last = view.at == last_place(view)
    exam = view.mode == "exam"
    stuck = is_last and not (others if exam else is_answered)
    ends = not exam and is_last and view.total == len(view.places) and not others
    content = escape("See the result" if ends else "Next") + key("N")
    look = "primary" if is_answered and not exam else "action"
    button = tag("button", content, type="submit", class_=look, disabled=bool(stuck), data_key="n")
    return doing(view, "next", button, place=view.at)


def _places(view: View) -> str:
    items = join(tag("li", _place(view, spot)) for spot in view.places)
    return tag("ol", items, class_="places")


def _place(view: View, spot: Spot) -> str:
    here = spot.place == view.at
    state = "answered" if spot.answered else "not answered"
    told = {True: "right", False: "not right", None: state}[spot.correct]
    kind = {True: "right", False: "wrong", None: "answered" if spot.answered else "unanswered"}[spot.correct]
    words = f"Question {spot.place + 1}, {told}" + (", flagged" if spot.flagged else "")
    sign = {True: "✓", False: "✗", None: ""}[spot.correct]
    content = escape(str(spot.place + 1)) + tag("span", sign, class_="sign", aria_hidden="true")
    look = f"place place-{kind}" + (" place-flagged" if spot.flagged else "")
    values = {"class_": look, "aria_label": words, "aria_current": "step" if here else None}
    return doing(view, "move", tag("button", content, type="submit", **values), place=spot.place)


def sitting_url(view: View) -> str:
    """The address of the sitting."""
    return path("sitting", view.sitting)
