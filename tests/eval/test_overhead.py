"""What Preceptor adds to a model's speed is measured against the server itself, on the prompts it makes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.home import STARTER
from assistant.settings import read_settings
from eval.overhead import OverheadOptions, run_overhead
from eval.types import NotRun
from retrieval.library import Library
from tests.assistant.scripted_replies import CRASHED, says
from tests.assistant.scripted_server import scripted_server

OPTIONS = OverheadOptions(first=2, at_once=2, rounds=1, tokens=16)
WORDS = ("Low-flow ", "oxygen ", "is given. ") * 5
FIRST_S, PAUSE_S = 0.05, 0.005

Found = dict[str, float | None]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A chapter that some of the questions are about."""
    with Library.open(tmp_path_factory.mktemp("overhead") / "library") as opened:
        list(opened.add([STARTER / "copd-and-asthma.md"]))
        yield opened


@pytest.fixture(scope="module")
def found(library: Library) -> Found:
    """What is measured of a server whose speed is known."""
    with scripted_server(says(*WORDS, first_s=FIRST_S, delay_s=PAUSE_S, usage=(7, 15))) as host:
        result = run_overhead(read_settings(model_url=host.url), library, OPTIONS)
    assert result.suite == "overhead" and result.n == 2
    return {name: score.value for name, score in result.scores.items()}


def test_the_first_characters_are_timed_both_ways(found: Found) -> None:
    for name in ("direct", "served"):
        spent = found[f"first.{name}_ms_p50"]
        assert spent is not None and spent > 1000 * FIRST_S
    assert found["first.added_ms_p50"] is not None


def test_no_way_of_asking_is_faster_than_the_server(found: Found) -> None:
    fastest = OPTIONS.at_once * 15 / (FIRST_S + (len(WORDS) - 1) * PAUSE_S)
    for name in ("direct", "served", "written"):
        rate = found[f"tokens_per_s.{name}"]
        assert rate is not None and 0 < rate < fastest
    assert found["kept.served"] and found["kept.written"]


def test_the_check_of_a_sentence_is_timed_apart(found: Found) -> None:
    assert (found["check.sentence_ms_p50"] or 0) > 0


def test_a_failing_server_is_no_measurement(library: Library) -> None:
    with (
        scripted_server(says(*WORDS), says(*WORDS), CRASHED) as host,
        pytest.raises(NotRun, match="answers 500"),
    ):
        run_overhead(read_settings(model_url=host.url), library, OPTIONS)


def test_without_a_model_nothing_is_measured(library: Library) -> None:
    with pytest.raises(NotRun, match="no model is connected"):
        run_overhead(read_settings(), library, OPTIONS)


def test_a_library_without_evidence_is_no_measurement(tmp_path: Path) -> None:
    none = pytest.raises(NotRun, match="no question has sufficient evidence")
    with scripted_server(says(*WORDS)) as host, Library.open(tmp_path / "library") as empty, none:
        run_overhead(read_settings(model_url=host.url), empty, OPTIONS)
