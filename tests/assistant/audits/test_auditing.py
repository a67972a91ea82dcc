"""Audits of learners on a real database: what is told when, what counts, and whose it is."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.accounts import LOCAL, Account
from assistant.audits.auditing import Auditing, House, Sources
from assistant.audits.check import passage_of
from assistant.audits.choose import choose
from assistant.audits.log import AuditLog
from assistant.audits.marking import marked
from assistant.audits.rates import FEWEST, rates
from assistant.audits.types import Mark, Submission
from assistant.faults import NotYours
from assistant.home import open_plans, open_store
from assistant.references import resolver
from assistant.settings import read_settings
from curricula.audits.load import load_audits
from curricula.audits.types import KINDS, Audit, Planted, Sentence
from curricula.plans import FOLDERS
from curricula.types import Reference
from retrieval.errors import WrongUse

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LEA = Account(user_id="lea", name="Lea", role="learner")


class Clock:
    """A minute passes at every look."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at


@pytest.fixture
def auditing(own_home: Path) -> Iterator[Auditing]:
    settings = read_settings()
    with open_plans(settings) as plans, open_store(settings) as store:
        sources = Sources(resolver(store), passage_of(store))
        log = AuditLog(store.engine)
        yield Auditing(House(plans.audits, log, lambda: sources, lambda: None, Clock()))


@pytest.fixture(scope="module")
def starter() -> dict[str, Audit]:
    found = (one.of(Audit) for one in load_audits(FOLDERS[1:]).written)
    return {one.title: one for one in found}


def begun(auditing: Auditing, starter: dict[str, Audit], *, faulty: bool) -> tuple[str, Audit]:
    """A turn whose answer has errors, or has none."""
    for number in range(100):
        turn = f"turn-{number}"
        audit = starter[auditing.begin(LOCAL, turn).title]
        if bool(audit.faults) is faulty:
            return turn, audit
    raise AssertionError("no such answer came")


def all_right(audit: Audit) -> tuple[Mark, ...]:
    return tuple(Mark(sentence=fault.sentence, kind=fault.kind) for fault in audit.faults)


def test_before_the_marks_are_in_nothing_tells_where_an_error_is(
    auditing: Auditing, starter: dict[str, Audit]
) -> None:
    turn, audit = begun(auditing, starter, faulty=True)
    shown = auditing.view(LOCAL, turn).model_dump_json()
    for fault in audit.faults:
        assert fault.kind not in shown
        assert fault.truth not in shown
    assert '"marked":null' in shown
    assert audit.id not in shown  # by which the file could be looked up


def test_beginning_again_under_the_same_id_gives_the_same_answer(auditing: Auditing) -> None:
    first = auditing.begin(LOCAL, "turn")
    assert auditing.begin(LOCAL, "turn") == first
    assert len(auditing.standings(LOCAL)) == 1


def test_all_errors_found_are_told_with_their_truth(auditing: Auditing, starter: dict[str, Audit]) -> None:
    turn, audit = begun(auditing, starter, faulty=True)
    found = auditing.submit(LOCAL, turn, Submission(id="s", marks=all_right(audit))).marked
    assert found is not None
    assert {place.outcome for place in found.places} == {"found", "passed"}
    assert [one.truth for one in found.told] == [fault.truth for fault in audit.faults]


def test_what_is_handed_in_first_stays(auditing: Auditing, starter: dict[str, Audit]) -> None:
    turn, audit = begun(auditing, starter, faulty=True)
    first = auditing.submit(LOCAL, turn, Submission(id="s"))
    assert auditing.submit(LOCAL, turn, Submission(id="s")) == first
    assert auditing.submit(LOCAL, turn, Submission(id="t", marks=all_right(audit))) == first
    assert first.marked is not None and first.marked.marks == ()


def test_a_mark_names_a_sentence_that_is_there_and_each_only_once(auditing: Auditing) -> None:
    auditing.begin(LOCAL, "turn")
    with pytest.raises(WrongUse, match="has no sentence 9"):
        auditing.submit(LOCAL, "turn", Submission(id="s", marks=(Mark(sentence=9, kind="wrong_dose"),)))
    twice = (Mark(sentence=1, kind="wrong_dose"), Mark(sentence=1, kind="wrong_group"))
    with pytest.raises(WrongUse, match="marked twice"):
        auditing.submit(LOCAL, "turn", Submission(id="s", marks=twice))
    assert auditing.view(LOCAL, "turn").marked is None


def test_another_person_sees_nothing_of_it(auditing: Auditing) -> None:
    auditing.begin(LOCAL, "turn")
    for act in (
        lambda: auditing.view(LEA, "turn"),
        lambda: auditing.submit(LEA, "turn", Submission(id="s")),
        lambda: auditing.opened(LEA, "turn", 1),
        lambda: auditing.forget(LEA, "turn"),
    ):
        with pytest.raises(NotYours):
            act()
    assert auditing.standings(LEA) == []
    assert auditing.rates(LEA).answers == 0
    auditing.forget(LOCAL, "turn")
    assert auditing.standings(LOCAL) == []


def test_only_the_first_reading_of_an_answer_counts(auditing: Auditing, starter: dict[str, Audit]) -> None:
    for number in range(len(starter)):
        auditing.begin(LOCAL, f"turn-{number}")
        auditing.submit(LOCAL, f"turn-{number}", Submission(id="s"))
    assert auditing.rates(LOCAL).answers == len(starter) == len({*starter})
    again = auditing.begin(LOCAL, "again")  # all were seen: the one longest ago comes back
    told = auditing.submit(LOCAL, "again", Submission(id="s", marks=all_right(starter[again.title])))
    assert again.title == auditing.standings(LOCAL)[-1].title
    assert told.marked is not None and not told.marked.counts
    found = auditing.rates(LOCAL)
    assert (found.answers, found.detected.hits, found.false_alarms.hits) == (len(starter), 0, 0)
    assert found.sound.rate == 1


def fault(kind: str, sentence: int | None) -> Planted:
    reference = Reference(document="Book", quote="Some words.")
    return Planted.model_validate(
        {"kind": kind, "sentence": sentence, "severity": "harm", "truth": "True.", "reference": reference}
    )


def audit_of(*faults: Planted, name: str = "one") -> Audit:
    answer = tuple(Sentence(text=f"Sentence {number}.") for number in range(1, 5))
    return Audit(id=name, title="One", author="A", question="What?", answer=answer, faults=faults)


def test_found_called_otherwise_missed_and_false_alarms_are_told_apart() -> None:
    planted = audit_of(fault("wrong_dose", 1), fault("wrong_number", 2), fault("omitted_warning", None))
    marks = [Mark(sentence=1, kind="wrong_dose"), Mark(sentence=2, kind="wrong_group")]
    places = marked(planted, [*marks, Mark(sentence=4, kind="over_certainty")])
    assert [place.outcome for place in places] == [
        "found",
        "called_otherwise",
        "passed",
        "false_alarm",
        "missed",
    ]


def test_rates_are_told_from_so_many_on_with_their_interval() -> None:
    reading = marked(audit_of(fault("wrong_dose", 1)), [Mark(sentence=1, kind="wrong_group")])
    few = rates([reading] * (FEWEST - 1))
    assert few.kinds[0].detected.rate is None
    enough = rates([reading] * FEWEST).kinds[0]
    assert (enough.kind, enough.named, enough.detected.rate) == ("wrong_dose", 0, 1)
    assert enough.detected.low == pytest.approx(0.438, abs=0.001)  # Wilson, 3 of 3
    assert [one.kind for one in rates([]).kinds] == list(KINDS)


def test_marking_everything_finds_all_and_shows_in_the_false_alarms() -> None:
    everything = [Mark(sentence=one, kind="wrong_dose") for one in (1, 2, 3, 4, None)]
    found = rates([marked(audit_of(fault("wrong_dose", 1)), everything), marked(audit_of(), everything)])
    assert (found.detected.hits, found.detected.of) == (1, 1)
    assert (found.false_alarms.hits, found.false_alarms.of) == (9, 9)
    assert (found.sound.hits, found.sound.of) == (0, 1)


def test_what_is_new_comes_first_and_seldom_kinds_before_frequent_ones() -> None:
    seen = audit_of(fault("wrong_dose", 1), name="seen")
    often = audit_of(fault("wrong_dose", 1), name="often")
    seldom = audit_of(fault("wrong_group", 1), name="seldom")
    for seed in map(str, range(20)):
        assert choose([seen, often, seldom], {"seen": NOON}, seed) == seldom
    assert choose([seen], {"seen": NOON}, "1") == seen
    assert choose([], {}, "1") is None


def test_whether_the_next_answer_holds_is_left_to_chance() -> None:
    bank = [audit_of(name=f"sound-{n}") for n in range(10)]
    bank += [audit_of(fault("wrong_dose", 1), name=f"faulty-{n}") for n in range(20)]
    sound = sum(not choose_one.faults for seed in range(300) if (choose_one := choose(bank, {}, str(seed))))
    assert 70 <= sound <= 130
