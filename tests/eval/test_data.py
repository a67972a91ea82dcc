"""Evaluation folders in our layout and in BEIR's."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from eval.data import asks, corpus_file, judgements, questions, sources
from eval.types import NotRun
from retrieval.errors import PreceptorError
from retrieval.rows import as_document, rows


def write(path: Path, *lines: dict[str, Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return path


def test_a_gzipped_corpus_reads_like_a_plain_one(tmp_path: Path) -> None:
    plain = write(tmp_path / "corpus.jsonl", {"id": "a", "text": "one"}, {"id": "b", "text": "two"})
    packed = tmp_path / "corpus.jsonl.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert list(sources(packed)) == list(sources(plain))


def test_beir_rows_are_read_by_their_own_names(tmp_path: Path) -> None:
    write(tmp_path / "corpus.jsonl", {"_id": "d1", "title": "Gout", "text": "Urate."})
    write(tmp_path / "queries.jsonl", {"_id": "q1", "text": "gout cause"})
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td1\t2\n")
    (source,) = sources(corpus_file(tmp_path, None))
    assert (source.id, source.document.metadata.title) == ("d1", "Gout")
    assert [(ask.id, ask.text) for ask in asks(tmp_path)] == [("q1", "gout cause")]
    assert judgements(tmp_path) == {"q1": {"d1": 2}}


def test_trec_qrels_have_four_columns_and_a_pair_judged_twice_keeps_the_higher_grade(tmp_path: Path) -> None:
    (tmp_path / "qrels.tsv").write_text("q1 0 d1 1\nq1 0 d1 3\nq1 0 d2 -1\n")
    assert judgements(tmp_path) == {"q1": {"d1": 3, "d2": -1}}


def test_beir_qrels_without_a_header_lose_no_line(tmp_path: Path) -> None:
    (tmp_path / "qrels.tsv").write_text("q1\td1\t1\nq2\td2\t0\n")
    assert judgements(tmp_path) == {"q1": {"d1": 1}, "q2": {"d2": 0}}


def test_a_broken_judgement_names_its_line(tmp_path: Path) -> None:
    (tmp_path / "qrels.tsv").write_text("q1\td1\t1\nq1\td2\tmaybe\n")
    with pytest.raises(PreceptorError, match="line 2"):
        judgements(tmp_path)


def test_broken_json_names_its_line(tmp_path: Path) -> None:
    (tmp_path / "corpus.jsonl").write_text('{"id": "a"}\n{"id": \n')
    with pytest.raises(PreceptorError, match="line 2"):
        list(rows(tmp_path / "corpus.jsonl"))


def test_the_stored_question_is_never_part_of_the_document() -> None:
    row = {"id": "a", "focus": "Gout", "question": "What causes zebra gout?", "answer": "Crystals of urate."}
    document = as_document(row)
    assert document.metadata.title == "Gout"
    assert "Crystals of urate." in document.pages[0].text
    assert "zebra" not in document.model_dump_json()


def test_sections_become_headings_and_paragraphs_in_order() -> None:
    row = {"doc_id": "a", "title": "Gout", "sections": [{"heading": "Causes", "text": "Urate.\n\nKidneys."}]}
    (page,) = as_document(row).pages
    assert [(block.kind, block.text) for block in page.blocks] == [
        ("heading", "Causes"),
        ("prose", "Urate."),
        ("prose", "Kidneys."),
    ]


def test_every_block_maps_to_its_own_characters_of_the_page() -> None:
    (page,) = as_document({"id": "a", "title": "T", "text": "First.\nSecond, longer."}).pages
    for block in page.blocks:
        (segment,) = block.segments
        assert page.text[segment.page_start : segment.page_end] == block.text


def test_grouping_takes_the_unit_from_the_row(tmp_path: Path) -> None:
    path = write(
        tmp_path / "corpus.jsonl", {"id": "s1", "module": "m1", "section": ["Bones", "Hip"], "text": "X."}
    )
    (source,) = sources(path, "module")
    assert (source.id, source.group) == ("s1", "m1")
    assert [block.text for block in source.document.pages[0].blocks] == ["Bones", "Hip", "X."]


def test_the_corpus_may_lie_in_the_folder_beside(tmp_path: Path) -> None:
    (tmp_path / "known").mkdir()
    with pytest.raises(NotRun, match="--corpus"):
        corpus_file(tmp_path / "known", None)
    beside = write(tmp_path / "medquad" / "corpus.jsonl", {"id": "a", "text": "x"})
    assert corpus_file(tmp_path / "known", None) == beside.resolve()
    with pytest.raises(NotRun, match="--corpus"):
        corpus_file(tmp_path / "known", tmp_path / "gone.jsonl")


def test_questions_keep_their_label_kind_and_evidence(tmp_path: Path) -> None:
    write(
        tmp_path / "set" / "questions.jsonl",
        {
            "id": "1",
            "question": "a?",
            "kind": "answerable",
            "answerable": True,
            "doc_id": "d",
            "evidence": "E.",
        },
        {"id": "2", "question": "b?", "category": "off_topic", "expected": "abstain"},
    )
    first, second = questions(tmp_path / "set")
    assert (first.answerable, first.kind, first.document, first.evidence) == (True, "answerable", "d", "E.")
    assert (second.answerable, second.kind, second.evidence) == (False, "off_topic", None)


def test_queries_without_labels_take_the_one_given_for_their_folder(tmp_path: Path) -> None:
    write(tmp_path / "known" / "queries.jsonl", {"id": "1", "query": "a?"})
    (question,) = questions(tmp_path / "known", answerable=True)
    assert (question.answerable, question.kind) == (True, "known")
    with pytest.raises(PreceptorError, match="--positives or --negatives"):
        questions(tmp_path / "known")
