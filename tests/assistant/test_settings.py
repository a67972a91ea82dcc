"""Settings come from the environment, and a wrong one is one clear sentence."""

from pathlib import Path

import pytest

from assistant.settings import Settings, read_settings, unknown_names, variable
from retrieval.errors import WrongUse


def test_the_command_line_overrides_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRECEPTOR_PORT", "9000")
    assert read_settings().port == 9000
    assert read_settings(port=9001).port == 9001
    assert read_settings(port=None).port == 9000


def test_without_a_setting_the_library_lies_in_the_users_data_folder(
    monkeypatch: pytest.MonkeyPatch, own_home: Path
) -> None:
    monkeypatch.delenv("PRECEPTOR_LIBRARY")
    assert read_settings().library == own_home / "data" / "preceptor"


def test_every_wrong_setting_is_named_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRECEPTOR_PORT", "front door")
    monkeypatch.setenv("PRECEPTOR_DATABASE_URL", "mysql://localhost")
    with pytest.raises(WrongUse) as caught:
        read_settings()
    sentence = str(caught.value)
    assert "PRECEPTOR_PORT is 'front door'" in sentence
    assert "PRECEPTOR_DATABASE_URL is 'mysql://localhost'" in sentence
    assert "\n" not in sentence
    assert caught.value.next_step == "Correct or unset PRECEPTOR_PORT and PRECEPTOR_DATABASE_URL."


def test_an_empty_library_folder_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRECEPTOR_LIBRARY", "")
    with pytest.raises(WrongUse, match="should name a folder"):
        read_settings()


@pytest.mark.parametrize(
    ("host", "loopback"), [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False)]
)
def test_only_loopback_addresses_count_as_this_machine(host: str, loopback: bool) -> None:
    assert read_settings(host=host).loopback is loopback


def test_misspelt_variables_are_found() -> None:
    assert unknown_names({"PRECEPTOR_LIBARY": "x", "PRECEPTOR_PORT": "1", "HOME": "/"}) == [
        "PRECEPTOR_LIBARY"
    ]


def test_there_are_under_thirty_settings_each_described() -> None:
    assert len(Settings.model_fields) < 30
    assert [variable(name) for name, field in Settings.model_fields.items() if not field.description] == []
