"""The calculators where people meet them: command line, API and under an answer."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI, HTTPException
from fastapi.testclient import TestClient

from assistant.calculators import CALCULATORS, compute
from assistant.record import Turn
from assistant.types import Notice
from tests.ui.answers import HOSTILE, abstention, answer
from tests.ui.people import NOON
from ui.api.calculators import add_calculators
from ui.cli import main
from ui.web.calculators import calculator_routes, offered, result_html
from ui.web.render import turn_body

ROOT = Path(__file__).parents[2]
QUESTION = "egfr 70 year old woman creatinine 1.4"


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Any:
    def call(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        assert isinstance(ended.value.code, int)
        return (ended.value.code, *capsys.readouterr())

    return call


@pytest.fixture
def client() -> Iterator[TestClient]:
    app = FastAPI()
    add_calculators(app.router, lambda: None)
    app.include_router(calculator_routes())
    with TestClient(app) as visitor:
        yield visitor


def test_the_command_shows_the_value_the_band_and_the_numbers_put_in(cli: Any) -> None:
    code, out, _ = cli("calculate", "egfr", "age=70", "sex=female", "creatinine=123.76umol/L")
    assert code == 0
    assert "eGFR: 40 mL/min/1.73 m², G3b" in out
    assert "Serum creatinine 123.8 µmol/L = 1.4 mg/dL" in out
    assert "0.9938^70 = 0.647" in out
    assert "Not clinician-reviewed." in out


def test_the_command_exits_with_1_and_says_what_is_missing_or_refused(cli: Any) -> None:
    code, out, _ = cli("calculate", "egfr", "age=70", "creatinine=90mg/dL")
    assert code == 1
    assert "is the unit another? 90 µmol/L would be 1.018 mg/dL." in out
    assert "No result: missing Sex." in out


def test_the_command_lists_all_and_describes_one(cli: Any) -> None:
    code, out, _ = cli("calculate")
    assert code == 0
    assert all(one.name in out for one in CALCULATORS)
    code, out, _ = cli("calculate", "news2")
    assert code == 0
    assert "40 to 100 %" in out
    assert "scribd.com/document/584338409" in out


def test_json_is_one_object_for_each_form(cli: Any) -> None:
    listed = json.loads(cli("calculate", "--json")[1])["calculators"]
    assert len(listed) == len(CALCULATORS)
    assert "work" not in listed[0]
    assert json.loads(cli("calculate", "bsa", "--json")[1])["inputs"][0]["key"] == "weight"
    result = json.loads(cli("calculate", "bsa", "weight=80kg", "height=180cm", "--json")[1])
    assert [figure["text"] for figure in result["figures"]] == ["2.00 m²", "2.00 m²"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("apache",), "There is no calculator 'apache'."),
        (("egfr", "70"), "'70' is not KEY=VALUE."),
        (("egfr", "age=70", "age=71"), "age is given twice."),
        (("egfr", "race=x"), "egfr has no input 'race'."),
    ],
)
def test_wrong_use_is_one_line_and_code_2(cli: Any, arguments: tuple[str, ...], words: str) -> None:
    code, out, err = cli("calculate", *arguments)
    assert (code, out) == (2, "")
    assert words in err
    assert err.count("\n") == 1


def test_the_api_lists_and_calculates(client: TestClient) -> None:
    assert len(client.get("/api/calculators").json()["calculators"]) == len(CALCULATORS)
    inputs = {"age": "70", "sex": "female", "creatinine": "1.4 mg/dL"}
    reply = client.post("/api/calculate", json={"calculator": "egfr", "inputs": inputs}).json()
    assert reply == compute("egfr", inputs).model_dump(mode="json")


def test_the_api_asks_who_calls() -> None:
    def nobody() -> None:
        raise HTTPException(401)

    app = FastAPI()
    add_calculators(app.router, nobody)
    with TestClient(app) as visitor:
        assert visitor.get("/api/calculators").status_code == 401
        assert visitor.post("/api/calculate", json={"calculator": "egfr", "inputs": {}}).status_code == 401


def test_a_question_that_needs_a_calculator_gets_one_line_under_its_answer() -> None:
    turn = Turn(
        turn_id="t", user_id="u", session_id="s", question=QUESTION, asked_at=NOON, answer=abstention()
    )
    html = turn_body(turn)
    assert html.count('<details class="calculator">') == 1
    assert "Calculator: eGFR (CKD-EPI 2021, creatinine)" in html
    assert html.index("Calculator:") < html.index("Nearest passages"), "the library is silent here"
    plain = turn.model_copy(update={"question": "What lowers blood pressure?"})
    assert "calculator" not in turn_body(plain)


def test_a_reply_that_is_only_a_notice_offers_no_calculator() -> None:
    urgent = answer(notices=(Notice(kind="emergency", text="Call for help."),))
    turn = Turn(turn_id="t", user_id="u", session_id="s", question=QUESTION, asked_at=NOON, answer=urgent)
    assert "calculator" not in turn_body(turn)


def test_the_form_is_filled_with_what_was_said_and_the_unit_is_left_open() -> None:
    html = offered(QUESTION)
    assert re.search(r'name="age" value="70"', html)
    assert re.search(r'name="creatinine" value="1.4"', html)
    assert '<option value="female" selected>' in html
    assert html.count("selected") == 1, "no unit was said, so none is chosen"
    assert '<option value="µmol/L" selected>' in offered("egfr 70F creatinine 124 umol/l")


def test_the_form_is_answered_with_the_working(client: TestClient) -> None:
    form = {"age": "70", "sex": "female", "creatinine": "1.4", "creatinine.unit": "mg/dL"}
    html = client.post("/calculated/egfr", data=form).text
    assert "<strong>40 mL/min/1.73 m²</strong>" in html
    assert "<li>0.9938^70 = 0.647</li>" in html
    assert "not clinician-reviewed" in html


def test_an_empty_field_gives_no_number(client: TestClient) -> None:
    html = client.post("/calculated/egfr", data={"age": "70", "sex": "", "creatinine.unit": "mg/dL"}).text
    assert "No result yet: Sex, Serum creatinine not given." in html
    assert "<strong>" not in html
    wrong = client.post("/calculated/egfr", data={"race": "x"})
    assert wrong.status_code == 400
    assert "egfr has no input" in wrong.text


def test_what_is_typed_is_never_html(client: TestClient) -> None:
    html = client.post("/calculated/egfr", data={"age": HOSTILE, "sex": HOSTILE}).text
    assert "<script" not in html
    assert "<img" not in html
    assert "No result yet" in result_html(compute("egfr", {"age": HOSTILE}))


def test_the_commands_of_the_clinicians_page_run(cli: Any) -> None:
    page = (ROOT / "docs" / "clinicians.md").read_text(encoding="utf-8")
    lines = re.findall(r"^ {4}preceptor (calculate \S+ .*=.*?)(?: +#.*)?$", page, flags=re.MULTILINE)
    assert len(lines) >= 2
    for line in lines:
        code, out, err = cli(*line.split())
        assert (code, err) == (0, ""), line
        assert "Formula:" in out


def test_the_clinicians_page_names_every_calculator() -> None:
    page = (ROOT / "docs" / "clinicians.md").read_text(encoding="utf-8")
    assert [one.name for one in CALCULATORS if f"`{one.name}`" not in page] == []
