"""Classes: who is in them, what is due, what may be done meanwhile, and what nobody is told of one person."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from assistant.accounts import LOCAL, Account, Accounts
from assistant.cohorts.allowed import FREE, ExamRuns, check_open
from assistant.cohorts.doing import work_id
from assistant.cohorts.export import COMPLETED, csv_of, xapi
from assistant.cohorts.house import Cohorts
from assistant.cohorts.told import done_words
from assistant.cohorts.types import Class, Plan, Rules, Task
from assistant.learner.log import Log
from assistant.quiz.events import Drawn, Finished
from assistant.quiz.sitting.actions import Beginning
from assistant.quiz.sitting.sittings import Sitting, Sittings
from retrieval.errors import WrongUse
from tests.assistant.statistics.simulated import NOON, attempt, bank, item, opened

ED = Account(user_id="ed", name="ed", role="educator")
SOON = NOON + timedelta(days=2)


def learner(number: int) -> Account:
    return Account(user_id=f"u{number:04}", name=f"name-{number}", role="learner")


@pytest.fixture
def engine(tmp_path: Path, database: str | None) -> Iterator[Engine]:
    with opened(tmp_path, database) as made:
        bank(made, map(item, range(6)))
        yield made


@pytest.fixture
def cohorts(engine: Engine) -> Cohorts:
    return Cohorts(engine, lambda: NOON)


@pytest.fixture
def made(cohorts: Cohorts) -> Callable[..., Class]:
    return lambda **given: cohorts.make(ED, Plan.model_validate({"name": "Year 4"} | given))


def exam(**given: object) -> Task:
    fields = {"title": "Midterm", "kind": "exam", "items": ("item-0", "item-1"), "due": SOON}
    return Task.model_validate(fields | {"opens": NOON - timedelta(hours=1)} | given)


def hand_in(engine: Engine, assignment: str, who: int, right: int) -> None:
    """That learner's finished exam of two items, so many of them right."""
    work = work_id(assignment, learner(who).user_id)
    drawn = [
        Drawn(id=f"d{one}", at=NOON, item_id=f"item-{one}", version=1, order=(), why="asked for")
        for one in (0, 1)
    ]
    sitting = Sitting(id=work, user_id=learner(who).user_id, mode="exam", title="Exam", started_at=NOON)
    Sittings(engine).begin(sitting, [*drawn, Finished(id="end", at=NOON, by="learner")])
    Log(engine).append(
        attempt(who, one, "a" if one < right else "b", id=f"{work}.{one}", sitting=work, mode="exam")
        for one in (0, 1)
    )


def test_a_learner_joins_by_code_sees_what_is_due_and_leaves(
    cohorts: Cohorts, made: Callable[..., Class]
) -> None:
    of, other = made(), made(name="Year 5")
    cohorts.assign(ED, of.id, Task(title="Read", kind="study", objectives=("treat",), due=SOON))
    cohorts.assign(ED, other.id, Task(title="Not theirs", kind="study", objectives=("treat",), due=SOON))
    cohorts.join(learner(1), of.code.lower(), told=False)
    cohorts.join(learner(1), of.code, told=False)
    assert [one.user_id for one in cohorts.classes.members(of.id)] == ["u0001"]
    (due,) = cohorts.duties_of(learner(1))
    assert (due.assignment.task.title, due.class_name, due.state) == ("Read", "Year 4", "to do")
    begun = cohorts.beginning(learner(1), due.assignment.id)
    assert isinstance(begun, Beginning)
    assert (begun.id, begun.objectives) == (due.work, ("treat",))
    cohorts.leave(learner(1), of.id)
    assert cohorts.duties_of(learner(1)) == []
    with pytest.raises(WrongUse, match="no such class"):
        cohorts.beginning(learner(1), due.assignment.id)


def test_only_educators_teach(cohorts: Cohorts, made: Callable[..., Class]) -> None:
    of = made()
    for act in (
        lambda who: cohorts.make(who, Plan(name="Mine")),
        lambda who: cohorts.assign(who, of.id, exam()),
        lambda who: cohorts.classes.change(who, of.id, of.plan),
        lambda who: cohorts.classes.remove(who, of.id),
        lambda who: cohorts.classes.add(who, of.id, learner(2), at=NOON),
        lambda who: cohorts.classes.listed(who),
    ):
        with pytest.raises(WrongUse, match="Only educators"):
            act(learner(1))


def test_the_strictest_rule_of_all_classes_holds(cohorts: Cohorts, made: Callable[..., Class]) -> None:
    first, second = made(rules=Rules(hint_depth=1)), made(rules=Rules(answers=False))
    assert cohorts.allowed("u0001").hint_depth == 3
    for of in (first, second):
        cohorts.join(learner(1), of.code, told=False)
    may = cohorts.allowed("u0001")
    assert (may.hint_depth, may.answers, may.exam) == (1, False, None)


def test_who_teaches_is_never_locked(engine: Engine, cohorts: Cohorts, made: Callable[..., Class]) -> None:
    of = made(rules=Rules(answers=False, hint_depth=0))
    cohorts.assign(ED, of.id, exam())
    teacher = Accounts(engine).add("tia", "correct horse battery", "educator", user_id="t", at=NOON)
    for one in (teacher, LOCAL, learner(1)):
        cohorts.join(one, of.code, told=False)
    assert cohorts.allowed("t") == cohorts.allowed(LOCAL.user_id) == FREE
    assert cohorts.allowed("u0001").exam == "Midterm"


def test_only_the_sitting_of_the_exam_is_open_while_it_runs(
    engine: Engine, cohorts: Cohorts, made: Callable[..., Class]
) -> None:
    of = made()
    given = cohorts.assign(ED, of.id, exam())
    cohorts.join(learner(1), of.code, told=False)
    may = cohorts.allowed("u0001")
    check_open(may, "The quiz is", work=work_id(given.id, "u0001"))
    for other in (work_id(given.id, "u0002"), "my-own-mock-exam"):
        with pytest.raises(ExamRuns, match="The quiz is closed while the exam “Midterm”"):
            check_open(may, "The quiz is", work=other)


def test_an_exam_locks_from_opening_until_it_is_handed_in(
    engine: Engine, cohorts: Cohorts, made: Callable[..., Class]
) -> None:
    of = made()
    given = cohorts.assign(ED, of.id, exam())
    cohorts.join(learner(1), of.code, told=False)
    assert cohorts.allowed("u0001").exam == "Midterm"
    assert Cohorts(engine, lambda: NOON - timedelta(days=1)).allowed("u0001").exam is None
    assert Cohorts(engine, lambda: SOON).allowed("u0001").exam is None
    assert cohorts.allowed("u0002").exam is None
    with pytest.raises(ExamRuns):
        cohorts.leave(learner(1), of.id)
    hand_in(engine, given.id, 1, right=1)
    assert cohorts.allowed("u0001").exam is None
    early = cohorts.assign(ED, of.id, exam(opens=NOON + timedelta(hours=1)))
    with pytest.raises(WrongUse, match="not open"):
        cohorts.beginning(learner(1), early.id)


def test_results_are_those_of_assigned_exams_of_who_was_told(
    engine: Engine, cohorts: Cohorts, made: Callable[..., Class]
) -> None:
    quiet, open_ = made(), made(individual=True)
    with pytest.raises(WrongUse, match="see your results"):
        cohorts.join(learner(1), open_.code, told=False)
    cohorts.join(learner(1), open_.code, told=True)
    cohorts.classes.add(ED, open_.id, learner(2), at=NOON)
    given = cohorts.assign(ED, open_.id, exam())
    for who in (1, 2):
        hand_in(engine, given.id, who, right=1)
    (only,) = cohorts.overview.results(open_)
    assert (only.name, only.right, only.items) == ("name-1", 1, 2)
    assert cohorts.overview.results(quiet) == []


def test_making_results_visible_later_shows_nothing_of_who_was_not_told(
    engine: Engine, cohorts: Cohorts, made: Callable[..., Class]
) -> None:
    of = made()
    cohorts.join(learner(1), of.code, told=False)
    given = cohorts.assign(ED, of.id, exam())
    hand_in(engine, given.id, 1, right=2)
    of = cohorts.classes.change(ED, of.id, of.plan.model_copy(update={"individual": True}))
    assert cohorts.overview.results(of) == []
    cohorts.join(learner(1), of.code, told=True)
    assert [one.right for one in cohorts.overview.results(of)] == [2]


def answer(engine: Engine, who: int, right: int) -> None:
    """Three first answers of that learner."""
    Log(engine).append(attempt(who, one, "a" if one < right else "b") for one in range(3))


def test_progress_is_of_at_least_as_many_as_the_class_asks_for_and_never_changes_by_one(
    engine: Engine, cohorts: Cohorts, made: Callable[..., Class]
) -> None:
    of = made()
    for who in range(12):
        cohorts.join(learner(who), of.code, told=False)
    for who in range(4):
        answer(engine, who, right=2)
    (few,) = cohorts.overview.progress(of)
    assert (few.share, few.reason) == (None, "Fewer than 5 people.")
    answer(engine, 4, right=2)
    (five,) = cohorts.overview.progress(of)
    assert (five.people, five.share) == (5, 0.65)
    for who in range(5, 9):
        answer(engine, who, right=0)
        assert cohorts.overview.progress(of) == [five]
    Log(engine).append([attempt(0, 4, "b"), attempt(0, 5, "b")])
    assert cohorts.overview.progress(of) == [five]
    answer(engine, 9, right=0)
    assert cohorts.overview.progress(of)[0].people == 10


def test_all_alike_is_not_told_to_the_last(
    engine: Engine, cohorts: Cohorts, made: Callable[..., Class]
) -> None:
    of = made()
    for who in range(5):
        cohorts.join(learner(who), of.code, told=False)
        answer(engine, who, right=0)
    assert cohorts.overview.progress(of)[0].share == 0.1


def test_a_class_cannot_ask_for_fewer_than_five() -> None:
    with pytest.raises(ValueError, match="greater than or equal to 5"):
        Plan(name="Small", fewest=4)


@pytest.mark.parametrize(
    ("done", "people", "words"),
    [
        (0, 4, "not shown: fewer than 5 members"),
        (1, 20, "fewer than 5 of 20"),
        (8, 20, "8 of 20"),
        (16, 20, "more than 15 of 20"),
        (20, 20, "more than 15 of 20"),
    ],
)
def test_how_many_have_done_it_singles_nobody_out(done: int, people: int, words: str) -> None:
    assert done_words(done, people, 5) == words


def test_exports_hold_what_educators_see_under_a_pseudonym(
    engine: Engine, cohorts: Cohorts, made: Callable[..., Class]
) -> None:
    first, second = made(name="=A", individual=True), made(individual=True)
    statements = []
    for of in (first, second):
        cohorts.join(learner(1), of.code, told=True)
        given = cohorts.assign(ED, of.id, exam(title="=Final"))
        hand_in(engine, given.id, 1, right=1) if of is first else None
        statements += xapi(of, cohorts.overview.results(of))
    (only,) = statements
    name = only["actor"]["account"]["name"]
    assert "u0001" not in str(only) and "name-1" not in str(only)
    assert only["verb"]["id"] == COMPLETED
    assert only["result"]["score"] == {"raw": 1, "min": 0, "max": 2, "scaled": 0.5}
    results = cohorts.overview.results(first)
    assert xapi(first, results) == [only]
    assert xapi(second, results)[0]["actor"]["account"]["name"] != name
    assert xapi(first, results, named=True)[0]["actor"]["account"]["name"] == "name-1"
    table = csv_of(cohorts.overview.progress(first), cohorts.overview.done(first), results)
    assert "'=Final" in table and "1 of 2" in table


@pytest.mark.parametrize(
    "wrong",
    [
        {"items": ()},
        {"case": "chest"},
        {"kind": "study", "blueprint": "mock", "items": ()},
        {"kind": "case"},
        {"opens": None},
        {"opens": SOON, "due": NOON},
        {"due": SOON.replace(tzinfo=None)},
    ],
)
def test_a_task_that_cannot_be_done_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="1 validation error"):
        exam(**wrong)
