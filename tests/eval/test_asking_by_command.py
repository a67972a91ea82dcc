"""preceptor eval with a served model: what the command says and returns, and which key goes where."""

import json
from pathlib import Path

import pytest

from assistant.settings import read_settings
from retrieval.errors import WrongUse
from tests.assistant.scripted_replies import Asked, Reply, refuses
from tests.assistant.scripted_server import scripted_server
from tests.eval.answering import ITEMS, keeping_schemas, last, oracle, questions
from tests.eval.samples import SAMPLES
from ui.cli import main
from ui.cli.eval_options import judge_settings


def code_of(*arguments: str | Path) -> int:
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    assert isinstance(ended.value.code, int)
    return ended.value.code


def test_without_a_model_the_command_says_so_and_ends_with_3(capsys: pytest.CaptureFixture[str]) -> None:
    for suite in ("mcq", "rubric"):
        assert code_of("eval", suite, "--data", SAMPLES / suite) == 3
        assert "Not run: no model is set. Name its server with --model-url" in capsys.readouterr().err


def test_the_command_asks_as_its_options_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with scripted_server(oracle) as host:
        options = ["--limit", "4", "--seed", "3", "--shots", "2", "--prompt", "chain-of-thought"]
        where = ["--data", SAMPLES / "mcq", "--model-url", host.url, "--json", tmp_path / "out.json"]
        assert code_of("eval", "mcq", *where, *options) == 0
        asked = questions(host)
    assert len(asked) == 4 and all(len(one.messages) == 6 for one in asked)
    result = json.loads((tmp_path / "out.json").read_text())
    assert (result["suite"], result["n"], result["settings"]["seed"]) == ("mcq", 4, 3)
    assert result["settings"]["prompt"].startswith("chain-of-thought@1+")
    assert (tmp_path / ".cache" / "eval" / "replies" / "mcq.jsonl").is_file()


def test_questions_without_a_reply_end_the_command_with_3(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    @keeping_schemas
    def stumbling(asked: Asked) -> Reply:
        return refuses(400, "no") if next(iter(ITEMS)) in last(asked) else oracle(asked)

    with scripted_server(stumbling) as host:
        where = ["--data", SAMPLES / "mcq", "--model-url", host.url, "--journal", tmp_path / "j.jsonl"]
        assert code_of("eval", "mcq", *where) == 3
    assert f"Not run: without passages: 1 of {len(ITEMS)} questions got no reply" in capsys.readouterr().err


def test_a_prompt_that_is_not_there_is_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with scripted_server(oracle) as host:
        where = ["--data", SAMPLES / "mcq", "--model-url", host.url, "--journal", tmp_path / "j.jsonl"]
        assert code_of("eval", "mcq", *where, "--prompt", "none") == 2
    assert "chain-of-thought, direct" in capsys.readouterr().err


def test_no_key_is_sent_to_another_server(tmp_path: Path) -> None:
    asked = read_settings(
        model_url="http://127.0.0.1:8000/v1", model="a", model_key="sesame", adapter="cards"
    )
    same = judge_settings(asked, None, "b", key_file=None)
    other = judge_settings(asked, "http://127.0.0.1:8001/v1", None, key_file=None)
    assert same is not None and other is not None
    assert (same.model_url, same.model, same.model_key, same.adapter) == (
        asked.model_url,
        "b",
        asked.model_key,
        None,
    )
    assert (other.model, other.model_key) == (None, None)
    (tmp_path / "key").write_text("open\n")
    keyed = judge_settings(asked, "http://127.0.0.1:8001/v1", None, key_file=tmp_path / "key")
    assert keyed is not None and keyed.model_key is not None
    assert keyed.model_key.get_secret_value() == "open"
    with pytest.raises(WrongUse, match="nokey"):
        judge_settings(asked, "http://127.0.0.1:8001/v1", None, key_file=tmp_path / "nokey")
    assert judge_settings(asked, None, None, key_file=None) is None
