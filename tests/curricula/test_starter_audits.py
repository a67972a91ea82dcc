"""The audits that come with the product: without a fault, balanced, their citations where they say."""

from collections import Counter

from curricula.audits.load import load_audits
from curricula.audits.types import KINDS, Audit
from curricula.check import check
from curricula.plans import FOLDERS
from tests.curricula.test_starter_cases import missing

FOLDER = FOLDERS[1]


def audits() -> list[Audit]:
    return [one.of(Audit) for one in load_audits([FOLDER]).written]


def test_they_are_without_fault_and_cite_to_the_letter_unless_it_is_planted() -> None:
    checked = check([FOLDER], resolve=missing)
    assert (checked.faults, checked.warnings) == ((), ())
    assert checked.counts["audits"] == 30


def test_every_kind_is_planted_several_times_and_a_third_of_the_answers_hold() -> None:
    found = audits()
    came = Counter(fault.kind for one in found for fault in one.faults)
    assert set(came) == set(KINDS)
    assert min(came.values()) >= 3
    assert sum(not one.faults for one in found) == 10


def test_they_are_drawn_from_many_chapters_and_differ_in_where_the_errors_stand() -> None:
    found = audits()
    assert len({fault.reference.document for one in found for fault in one.faults}) >= 20
    assert all(3 <= len(one.answer) <= 7 for one in found)
    places = Counter(fault.sentence for one in found for fault in one.faults)
    assert len(places) >= 5
    assert max(places.values()) <= 0.4 * sum(places.values())


def test_whether_a_sentence_cites_something_does_not_tell_whether_it_holds() -> None:
    cited = Counter(
        (sentence.citation is not None, number in {fault.sentence for fault in one.faults})
        for one in audits()
        for number, sentence in enumerate(one.answer, start=1)
    )
    assert cited[True, True] >= 15
    assert 10 <= cited[False, True] <= cited[False, False]


def test_nobody_is_named_as_reviewer_and_the_badge_says_so() -> None:
    assert {(one.reviewer, one.review, one.status) for one in audits()} == {
        (None, "cross-read, not clinician-reviewed", "published")
    }
