"""Questions with options, asked of a real vLLM: random weights name letters, and know nothing."""

from pathlib import Path

import pytest

from assistant.settings import read_settings
from eval.suites import run_suite
from eval.types import AskOptions, SuiteOptions
from tests.eval.samples import SAMPLES
from tests.serving.vllm_server import KEY, VllmServer

pytestmark = pytest.mark.vllm


def test_a_real_grammar_holds_every_reply_to_a_letter(vllm: VllmServer, tmp_path: Path) -> None:
    model = read_settings(model_url=vllm.url, model_key=KEY, model_timeout_s=120, answer_tokens=60)
    options = SuiteOptions(data=SAMPLES / "mcq", cache=tmp_path, asking=AskOptions(model=model))
    result = run_suite("mcq", options)
    assert (result.settings["choice"], result.not_run) == ("grammar", ())
    assert result.scores["without.unparsable"].value == 0
    tokens = result.scores["without.tokens_out"]
    assert tokens.value is not None and tokens.value < 10 * tokens.n
    again = run_suite("mcq", options)
    assert (again.settings["asked_now"], again.scores) == (0, result.scores)
