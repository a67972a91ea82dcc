"""docs/api.md says what the API does: its addresses, parameters, errors, tools and metrics."""

import re
import time
from pathlib import Path
from typing import Any, cast, get_args

import pytest

from assistant.settings import read_settings
from assistant.usage import Outcome, Usage
from tests.ui.people import people_engine
from tests.ui.serving import NOON, TOKEN, by_header
from ui.api import rest
from ui.api.chat.request import MODES, READ, UNSUPPORTED, WITHOUT_EFFECT
from ui.api.door import Door
from ui.api.faults import STATUS
from ui.api.mcp.tools import TOOLS
from ui.api.metrics import DAYS_SHOWN, Metrics
from ui.api.parts import BEAT_S, Api
from ui.api.streaming import Askers
from ui.asking import LONGEST_QUESTION, REMEMBERED_QUESTIONS

PAGE = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")


@pytest.fixture
def metrics(tmp_path: Path) -> Metrics:
    """What counts, on an empty database."""
    return Metrics(Usage(people_engine(tmp_path)), lambda: NOON.date(), lambda: False)


def named_after(words: str) -> set[str]:
    """The names set as code from these words to the end of their paragraph."""
    paragraph = PAGE[PAGE.index(words) :].split("\n\n")[0]
    return set(re.findall(r"`([a-z_]+)`", paragraph))


def rows(heading: str) -> list[list[str]]:
    """The cells of the table's rows below a heading of that first cell."""
    table = PAGE[PAGE.index(f"| {heading} |") :].split("\n\n")[0]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in table.splitlines()[2:]]


def test_every_address_is_documented_and_every_documented_one_exists(metrics: Metrics) -> None:
    door = Door(TOKEN, by_header, keys=cast(Any, None), per_minute=1, clock=time.monotonic)
    api = Api(cast(Any, None), door, Askers(), metrics, lambda: NOON, str)
    shown = {
        f"{method} {route.path}"
        for route in cast(Any, rest.routes(api)).routes
        if route.include_in_schema
        for method in route.methods
    }
    assert {row[0].strip("`") for row in rows("Request")} == shown


def test_parameters_without_effect_and_unsupported_ones_are_those_of_the_code() -> None:
    assert named_after("These parameters have no effect") == WITHOUT_EFFECT
    assert named_after("These are refused with status 400") == set(UNSUPPORTED)
    assert not READ & (WITHOUT_EFFECT | set(UNSUPPORTED))


def test_the_models_are_those_of_the_code() -> None:
    assert {row[0].strip("`") for row in rows("Model")} == set(MODES)


def test_every_status_is_explained() -> None:
    assert {int(row[0]) for row in rows("Status")} == {*STATUS.values(), 500}


def test_the_tools_and_what_they_take_are_those_of_the_code() -> None:
    documented = {row[0].strip("`"): set(re.findall(r"`(\w+)`", row[1])) for row in rows("Tool")}
    assert documented == {tool.name: set(tool.wants.model_fields) for tool in TOOLS}


def test_every_metric_is_documented_and_every_documented_one_exists(metrics: Metrics) -> None:
    told = set()
    for family in metrics.registry.collect():
        told.add(f"{family.name}_total" if family.type == "counter" else family.name)
    assert set(re.findall(r"`(preceptor_\w+)`", PAGE)) == told
    [questions] = [row[1] for row in rows("Metric") if row[0] == "`preceptor_questions_total`"]
    assert set(get_args(Outcome)) <= set(re.findall(r"`([a-z_]+)`", questions))


def test_the_figures_on_the_page_are_the_true_ones() -> None:
    assert f"requests a minute ({read_settings().requests_per_minute})" in PAGE
    assert f"every {BEAT_S:g} seconds" in PAGE
    assert f"the first {LONGEST_QUESTION:,} characters of each" in PAGE
    assert REMEMBERED_QUESTIONS == 5 and "The five messages of the user before it" in PAGE
    assert f"the last {DAYS_SHOWN} days" in PAGE
