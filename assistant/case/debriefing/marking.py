"""Marks the lines of a checklist by what was told, found, ordered, done, said, listed and planned."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from assistant.case.debriefing.debriefed import Differential, DomainScore, LineMark, Link, Quote
from assistant.case.events import CaseEvent, Ordered, Reply, Said
from assistant.case.grading.management import Planned
from assistant.case.state import State, after
from assistant.references import Resolve
from curricula.cases.types import DOMAINS, Act, Case, Line
from curricula.types import Reference


class Trace(NamedTuple):
    """The student's words by the id of what they first brought: a fact, finding, test, step or act."""

    parts: Mapping[str, Quote]
    acts: Mapping[Act, Quote]


class Shown(NamedTuple):
    """All that a line can be marked by."""

    done: frozenset[str]
    acts: frozenset[Act]
    planned: Planned
    differential: Differential
    trace: Trace
    resolve: Resolve | None


def trace(case: Case, events: Iterable[CaseEvent]) -> Trace:
    """Whose words first brought what, at which minute."""
    parts: dict[str, Quote] = {}
    acts: dict[Act, Quote] = {}
    state = State()
    for event in events:
        state = after(case, state, event)
        if isinstance(event, Said | Ordered):
            quote = Quote(minute=state.minutes, words=event.text, brought=event.reply.text)
            for name in _brought(event.reply):
                parts.setdefault(name, quote)
            for act in event.reply.acts:
                acts.setdefault(act, quote)
    return Trace(parts, acts)


def mark(line: Line, shown: Shown) -> LineMark:
    """The line with its points: all or none, None where what was written could not be graded."""
    lost, earned = _brought_about(line.avoid, shown), _brought_about(line.any_of, shown)
    said = [act for act in line.acts if act in shown.acts]
    listed, ungraded = _listed(line, shown.differential)
    wants, has = bool(line.any_of or line.acts or line.candidates), bool(earned or said or listed)
    against = _doubt(line.avoid, shown)
    doubt = _doubt(line.any_of, shown) or ungraded
    if lost:
        return _marked(line, shown, "harmed", quotes=_quotes(lost, (), shown))
    if against and (has or not wants):
        return _marked(line, shown, "ungraded", reason=against)
    if has:
        return _marked(line, shown, "done", quotes=(*_quotes(earned, said, shown), *listed))
    if wants and doubt:
        return _marked(line, shown, "ungraded", reason=doubt)
    if wants:
        return _marked(line, shown, "missed")
    if line.avoid:
        return _marked(line, shown, "avoided")
    return _marked(line, shown, "ungraded", reason="Nothing in the case fulfils this line.")


def links(references: Iterable[Reference], resolve: Resolve | None) -> tuple[Link, ...]:
    """The references with their places; without a resolver none is looked up, and none is given."""
    if resolve is None:
        return ()
    found = [(reference, resolve(reference)) for reference in references]
    return tuple(
        Link(reference=reference, citation=place.citation, reason=place.reason) for reference, place in found
    )


def scores(lines: Sequence[LineMark]) -> tuple[DomainScore, ...]:
    """The points by domain, of the domains that the checklist has."""
    found = []
    for domain in DOMAINS:
        own = [line for line in lines if line.domain == domain]
        graded = [line for line in own if line.points is not None]
        if own:
            found.append(
                DomainScore(
                    domain=domain,
                    points=sum(line.points or 0 for line in graded),
                    out_of=sum(line.weight for line in graded),
                    ungraded=len(own) - len(graded),
                    lines=tuple(line.line for line in own),
                )
            )
    return tuple(found)


_EARNS = {"done": True, "avoided": True, "missed": False, "harmed": False}


def _marked(
    line: Line, shown: Shown, status: str, *, quotes: tuple[Quote, ...] = (), reason: str = ""
) -> LineMark:
    earns = _EARNS.get(status)
    return LineMark.model_validate(
        {
            "line": line.id,
            "domain": line.domain,
            "text": line.text,
            "status": status,
            "points": None if earns is None else line.weight * earns,
            "weight": line.weight,
            "why": line.why,
            "quotes": quotes,
            "reason": reason,
            "links": links(line.references, shown.resolve) if earns is False else (),
        }
    )


def _brought_about(names: Iterable[str], shown: Shown) -> list[str]:
    return [name for name in names if name in shown.done or name in shown.planned.ordered]


def _doubt(names: Iterable[str], shown: Shown) -> str:
    """Why nobody can say whether one of these is planned; empty where that is plain."""
    words = next((shown.planned.unsure[name] for name in names if name in shown.planned.unsure), None)
    return "" if words is None else f"“{words}” in the plan could be meant as ordered or as ruled out."


def _quotes(names: Iterable[str], acts: Iterable[Act], shown: Shown) -> tuple[Quote, ...]:
    """The words that brought it: those at the bedside, else those of the plan."""
    told = [
        shown.trace.parts.get(name) or Quote(minute=None, words=shown.planned.ordered[name])
        for name in names
        if name in shown.trace.parts or name in shown.planned.ordered
    ]
    return tuple(dict.fromkeys([*told, *(shown.trace.acts[act] for act in acts if act in shown.trace.acts)]))


def _listed(line: Line, differential: Differential) -> tuple[tuple[Quote, ...], str]:
    """The board's words that name a candidate of the line; else why that cannot be said."""
    wanted = {name.casefold() for name in line.candidates}
    named = [
        one
        for one in differential.board
        if one.candidate and one.candidate.casefold() in wanted and one.grade.verdict == "correct"
    ]
    if named or not wanted:
        return tuple(Quote(minute=None, words=one.text) for one in named), ""
    unread = [one.text for one in differential.board if one.grade.verdict is None]
    return (), f"“{unread[0]}” on the board was not graded." if unread else ""


def _brought(reply: Reply) -> tuple[str, ...]:
    return (*reply.facts, *reply.findings, *reply.tests, *reply.steps)
