"""What has been found, measured and given: findings, results with flags and ranges, treatment."""

from collections.abc import Sequence

from assistant.case.bedside.view import FindingShown, Measured, Picture, ResultShown, Turn, View
from ui.web.cases.plot import plot
from ui.web.cases.words import figure, minutes, unit
from ui.web.images.viewer import asked_viewer
from ui.web.markup import badge, escape, join, path, tag, text_tag

NO_FINDINGS = "Nothing examined yet. Type a manoeuvre or a region: “blood pressure”, “listen to the chest”."
NO_RESULTS = "No test ordered yet. Results appear here when they are ready, with what is out of range marked."
NO_TREATMENT = (
    "Nothing given yet. Order in your own words, with dose and route as you would: “aspirin 300 mg”."
)
HELD = "This result is kept until you have committed to a diagnosis."

FLAGS = {"high": "▲ high", "low": "▼ low"}


def findings(view: View) -> str:
    """What was found, newest first."""
    return _listed([_finding(view.encounter, one) for one in view.findings], "finding", NO_FINDINGS)


def results(view: View) -> str:
    """The tests ordered, newest first; of one that is awaited only its name and when it comes."""
    shown = [_result(view, one) for one in view.results]
    return _listed(shown, "result", NO_RESULTS)


def treatments(view: View) -> str:
    """What was given or done, newest first, with what came of it."""
    given = [turn for turn in view.transcript if turn.kind == "ordered" and turn.of == "treatment"]
    return _listed([_treatment(turn) for turn in given], "treatment", NO_TREATMENT)


def _listed(parts: Sequence[str], of: str, empty: str) -> str:
    if not parts:
        return text_tag("p", empty, class_="empty")
    items = [tag("li", part, id=f"{of}-{number}") for number, part in enumerate(parts)]
    return tag("ol", join(reversed(items)), class_="chart", data_keyed=True)


def _head(name: str, when: str, extra: str = "") -> str:
    return tag("h4", escape(name) + " " + text_tag("small", when) + extra)


def _finding(encounter: str, one: FindingShown) -> str:
    words = text_tag("p", one.finding)
    return _head(one.name, f"at {minutes(one.minute)}") + words + _picture(encounter, one.picture)


def _treatment(turn: Turn) -> str:
    return _head(turn.text, f"at {minutes(turn.minute)}") + text_tag("p", turn.reply, class_="note")


def _result(view: View, one: ResultShown) -> str:
    when = f"ordered at {minutes(one.ordered)}"
    if one.status == "after_commitment":
        return _head(one.name, when) + text_tag("p", HELD, class_="note")
    if one.status == "pending":
        return _head(one.name, when) + _awaited(one.due, view.minute)
    words = text_tag("p", one.text) if one.text else ""
    drawn = plot(one.series) if one.series else ""
    picture = _picture(view.encounter, one.picture)
    return _head(one.name, when) + _readings(one.readings) + words + drawn + picture


def _awaited(due: int | None, now: int) -> str:
    if due is None:
        return text_tag("p", "Awaited.", class_="note awaited")
    words = f"Ready at {minutes(due)}, in {minutes(max(0, due - now))}."
    return text_tag("p", words, class_="note awaited")


def _readings(readings: Sequence[Measured]) -> str:
    if not readings:
        return ""
    heads = text_tag("th", "", scope="col") + text_tag("th", "Value", scope="col", class_="number")
    heads += join(text_tag("th", head, scope="col") for head in ("Unit", "Reference"))
    body = join(_row(one) for one in readings)
    return tag(
        "div", tag("table", tag("thead", tag("tr", heads)) + tag("tbody", body)), class_="table readings"
    )


def _row(one: Measured) -> str:
    value = escape(one.value if isinstance(one.value, str) else figure(one.value))
    flag = text_tag("span", FLAGS[one.flag], class_="flag") + " " if one.flag else ""
    cells = text_tag("th", one.name, scope="row")
    cells += tag("td", flag + value, class_=None if isinstance(one.value, str) else "number")
    cells += text_tag("td", unit(one.unit)) + text_tag("td", reference(one.low, one.high), class_="range")
    return tag("tr", cells, class_="out" if one.flag else None)


def reference(low: float | None, high: float | None) -> str:
    """A reference range in words; empty where there is none."""
    if low is not None and high is not None:
        return f"{figure(low)}–{figure(high)}"
    if high is not None:
        return f"up to {figure(high)}"
    return f"from {figure(low)}" if low is not None else ""


def _picture(encounter: str, picture: Picture | None) -> str:
    if picture is None:
        return ""
    address = path("encounter", encounter, "picture", picture.key)
    words = ". ".join(part for part in (picture.caption, picture.licence or "") if part)
    alone = text_tag("a", "Open alone", href=address, target="_blank", class_="action")
    return asked_viewer(address, picture.alt, caption=words, below=alone, name=picture.key)


def unread(view: View) -> dict[str, int]:
    """How many entries each list holds, for the marks on the tabs; awaited results do not count."""
    ready = sum(one.status == "ready" for one in view.results)
    return {"examination": len(view.findings), "tests": ready}


def pending(view: View) -> str:
    """How many results are awaited and when the next one comes; empty where none is."""
    count = sum(one.status == "pending" for one in view.results)
    if not count or view.next_result is None:
        return ""
    words = f"{count} awaited" if count > 1 else "1 result awaited"
    return badge(f"{words}, next in {minutes(max(0, view.next_result))}")
