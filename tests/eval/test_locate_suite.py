"""The locate suite on PDFs of our own: two columns, a broken word, a cropped and a rotated page."""

from pathlib import Path

import pytest

from eval.suites import run_suite
from eval.suites.locate import Word, marks_exactly, words_on
from eval.types import NotRun, SuiteOptions, SuiteResult
from retrieval.types import Box
from tests.eval.samples import SAMPLES, run_on_sample


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> SuiteResult:
    return run_on_sample("locate", tmp_path_factory.mktemp("cache"))


@pytest.mark.parametrize("measure", ["found", "page_accuracy", "highlight_accuracy"])
def test_every_sentence_is_found_on_its_page_and_marked_right(result: SuiteResult, measure: str) -> None:
    assert result.scores[measure].value == 1


def test_a_sentence_with_a_heading_glued_to_it_is_found_by_its_end(result: SuiteResult) -> None:
    assert result.scores["found_by_end"].value == pytest.approx(1 / 11)


def test_a_set_that_lacks_a_pdf_is_not_run(tmp_path: Path) -> None:
    (tmp_path / "locate.jsonl").write_text('{"id": "1", "file": "gone.pdf", "page": 1, "quote": "x"}')
    with pytest.raises(NotRun, match=r"gone\.pdf"):
        run_suite("locate", SuiteOptions(data=tmp_path))


def line(*texts: str) -> list[Word]:
    """Words of a tenth of the page's width each, side by side."""
    return [
        Word(text=text, box=Box(left=n / 10, top=0.1, right=(n + 1) / 10, bottom=0.12))
        for n, text in enumerate(texts)
    ]


def box(left: float, right: float, bottom: float = 0.12) -> Box:
    return Box(left=left, top=0.1, right=right, bottom=bottom)


def test_a_mark_that_misses_a_word_or_takes_a_neighbour_in_is_wrong() -> None:
    words = line("Give", "5", "mg", "now")
    assert marks_exactly("Give 5 mg", [box(0, 0.3)], words)
    assert not marks_exactly("Give 5 mg", [box(0, 0.2)], words)
    assert not marks_exactly("Give 5 mg", [box(0, 0.4)], words)


def test_a_mark_over_twice_the_area_of_its_words_is_wrong() -> None:
    assert not marks_exactly("Give 5 mg now", [box(0, 0.4, bottom=0.2)], line("Give", "5", "mg", "now"))


def test_words_are_read_in_the_order_of_the_boxes() -> None:
    assert marks_exactly("mg now Give 5", [box(0.2, 0.4), box(0, 0.2)], line("Give", "5", "mg", "now"))


def test_the_independent_words_lie_on_the_page_as_shown() -> None:
    for page in (1, 2):
        words = words_on(SAMPLES / "locate" / "catheters-and-oxygen.pdf", page)
        assert words and all(
            0 <= w.box.left < w.box.right <= 1 and 0 <= w.box.top < w.box.bottom <= 1 for w in words
        )
        # Both pages begin at their top left.
        assert words[0].box.left < 0.15 and words[0].box.top < 0.25
