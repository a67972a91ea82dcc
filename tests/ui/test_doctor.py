"""The doctor says what is on, what is off and why, and changes nothing."""

import os
from pathlib import Path

import pytest

from assistant.home import open_library
from assistant.settings import Settings, read_settings
from tests.assistant.scripted_replies import A_PAGE, CRASHED, CUT_OFF, NO_TEMPLATE, Reply, says
from tests.assistant.scripted_server import scripted_server
from tests.retrieval.model_server import model_host
from ui.health import Health, examine
from ui.model_parts import redaction


def part(health: Health, name: str) -> tuple[str, str]:
    found = next(part for part in health.parts if part.name == name)
    return found.state, found.detail


def test_every_setting_is_shown_with_its_meaning_and_origin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRECEPTOR_PORT", "9000")
    shown = {setting.variable: setting for setting in examine(read_settings(host="localhost")).settings}
    assert len(shown) == len(Settings.model_fields)
    assert (shown["PRECEPTOR_PORT"].value, shown["PRECEPTOR_PORT"].source) == ("9000", "environment")
    assert shown["PRECEPTOR_HOST"].source == "command line"
    assert shown["PRECEPTOR_WAIT_S"].source == "default"
    assert all(setting.meaning for setting in shown.values())


def test_a_library_that_is_not_there_yet_is_not_made(own_home: Path) -> None:
    health = examine(read_settings())
    assert part(health, "library")[0] == "off"
    assert health.sound
    assert not (own_home / "library").exists()


def test_a_library_is_counted() -> None:
    with open_library(read_settings()):
        pass
    assert part(examine(read_settings()), "library") == (
        "on",
        f"0 documents, 0 passages, 0 figures in {os.environ['PRECEPTOR_LIBRARY']}",
    )


def test_a_library_in_use_is_named_and_not_waited_for() -> None:
    with open_library(read_settings()):
        state, detail = part(examine(read_settings()), "app")
    assert (state, str(os.getpid()) in detail) == ("off", True)


def test_a_misspelt_setting_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRECEPTOR_LIBARY", "/srv/library")
    health = examine(read_settings())
    assert part(health, "settings") == ("fault", "PRECEPTOR_LIBARY is no setting; is it misspelt?")
    assert not health.sound


def test_the_password_of_a_database_address_is_not_shown() -> None:
    health = examine(read_settings(database_url="postgresql://ada:secret@127.0.0.1:1/x", wait_s=0))
    assert "secret" not in health.model_dump_json()


def test_a_database_that_does_not_answer_is_a_fault_with_the_next_step(tmp_path: Path) -> None:
    (tmp_path / "library").mkdir()
    settings = read_settings(library=tmp_path / "library", database_url="postgresql://127.0.0.1:1/x")
    state, detail = part(examine(settings), "library")
    assert state == "fault"
    assert "\n" not in detail


def test_a_chroma_server_that_does_not_answer_is_a_fault() -> None:
    state, detail = part(examine(read_settings(chroma_url="http://127.0.0.1:1")), "chroma")
    assert (state, detail) == ("fault", "http://127.0.0.1:1 does not answer; start the server")


def test_the_encoder_is_named_by_its_fingerprint() -> None:
    state, detail = part(examine(read_settings()), "encoder")
    assert (state, bool(detail)) == ("on", True)


def test_the_ranker_is_named_or_said_to_be_off() -> None:
    assert part(examine(read_settings()), "ranker")[0] == "on"
    assert part(examine(read_settings(ranker="off")), "ranker")[0] == "off"


def test_a_models_server_that_does_not_answer_is_a_fault_and_its_key_is_not_shown() -> None:
    settings = read_settings(encoder="http://127.0.0.1:1/v1", models_key="sesame")
    health = examine(settings)
    state, detail = part(health, "encoder")
    assert (state, "127.0.0.1:1 does not answer" in detail) == ("fault", True)
    assert "sesame" not in health.model_dump_json()


def test_documents_that_wait_for_a_new_encoder_are_counted(tmp_path: Path) -> None:
    source = tmp_path / "gout.md"
    source.write_text("# Gout\n\nColchicine is given in acute gout.\n", encoding="utf-8")
    with open_library(read_settings()) as library:
        list(library.add([source]))
    with model_host() as host:
        detail = part(examine(read_settings(encoder=host.url)), "library")[1]
    assert "1 documents wait to be embedded" in detail


def test_without_a_model_the_doctor_says_how_to_have_one() -> None:
    state, detail = part(examine(read_settings()), "language model")
    assert (state, "PRECEPTOR_MODEL_URL" in detail) == ("off", True)


def test_a_served_model_is_named_with_what_it_can_do() -> None:
    with scripted_server(says("An apple.")) as host:
        host.adapter("cardiology")
        health = examine(read_settings(model_url=host.url, model_key="sesame"))
        assert part(health, "language model") == ("on", f"scripted at 127.0.0.1:{host.port}")
    assert part(health, "context") == ("on", "4096 tokens")
    assert part(health, "image input") == ("off", "the model takes no images")
    assert part(health, "structured output")[0] == "off"
    assert part(health, "adapters") == ("on", "cardiology; none is used")
    assert part(health, "redaction") == ("off", "the model's server is this machine")
    assert health.sound
    assert "sesame" not in health.model_dump_json()


@pytest.mark.parametrize(
    ("reply", "word"),
    [
        (NO_TEMPLATE, "chat template"),
        (CRASHED, "failed (500"),
        (A_PAGE, "no model's reply"),
        (CUT_OFF, "broke"),
    ],
)
def test_a_model_that_cannot_be_asked_is_a_fault_in_one_line(reply: Reply, word: str) -> None:
    with scripted_server(reply) as host:
        health = examine(read_settings(model_url=host.url))
    state, detail = part(health, "language model")
    assert (state, word in detail, "\n" in detail) == ("fault", True, False)
    assert not health.sound
    assert "image input" not in [one.name for one in health.parts]


def test_a_model_on_another_machine_is_asked_without_personal_data() -> None:
    there = read_settings(model_url="http://models.example/v1")
    assert redaction(there, "models.example").state == "on"
    left_in = read_settings(model_url="http://models.example/v1", send_personal_data=True)
    assert redaction(left_in, "models.example").state == "off"
