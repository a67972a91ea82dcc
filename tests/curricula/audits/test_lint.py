"""An audit from a file: what its schema refuses, and what lint finds in one and in many."""

from pathlib import Path

import pytest

from curricula.audits.lint import lint_audit, lint_audits
from curricula.audits.types import Audit
from curricula.check import check
from curricula.load import to_yaml
from tests.curricula.audits.samples import QUOTE, TEXT, resolve, written


@pytest.fixture
def audit(tmp_path: Path) -> Audit:
    found, faults = written(tmp_path)
    assert faults == ()
    return found[0]


def changed(tmp_path: Path, old: str, new: str) -> list[str]:
    assert old in TEXT
    found, faults = written(tmp_path, TEXT.replace(old, new, 1))
    assert faults == ()
    return [remark.what for remark in lint_audit(found[0], resolve=resolve)]


def refused(tmp_path: Path, old: str, new: str) -> list[str]:
    assert old in TEXT
    found, faults = written(tmp_path, TEXT.replace(old, new, 1))
    assert found == []
    return [fault.expected for fault in faults]


def test_a_sound_audit_is_without_remark_and_reads_back_as_it_was_written(
    audit: Audit, tmp_path: Path
) -> None:
    assert lint_audit(audit, resolve=resolve) == []
    assert written(tmp_path, to_yaml(audit)) == ([audit], ())


def test_a_planted_error_names_a_sentence_that_is_there(tmp_path: Path) -> None:
    assert refused(tmp_path, "sentence: 3", "sentence: 4") == ["the answer has 3 sentences, none is 4"]


def test_a_sentence_has_one_error_at_most(tmp_path: Path) -> None:
    told = refused(tmp_path, "sentence: 3", "sentence: 1")
    assert told == ["a sentence, and the answer as a whole, has at most one error"]


def test_what_is_left_out_stands_in_no_sentence(tmp_path: Path) -> None:
    assert changed(tmp_path, "kind: wrong_dose", "kind: omitted_warning") == [
        "is given for something left out"
    ]
    assert "is missing" in changed(tmp_path, "- sentence: 1\n  kind", "- kind")


def test_a_wrong_number_needs_a_number_and_a_wrong_citation_a_citation(tmp_path: Path) -> None:
    what = "is wrong_dose, but no number stands there"
    assert changed(tmp_path, "salbutamol 10 mg by", "salbutamol by") == [what]
    told = changed(
        tmp_path, "sentence: 1\n  kind: wrong_dose", "sentence: 2\n  kind: citation_does_not_say_it"
    )
    assert told == ["is citation_does_not_say_it, but nothing is cited"]


def test_an_invented_citation_is_not_in_the_library_and_every_other_one_is(tmp_path: Path) -> None:
    told = changed(tmp_path, "document: Handbook of attacks", "document: Asthma in adults")
    assert told == []  # the source is there, but not its words
    told = changed(tmp_path, "quote: A radiograph is always taken.", f"quote: {QUOTE}")
    assert told == []  # the words are there, but in another source
    told = changed(tmp_path, f"quote: {QUOTE}", "quote: Give salbutamol 10 mg at once.")
    assert told == ["is not planted as invented, these words stand in no passage of that source now"]
    told = changed(
        tmp_path,
        "document: Handbook of attacks\n    edition: '2023'\n    quote: A radiograph is always taken.",
        f"document: Asthma in adults\n    edition: '2'\n    quote: {QUOTE}",
    )
    assert told == ["stands in the library, but is planted as invented"]


def test_what_is_true_instead_stands_in_the_library(tmp_path: Path) -> None:
    truth = f"  truth: The dose is 5 mg.\n  reference:\n    document: Asthma in adults\n    quote: {QUOTE}"
    told = changed(tmp_path, truth, truth.replace(QUOTE, "The dose is 5 mg."))
    assert told == ["cites “Asthma in adults”, these words stand in no passage of that source now"]


@pytest.mark.parametrize("field", ["id: asthma-attack", "title: A severe attack"])
def test_what_is_seen_first_does_not_tell_what_is_to_be_found(tmp_path: Path, field: str) -> None:
    told = changed(tmp_path, field, f"{field}{'-' if field.startswith('id') else ' '}wrong")
    assert told == ["says “wrong”, which tells what is to be found"]


def test_a_bank_in_which_marking_everything_would_do_is_remarked_upon(audit: Audit) -> None:
    sound = audit.model_copy(update={"faults": ()})
    assert list(lint_audits([audit] * 9)) == []
    assert [remark.what for remark in lint_audits([audit] * 10)] == ["are without error in 0 of 10"]
    assert list(lint_audits([audit] * 7 + [sound] * 3)) == []
    assert [remark.warning for remark in lint_audits([audit] * 3 + [sound] * 7)] == [True]


def test_lint_counts_audits_among_everything_else(tmp_path: Path) -> None:
    written(tmp_path)
    checked = check([tmp_path], resolve=resolve)
    assert (checked.faults, checked.warnings) == ((), ())
    assert checked.counts == {"items": 0, "cases": 0, "objectives": 0, "cards": 0, "audits": 1}
