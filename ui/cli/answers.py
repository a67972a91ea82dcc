"""An answer on a terminal or in a pipe, whole or while it is written."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby, takewhile
from typing import TYPE_CHECKING

from retrieval.errors import PreceptorError
from ui.cli.screen import plain, table

if TYPE_CHECKING:
    from rich.console import Console

    from assistant.types import Abstention, Answer, Statement
    from ui.web.references import Numbers

# Enough of a passage to see whether it fits.
OPENING_CHARS = 300
FIRST_SOURCES = 3


def print_growing(screen: "Console", snapshots: "Iterable[Answer]") -> "Answer":
    """Prints an answer while it is written, each sentence once it is checked; gives the whole answer."""
    from ui.web.references import numbered

    answer, printed = None, 0
    with _pending(screen) as show:
        for snapshot in snapshots:
            if answer is None:
                _print_head(screen, snapshot)
            if snapshot.mode == "write":
                if answer is None:
                    _print_evidence(screen, snapshot)
                checked = _checked(snapshot, printed)
                show(" ".join(one.text for one in snapshot.statements[printed + len(checked) :]))
                _print_statements(screen, checked, numbered(snapshot))
                printed += len(checked)
            answer = snapshot
    if answer is None:
        raise PreceptorError("There was no answer.", "Ask again.")
    if answer.mode != "write":
        _print_quotes(screen, answer, instead=printed > 0)
    _print_tail(screen, answer)
    return answer


def _print_quotes(screen: "Console", answer: "Answer", *, instead: bool) -> None:
    from ui.web.references import numbered

    if instead:
        screen.print("\nThe sentences above do not count.")
    if answer.fallback:
        screen.print(f"{plain(answer.fallback)}\n", style="bold")
    if answer.abstained:
        _print_abstention(screen, answer.abstained)
    _print_statements(screen, answer.statements, numbered(answer))


def _print_head(screen: "Console", answer: "Answer") -> None:
    for notice in answer.notices:
        screen.print(plain(notice.text), style="bold")
        if notice.instead:
            screen.print(f"It would read: {plain(notice.instead)}")
        screen.print()
    if answer.standalone != answer.question:
        screen.print(f"Understood as: {plain(answer.standalone)}\n")
    for note in answer.notes:
        screen.print(plain(note))


def _print_evidence(screen: "Console", answer: "Answer") -> None:
    from assistant.cited import reference
    from ui.web.markup import counted

    screen.print(f"Evidence: {counted(len(answer.evidence), 'passage')}, best first", style="dim")
    best = dict.fromkeys(reference(citation) for citation in answer.evidence)
    for line in list(best)[:FIRST_SOURCES]:
        screen.print(f"  {plain(line)}", style="dim")
    screen.print()


def _checked(answer: "Answer", printed: int) -> "list[Statement]":
    """The next statements whose check is done, in order."""
    from assistant.types import CHECKING

    return list(takewhile(lambda one: one.reason != CHECKING, answer.statements[printed:]))


@contextmanager
def _pending(screen: "Console") -> Iterator[Callable[[str], None]]:
    """Shows, at a terminal only, what is being checked below what is printed."""
    if not screen.is_terminal:
        yield lambda words: None
        return
    from rich.live import Live
    from rich.text import Text

    from assistant.types import CHECKING

    with Live(Text(), console=screen, transient=True, auto_refresh=False) as live:
        yield lambda words: live.update(
            Text(f"{plain(words)} ({CHECKING})" if words else "", style="dim"), refresh=True
        )


def _print_tail(screen: "Console", answer: "Answer") -> None:
    from assistant.cited import reference
    from ui.looks import look_lines
    from ui.web.making import author, made, tally
    from ui.web.references import numbered

    numbers = numbered(answer)
    for conflict in answer.conflicts:
        screen.print(f"\nSources disagree: {plain(conflict.about)}")
        _print_statements(screen, conflict.statements, numbers)
    if numbers:
        screen.print()
    for number, citation in numbers.values():
        screen.print(f"[{number}] {plain(reference(citation))}", style="dim")
    if answer.look:
        screen.print("\nThe picture", style="bold")
        for line in look_lines(answer.look):
            screen.print(plain(line))
    if answer.written and answer.mode == "write":
        screen.print(f"\nWritten by {plain(author(answer))}: {tally(answer)}.", style="dim")
        screen.print(plain("; ".join(made(answer, answer.written))), style="dim")


def _print_statements(screen: "Console", statements: "Sequence[Statement]", numbers: "Numbers") -> None:
    from rich.text import Text

    for heads, group in groupby(statements, key=lambda statement: tuple(head for head, _ in statement.cells)):
        if heads:
            _print_rows(screen, heads, list(group), numbers)
        else:
            for statement in group:
                style = "" if statement.verdict == "supported" else "strike"
                marks = f" {_marks(statement, numbers)}"
                screen.print(Text.assemble((plain(statement.text), style), marks))


def _print_rows(
    screen: "Console", heads: tuple[str, ...], rows: "Sequence[Statement]", numbers: "Numbers"
) -> None:
    shown = table(*(plain(head) for head in heads), "")
    for row in rows:
        shown.add_row(*(plain(value) for _, value in row.cells), _marks(row, numbers))
    screen.print(shown)


def _marks(statement: "Statement", numbers: "Numbers") -> str:
    from ui.web.references import chip_numbers

    marks = "".join(f"[{number}]" for number in chip_numbers(statement, numbers))
    if statement.verdict == "supported":
        return marks
    return plain(f"{marks} ({statement.verdict}: {statement.reason})")


def _print_abstention(screen: "Console", abstained: "Abstention") -> None:
    from assistant.cited import reference

    screen.print(f"No answer: {plain(abstained.reason)}")
    if abstained.nearest:
        screen.print("\nNearest passages:")
    for citation in abstained.nearest:
        screen.print(f"  {plain(reference(citation))}", style="dim")
        screen.print(f"  {plain(opening(citation.quote))}")
    if abstained.covers:
        screen.print(f"\nThis library covers: {plain(', '.join(abstained.covers))}")


def opening(text: str) -> str:
    """The beginning of a passage, on one line."""
    flat = " ".join(text.split())
    return flat if len(flat) <= OPENING_CHARS else flat[:OPENING_CHARS].rsplit(" ", 1)[0] + " ..."
