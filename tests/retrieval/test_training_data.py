"""Only rows that training may use are trained on."""

import gzip
import json
import os
from collections.abc import Iterable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from retrieval.errors import PreceptorError
from retrieval.library import Library
from retrieval.train import claims, corpora, open_pairs
from retrieval.train.shelf import shelf_of
from tests.retrieval.shelf import WordEncoder

DATA = os.environ.get("PRECEPTOR_TRAINING_DATA")
"""Read before the tests drop the developer's settings."""


def write(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(row) + "\n" for row in rows)
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(text.encode()))
    else:
        path.write_text(text, encoding="utf-8")


def pair(number: int) -> dict[str, Any]:
    answer = f"Disease {number} is treated with drug {number}. It is seen in clinics every day. Ask about it."
    return {
        "id": f"P-{number}",
        "focus": f"Disease {number}",
        "synonyms": [],
        "question_type": "treatment",
        "question": f"What are the treatments for Disease {number} ?",
        "answer": answer,
    }


def chapter(number: int) -> dict[str, Any]:
    text = f"Organ {number} filters blood. Vessel {number} feeds it. What does it do at night? It rests."
    titles = {
        "book": "anatomy",
        "chapter": "1",
        "chapter_title": f"Organ {number}",
        "title": f"Organ {number}",
    }
    return {
        "id": f"m{number}-01",
        "module": f"m{number}",
        **titles,
        "section": [f"Organ {number}"],
        "text": text,
    }


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder of forty pairs, every second of which may be trained on."""
    folder = tmp_path / "data"
    write(folder / "medquad" / "corpus.jsonl.gz", map(pair, range(40)))
    (folder / "medquad" / "train_ids.txt").write_text("".join(f"P-{n}\n" for n in range(0, 40, 2)))
    write(folder / "openstax" / "corpus.jsonl.gz", map(chapter, range(5)))
    glossary = [{"term": "Organ 1", "definition": "what filters blood", "module": "m1"}]
    write(folder / "openstax" / "glossary.jsonl", glossary)
    return folder


def outside(names: Iterable[str], data: Path) -> set[str]:
    """Those of the names `corpus:row` that are neither an allowed pair nor a row of OpenStax."""
    allowed = {f"{corpora.MEDQUAD}:{row}" for row in corpora.trainable(data)}
    allowed |= {f"{corpora.OPENSTAX}:{row['id']}" for row in corpora.openstax_rows(data)}
    return set(names) - allowed


def learnt_from(data: Path, folder: Path) -> set[str]:
    with Library.open(folder, encoder=WordEncoder(), ranker=None) as library:
        library.add_read(corpora.documents(data))
        pairs = open_pairs.open_pairs(shelf_of(library), data, Random(1))
    return {
        name for one in pairs for name in (one.answer.name, one.other.name if one.other else one.answer.name)
    }


def test_pairs_are_made_of_allowed_rows_only(data: Path, tmp_path: Path) -> None:
    names = learnt_from(data, tmp_path / "library")
    assert len([name for name in names if name.startswith(corpora.MEDQUAD)]) == 20
    assert outside(names, data) == set()


def test_a_row_outside_the_list_would_be_noticed(data: Path, tmp_path: Path) -> None:
    names = learnt_from(data, tmp_path / "library")
    (data / "medquad" / "train_ids.txt").write_text("P-0\n")
    assert "medquad:P-2" in outside(names, data)


def test_without_the_list_nothing_is_trained_on(data: Path) -> None:
    (data / "medquad" / "train_ids.txt").unlink()
    with pytest.raises(PreceptorError, match=r"train_ids\.txt is missing"):
        list(corpora.documents(data))


def test_the_same_seed_gives_the_same_pairs(data: Path, tmp_path: Path) -> None:
    with Library.open(tmp_path / "library", encoder=WordEncoder(), ranker=None) as library:
        library.add_read(corpora.documents(data))
        shelf = shelf_of(library)
    first = open_pairs.open_pairs(shelf, data, Random(1))
    assert open_pairs.open_pairs(shelf, data, Random(1)) == first
    assert open_pairs.open_pairs(shelf, data, Random(2)) != first


WRITTEN = [open_pairs.WRITTEN, claims.WRITTEN]


@pytest.mark.parametrize("file", WRITTEN, ids=lambda file: file.name)
def test_what_was_written_for_training_names_its_passage(file: Path) -> None:
    rows = corpora.read_written(file)
    assert len(rows) > 500
    for row in rows:
        corpus, _, begin, end = row["passage"].split(":")
        assert corpus in (corpora.MEDQUAD, corpora.OPENSTAX) and int(begin) < int(end)


@pytest.mark.skipif(DATA is None, reason="PRECEPTOR_TRAINING_DATA names no data folder")
@pytest.mark.parametrize("file", WRITTEN, ids=lambda file: file.name)
def test_what_was_written_for_training_is_about_allowed_rows(file: Path) -> None:
    assert DATA is not None
    names = {row["passage"].rsplit(":", 2)[0] for row in corpora.read_written(file)}
    assert outside(names, Path(DATA)) == set()


@pytest.mark.skipif(DATA is None, reason="PRECEPTOR_TRAINING_DATA names no data folder")
def test_every_trainable_text_of_the_real_data_is_allowed() -> None:
    assert DATA is not None
    assert outside((name for name, _ in corpora.documents(Path(DATA))), Path(DATA)) == set()


def test_no_head_is_trained_on_the_claims_that_weigh_it() -> None:
    given = [claims.Claims(str(number), ("a",), ("b",)) for number in range(23)]
    trained, weighed = claims.to_train(given), claims.to_weigh(given)
    assert sorted(trained + weighed, key=lambda one: int(one.text)) == given
    assert [one.text for one in weighed] == ["0", "7", "14", "21"]


def test_the_head_sees_right_statements_and_the_same_with_one_point_changed() -> None:
    text = "Begin with 5 mg daily. Stop if the pulse falls below 50. Tell the patient why."
    given = claims.Claims(text, ("Treatment begins with 5 mg a day.",), ("It begins with 5 mg a week.",))
    seen = [claims.contrasts([given], Random(seed))[0] for seed in range(20)]
    assert {one.right for one in seen} == {(("Treatment begins with 5 mg a day.", text),)}
    assert all(given.wrong[0] in dict(one.wrong) for one in seen)
    changed = {pair for one in seen for pair in one.wrong} - {(given.wrong[0], text)}
    assert any(said != given.supported[0] and held == text for said, held in changed)
    assert any(said == given.supported[0] and held != text for said, held in changed)
