"""A syllabus in headless Chromium: read, chosen from, corrected, kept, and seen in the tree."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.ui.browsing import DESKTOP, PHONE, Visit, chromium, log_in
from tests.ui.running import needs_chromium, running_app

pytestmark = [pytest.mark.browser, needs_chromium, pytest.mark.slow]
SYLLABUS = """
# Blood pressure course

## Treatment of hypertension

By the end students will be able to:

- Choose the first-line drug for hypertension in adults
- Understand the renin system
- Titrate ramipril to its usual maximum dose

## Assessment

The written paper counts 60 % of the mark.
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home: Path = tmp_path_factory.mktemp("curriculum")
    with running_app(home) as at:
        yield at


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def visit(address: str, browser: Any) -> Iterator[Visit]:
    """Bob, who is an educator."""
    visitor = log_in(Visit(browser, address, DESKTOP), "bob")
    yield visitor
    visitor.context.close()
    assert visitor.foreign == []
    assert visitor.errors == []


def read_in(visit: Visit) -> Any:
    page = visit.open("/author/curriculum")
    page.get_by_role("link", name="Read a syllabus").click()
    file = {"name": "pressure.md", "mimeType": "text/markdown", "buffer": SYLLABUS.encode()}
    page.locator("#syllabus").set_input_files(file)
    page.get_by_role("button", name="Read it").click()
    page.locator("#keep").wait_for()
    return page


def test_a_syllabus_is_read_chosen_corrected_kept_and_seen_in_the_tree(visit: Visit) -> None:
    page = read_in(visit)
    rows = page.locator(".proposed > li")
    assert rows.count() == 3
    assert page.locator("#chosen").inner_text() == "3 of 3 chosen"
    assert "Left out: 1 assessment." in page.locator("main").inner_text()
    assert "nobody can watch" in rows.nth(1).locator(".remarks").inner_text()
    rows.nth(1).locator("[data-field=verb]").fill("Explain")
    rows.nth(1).locator("[data-field=content]").fill("how the renin system raises blood pressure")
    rows.nth(1).locator("[data-field=content]").blur()
    rows.nth(1).locator(".remarks", has_not_text="nobody can watch").wait_for(state="attached")
    rows.nth(2).locator("[data-use]").uncheck()
    assert page.locator("#chosen").inner_text() == "2 of 3 chosen"
    page.click("#keep")
    page.wait_for_url("**/author/curriculum?**")
    assert page.locator(".told").inner_text().startswith("2 kept as drafts.")
    kept = page.locator("ol.objectives > li")
    assert kept.locator(".sentence").all_inner_texts() == [
        "Choose the first-line drug for hypertension in adults.",
        "Explain how the renin system raises blood pressure.",
    ]
    assert "draft" in kept.first.inner_text()
    kept.nth(1).get_by_role("button", name="Move up").click()
    page.locator(".curriculum-head .note", has_text="version 2").wait_for()
    assert kept.first.locator(".sentence").inner_text().startswith("Explain how the renin system")


def test_an_objective_is_written_in_the_form_with_lint_beside_the_field(visit: Visit) -> None:
    page = visit.open("/author/curriculum/objective/sepsis-management")
    page.locator("#remarks summary").wait_for()
    verb = page.locator("[data-name=verb] input")
    verb.fill("Know")
    page.locator("[data-name=verb] .remark", has_text="nobody can watch").wait_for()
    verb.fill("Treat")
    page.locator("[data-name=prerequisites] .finder").fill("sepsis-red-flags")
    page.locator("[data-name=prerequisites] input").first.press("Tab")
    page.keyboard.press("Control+s")
    page.locator("#told.fine").wait_for()
    page.goto(f"{visit.address}/author/curriculum?curriculum=starter-curriculum")
    row = page.locator("#at-sepsis-management")
    assert row.locator(".sentence").inner_text().startswith("Treat ")
    assert "draft" in row.inner_text()


def test_on_a_phone_nothing_is_wider_than_the_screen(address: str, browser: Any) -> None:
    visitor = log_in(Visit(browser, address, PHONE), "bob")
    page = visitor.open("/author/curriculum?curriculum=starter-curriculum")
    page.locator("ol.objectives > li").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page = read_in(visitor)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    visitor.context.close()


def test_a_learner_is_turned_away(address: str, browser: Any) -> None:
    visitor = log_in(Visit(browser, address, DESKTOP), "ada")
    for where in ("", "/import", "/objective/sepsis-management", "/yaml/starter-curriculum"):
        assert visitor.page.request.get(f"{address}/author/curriculum{where}").status == 403
    visitor.context.close()
