"""What every ChatModel must do. A new implementation is one line in the table below."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from assistant.ports import Message, ModelFault, Usage
from tests.assistant.chat_models import Subject, scripted, vllm
from tests.assistant.scripted_replies import CONTEXT

MESSAGES = (
    Message(role="system", text="You answer briefly."),
    Message(role="user", text="What is given for gout?"),
    Message(role="assistant", text="Colchicine."),
    Message(role="user", text="And in renal failure?"),
)
SHAPE = {
    "type": "object",
    "properties": {"verdict": {"enum": ["yes", "no"]}},
    "required": ["verdict"],
    "additionalProperties": False,
}
MODELS = (
    pytest.param(scripted, id="served"),
    pytest.param(vllm, id="served by vLLM", marks=[pytest.mark.vllm, pytest.mark.slow]),
)


@pytest.fixture(scope="module", params=MODELS)
def subject(request: pytest.FixtureRequest) -> Iterator[Subject]:
    with request.param() as made:
        yield made


def test_a_reply_comes_in_pieces_and_its_usage_with_the_last(subject: Subject) -> None:
    pieces = list(subject.model.stream(MESSAGES, limit=20))
    assert "".join(piece.text for piece in pieces).strip()
    assert [piece.usage for piece in pieces[:-1]] == [None] * (len(pieces) - 1)
    assert isinstance(pieces[-1].usage, Usage)


def test_a_reply_is_no_longer_than_its_limit(subject: Subject) -> None:
    short, long = (list(subject.model.stream(MESSAGES, limit=limit))[-1].usage for limit in (3, 12))
    assert short is not None and short.tokens_out == 3
    assert long is not None and long.tokens_out == 12


def test_closing_the_stream_ends_the_request(subject: Subject) -> None:
    with closing(subject.model.stream(MESSAGES, limit=1000)) as pieces:  # type: ignore[type-var]
        next(pieces)
    assert subject.left()


def test_dropping_the_stream_ends_the_request(subject: Subject) -> None:
    next(subject.model.stream(MESSAGES, limit=1000))
    assert subject.left()


def test_a_whole_reply_has_words(subject: Subject) -> None:
    assert subject.model.complete(MESSAGES).strip()


def test_a_reply_with_a_schema_has_its_shape_as_far_as_it_goes(subject: Subject) -> None:
    for _ in range(3):
        said = "".join(subject.model.complete(MESSAGES, schema=SHAPE).split())
        assert any(whole.startswith(said) for whole in ('{"verdict":"yes"}', '{"verdict":"no"}'))


def test_the_same_question_gets_the_same_reply(subject: Subject) -> None:
    first, second = ("".join(p.text for p in subject.model.stream(MESSAGES, limit=12)) for _ in range(2))
    assert first == second


def test_sixteen_threads_may_ask_at_once(subject: Subject) -> None:
    def ask(_: int) -> str:
        return "".join(piece.text for piece in subject.model.stream(MESSAGES, limit=12))

    with ThreadPoolExecutor(16) as pool:
        assert all(text.strip() for text in pool.map(ask, range(16)))


def test_a_prompt_that_is_too_long_is_a_fault_in_words(subject: Subject) -> None:
    with pytest.raises(ModelFault) as caught:
        subject.model.complete([Message(role="user", text="gout and colchicine " * CONTEXT)])
    assert caught.value.kind == "too_long"
    assert "\n" not in str(caught.value) and caught.value.next_step


def test_a_fault_leaves_the_model_usable(subject: Subject) -> None:
    with pytest.raises(ModelFault):
        subject.model.complete([Message(role="user", text="gout and colchicine " * CONTEXT)])
    assert list(subject.model.stream(MESSAGES, limit=3))


def test_the_capabilities_are_those_of_the_model_by_name(subject: Subject) -> None:
    told = subject.model.capabilities()
    assert told.model == subject.model.name
    assert told.context == CONTEXT
    assert told.adapters == ()
