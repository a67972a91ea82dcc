"""The parts of the encounter page that change, each as HTML by the name of its place."""

from typing import Any

from assistant.case.bedside.view import View
from ui.web.cases import board, chart, talk
from ui.web.cases.words import ROLE_WORDS, minutes
from ui.web.markup import badge, escape, join, path, tag, text_tag, void

NOTHING_COMMITTED = "This encounter ended without a diagnosis."


def parts(view: View) -> dict[str, str]:
    """What stands in each place of the page for this view."""
    return {
        "status": _status(view),
        "banner": _banner(view),
        "seats": _seats(view),
        "transcript": talk.transcript(view),
        "question": _question(view),
        "findings": chart.findings(view),
        "results": chart.results(view),
        "treatments": chart.treatments(view),
        "problem": board.problem(view),
        "board": board.board(view),
        "committed": _committed(view),
    }


def message(view: View) -> dict[str, Any]:
    """The view as the page's script takes it."""
    return {
        "ordinal": view.ordinal,
        "phase": view.phase,
        "left_s": view.clock.left_s if view.clock else None,
        "runs": bool(view.clock and view.clock.is_running),
        "counts": chart.unread(view),
        "parts": parts(view),
    }


def _status(view: View) -> str:
    now = tag("span", "Case time " + text_tag("strong", minutes(view.minute)), class_="case-time")
    return now + _station(view) + chart.pending(view) + _pausing(view)


def _station(view: View) -> str:
    if view.clock is None:
        return ""
    left = f"{view.clock.left_s // 60}:{view.clock.left_s % 60:02d}"
    return tag(
        "span", "Station " + text_tag("strong", left, id="station-left") + " left", class_="station-clock"
    )


def _pausing(view: View) -> str:
    if view.phase == "paused":
        return text_tag("button", "Resume", type="button", class_="action", data_act="resume")
    may = view.phase == "open" and (view.clock is None or view.clock.pauses_left > 0)
    return text_tag("button", "Pause", type="button", class_="action", data_act="pause") if may else ""


def _banner(view: View) -> str:
    if view.phase == "paused":
        return text_tag("p", "Paused: the clock stands. Resume to go on.", class_="notice", role="status")
    if view.phase == "open":
        return ""
    words = "You have committed." if view.phase == "committed" else talk.ENDED[view.ended_why or "finished"]
    links = [
        text_tag(
            "a", "See the debrief", href=path("encounter", view.encounter, "debrief"), class_="primary-link"
        )
    ]
    if view.circuit is not None:
        links.append(
            text_tag("a", "Back to the circuit", href=path("circuit", view.circuit), class_="primary-link")
        )
    return tag("div", tag("p", escape(words) + " " + " · ".join(links)), class_="notice", role="status")


def _seats(view: View) -> str:
    if view.code is None:
        return ""
    people = join(
        tag("li", _seat(one.name, ROLE_WORDS[one.role] if one.role else "", is_you=one.is_you))
        for one in view.seats
    )
    code = tag(
        "p",
        "Others join on the page Cases with the code " + text_tag("strong", view.code, class_="code") + ".",
    )
    return code + tag("ul", people, class_="seats")


def _seat(name: str, does: str, *, is_you: bool) -> str:
    words = f"{name} (you)" if is_you else name
    return escape(words) + (" " + badge(does) if does else "")


def _question(view: View) -> str:
    if view.question is None or view.phase != "open":
        return ""
    asked = tag(
        "label",
        text_tag("span", "The tutor asks", class_="speaker") + text_tag("span", view.question.text),
        for_="answer",
    )
    area = tag("textarea", "", id="answer", name="text", rows=2, maxlength=2000, data_draft="answer")
    buttons = text_tag("button", "Answer", type="submit", class_="action") + " "
    buttons += text_tag("button", "Pass", type="submit", class_="action", value="pass", formnovalidate=True)
    prompt = void("input", type="hidden", name="prompt", value=view.question.prompt)
    return tag(
        "form",
        asked + area + prompt + tag("div", buttons, class_="actions"),
        class_="tutor",
        data_form="answer",
    )


def _committed(view: View) -> str:
    if view.committed is None:
        return text_tag("p", NOTHING_COMMITTED, class_="note") if view.phase == "ended" else ""
    plan = (
        tag("ol", join(text_tag("li", line) for line in view.committed.plan)) if view.committed.plan else ""
    )
    lead = tag("p", "You committed to " + text_tag("strong", view.committed.diagnosis) + ".")
    return lead + plan
