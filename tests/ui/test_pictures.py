"""A picture at every door: the API, the chat API, the terminal, and what the page draws of it."""

import json
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.answer.write import House
from assistant.connect import connect
from assistant.home import open_library
from assistant.image.types import BoxMark, Gate, Layer, Window
from assistant.settings import read_settings
from assistant.types import Answer, Fingerprint, Look
from eval.made.studies import film
from retrieval.errors import WrongUse
from retrieval.library import Library
from tests.assistant.image.pictures import dicom_file
from tests.assistant.scripted_replies import Asked, Reply, says
from tests.assistant.scripted_server import ScriptedServer, scripted_server
from tests.assistant.test_answer import OTHER
from tests.assistant.writing import DOSE
from tests.ui.serving import TOKEN, serving_api
from ui.desk import LocalDesk
from ui.looks import look_lines
from ui.pictures import Sent, brought, decoded, sent_of
from ui.remote import RemoteDesk
from ui.web.look import look_html

QUESTION = f"{DOSE}: what does this chest X-ray show?"
SEEN = "An opacity <b>lies</b> in the right lower zone."
HEADERS = {"authorization": f"Bearer {TOKEN}"}


def sees(asked: Asked) -> Reply:
    """A vision model: a description, or places where a shape is asked for."""
    box = {"label": "opacity", "left": 100, "top": 500, "right": 400, "bottom": 800}
    return says(json.dumps({"findings": [box]}) if "response_format" in asked.body else SEEN)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("pictures")
    (folder / "other.md").write_text(OTHER)
    with open_library(read_settings(library=folder / "library")) as opened:
        list(opened.add([folder / "other.md"]))
        yield opened


@pytest.fixture
def host() -> Iterator[ScriptedServer]:
    with scripted_server(sees) as server:
        yield server


@pytest.fixture
def desk(library: Library, host: ScriptedServer) -> LocalDesk:
    return LocalDesk(library, House(redacts=False), model=connect(read_settings(model_url=host.url)))


@pytest.fixture
def address(desk: LocalDesk) -> Iterator[str]:
    with serving_api(desk) as served:
        yield served


def url(body: bytes) -> str:
    return f"data:image/png;base64,{b64encode(body).decode()}"


def test_an_image_of_the_shelf_and_a_data_url_are_both_looked_at(address: str, host: ScriptedServer) -> None:
    with httpx.Client(base_url=address, headers=HEADERS, timeout=60) as client:
        kept = client.post("/api/images", files={"file": ("film.png", film())}).json()["info"]["id"]
        for picture, image in (({"image": kept}, kept), ({"data": url(film())}, None)):
            said = client.post("/api/ask", json={"text": QUESTION, "picture": picture}).json()
            look = said["look"]
            assert look["image"] == image and look["gate"]["open"] and look["sentences"]
            assert look["layer"]["author"] == "model" and said["evidence"]
        other = client.post("/api/ask", json={"text": QUESTION, "picture": {"image": "0" * 32}})
    assert other.status_code in (403, 404)
    assert len(host.asked) == 4


def test_a_chat_program_sends_a_picture_and_nothing_is_fetched(address: str, host: ScriptedServer) -> None:
    def ask(where: str) -> httpx.Response:
        parts: list[dict[str, Any]] = [
            {"type": "text", "text": QUESTION},
            {"type": "image_url", "image_url": {"url": where}},
        ]
        body = {"model": "preceptor-quote", "messages": [{"role": "user", "content": parts}]}
        return httpx.post(f"{address}/v1/chat/completions", json=body, headers=HEADERS, timeout=60)

    said = ask(url(film())).json()
    content = said["choices"][0]["message"]["content"]
    assert "Nobody has checked it." in content and "right lower zone" in content
    assert said["preceptor"]["look"]["sentences"]
    before = len(host.asked)
    elsewhere = ask(f"{host.url}/models")
    assert elsewhere.status_code == 400 and "nothing is fetched" in elsewhere.text
    assert (len(host.asked), host.listed) == (before, host.listed)


def test_a_command_beside_a_running_app_sends_its_picture_along(address: str, tmp_path: Path) -> None:
    from ui.asking import asked

    with (
        RemoteDesk(address, TOKEN) as remote,
        remote.ask_stream(asked(QUESTION), picture=brought(film(), "film.png")) as answering,
    ):
        *_, last = answering
    assert last.look is not None and last.look.sentences


@pytest.mark.parametrize(
    "wrong", ["http://127.0.0.1/x.png", "data:text/html;base64,eA==", "data:image/png;base64,%"]
)
def test_only_a_data_url_of_an_image_is_read(wrong: str) -> None:
    with pytest.raises(WrongUse):
        decoded(wrong)


def answer(look: Look) -> Answer:
    made = Fingerprint(settings="s", encoder="e", model=None, library="1")
    return Answer(id="a", question="q", standalone="q", mode="quote", look=look, fingerprint=made)


def test_the_page_draws_boxes_on_a_layer_and_escapes_what_the_model_said() -> None:
    box = BoxMark(id="m0", label="<i>x</i>", left=0.1, top=0.5, right=0.4, bottom=0.8)
    look = Look(
        image="p1",
        gate=Gate(
            open=True, kind="radiograph", why="It is taken for an X-ray film.", unchecked=("whose it is",)
        ),
        model="eyes",
        sentences=("<script>alert(1)</script>",),
        layer=Layer(author="model", name="eyes", marks=(box,)),
        dropped=1,
    )
    drawn = look_html(answer(look))
    assert "<script" not in drawn and "<i>" not in drawn
    assert 'x="0.1000"' in drawn and "/api/images/p1/frame/0.png" in drawn
    assert "What eyes says it sees. Nobody has checked it." in drawn and "Not checked: whose it is." in drawn
    assert any("left out" in line for line in look_lines(look))


def test_the_answer_says_which_frame_was_looked_at_in_which_window(
    address: str, host: ScriptedServer
) -> None:
    window = {"name": "soft tissue", "centre": 40, "width": 400}
    with httpx.Client(base_url=address, headers=HEADERS, timeout=60) as client:
        for file, frame, shades, told in (
            ("CT_small.dcm", 0, window, "Looked at: window soft tissue (40 / 400)."),
            ("examples_ybr_color.dcm", 7, window, "Looked at: frame 8 of 30."),
        ):
            kept = client.post("/api/images", files={"file": (file, dicom_file(file))}).json()["info"]["id"]
            picture = {"image": kept, "frame": frame, "window": shades, "kind": "ct"}
            asked = {"text": QUESTION, "picture": picture}
            found = Answer.model_validate(client.post("/api/ask", json=asked).json())
            assert found.look is not None and next(look_lines(found.look)) == told
            drawn = look_html(found)
            assert told in drawn and f"/frame/{frame}.png" in drawn
            assert ("centre=40&amp;width=400" in drawn) == (found.look.window is not None)
        beyond = client.post("/api/ask", json={"text": QUESTION, "picture": picture | {"frame": 30}})
    assert beyond.status_code == 400


def test_what_the_page_asks_with_is_a_frame_from_one_and_a_window_in_words() -> None:
    whole = Window(name="lung tissue", centre=-600.5, width=1500)
    assert sent_of("p1", "ct", 3, "-600.5 1500 lung tissue") == Sent(
        image="p1", frame=2, window=whole, kind="ct"
    )
    assert sent_of("p1", None, None, "") == Sent(image="p1")
    assert sent_of(None, "ct", 3, "") is None
    for frame, window in (("x", ""), (1, "40"), (1, "40 -3"), (1, "a b")):
        with pytest.raises(WrongUse):
            sent_of("p1", None, frame, window)


def test_a_picture_that_is_not_described_says_why_once() -> None:
    why = "The picture is blank, or all but blank."
    look = Look(gate=Gate(open=False, reason="blank", why=why), fault=why)
    assert list(look_lines(look)) == [f"The picture is not described. {why}"]
    assert look_html(answer(look)).count("blank, or all") == 1
