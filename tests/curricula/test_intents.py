from collections import Counter
from collections.abc import Sequence
from functools import cache

from curricula.cases.intents import KINDS, Intent, shipped_intents


@cache
def table() -> Sequence[Intent]:
    return tuple(shipped_intents())


def test_there_are_at_least_two_hundred_intents_with_eight_phrasings_each() -> None:
    asked = [intent for intent in table() if intent.kind != "act"]
    assert len(asked) >= 200
    assert all(len({phrase.lower() for phrase in intent.ask}) >= 8 for intent in asked)


def test_no_two_intents_have_the_same_name() -> None:
    assert [name for name, times in Counter(intent.id for intent in table()).items() if times > 1] == []


def test_a_wider_intent_exists_and_is_of_the_same_kind() -> None:
    kinds = {intent.id: intent.kind for intent in table()}
    wrong = [intent.id for intent in table() if intent.within and kinds.get(intent.within) != intent.kind]
    assert wrong == []


def test_no_intent_stands_within_itself_however_far_up() -> None:
    within = {intent.id: intent.within for intent in table()}
    for name in within:
        seen, at = {name}, within[name]
        while at:
            assert at not in seen, name
            seen.add(at)
            at = within[at]


def test_a_phrasing_belongs_to_one_intent_of_its_kind() -> None:
    for kind in KINDS:
        phrases = Counter(
            phrase.lower() for intent in table() if intent.kind == kind for phrase in intent.ask
        )
        assert [phrase for phrase, times in phrases.items() if times > 1] == []


def test_what_can_be_asked_for_comes_with_ways_in_which_a_record_states_it() -> None:
    assert [i.id for i in table() if i.kind != "act" and len(set(i.record)) < 6] == []
