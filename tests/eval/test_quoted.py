"""The retrieval suite on questions whose answers are quoted from a folder of sources."""

import json
from pathlib import Path

import pytest

from eval.quoted import read_quoted
from eval.suites import run_suite
from eval.types import NotRun, SuiteOptions

CHAPTER = """# Gout

## Acute attack

Colchicine 500 micrograms is given two to four times a day. Naproxen is an alternative.

## Prevention

Allopurinol is started at 100 mg once a day. | It lowers urate.
"""
QUESTIONS = (
    {
        "id": "a",
        "question": "colchicine dose",
        "document": "gout",
        "answer": "Colchicine 500 micrograms is given",
    },
    {
        "id": "b",
        "question": "drug to lower urate",
        "document": "gout",
        "answer": "not there",
        "also": ["It lowers urate"],
    },
    {"id": "c", "question": "dose of insulin", "document": None, "answer": None},
    {"id": "d", "question": "what is it", "document": "gout", "answer": "words that stand nowhere"},
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "set" / "library").mkdir(parents=True)
    (tmp_path / "set" / "library" / "gout.md").write_text(CHAPTER, encoding="utf-8")
    lines = [json.dumps(row) for row in QUESTIONS]
    (tmp_path / "set" / "questions.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path / "set"


def test_any_passage_that_holds_a_quote_is_right(folder: Path, tmp_path: Path) -> None:
    options = SuiteOptions(data=folder, cache=tmp_path / "cache")
    result = run_suite("retrieval", options)
    assert (result.n, result.ungraded) == (2, 1)
    assert result.scores["reranked.hit@1"].value == 1
    again = run_suite("retrieval", options)
    assert again.scores["reranked.hit@1"] == result.scores["reranked.hit@1"]


def test_questions_without_an_answer_are_left_out(folder: Path) -> None:
    assert [one.ask.id for one in read_quoted(folder)] == ["a", "b", "d"]
    (folder / "questions.jsonl").write_text(json.dumps(QUESTIONS[2]), encoding="utf-8")
    with pytest.raises(NotRun, match="no question"):
        read_quoted(folder)


def test_a_source_that_cannot_be_read_stops_the_run(folder: Path, tmp_path: Path) -> None:
    (folder / "library" / "broken.pdf").write_bytes(b"%PDF-1.7 nothing more")
    with pytest.raises(NotRun, match=r"broken\.pdf"):
        run_suite("retrieval", SuiteOptions(data=folder, cache=tmp_path / "cache"))
