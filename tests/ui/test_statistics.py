"""Statistics on the page, over HTTP and in the terminal: for educators, escaped, and the same figures."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from fastapi import FastAPI
from sqlalchemy import Engine, insert
from starlette.testclient import TestClient

from assistant.cohorts.house import Cohorts
from assistant.cohorts.tables import members
from assistant.cohorts.types import Plan
from assistant.statistics.groups import Groups
from assistant.statistics.house import Asked, Statistics
from retrieval.store.engine import writing
from tests.assistant.statistics.simulated import NOON, answered, answers, bank, item, opened
from tests.ui.serving import ACCOUNTS
from ui.cli import main
from ui.web.author.statistics import statistics_routes
from ui.web.people import account_of

NASTY = '=cmd()"><script>alert(1)</script>'


class Desk:
    """Statistics alone."""

    def __init__(self, engine: Engine) -> None:
        self.statistics = Statistics(engine)
        self.cohorts = Cohorts(engine)
        self.groups = Groups(self.statistics, self.cohorts.classes)


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


def test_two_classes_are_compared_and_small_ones_not_shown(tmp_path: Path) -> None:
    made = answers(240, 8, seed=4)
    made[120:, 0] = np.where(np.arange(120) % 3 == 0, made[120:, 0], "b")
    with opened(tmp_path) as engine:
        bank(engine, map(item, range(8)))
        answered(engine, made)
        desk, ids = Desk(engine), {}
        for name, some in (("North", range(120)), ("South", range(120, 240)), ("Few", range(30))):
            of = desk.cohorts.make(ACCOUNTS["educator"], Plan(name=name))
            ids[name] = of.id
            with writing(engine) as connection:
                rows = [
                    {
                        "class_id": of.id,
                        "user_id": f"u{one:04}",
                        "name": "x",
                        "told": False,
                        "joined_at": NOON.isoformat(),
                    }
                    for one in some
                ]
                connection.execute(insert(members), rows)
        app = FastAPI()
        app.include_router(statistics_routes(desk))
        app.dependency_overrides[account_of] = lambda: ACCOUNTS["educator"]
        page = TestClient(app)
        here = "/author/statistics/item/item-0"
        assert "Few</option>" not in page.get(here).text
        html = page.get(here, params={"reference": ids["North"], "focal": ids["South"]}).text
        for words in ("Class of ETS", "Harder for South", "95% interval"):
            assert words in html
        small = page.get(here, params={"reference": ids["North"], "focal": ids["Few"]}).text
        assert "Groups too small" in small and "fewer than 100" in small and ">30<" not in small
        same = page.get(here, params={"reference": ids["North"], "focal": ids["North"]}).text
        assert "cannot be compared with itself" in same
        nowhere = desk.groups.compared(
            ACCOUNTS["educator"], "item-0", reference=ids["Few"], focal=ids["South"]
        )
        assert (nowhere.reference.answers, nowhere.odds_ratio) == (None, None)


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
