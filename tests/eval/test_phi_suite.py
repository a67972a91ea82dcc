"""The phi suite: what counts as masked, and what as a false alarm."""

import json
from pathlib import Path

import pytest

from assistant.guard.privacy import Span
from eval.suites import run_suite
from eval.suites.phi import Marked, Place, Screened, score_screened
from eval.types import NotRun, SuiteOptions
from retrieval.errors import PreceptorError
from tests.eval.samples import run_on_sample


def test_the_shipped_screen_is_measured_with_each_kind(tmp_path: Path) -> None:
    result = run_on_sample("phi", tmp_path)
    assert result.n >= 120
    kinds = {name for name in result.scores if name.endswith(".recall")}
    assert {"name.recall", "date_of_birth.recall", "mrn.recall", "facility.recall"} <= kinds
    recall = result.scores["span_recall"].value
    assert recall is not None and recall >= 0.93


def test_a_span_counts_only_when_every_letter_and_digit_is_masked() -> None:
    text = "Mr Bo Li (41) has gout."
    marked = Marked(id="a", text=text, spans=(Place(start=3, end=8, kind="name"),))
    whole = Screened(marked=marked, found=(Span(start=3, end=8, kind="name"),))
    part = Screened(marked=marked, found=(Span(start=3, end=5, kind="name"),))
    scores = score_screened([whole, part])
    assert (scores["span_recall"].value, scores["name.recall"].n) == (0.5, 2)
    assert scores["whole_texts"].value == 0.5
    assert scores["span_precision"].value == 1


def test_a_span_mostly_outside_and_any_in_a_clean_text_are_false_alarms() -> None:
    clean = Marked(id="b", text="Crohn disease", spans=())
    wide = Marked(
        id="c",
        text="Mr Bo Li has gout",
        spans=(Place(start=3, end=8, kind="name"),),
        optional=(Place(start=13, end=17),),
    )
    scores = score_screened(
        [
            Screened(marked=clean, found=(Span(start=0, end=5, kind="name"),)),
            Screened(
                marked=wide,
                found=(Span(start=3, end=17, kind="date"), Span(start=13, end=17, kind="mrn")),
            ),
        ]
    )
    assert scores["false_alarm"].value == 1
    assert scores["span_precision"].value == pytest.approx(2 / 3)
    assert scores["kind_named"].value == 0


def test_a_folder_without_texts_is_not_run(tmp_path: Path) -> None:
    with pytest.raises(NotRun, match=r"texts\.jsonl"):
        run_suite("phi", SuiteOptions(data=tmp_path))


@pytest.mark.parametrize("spans", [3, [{"start": 0}], [{"start": 5, "end": 99, "kind": "name"}]])
def test_a_record_that_cannot_be_read_is_named(tmp_path: Path, spans: object) -> None:
    (tmp_path / "texts.jsonl").write_text(json.dumps({"id": "r1", "text": "short", "spans": spans}))
    with pytest.raises(PreceptorError, match="r1"):
        run_suite("phi", SuiteOptions(data=tmp_path))
