"""Statistics on the page, over HTTP and in the terminal: for educators, escaped, and the same figures."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.testclient import TestClient

from assistant.statistics.house import Asked, Statistics
from tests.assistant.statistics.simulated import answered, answers, bank, item, opened
from tests.ui.serving import ACCOUNTS
from ui.cli import main
from ui.web.author.statistics import statistics_routes
from ui.web.people import account_of

NASTY = '=cmd()"><script>alert(1)</script>'


class Desk:
    """Statistics alone."""

    def __init__(self, engine: Engine) -> None:
        self.statistics = Statistics(engine)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Forty learners at eight items, one of them with a title that wants to be run."""
    with opened(tmp_path) as made:
        bank(made, [item(0, title=NASTY), *(item(one) for one in range(1, 8))])
        answered(made, answers(40, 8))
        yield made


@pytest.fixture
def site(engine: Engine) -> Callable[[str], TestClient]:
    def site_of(role: str) -> TestClient:
        app = FastAPI()
        app.include_router(statistics_routes(Desk(engine)))
        app.dependency_overrides[account_of] = lambda: ACCOUNTS[role]
        return TestClient(app)

    return site_of


def test_the_table_is_sorted_filtered_and_inert(site: Callable[[str], TestClient]) -> None:
    educator = site("educator")
    html = educator.get("/author/statistics?order=difficulty&descending=false&flag=").text
    assert "<script>alert" not in html and "&lt;script&gt;" in html
    assert 'aria-sort="ascending"' in html
    assert "8 items shown here, of 8 with answers; 8 are published." in html
    only = educator.get("/author/statistics?words=item+3").text
    assert "Item 3" in only and "Item 4" not in only


def test_an_item_has_a_page_with_who_chose_what(site: Callable[[str], TestClient]) -> None:
    html = site("educator").get("/author/statistics/item/item-1").text
    for words in ("Option a", "replaced by the answers", "Best 27% less lowest 27%"):
        assert words in html
    assert "u0001" not in html
    assert site("educator").get("/author/statistics/item/nowhere").status_code == 404


def test_the_csv_has_the_figures_of_the_page_and_no_formula(
    site: Callable[[str], TestClient], engine: Engine
) -> None:
    rows = {
        row["item"]: row
        for row in csv.DictReader(io.StringIO(site("owner").get("/author/statistics/csv").text))
    }
    for one in Statistics(engine).listed(Asked()).items:
        assert float(rows[one.id]["difficulty"]) == pytest.approx(one.difficulty.value, abs=1e-4)
        assert float(rows[one.id]["discrimination"]) == pytest.approx(one.discrimination.value, abs=1e-4)
    assert rows["item-0"]["title"] == f"'{NASTY}"


@pytest.mark.parametrize("address", ["", "/csv", "/item/item-1"])
def test_learners_are_refused(site: Callable[[str], TestClient], address: str) -> None:
    reply = site("learner").get(f"/author/statistics{address}")
    assert reply.status_code == 403
    assert "Item 1" not in reply.text


def test_the_terminal_says_the_same(
    engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["curriculum", "statistics", "--json", "--library", str(tmp_path)])
    shown = json.loads(capsys.readouterr().out)
    assert shown["found"] == 8
    assert shown["exams"] == []
    with pytest.raises(SystemExit, match="0"):
        main(["curriculum", "statistics", "--library", str(tmp_path)])
    assert "8 items; 8 of 8 published have answers." in capsys.readouterr().out
