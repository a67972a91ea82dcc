from pydantic import TypeAdapter

from assistant.case.events import CaseEvent
from assistant.case.state import case_now, fold, results
from curricula.cases.types import Change
from tests.assistant.case.encounter import committed, ordered, said, small_case, waited


def test_a_fact_is_told_at_the_minute_of_its_first_telling() -> None:
    state = fold(small_case(), [said("when?", "onset"), said("and when?", "onset", "fever")])
    assert state.told == {"onset": 1, "fever": 2}


def test_a_result_is_shown_when_its_time_has_come() -> None:
    case = small_case()
    events = [ordered("troponin"), waited(59)]
    assert not results(case, fold(case, events))[0].is_shown
    assert results(case, fold(case, [*events, waited(1, number=2)]))[0].is_shown


def test_a_held_result_is_shown_after_commitment() -> None:
    case = small_case()
    events = [ordered("echo"), waited(60)]
    assert not results(case, fold(case, events))[0].is_shown
    assert results(case, fold(case, [*events, committed("pericarditis")]))[0].is_shown


def test_a_test_ordered_again_after_a_change_gives_another_result() -> None:
    case = small_case()
    events = [ordered("troponin"), waited(120), ordered("troponin", number=2), waited(60)]
    first, second = results(case, fold(case, events))
    assert (first.test.text, second.test.text) == ("", "Now raised.")


def test_what_was_done_keeps_a_change_from_coming() -> None:
    case = small_case()
    assert "worse" in fold(case, [waited(120)]).changed
    assert "worse" not in fold(case, [ordered(steps=["nsaid"]), waited(120)]).changed
    assert case_now(case, fold(case, [waited(120)])).tests[0].text == "Now raised."


def test_replaying_events_that_were_written_down_gives_the_same_state() -> None:
    case = small_case()
    events = [said("when?", "onset"), ordered("troponin"), waited(200), committed("pericarditis", "rest")]
    adapter = TypeAdapter(list[CaseEvent])
    assert fold(case, adapter.validate_json(adapter.dump_json(events))) == fold(case, events)


def test_utterances_that_were_not_understood_are_kept_for_the_author() -> None:
    state = fold(small_case(), [said("wibble?", understood="unclear")])
    assert state.unclear == ("wibble?",)


def test_an_effect_comes_its_own_delay_after_the_order_however_late_it_is_given() -> None:
    better = Change(id="better", minutes=30, delay=20, when=("nsaid",), says="Better.")
    case = small_case(timeline=(better,))
    late = [waited(60), ordered(steps=["nsaid"])]
    assert "better" not in fold(case, late).changed
    assert fold(case, [*late, waited(30, number=2)]).changed == {"better": 81}
    assert fold(case, [ordered(steps=["nsaid"]), waited(60)]).changed == {"better": 30}


def test_what_came_about_before_an_order_stays() -> None:
    case = small_case()
    state = fold(case, [waited(200), ordered(steps=["nsaid"])])
    assert state.changed["worse"] == next(one.minutes for one in case.timeline if one.id == "worse")


def test_of_two_changes_that_exclude_each_other_the_earlier_happens_in_one_long_wait() -> None:
    early = Change(id="early", minutes=20, says="Early.", unless=("late",))
    late = Change(id="late", minutes=60, says="Late.", unless=("early",))
    assert fold(small_case(timeline=(late, early)), [waited(100)]).changed == {"early": 20}
