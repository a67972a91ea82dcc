"""preceptor train: what it refuses, each time in one sentence, and taking an adapted model back."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from retrieval.library import Library
from retrieval.models.encoder import WEIGHTS
from retrieval.models.own import Place
from ui.cli import app
from ui.cli.door import run

ROOT = Path(__file__).parents[2]
TRAINABLE = all(find_spec(name) for name in ("torch", "transformers", "onnx", "onnxscript"))
needs_extra = pytest.mark.skipif(not TRAINABLE, reason="training needs the extra `train`")


def said(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str]:
    code = run(app, ["train", *map(str, arguments)])
    return code, capsys.readouterr().err


@pytest.mark.skipif(TRAINABLE, reason="the extra `train` is installed here")
def test_without_the_extra_the_command_says_how_to_install_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, words = said(capsys, "encoder", "--library", tmp_path)
    assert code == 3 and "pip install 'preceptor[train]'" in words and words.count("\n") == 1


def test_another_part_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "verifier")[0] == 2


def test_a_model_chosen_by_setting_is_not_trained_beside(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PRECEPTOR_ENCODER", str(WEIGHTS))
    code, words = said(capsys, "encoder", "--library", tmp_path)
    assert code == 2 and "Unset PRECEPTOR_ENCODER" in words


def test_undo_without_an_adapted_model_is_wrong_use(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, words = said(capsys, "encoder", "--undo", "--library", tmp_path)
    assert code == 2 and "no encoder of its own" in words


def test_undo_brings_the_shipped_encoder_back(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    place = Place(tmp_path, "encoder")
    place.used.mkdir(parents=True)
    assert said(capsys, "encoder", "--undo", "--library", tmp_path)[0] == 0
    assert place.previous.is_dir() and not place.used.exists()


def test_undo_waits_for_a_library_in_use(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PRECEPTOR_WAIT_S", "0.1")
    with Library.open(tmp_path):
        code, words = said(capsys, "encoder", "--undo", "--library", tmp_path)
    assert code == 3 and "in use" in words


@needs_extra
@pytest.mark.filterwarnings("ignore")
def test_a_library_too_small_is_refused_with_the_next_step(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, words = said(capsys, "encoder", "--library", tmp_path)
    assert code == 3 and "too small" in words and "preceptor library add" in words


@needs_extra
@pytest.mark.filterwarnings("ignore")
def test_a_wrong_checkpoint_is_refused_before_the_library_is_read(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, words = said(capsys, "encoder", "--base", tmp_path / "absent", "--library", tmp_path)
    assert code == 3 and "no such folder" in words


def test_asking_imports_no_torch(tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text("# Note\n\nLabetalol is given for hypertension in pregnancy.\n")
    code = (
        "import sys; from ui.cli import app; from ui.cli.door import run\n"
        f"library = ['--library', {str(tmp_path / 'library')!r}]\n"
        f"run(app, ['library', 'add', {str(tmp_path / 'note.md')!r}, *library])\n"
        "run(app, ['ask', 'what is given for hypertension in pregnancy?', *library])\n"
        "print('LOADED', sorted({'torch', 'transformers', 'onnx'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert "Labetalol" in done.stdout, done.stdout + done.stderr
    assert "LOADED []" in done.stdout
