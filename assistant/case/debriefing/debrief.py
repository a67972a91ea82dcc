"""The debrief: what was asked, missed and not needed, each point with the line and the words behind it."""

from collections import Counter
from collections.abc import Iterable, Sequence

from assistant.case.debriefing.board import Grader, differential
from assistant.case.debriefing.debriefed import Bill, Debrief, Flag, OrderMark
from assistant.case.debriefing.marking import Shown, Trace, links, mark, scores, trace
from assistant.case.events import CaseEvent, Ordered, Said
from assistant.case.grading.evidence import evidence_of
from assistant.case.grading.lexicon import Lexicon, shipped_lexicon
from assistant.case.grading.management import managed, planned, read_plan
from assistant.case.state import State, case_now, fold
from assistant.references import Resolve
from curricula.cases.types import Case, Investigation


def debrief(
    case: Case,
    events: Iterable[CaseEvent],
    *,
    table: Lexicon | None = None,
    resolve: Resolve | None = None,
) -> Debrief:
    """The debrief of these events: the same for the same events, whatever models are served.

    `resolve` finds the words of sources in the library; without it no links are given.
    """
    log = list(events)
    state = fold(case, log)
    table, evidence = table or shipped_lexicon(), evidence_of(case)
    committed = state.committed.diagnosis if state.committed else None
    plan = read_plan(state.committed.plan if state.committed else (), case)
    grader, traced = Grader(case, table, evidence), trace(case, log)
    listed = differential(grader, state.boards, committed, resolve)
    shown = Shown(state.done, state.acts, planned(plan), listed, traced, resolve)
    lines = tuple(mark(line, shown) for line in case.checklist)
    return Debrief(
        case=case.id,
        diagnosis=case.diagnosis.name,
        committed=committed,
        grade=None if committed is None else grader.committed(committed),
        minutes=state.minutes,
        domains=scores(lines),
        lines=lines,
        differential=listed,
        problem=state.problem,
        problem_expected=case.problem,
        bill=_bill(case, state, log),
        plan=plan,
        managed=managed(case, state, plan),
        acts=tuple(sorted(state.acts)),
        flags=_flags(case, traced, state),
        hints=_hints(state),
        unclear=state.unclear,
        teaching=case.teaching,
        links=links(case.references, resolve),
    )


def _bill(case: Case, state: State, log: Sequence[CaseEvent]) -> Bill:
    times = Counter(name for name, _ in state.orders)
    tests = {test.id: test for test in (*case.tests, *case_now(case, state).tests)}
    orders = tuple(_order(tests[name], count, case) for name, count in times.items())
    wanted = [words for event in log if isinstance(event, Said | Ordered) for words in event.reply.asked_for]
    return Bill(
        orders=orders,
        cost=sum(order.cost or 0 for order in orders),
        cost_unknown=sum(order.cost is None for order in orders),
        harms=tuple(f"{order.name}: {order.harm}" for order in orders if order.harm),
        harm_unknown=sum(order.harm is None for order in orders),
        not_available=tuple(dict.fromkeys(wanted)),
    )


def _order(test: Investigation, times: int, case: Case) -> OrderMark:
    return OrderMark(
        test=test.id,
        name=test.name,
        times=times,
        cost=None if test.cost is None else test.cost * times,
        harm=test.harm,
        unneeded=_unneeded(test.id, case),
    )


def _unneeded(test: str, case: Case) -> str | None:
    """Why the test was not needed: a line says so, or nothing in the case makes use of it."""
    against = next((line for line in case.checklist if test in line.avoid), None)
    if against is not None:
        return against.why or against.text
    asked = [name for line in case.checklist for name in line.any_of]
    telling = [name for one in case.differential for name in (*one.speaks_for, *one.speaks_against)]
    first = [name for step in case.steps for name in step.after]
    changing = [name for change in case.timeline for name in change.when]
    if test in {*asked, *telling, *first, *changing}:
        return None
    return "No line of the checklist asks for it, and it tells no candidate from another."


def _flags(case: Case, traced: Trace, state: State) -> tuple[Flag, ...]:
    return tuple(
        Flag(
            fact=fact.id,
            about=fact.about or fact.says,
            asked=fact.id in state.told,
            quotes=(traced.parts[fact.id],) if fact.id in traced.parts else (),
        )
        for fact in case_now(case, state).facts
        if fact.red_flag
    )


def _hints(state: State) -> dict[str, int]:
    return dict(Counter(hint.about for hint in state.hints))
