"""The small question sets of our own, and a suite run on them."""

from pathlib import Path

from eval.suites import run_suite
from eval.types import SuiteOptions, SuiteResult

SAMPLES = Path(__file__).parents[1] / "samples"
CORPUS = SAMPLES / "retrieval" / "corpus.jsonl"


def run_on_sample(name: str, cache: Path, *, corpus: Path | None = None) -> SuiteResult:
    """The suite's result on the sample folder of the same name."""
    return run_suite(name, SuiteOptions(data=SAMPLES / name, corpus=corpus, cache=cache))
