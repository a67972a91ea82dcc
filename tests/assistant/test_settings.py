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


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("http://127.0.0.1:8000/v1", "http://127.0.0.1:8000/v1"),
        ("http://127.0.0.1:8000/v1/", "http://127.0.0.1:8000/v1"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000/v1"),
        ("https://models.example/api/v2/chat/completions", "https://models.example/api/v2"),
    ],
)
def test_a_model_servers_address_is_read_as_people_write_it(given: str, read: str) -> None:
    assert read_settings(model_url=given).model_url == read


@pytest.mark.parametrize(
    "url", ["127.0.0.1:8000", "ftp://models/v1", "http://me:pw@models/v1", "http://m/v1?a=b"]
)
def test_what_is_no_model_servers_address_is_refused_in_one_sentence(url: str) -> None:
    with pytest.raises(WrongUse, match=r"PRECEPTOR_MODEL_URL is .*: it should look like http://127"):
        read_settings(model_url=url)


def test_a_password_in_a_refused_address_is_not_shown() -> None:
    for name in ("model_url", "encoder", "database_url"):
        with pytest.raises(WrongUse) as caught:
            read_settings(**{name: "ldap://me:sesame@models/v1"})
        assert "sesame" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "removes"),
    [
        (None, False),
        ("http://127.0.0.1:8000/v1", False),
        ("http://127.8.9.10/v1", False),
        ("http://[::1]:8000/v1", False),
        ("http://localhost:8000/v1", False),
        ("http://10.0.0.7:8000/v1", True),
        ("http://0.0.0.0:8000/v1", True),
        ("https://models.example/v1", True),
        ("https://127.0.0.1.models.example/v1", True),
        ("https://localhost.models.example/v1", True),
    ],
)
def test_personal_data_is_removed_for_a_model_on_another_machine(url: str | None, removes: bool) -> None:
    assert read_settings(model_url=url).removes_personal_data is removes
    assert not read_settings(model_url=url, send_personal_data=True).removes_personal_data


@pytest.mark.parametrize("key", ["sésame", "ses\name", "  "])
def test_a_key_that_cannot_be_sent_is_refused_and_not_shown(key: str) -> None:
    with pytest.raises(WrongUse, match="PRECEPTOR_MODEL_KEY cannot be used: it should be letters") as caught:
        read_settings(model_key=key)
    assert key not in str(caught.value)


def test_blanks_around_a_key_are_not_part_of_it() -> None:
    key = read_settings(model_key=" sesame\n").model_key
    assert key is not None and key.get_secret_value() == "sesame"


def test_misspelt_variables_are_found() -> None:
    assert unknown_names({"PRECEPTOR_LIBARY": "x", "PRECEPTOR_PORT": "1", "HOME": "/"}) == [
        "PRECEPTOR_LIBARY"
    ]


def test_there_are_under_thirty_settings_each_described() -> None:
    assert len(Settings.model_fields) < 30
    assert [variable(name) for name, field in Settings.model_fields.items() if not field.description] == []
