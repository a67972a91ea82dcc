"""Answering pictures in headless Chromium: a read in one's own words, and a box drawn over a place."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from assistant.home import items_of, open_library
from assistant.settings import Settings
from curricula.items.keeping import Entry, Source
from tests.curricula.items.samples import hotspot, line, read
from tests.ui.browsing import DESKTOP, PHONE, Visit, chromium, log_in
from tests.ui.running import needs_chromium, running_app

pytestmark = [pytest.mark.browser, needs_chromium, pytest.mark.slow]
REPORT = [
    line("consol", "consolidation", side="right", weight=3),
    line("effusion", "pleural effusion", also=["effusion"], presence="absent"),
    line("heart", "enlarged heart", presence="absent"),
    line("ptx", "pneumothorax", presence="absent"),
]
REGION = {
    "id": "n",
    "left": 0.5,
    "top": 0.25,
    "right": 0.75,
    "bottom": 0.5,
    "label": "Nodule",
    "correct": True,
}


def picture() -> bytes:
    """A grey field with a lighter square where the region is."""
    from PIL import Image

    image = Image.new("L", (400, 400), 40)
    image.paste(170, (200, 100, 300, 200))
    made = io.BytesIO()
    image.save(made, "PNG")
    return made.getvalue()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("pictures")
    files = {"strip.png": picture()}
    with open_library(Settings(library=folder / "library")) as library:
        entries = [
            Entry(read(topics=["reads"], report=REPORT), files),
            Entry(hotspot(topics=["places"], lead_in="Where is the nodule?", regions=[REGION]), files),
        ]
        items_of(library).put_many(entries, Source(origin="author", at=datetime(2026, 3, 2, tzinfo=UTC)))
    with running_app(folder) as at:
        yield at


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def visit(browser: Any, address: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    visitor = log_in(Visit(browser, address, getattr(request, "param", DESKTOP)), "ada")
    yield visitor
    visitor.context.close()
    assert (visitor.foreign, visitor.errors) == ([], [])


def begin(visit: Visit, topic: str) -> Any:
    """The page of a sitting with one item of that topic."""
    page = visit.open("/quiz")
    # Topics beyond the first few are folded away.
    page.locator(f"input[name=topic][value='{topic}']").evaluate("box => { box.checked = true; }")
    page.locator("input[name=count]").fill("1")
    page.locator("input[name=count]").press("Enter")
    page.wait_for_selector("#sitting")
    # A key pressed before the script of the page has run is lost.
    page.wait_for_load_state("load")
    return page


@pytest.mark.parametrize("visit", [DESKTOP, PHONE], indirect=True)
def test_a_read_typed_with_the_keyboard_is_told_line_by_line(visit: Visit) -> None:
    page = begin(visit, "reads")
    page.locator("#read").fill("Right basal consolidation, no effusion. Hiatus hernia.")
    page.locator("#read").press("Control+Enter")
    page.locator("#verdict", has_text="Right.").wait_for()
    rows = page.locator(".report-table tbody tr")
    told = [row.locator("td").last.locator("strong").inner_text() for row in rows.all()]
    assert told == ["Agrees", "Agrees", "Not mentioned", "Not mentioned"]
    assert "“Right basal consolidation”" in rows.first.inner_text()
    assert "Hiatus hernia" in page.locator(".feedback").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_box_dragged_over_the_place_is_right_and_the_place_is_shown(visit: Visit) -> None:
    page = begin(visit, "places")
    area = page.locator("[data-target]").bounding_box()
    page.mouse.move(area["x"] + 0.49 * area["width"], area["y"] + 0.24 * area["height"])
    page.mouse.down()
    page.mouse.move(area["x"] + 0.6 * area["width"], area["y"] + 0.4 * area["height"])
    page.mouse.move(area["x"] + 0.76 * area["width"], area["y"] + 0.5 * area["height"])
    page.mouse.up()
    assert page.locator(".drawn-box").is_visible() and page.locator(".cross").is_hidden()
    page.locator("form[data-answer] button[type=submit]").click()
    page.locator("#verdict", has_text="Right.").wait_for()
    assert page.locator(".spots .spot-right").count() == 1
    assert "Your box: 49%" in page.locator(".spots").get_attribute("aria-label")


def test_a_box_given_by_its_edges_is_answered_without_a_pointer(visit: Visit) -> None:
    page = begin(visit, "places")
    page.locator("summary", has_text="A box instead").focus()
    page.keyboard.press("Enter")
    for name, edge in (("left", "0"), ("top", "0"), ("right", "100"), ("bottom", "100")):
        page.locator(f"[data-edge={name}]").focus()
        page.keyboard.type(edge)
    page.keyboard.press("Enter")
    page.locator("#verdict", has_text="and much more").wait_for()


def test_a_press_without_a_drag_is_a_point(visit: Visit) -> None:
    page = begin(visit, "places")
    area = page.locator("[data-target]").bounding_box()
    page.mouse.click(area["x"] + 0.6 * area["width"], area["y"] + 0.4 * area["height"])
    assert page.locator(".cross").is_visible() and page.locator(".drawn-box").is_hidden()
    page.locator("form[data-answer] button[type=submit]").click()
    page.locator("#verdict", has_text="Right.").wait_for()
