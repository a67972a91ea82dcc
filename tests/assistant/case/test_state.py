from pydantic import TypeAdapter

from assistant.case.events import CaseEvent
from assistant.case.state import case_now, fold, results
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
