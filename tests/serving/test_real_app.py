"""The whole way from a program that asks our API to a real vLLM and back."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import openai
import pytest

from assistant.answer.write import House
from assistant.connect.served import Served
from assistant.settings import read_settings
from assistant.types import Answer
from retrieval.library import Library
from tests.assistant.test_answer import library
from tests.assistant.writing import DOSE
from tests.serving.vllm_server import KEY, VllmServer
from tests.ui.serving import TOKEN, serving_api
from ui.desk import LocalDesk

__all__ = ("library",)

pytestmark = pytest.mark.vllm

ASKERS = 16
MODEL = "preceptor-write"


@pytest.fixture
def asking(vllm: VllmServer, library: Library) -> Iterator[openai.OpenAI]:
    """OpenAI's client of an app that writes with that model."""
    model = Served(read_settings(model_url=vllm.url, model_key=KEY, model_timeout_s=120))
    desk = LocalDesk(library, House(answer_tokens=400), model=model)
    with (
        serving_api(desk) as address,
        openai.OpenAI(base_url=f"{address}/v1", api_key=TOKEN, max_retries=0, timeout=300) as client,
    ):
        yield client


def test_a_program_that_hangs_up_frees_the_server(vllm: VllmServer, asking: openai.OpenAI) -> None:
    with asking.chat.completions.create(
        model=MODEL, messages=[{"role": "user", "content": DOSE}], stream=True
    ):
        assert vllm.reaches(1)
    assert vllm.settles(within_s=10)


def test_sixteen_programs_each_get_a_whole_answer(asking: openai.OpenAI) -> None:
    def ask(_: int) -> Answer:
        given = asking.chat.completions.create(model=MODEL, messages=[{"role": "user", "content": DOSE}])
        return Answer.model_validate((given.model_extra or {})["preceptor"])

    with ThreadPoolExecutor(ASKERS) as pool:
        answers = list(pool.map(ask, range(ASKERS)))
    # What a model with random weights writes is no answer: the quotes stand in, and say why.
    assert all(answer.stage == "done" and answer.statements for answer in answers)
    assert all(answer.mode == "write" or answer.fallback for answer in answers)
    assert all(answer.written and answer.written.tokens_out for answer in answers)
