"""The gate suite counts what is described and should not be, and which real pictures are declined."""

import json
from pathlib import Path

import pytest

from assistant.image.types import Gate, ImageInfo
from eval.made.canvas import png
from eval.made.pages import cards
from eval.made.studies import film, lesion
from eval.suites import gate
from eval.suites.gate import Real, Trial, score_trials
from eval.types import NotRun, SuiteOptions, quiet

OPEN, SHUT, UNKNOWN = (Gate(open=value, why="So it is.") for value in (True, False, None))


def test_each_group_counts_what_should_not_have_come_of_it() -> None:
    scores = score_trials(
        [
            Trial("nothing.unnamed", "a", SHUT),
            Trial("nothing.unnamed", "b", OPEN),
            Trial("fine.unnamed", "c", UNKNOWN),
            Trial("fine.named", "c", SHUT),
        ]
    )
    assert scores["nothing.unnamed.described"].value == 0.5
    assert (scores["fine.unnamed.declined"].value, scores["fine.named.declined"].value) == (0, 1)
    assert scores["wrong_tags.described"].value is None


def test_a_folder_of_pictures_is_asked_with_and_without_their_kinds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    info = ImageInfo(
        id="a", name="a.dcm", media_type="a/b", width=320, height=320, frames=1, depth=8, colour=True
    )
    tagged = Real("a.dcm", lesion(), "skin", info.model_copy(update={"modality": "skin"}))
    (card,) = (picture for name, picture in cards() if name == "placeholder mountains")
    monkeypatch.setattr(gate, "_tagged", lambda: [tagged])
    monkeypatch.setattr(gate, "nothing_to_see", lambda: {"mountains": png(card)})
    monkeypatch.setattr(gate, "near_placeholders", dict)
    (tmp_path / "film.png").write_bytes(film())
    row = {"file": "film.png", "kind": "chest radiograph"}
    (tmp_path / "images.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    told = gate.run(SuiteOptions(data=tmp_path), quiet).as_json()
    assert (told["n"], told["settings"]["real"]) == (3, 2)
    metrics = told["metrics"]
    zero = ("fine.named.declined", "fine.unnamed.declined", "fine.tagged.declined", "wrong_kind.described")
    assert [metrics[name] for name in (*zero, "wrong_tags.described", "nothing.unnamed.described")] == [0] * 6
    assert metrics["wrong_kind.alike.described"] > 0.5


def test_without_a_list_of_pictures_it_is_not_run(tmp_path: Path) -> None:
    with pytest.raises(NotRun, match=r"images\.jsonl"):
        gate.run(SuiteOptions(data=tmp_path), quiet)
