"""The examiner's marking sheet, to be printed: blank for a case, or marked after a station."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from assistant.case.bedside.view import View
from assistant.case.debriefing.debriefed import Debrief, LineMark, Status
from curricula.cases.types import DOMAINS, Case, Line
from ui.web.markup import escape, join, tag, text_tag, void
from ui.web.shell import static_url

HEADS = ("To be done", "Seen", "Points", "Examiner")
WORDS: dict[Status, str] = {
    "done": "done",
    "missed": "not done",
    "avoided": "avoided",
    "harmed": "done, to be avoided",
    "ungraded": "for the examiner",
}


def blank_sheet(case: Case) -> str:
    """The sheet of a case before a station: for the examiner's eyes, not the student's."""
    rows = sorted(case.checklist, key=lambda line: DOMAINS.index(line.domain))
    body = join(
        _domain(domain, (_blank_row(line) for line in lines))
        for domain, lines in groupby(rows, key=lambda line: line.domain)
    )
    total = f"of {sum(line.weight for line in rows):g}"
    limit = f"{case.setting.minutes} minutes" if case.setting.minutes else "no time limit"
    facts = (_fill("Candidate"), _fill("Examiner"), _fill("Date"), escape(limit))
    return _page(case.title, case.setting.task, facts, _table(body, total))


def marked_sheet(view: View, debrief: Debrief, candidate: str) -> str:
    """The sheet after a station, with the points of the deterministic grader and room to overrule them."""
    rows = sorted(debrief.lines, key=lambda line: DOMAINS.index(line.domain))
    body = join(
        _domain(domain, (_marked_row(line) for line in lines))
        for domain, lines in groupby(rows, key=lambda line: line.domain)
    )
    facts = (
        f"Candidate: {escape(candidate)}",
        f"Begun: {view.started_at:%Y-%m-%d %H:%M} UTC",
        f"Committed to: {escape(debrief.committed or 'nothing')}",
        _fill("Examiner"),
    )
    return _page(view.card.title, view.card.task, facts, _table(body, _total(rows)))


def _page(title: str, task: str, facts: Sequence[str], table: str) -> str:
    look = void("link", rel="stylesheet", href=static_url("sheet.css"))
    head = void("meta", charset="utf-8") + text_tag("title", f"Marking sheet: {title}") + look
    top = text_tag("h1", title) + text_tag("p", task) + tag("p", "<br>".join(facts))
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{top}{table}</body></html>'


def _table(body: str, total: str) -> str:
    heads = join(text_tag("th", head, scope="col", class_=head.lower()) for head in HEADS)
    sums = text_tag("th", "Total", scope="row", colspan=2) + text_tag("td", total, class_="points")
    end = tag("tfoot", tag("tr", sums + "<td></td>"))
    return tag("table", tag("thead", tag("tr", heads)) + body + end)


def _domain(domain: str, rows: Iterable[str]) -> str:
    head = tag("tr", text_tag("th", domain.capitalize(), colspan=4, scope="rowgroup"))
    return tag("tbody", head + join(rows))


def _blank_row(line: Line) -> str:
    return _row(line.text, "", f"of {line.weight:g}")


def _marked_row(line: LineMark) -> str:
    said = "; ".join(f"“{quote.words}”" for quote in line.quotes[:2])
    seen = WORDS[line.status] + (f": {said}" if said else "")
    points = "" if line.points is None else f"{line.points:g} "
    return _row(line.text, seen, f"{points}of {line.weight:g}")


def _row(text: str, seen: str, points: str) -> str:
    cells = text_tag("td", text) + text_tag("td", seen) + text_tag("td", points, class_="points")
    return tag("tr", cells + "<td></td>")


def _total(lines: Sequence[LineMark]) -> str:
    graded = [line for line in lines if line.points is not None]
    points = sum(line.points or 0.0 for line in graded)
    left = len(lines) - len(graded)
    return f"{points:g} of {sum(line.weight for line in graded):g}" + (f", {left} not graded" if left else "")


def _fill(what: str) -> str:
    return f"{escape(what)}: " + tag("span", "&nbsp;", class_="fill")
