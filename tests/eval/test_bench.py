"""The benchmark on a small library: every figure is there, and the grown copy is what it says."""

import sys
from pathlib import Path

import numpy as np
import pytest

from eval.bench import BenchOptions, run_bench
from eval.corpora import built_library
from eval.data import sources
from eval.rivals import encode_with_torch
from eval.scale import dense_recall, grown
from eval.types import NotRun, SuiteResult, quiet
from tests.eval.samples import CORPUS, SAMPLES


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def result(cache: Path) -> SuiteResult:
    return run_bench(
        BenchOptions(library=cache / "unused", data=SAMPLES / "retrieval", cache=cache, passages=40, items=60)
    )


@pytest.mark.parametrize(
    "name",
    [
        "evidence_ms_p50",
        "evidence_ms_p95",
        "search_ms_p50",
        "search_ms_p95",
        "answer_ms_p50",
        "answer_ms_p95",
        "encoder.texts_per_s",
        "ranker.pairs_per_s",
        "ingest.passages_per_s",
        "cold_ask_s",
        "large.answer_ms_p95",
        "bank.items_per_s",
        "bank.listed_ms_p95",
        "bank.next_ms_p95",
    ],
)
def test_each_time_is_measured(result: SuiteResult, name: str) -> None:
    value = result.scores[name].value
    assert value is not None and value > 0


def test_the_grown_library_has_as_many_passages_as_asked(result: SuiteResult) -> None:
    assert result.scores["large.passages"].value == 40


def test_an_empty_library_is_not_run(tmp_path: Path) -> None:
    with pytest.raises(NotRun, match="empty"):
        run_bench(BenchOptions(library=tmp_path))


def test_a_library_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(NotRun, match="no library"):
        run_bench(BenchOptions(library=tmp_path / "library"))
    assert not (tmp_path / "library").exists()


def test_growing_keeps_the_originals_moves_the_copies_and_repeats_itself(cache: Path) -> None:
    with built_library(sources(CORPUS), CORPUS, cache, quiet) as built:
        with grown(built.library, 30, cache, seed=1, on_progress=quiet) as large:
            first = large.store.matrix(large.encoder.fingerprint).vectors
            assert dense_recall(large, ["gout crystals", "barking cough"], quiet).value == 1
        original = built.library.store.matrix(built.library.encoder.fingerprint).vectors
        with grown(built.library, 30, cache / "again", seed=1, on_progress=quiet) as large:
            second = large.store.matrix(large.encoder.fingerprint).vectors
    assert np.array_equal(first, second) and len(first) == 30
    similar = first @ original.T
    assert np.sort(similar.max(axis=1))[-18:] == pytest.approx(1, abs=1e-3)
    assert np.sort(similar.max(axis=1))[:12] == pytest.approx(0.944, abs=0.02)


def test_a_python_without_torch_gives_no_comparison(tmp_path: Path) -> None:
    bare = tmp_path / "python"
    # -S hides the installed packages from the real interpreter.
    bare.write_text(f'#!/bin/sh\nexec {sys.executable} -S "$@"\n')
    bare.chmod(0o755)
    assert encode_with_torch(["a text"], bare) is None
