"""Plans in free text read as the steps of a case."""

import pytest

from assistant.case.grading.management import managed, planned, read_plan
from assistant.case.state import fold
from curricula.cases.types import Case, Step
from tests.assistant.case.encounter import ordered, small_case, waited

STEPS = (
    Step(id="oxygen", text="Oxygen", accepts=("oxygen", "O2", "nasal specs"), within=20),
    Step(
        id="heparin",
        text="Low molecular weight heparin at once",
        accepts=("LMWH", "enoxaparin 1 mg/kg"),
        within=60,
    ),
    Step(id="tablets", text="Tablets later", accepts=("apixaban 10 mg", "DOAC"), after=("heparin",)),
    Step(id="no-flight", text="No flight on Friday", accepts=("do not fly", "no flying")),
    Step(
        id="lysis",
        text="Thrombolysis",
        accepts=("thrombolysis", "alteplase"),
        contraindicated=True,
        why="Bleeds.",
    ),
    Step(
        id="home",
        text="Home today",
        accepts=("discharge home", "send home on apixaban"),
        contraindicated=True,
    ),
)
CASE: Case = small_case(steps=STEPS, timeline=())


def steps(line: str) -> set[str]:
    return set(read_plan([line], CASE)[0].steps)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("give oxygen 2 L via nasal cannula", {"oxygen"}),
        ("nasal specs", {"oxygen"}),
        ("enoxaparin 90mg sc bd", {"heparin"}),
        ("enoxiparin", {"heparin"}),
        ("low molecular weight heparin", {"heparin"}),
        ("LMWH then DOAC", {"heparin", "tablets"}),
        ("oxygen, apixaban 10mg bd", {"oxygen", "tablets"}),
        ("Apixaban", {"tablets"}),
        ("do not fly on Friday", {"no-flight"}),
        ("alteplase 100 mg", {"lysis"}),
        ("send him home on apixaban", {"home"}),
    ],
)
def test_a_line_names_its_steps_whatever_the_dose(line: str, expected: set[str]) -> None:
    assert steps(line) == expected


@pytest.mark.parametrize(
    "line", ["no thrombolysis", "avoid alteplase", "don't give alteplase", "hold thrombolysis"]
)
def test_what_is_ruled_out_is_not_ordered(line: str) -> None:
    read = read_plan([line], CASE)[0]
    assert (read.steps, read.ruled_out) == ((), ("lysis",))


def test_a_denial_reaches_no_further_than_its_clause() -> None:
    read = read_plan(["no thrombolysis, oxygen"], CASE)[0]
    assert (read.steps, read.ruled_out) == (("oxygen",), ("lysis",))


@pytest.mark.parametrize(
    ("line", "denied"),
    [
        ("avoid alteplase and LMWH", {"lysis", "heparin"}),
        ("won't give alteplase or apixaban", {"lysis", "tablets"}),
        ("oxygen rather than LMWH", {"heparin"}),
        ("thrombolysis contraindicated", {"lysis"}),
    ],
)
def test_a_denial_reaches_over_its_list(line: str, denied: set[str]) -> None:
    read = read_plan([line], CASE)[0]
    assert set(read.ruled_out) == denied
    assert denied.isdisjoint(read.steps)


def test_what_may_be_meant_either_way_is_neither_ordered_nor_ruled_out() -> None:
    read = read_plan(["hold apixaban, oxygen"], CASE)[0]
    assert (read.steps, read.ruled_out, read.unsure) == ((), ("tablets",), ("oxygen",))


@pytest.mark.parametrize("line", ["", "chase the bloods", "fly home", "heparinoid cream"])
def test_a_line_that_names_no_step_is_not_marked(line: str) -> None:
    assert not read_plan([line], CASE)[0].is_marked


def test_a_step_done_in_time_and_order_is_told_from_one_that_was_not() -> None:
    events = [waited(30), ordered(steps=["oxygen"], number=1), ordered(steps=["tablets"], number=2)]
    events.append(ordered(steps=["heparin"], number=3))
    by_id = {one.step: one for one in managed(CASE, fold(CASE, events), ())}
    assert by_id["oxygen"].in_time is False
    assert by_id["heparin"].in_time is True
    assert by_id["tablets"].in_order is False
    assert by_id["oxygen"].in_order is None


def test_a_planned_step_has_an_order_but_no_time() -> None:
    plan = read_plan(["LMWH", "apixaban"], CASE)
    by_id = {one.step: one for one in managed(CASE, fold(CASE, []), plan)}
    assert (by_id["heparin"].done_at, by_id["heparin"].in_time) == (None, None)
    assert by_id["tablets"].in_order is True
    late = {one.step: one for one in managed(CASE, fold(CASE, []), read_plan(["apixaban", "LMWH"], CASE))}
    assert late["tablets"].in_order is False


def test_whether_a_step_came_after_one_that_may_have_been_planned_is_not_known() -> None:
    def order_of(*lines: str) -> bool | None:
        plan = read_plan(lines, CASE)
        return next(one for one in managed(CASE, fold(CASE, []), plan) if one.step == "tablets").in_order

    assert order_of("hold oxygen, LMWH", "apixaban") is None
    assert order_of("apixaban", "hold oxygen, LMWH") is False


def test_what_another_line_orders_or_rules_out_is_not_unsure() -> None:
    assert set(planned(read_plan(["hold apixaban, oxygen"], CASE)).unsure) == {"oxygen"}
    ordered_too = planned(read_plan(["hold apixaban, oxygen", "give oxygen"], CASE))
    assert (set(ordered_too.ordered), set(ordered_too.unsure)) == ({"oxygen"}, set())
    assert not planned(read_plan(["hold apixaban, oxygen", "no oxygen"], CASE)).unsure
