"""A case's pictures and the vision model: nothing is said of them before the encounter is over."""

from pathlib import Path

import pytest

from curricula.cases.types import Image, Investigation
from eval.made.studies import film
from tests.assistant.case.bedside import played_case
from tests.ui.cases.test_opinion import gives
from tests.ui.cases.ward import ward
from tests.ui.writing import Saying

LOOK = "/encounter/encounter-1/look/result-0"
ASK = "Ask the model what it sees"
FILM = Investigation(
    id="film", name="Chest film", image=Image(file="film.png", alt="A chest X-ray", caption="Front view")
)


def test_only_a_finished_encounter_lets_the_model_look_and_it_gets_the_picture_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model, sent = Saying("Both lungs <b>are</b> clear."), []
    stream = model.stream
    monkeypatch.setattr(model, "stream", lambda messages, **more: sent.extend(messages) or stream(messages))
    case = played_case(tests=(FILM,))
    with ward(tmp_path, case, pictures={"film.png": film()}, opine=gives, model=model) as people:
        ada = people["ada"]
        ada.started()
        ada.act("encounter-1", "order", of="test", text="film")
        before = ada.post(LOOK)
        assert before.status_code != 200 and "clear" not in before.text and not model.asked.is_set()
        ada.act("encounter-1", "end")
        assert ASK in ada.get("/encounter/encounter-1/debrief").text
        after = ada.post(LOOK)
        assert "Nobody has checked it." in after.text and "Both lungs are clear." in after.text
        assert people["bob"].post(LOOK).status_code != 200
    told = "".join(message.text for message in sent)
    assert sent[-1].images and case.title not in told and "pericarditis" not in told.lower()


def test_without_a_model_the_debrief_offers_no_look(tmp_path: Path) -> None:
    with ward(tmp_path, played_case(tests=(FILM,)), pictures={"film.png": film()}) as people:
        ada = people["ada"]
        ada.started()
        ada.act("encounter-1", "order", of="test", text="film")
        ada.act("encounter-1", "end")
        assert ASK not in ada.get("/encounter/encounter-1/debrief").text
        assert "No language model is connected" in ada.post(LOOK).text
