"""The connection to a model, against a real vLLM: what a scripted server cannot show."""

import base64
import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event, Thread
from typing import Literal

import httpx
import pytest
from PIL import Image
from pydantic import BaseModel

from assistant.answer.write import House, written
from assistant.connect import Unreadable, connect, structured
from assistant.connect.breaker import PAUSE_S
from assistant.connect.served import Served
from assistant.image.picture import Picture, data_url
from assistant.image.readback.opinion import second_read
from assistant.image.types import ReadOpinion
from assistant.ports import Message, ModelFault, Piece
from assistant.settings import read_settings
from eval.made.studies import film
from retrieval.library import Library
from retrieval.types import Query
from tests.assistant.case.bedside import played_case
from tests.assistant.test_answer import library
from tests.assistant.writing import DOSE
from tests.curricula.items.samples import read
from tests.serving.tiny_models import CONTEXT
from tests.serving.vllm_server import KEY, NAME, VllmServer
from tests.ui.cases.test_looking import FILM as CHEST
from tests.ui.cases.test_looking import LOOK
from tests.ui.cases.ward import ward
from tests.ui.serving import TOKEN, serving_api
from ui.desk import LocalDesk

__all__ = ("library",)

pytestmark = pytest.mark.vllm

ASKED = (
    Message(role="system", text="Answer from the passages."),
    Message(role="user", text="What is given for gout?"),
)
FILM = f"{DOSE}: what does this chest X-ray show?"
ASKERS = 16


class Finding(BaseModel):
    """A shape with what grammars find hard: a choice, a number, free text, a list."""

    kind: Literal["normal", "abnormal"]
    certainty: int
    words: str
    regions: list[Literal["left", "right"]]


def served(vllm: VllmServer, **settings: object) -> Served:
    usual = {"model_url": vllm.url, "model_key": KEY, "model_timeout_s": 120, "answer_tokens": 60}
    made = connect(read_settings(**{**usual, **settings}))
    assert made is not None
    return made


@pytest.fixture
def model(vllm: VllmServer) -> Served:
    return served(vllm)


def picture() -> str:
    written = io.BytesIO()
    Image.new("RGB", (90, 60), "grey").save(written, "PNG")
    return "data:image/png;base64," + base64.b64encode(written.getvalue()).decode()


def fault_of(pieces: Iterator[Piece]) -> ModelFault:
    with pytest.raises(ModelFault) as caught:
        list(pieces)
    assert "\n" not in str(caught.value)
    return caught.value


def test_a_reply_comes_while_it_is_written(vllm: VllmServer, model: Served) -> None:
    with closing(model.stream(ASKED, limit=100)) as pieces:
        first = next(pieces)
        assert first.text and vllm.busy() == 1
        *rest, last = pieces
    assert len(rest) > 20
    assert last.usage is not None and (last.usage.tokens_in or 0) > 5
    assert last.usage.tokens_out is not None and 20 < last.usage.tokens_out <= 100


def test_the_same_question_gets_the_same_reply(model: Served) -> None:
    assert model.complete(ASKED) == model.complete(ASKED)


def test_the_server_tells_what_its_model_can_do(model: Served) -> None:
    known = model.explore()
    assert (known.model, known.context, known.images) == (NAME, CONTEXT, False)
    assert known.structured is not None and known.adapters == ()


@pytest.mark.parametrize("subject", ["the chest", "the skin", "an eye", "a knee", "the abdomen"])
def test_a_reply_has_its_shape_or_is_unreadable(vllm: VllmServer, subject: str) -> None:
    model = served(vllm, answer_tokens=200)
    found = structured(model, [Message(role="user", text=f"Describe {subject}.")], Finding)
    assert isinstance(found, Finding | Unreadable)
    if isinstance(found, Unreadable):
        assert "could not be read, twice" in found.reason


def test_a_prompt_beyond_the_context_is_too_long(model: Served) -> None:
    assert fault_of(model.stream([Message(role="user", text="a " * CONTEXT)])).kind == "too_long"


def test_an_image_for_a_model_without_eyes_is_one_sentence(model: Served) -> None:
    seen = Message(role="user", text="What is this?", images=(picture(),))
    assert fault_of(model.stream([seen])).kind == "no_images"


def test_a_wrong_key_and_a_wrong_name_are_told_apart(vllm: VllmServer) -> None:
    assert fault_of(served(vllm, model_key="wrong", model=NAME).stream(ASKED)).kind == "refused"
    assert fault_of(served(vllm, model="other").stream(ASKED)).kind == "not_found"


def test_a_reader_who_leaves_frees_the_server(vllm: VllmServer, model: Served) -> None:
    pieces = model.stream(ASKED, limit=1500)
    next(pieces)
    assert vllm.busy() == 1
    pieces.close()
    assert vllm.settles(within_s=5)


def test_sixteen_askers_are_all_answered_at_once(vllm: VllmServer, model: Served) -> None:
    most, done = [0], Event()

    def watch() -> None:
        while not done.wait(0.05):
            most.append(vllm.busy())

    def ask(number: int) -> int:
        question = Message(role="user", text=f"Question {number}: what is given for gout?")
        *_, last = model.stream([question], limit=60)
        return (last.usage and last.usage.tokens_out) or 0

    watcher = Thread(target=watch)
    watcher.start()
    try:
        with ThreadPoolExecutor(ASKERS) as pool:
            written = list(pool.map(ask, range(ASKERS)))
    finally:
        done.set()
        watcher.join()
    assert len(written) == ASKERS and all(written)
    assert max(most) > ASKERS // 2


def test_the_setting_limits_how_many_ask_at_once(vllm: VllmServer) -> None:
    model, most = served(vllm, model_at_once=2), [0]

    def ask(_: int) -> None:
        with closing(model.stream(ASKED, limit=60)) as pieces:
            next(pieces)
            most.append(vllm.busy())
            list(pieces)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(ask, range(6)))
    assert len(most) == 7 and max(most) <= 2


def test_a_server_that_dies_leaves_quotes_and_writes_again_once_it_is_back(
    vllm: VllmServer, library: Library
) -> None:
    now = [0.0]
    settings = read_settings(
        model_url=vllm.url, model_key=KEY, model=NAME, model_timeout_s=120, answer_tokens=1000
    )
    model = Served(settings, clock=lambda: now[0], sleep=lambda _: None)
    growing, pieces = written(library, Query(text=DOSE), model), model.stream(ASKED, limit=1500)
    evidence = next(growing)
    assert evidence.stage == "writing" and evidence.evidence and not evidence.statements
    next(pieces)
    try:
        with ThreadPoolExecutor(1) as pool:
            rest = pool.submit(list, growing)
            assert vllm.reaches(2)
            vllm.kill()
            *_, last = rest.result(60)
        assert (last.stage, last.mode) == ("done", "quote") and last.statements
        assert last.fallback is not None and "broke its reply off" in last.fallback
        kinds = [fault_of(pieces).kind, *(fault_of(model.stream(ASKED)).kind for _ in range(2))]
        assert kinds == ["cut_off", "unreachable", "failing"]
    finally:
        vllm.start()
    assert fault_of(model.stream(ASKED)).kind == "failing"
    now[0] += PAUSE_S
    *_, after = written(library, Query(text=DOSE), model, house=House(answer_tokens=30))
    assert after.written is not None and after.written.tokens_out


def test_an_image_is_seen_by_a_model_for_images(vllm_with_images: VllmServer) -> None:
    model = served(vllm_with_images)
    assert model.explore().images is True

    def prompt_tokens(*images: str) -> int:
        *_, last = model.stream([Message(role="user", text="What is this?", images=images)], limit=4)
        return (last.usage and last.usage.tokens_in) or 0

    assert prompt_tokens() < prompt_tokens(picture()) < prompt_tokens(picture(), picture())


def test_a_picture_goes_the_whole_way_through_ask_the_api_and_a_case(
    vllm_with_images: VllmServer, library: Library, tmp_path: Path
) -> None:
    # Of random weights the likeliest reply is often nothing; drawn at random, it has words.
    model = served(vllm_with_images, temperature=1.0, answer_tokens=200)
    desk = LocalDesk(library, House(answer_tokens=200, redacts=False), model=model)
    with desk.ask_stream(Query(text=FILM), "write", picture=Picture(png=film())) as answering:
        *_, asked = answering
    assert asked.look is not None and asked.look.model == NAME and asked.look.sentences
    assert asked.statements and all(one.citations for one in asked.statements if one.verdict == "supported")
    sent = [{"type": "text", "text": FILM}, {"type": "image_url", "image_url": {"url": data_url(film())}}]
    body = {"model": "preceptor-quote", "messages": [{"role": "user", "content": sent}]}
    with serving_api(desk) as address:
        headers = {"authorization": f"Bearer {TOKEN}"}
        reply = httpx.post(f"{address}/v1/chat/completions", json=body, headers=headers, timeout=300).json()
    assert reply["preceptor"]["look"]["sentences"]
    with ward(tmp_path, played_case(tests=(CHEST,)), pictures={"film.png": film()}, model=model) as people:
        people["ada"].started()
        people["ada"].act("encounter-1", "order", of="test", text="film")
        people["ada"].act("encounter-1", "end")
        assert f"What {NAME} says it sees" in people["ada"].post(LOOK).text
    report = read().report
    second = second_read(report, "Consolidation of the right lower zone.", model=model)
    opined = {one.line for one in second.findings} if isinstance(second, ReadOpinion) else set()
    assert opined <= {line.id for line in report} and (opined or isinstance(second, Unreadable))


def test_a_damaged_image_is_one_sentence(vllm_with_images: VllmServer) -> None:
    seen = Message(role="user", text="What is this?", images=("data:image/png;base64,AAAA",))
    assert fault_of(served(vllm_with_images).stream([seen])).kind in ("refused", "no_images", "failing")


def test_a_model_without_chat_template_is_one_sentence(vllm_without_template: VllmServer) -> None:
    fault = fault_of(served(vllm_without_template).stream(ASKED))
    assert fault.kind == "no_template" and "chat template" in str(fault)
    assert "--chat-template" in fault.next_step
