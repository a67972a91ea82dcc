"""How the student reasoned: the diagnosis, the list against the one expected, the problem in a sentence."""

from assistant.case.debriefing.debriefed import BoardLine, Debrief, Expected
from assistant.case.grading.diagnosis import Grade
from ui.web.cases.debriefing import Debriefed
from ui.web.cases.marks import links
from ui.web.cases.words import capital
from ui.web.markup import badge, escape, join, tag, text_tag

VERDICTS = {"correct": "correct", "partly": "partly right", "wrong": "not right", None: "could not be graded"}
NOT_COMMITTED = "You did not commit to a diagnosis."
NO_LIST = "You put up no list."
YOURS = "Yours"


def outcome(debrief: Debrief) -> str:
    """What was committed to, how it was graded and why, and what it was."""
    was = tag("p", escape("The case: ") + text_tag("strong", capital(debrief.diagnosis)) + ".")
    if debrief.committed is None or debrief.grade is None:
        return text_tag("p", NOT_COMMITTED) + was
    verdict = badge(
        VERDICTS[debrief.grade.verdict], "plain" if debrief.grade.verdict == "correct" else "caution"
    )
    yours = tag("p", escape("You committed to ") + text_tag("strong", debrief.committed) + ": " + verdict)
    return yours + text_tag("p", debrief.grade.reason, class_="note") + was


def differential(shown: Debriefed) -> str:
    """The candidates that belong on the list, with the student's rank of each, then the student's list."""
    found = shown.debrief.differential
    heads = join(
        text_tag("th", head, scope="col") for head in ("Belongs on the list", YOURS, "For and against")
    )
    rows = join(tag("tr", _expected(shown, one)) for one in found.expected)
    table = tag("table", tag("thead", tag("tr", heads)) + tag("tbody", rows))
    missing = ""
    if found.missing_must_not_miss:
        words = "Not on your list, and must not be missed: "
        missing = tag(
            "p",
            escape(words) + text_tag("strong", ", ".join(map(capital, found.missing_must_not_miss))) + ".",
            class_="problem",
        )
    return (
        missing
        + (tag("div", table, class_="table stacked") if found.expected else "")
        + _board(shown.debrief)
    )


def problem(debrief: Debrief) -> str:
    """The student's sentence beside that of the case."""
    yours = debrief.problem or "You wrote none."
    sides = _side("Yours", yours) + (
        _side("For comparison", debrief.problem_expected) if debrief.problem_expected else ""
    )
    return tag("div", sides, class_="sides")


def _side(title: str, words: str) -> str:
    return tag("div", text_tag("h3", title) + text_tag("p", words), class_="side")


def _expected(shown: Debriefed, one: Expected) -> str:
    mark = " " + badge("must not be missed", "caution") if one.must_not_miss else ""
    why = text_tag("p", one.why, class_="note") if one.why else ""
    name = tag("th", escape(capital(one.candidate)) + mark + why, scope="row")
    return (
        name
        + text_tag("td", _rank(one), class_="rank", data_head=YOURS)
        + tag("td", _evidence(shown, one) + links(one.links))
    )


def _rank(one: Expected) -> str:
    if one.rank is not None:
        return f"number {one.rank}"
    return "nearly" if one.nearly else "not named"


def _evidence(shown: Debriefed, one: Expected) -> str:
    parts = (("For: ", one.speaks_for), ("Against: ", one.speaks_against))
    lines = [
        tag("p", text_tag("small", word) + escape("; ".join(map(shown.named, ids))))
        for word, ids in parts
        if ids
    ]
    return join(lines)


def _board(debrief: Debrief) -> str:
    found = debrief.differential
    if not found.board:
        return text_tag("p", NO_LIST, class_="note")
    items = join(tag("li", _line(one)) for one in found.board)
    return text_tag("h3", "Your list") + tag("ol", items) + _course(found.ranks)


def _line(one: BoardLine) -> str:
    named = escape(f" — {_named(one)}")
    return text_tag("strong", one.text) + named


def _named(one: BoardLine) -> str:
    if one.candidate is not None:
        return one.candidate if one.grade.verdict == "correct" else f"partly {one.candidate}"
    return _ungraded(one.grade) if one.grade.verdict is None else "none of those expected"


def _ungraded(grade: Grade) -> str:
    return f"could not be graded: {grade.reason}"


def _course(ranks: tuple[int | None, ...]) -> str:
    """Where the diagnosis stood on each list in turn."""
    if len(ranks) < 2:
        return ""
    words = ", ".join("not on it" if rank is None else str(rank) for rank in ranks)
    return text_tag("p", f"The diagnosis on your lists, one after the other: {words}.", class_="note")
