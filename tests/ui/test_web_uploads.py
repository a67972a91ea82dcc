from pathlib import Path

from ui.web.uploads import clear, stage


def uploaded(folder: Path, digest: str, name: str, text: str = "text") -> Path:
    """A file where Gradio leaves it: in a folder named by its digest."""
    file = folder / digest / name
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_a_sidecar_lands_beside_its_file_and_is_not_added_itself(tmp_path: Path) -> None:
    files = [uploaded(tmp_path, "a", "guide.txt"), uploaded(tmp_path, "b", "guide.txt.yaml", "title: Guide")]
    assert stage(files, tmp_path / "job") == [tmp_path / "job" / "guide.txt"]
    assert (tmp_path / "job" / "guide.txt.yaml").read_text(encoding="utf-8") == "title: Guide"
    assert not (tmp_path / "a").exists(), "nothing is left behind"


def test_files_of_the_same_name_are_both_kept(tmp_path: Path) -> None:
    files = [uploaded(tmp_path, digest, "guide.txt", digest) for digest in ("a", "b", "c")]
    staged = stage(files, tmp_path / "job")
    assert [file.read_text(encoding="utf-8") for file in staged] == ["a", "b", "c"]
    assert {file.name for file in staged} == {"guide.txt"}


def test_afterwards_nothing_is_left(tmp_path: Path) -> None:
    stage([uploaded(tmp_path, "a", "guide.txt")], tmp_path / "job")
    clear(tmp_path / "job")
    clear(tmp_path / "job")
    assert list(tmp_path.iterdir()) == []
