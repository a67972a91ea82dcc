"""The tiny models behind a real vLLM, started once for all the tests that ask them."""

from collections.abc import Iterator

import pytest

from tests.serving.tiny_models import CONTEXT, bare_model, image_model, text_model
from tests.serving.vllm_server import VllmServer, serving

OPTIONS = {"max-model-len": str(CONTEXT)}


@pytest.fixture(scope="session")
def vllm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VllmServer]:
    """A text model with a chat template."""
    with serving(text_model(tmp_path_factory.mktemp("vllm") / "text"), options=OPTIONS) as server:
        yield server


@pytest.fixture(scope="module")
def vllm_with_images(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VllmServer]:
    """A model of MedGemma's architecture, which sees."""
    with serving(image_model(tmp_path_factory.mktemp("vllm") / "image"), options=OPTIONS) as server:
        yield server


@pytest.fixture(scope="module")
def vllm_without_template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VllmServer]:
    """A text model as its training left it: nobody said how its turns are written."""
    with serving(bare_model(tmp_path_factory.mktemp("vllm") / "bare"), options=OPTIONS) as server:
        yield server
