"""The debrief: every point has its line and the student's own words; what nobody can say stays unknown."""

from assistant.case.debriefing.debrief import debrief
from assistant.case.debriefing.debriefed import Debrief, LineMark
from assistant.case.events import CaseEvent, Hinted, Listed, Ranked
from assistant.references import Resolved
from curricula.cases.types import Candidate, Case, Diagnosis, Investigation, Line, Step
from curricula.types import Reference
from tests.assistant.case.encounter import NOW, PERICARDITIS, committed, ordered, said, small_case, waited

BOOK = Reference(document="The heart", quote="Pericarditis hurts less when leaning forward.")
EMBOLISM = Diagnosis(name="pulmonary embolism", also=("PE",))
LINES = (
    Line(id="asks-onset", domain="history", text="Asks when it began", any_of=("onset",), weight=2),
    Line(
        id="asks-relief",
        domain="history",
        text="Asks what eases it",
        any_of=("position",),
        references=(BOOK,),
    ),
    Line(id="listens", domain="examination", text="Listens to the heart", any_of=("rub",)),
    Line(id="treats", domain="management", text="Gives an NSAID", any_of=("nsaid",)),
    Line(id="no-scan", domain="stewardship", text="No scan", avoid=("scan",), why="It tells nothing here."),
    Line(id="names-it", domain="reasoning", text="Puts it on the list", candidates=("acute pericarditis",)),
    Line(id="kind", domain="communication", text="Shows empathy", acts=("empathy",)),
)


def case() -> Case:
    plain = small_case()
    return small_case(
        checklist=LINES,
        references=(),
        differential=(
            Candidate(diagnosis=PERICARDITIS, speaks_for=("position",)),
            Candidate(diagnosis=EMBOLISM, must_not_miss=True, references=(BOOK,)),
        ),
        tests=(
            *plain.tests,
            Investigation(id="scan", name="CT", text="Nothing.", cost=20, harm="8 mSv"),
            Investigation(id="film", name="Chest film", text="Clear.", cost=2),
        ),
        steps=(
            Step(id="nsaid", text="Ibuprofen", accepts=("an NSAID",), within=60),
            Step(id="lysis", text="Thrombolysis", contraindicated=True, why="He would bleed."),
        ),
    )


def board(*texts: str, number: int = 0) -> Listed:
    return Listed(id=f"b{number}", at=NOW, by="me", board=tuple(Ranked(text=text) for text in texts))


def played(*events: CaseEvent) -> Debrief:
    return debrief(case(), events)


def line(result: Debrief, name: str) -> LineMark:
    return next(one for one in result.lines if one.line == name)


def test_a_line_that_was_fulfilled_quotes_the_words_that_did_it() -> None:
    result = played(said("when did it start?", "onset"))
    done = line(result, "asks-onset")
    assert (done.status, done.points) == ("done", 2)
    assert [(quote.words, quote.minute) for quote in done.quotes] == [("when did it start?", 1)]


def test_a_missed_line_leads_to_its_source_and_a_fulfilled_one_does_not() -> None:
    def resolve(reference: Reference) -> Resolved:
        return Resolved(None, f"no {reference.document}")

    missed = line(debrief(case(), [], resolve=resolve), "asks-relief")
    assert (missed.status, missed.points) == ("missed", 0)
    assert [link.reason for link in missed.links] == ["no The heart"]
    told = debrief(case(), [said("better?", "position")], resolve=resolve)
    assert line(told, "asks-relief").links == ()


def test_what_should_be_left_earns_its_points_until_it_is_done() -> None:
    assert (line(played(), "no-scan").status, line(played(), "no-scan").points) == ("avoided", 1)
    scanned = line(played(ordered("scan")), "no-scan")
    assert (scanned.status, scanned.points) == ("harmed", 0)
    assert scanned.quotes[0].words == "scan"


def test_the_points_of_a_domain_are_the_sum_of_its_lines() -> None:
    result = played(said("when?", "onset", acts=("empathy",)), ordered(findings=["rub"]))
    points = {score.domain: (score.points, score.out_of) for score in result.domains}
    assert points["history"] == (2, 3)
    assert points["communication"] == (1, 1)
    for score in result.domains:
        marks = [line(result, name) for name in score.lines]
        assert score.points == sum(one.points or 0 for one in marks)


def test_a_step_of_the_plan_counts_as_done_and_quotes_the_plan() -> None:
    result = played(committed("acute pericarditis", "ibuprofen 400 mg tds", "no thrombolysis", "wear a hat"))
    assert line(result, "treats").quotes[0].words == "ibuprofen 400 mg tds"
    assert [plan.is_marked for plan in result.plan] == [True, True, False]
    assert [(one.step, one.in_time) for one in result.managed] == [("nsaid", None)]


def test_a_line_that_rests_on_a_plan_with_two_meanings_is_ungraded_and_costs_nothing() -> None:
    result = played(committed("acute pericarditis", "hold metformin, ibuprofen"))
    unsure = line(result, "treats")
    assert (unsure.status, unsure.points) == ("ungraded", None)
    assert (
        unsure.reason == "“hold metformin, ibuprofen” in the plan could be meant as ordered or as ruled out."
    )
    management = next(score for score in result.domains if score.domain == "management")
    assert (management.points, management.out_of, management.ungraded) == (0, 0, 1)
    done = played(ordered(steps=["nsaid"]), committed("acute pericarditis", "hold metformin, ibuprofen"))
    assert line(done, "treats").status == "done"
    assert line(played(committed("acute pericarditis", "hold ibuprofen")), "treats").status == "missed"


def test_what_was_to_be_left_is_ungraded_where_a_plan_may_mean_it() -> None:
    spare = Line(id="spares", domain="stewardship", text="No lysis", avoid=("lysis",))
    either = Line(
        id="either", domain="management", text="An NSAID alone", any_of=("nsaid",), avoid=("lysis",)
    )
    plan = committed("acute pericarditis", "hold metformin, thrombolysis")
    strict = case().model_copy(update={"checklist": (spare, either)})
    planned = [one.status for one in debrief(strict, [plan]).lines]
    given = [one.status for one in debrief(strict, [ordered(steps=["nsaid"]), plan]).lines]
    assert (planned, given) == (["ungraded", "missed"], ["ungraded", "ungraded"])


def test_a_contraindicated_step_is_shown_with_what_it_does() -> None:
    harmful = next(one for one in played(ordered(steps=["lysis"])).managed if one.contraindicated)
    assert (harmful.step, harmful.why) == ("lysis", "He would bleed.")


def test_the_committed_diagnosis_is_graded_with_its_reason() -> None:
    right = played(committed("pericarditis")).grade
    wrong = played(committed("pulmonary embolism")).grade
    unread = played(committed("xqzzt brrp")).grade
    assert right is not None and right.verdict == "correct"
    assert wrong is not None and wrong.verdict == "wrong"
    assert unread is not None and unread.verdict is None and unread.reason
    assert played().grade is None


def test_the_board_is_set_against_what_was_expected() -> None:
    result = played(board("pneumonia", number=1), board("pericarditis", "rib fracture", number=2))
    assert result.differential.missing_must_not_miss == ("pulmonary embolism",)
    assert result.differential.ranks == (None, 1)
    expected = {one.candidate: one.rank for one in result.differential.expected}
    assert expected == {"acute pericarditis": 1, "pulmonary embolism": None}
    assert line(result, "names-it").quotes[0].words == "pericarditis"


def test_what_was_committed_to_joins_the_board_once() -> None:
    events = [board("pericarditis"), committed("acute pericarditis")]
    assert [one.text for one in played(*events).differential.board] == ["pericarditis"]
    assert [one.text for one in played(committed("PE")).differential.board] == ["PE"]


def test_a_line_that_only_an_ungraded_entry_could_fulfil_is_ungraded_and_costs_nothing() -> None:
    result = played(board("xqzzt brrp"))
    unsure = line(result, "names-it")
    assert (unsure.status, unsure.points) == ("ungraded", None)
    reasoning = next(score for score in result.domains if score.domain == "reasoning")
    assert (reasoning.out_of, reasoning.ungraded) == (0, 1)


def test_the_bill_sums_what_is_known_and_counts_what_is_not() -> None:
    bill = played(
        ordered("film", number=1), ordered("film", number=2), ordered("scan"), ordered("troponin")
    ).bill
    assert (bill.cost, bill.cost_unknown) == (24, 1)
    assert bill.harms == ("CT: 8 mSv",)
    assert bill.harm_unknown == 2
    unneeded = {order.test: order.unneeded for order in bill.orders}
    assert unneeded["scan"] == "It tells nothing here."
    assert unneeded["film"] is not None


def test_red_flags_are_told_from_those_that_were_not_asked() -> None:
    assert [flag.asked for flag in played().flags] == [False]
    asked = played(said("better when leaning?", "position")).flags[0]
    assert asked.asked and asked.quotes[0].words == "better when leaning?"


def test_hints_and_words_that_were_not_understood_are_told() -> None:
    hint = Hinted(id="h", at=NOW, by="me", about="history", step=1, text="...")
    result = played(hint, said("blah", understood="unclear"))
    assert result.hints == {"history": 1}
    assert result.unclear == ("blah",)


def test_the_same_events_give_the_same_debrief() -> None:
    events = [said("when?", "onset"), ordered("troponin"), waited(90), committed("pericarditis")]
    assert debrief(case(), events) == debrief(case(), iter(events))
