"""A debrief in a terminal: what it came to, line by line, with the student's own words."""

from typing import TYPE_CHECKING

from assistant.case.debriefing.debriefed import Debrief, LineMark, Status
from assistant.case.opined import Likeness, Opinion, Remark
from ui.cli.screen import plain, table
from ui.web.cases.words import unchecked

if TYPE_CHECKING:
    from rich.console import Console

MARKS: dict[Status, str] = {
    "done": "+",
    "missed": "-",
    "avoided": "+",
    "harmed": "!",
    "ungraded": "?",
}
LIKENESS: dict[Likeness, str] = {
    "same": "the same as {}",
    "different": "something else than what the case names",
    "cannot_say": "it cannot say",
}
MEANING = "+ done or avoided, - missed, ! done though harmful, ? not graded, counted nowhere"


def print_debrief(screen: "Console", found: Debrief) -> None:
    """The diagnosis, the points of each domain with their lines, and what to read."""
    screen.print("\nDebrief", style="bold")
    screen.print(plain(f"Diagnosis: {found.diagnosis}. {_commitment(found)}"))
    for domain in found.domains:
        left = f", {domain.ungraded} not graded" if domain.ungraded else ""
        points = f"{domain.points:g} of {domain.out_of:g}" if domain.out_of else "nothing graded"
        screen.print(f"\n{domain.domain.capitalize()}: {points}{left}", style="bold")
        for line in (one for one in found.lines if one.domain == domain.domain):
            _print_line(screen, line)
    screen.print(f"\n{MEANING}", style="dim")
    _print_bill(screen, found)
    for note in unchecked(found):
        screen.print(plain(note), style="dim")
    for words in found.differential.missing_must_not_miss:
        screen.print(plain(f"Not on your list, and not to be missed: {words}"))
    if found.problem_expected:
        screen.print(plain(f"The problem in a sentence: {found.problem_expected}"))
    for point in found.teaching:
        screen.print(plain(f"Learn: {point}"))


def print_opinion(screen: "Console", found: Opinion) -> None:
    """What a model thinks, set apart from what was marked."""
    label = f"Second opinion of {found.model}. It changes no points and nobody has checked it."
    screen.print(plain(f"\n{label}"), style="bold")
    for title, remarks in (("Went well", found.strengths), ("To do better", found.improvements)):
        for one in remarks:
            screen.print(plain(f"{title}: {one.text} [{_basis(one)}]"))
    for each in found.judged:
        words = LIKENESS[each.likeness].format(each.same_as)
        screen.print(plain(f"Not graded: {each.words}: {words}. {each.reason}"))
    if found.dropped:
        screen.print(
            plain(f"Left out, as it rests on nothing in the encounter: {found.dropped}"), style="dim"
        )
    if found.unseen:
        screen.print(plain(f"First turns that the model had no room for: {found.unseen}"), style="dim")


def _basis(one: Remark) -> str:
    return "; ".join(filter(None, (one.words, one.line)))


def _commitment(found: Debrief) -> str:
    if found.committed is None or found.grade is None:
        return "You did not commit to one."
    return f"You said: {found.committed} ({found.grade.verdict or 'not graded'}: {found.grade.reason})"


def _print_line(screen: "Console", line: LineMark) -> None:
    said = f" [{line.quotes[0].words}]" if line.quotes else ""
    screen.print(plain(f"{MARKS[line.status]} {line.text}{said}"))
    missed = line.why if line.status in ("missed", "harmed") else ""
    for why in filter(None, (line.reason, missed)):
        screen.print(plain(f"    {why}"), style="dim")
    for link in line.links:
        where = link.citation.title if link.citation else f"{link.reference.document} ({link.reason})"
        screen.print(plain(f"    Read: {where}: {link.reference.quote}"), style="dim")


def _print_bill(screen: "Console", found: Debrief) -> None:
    if not found.bill.orders:
        return
    shown = table("Test", "Times", "Cost", "Harm", "", right=("Times", "Cost"))
    for one in found.bill.orders:
        cost = "unknown" if one.cost is None else f"{one.cost:g}"
        row = (one.name, str(one.times), cost, one.harm or "", one.unneeded or "")
        shown.add_row(*map(plain, row))
    screen.print(shown)
