"""preceptor tone: versions are listed, and nothing is tried or saved without a model."""

import json
from pathlib import Path

import pytest

from assistant.home import open_store
from assistant.settings import read_settings
from assistant.tone.keeping import Tones
from assistant.tone.types import Saved, Tone
from tests.ui.people import NOON
from ui.cli import main


def run(capsys: pytest.CaptureFixture[str], folder: Path, *words: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as ended:
        main(["tone", *words, "--library", str(folder)])
    told = capsys.readouterr()
    return int(str(ended.value.code)), told.out + told.err


def test_versions_are_listed_and_nothing_is_tried_without_a_model(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_store(read_settings(library=tmp_path)) as store:
        saved = Saved(course="", number=0, tone=Tone(text="Write [b]warmly."), by="u", name="Dana", at=NOON)
        Tones(store.engine).save(saved, based_on=0)
    code, told = run(capsys, tmp_path, "list", "--json")
    assert code == 0 and json.loads(told)["versions"][0]["tone"]["text"] == "Write [b]warmly."
    assert "Write [b]warmly." in run(capsys, tmp_path, "list")[1]
    for command in ("try", "save"):
        code, told = run(capsys, tmp_path, command, "--text", "Be brief.")
        assert code == 2 and "No language model is connected" in told
