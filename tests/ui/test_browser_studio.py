"""From a gap to figures in headless Chromium: written, refused, fixed, signed by another, answered."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.ui.browsing import DESKTOP, Visit, chromium, log_in
from tests.ui.running import needs_chromium, running_app
from tests.ui.test_browser_items import fill, saved, write_question
from tests.ui.test_browser_reviews import TOPIC, learnt, press

pytestmark = [pytest.mark.browser, needs_chromium, pytest.mark.slow]
REVIEW = "/author/review/item/first-drug-for-pressure"


@pytest.fixture
def people(tmp_path: Path) -> Iterator[tuple[Visit, Visit, Visit]]:
    """Bob, an educator; Olga, who owns the library; and Ada, who learns."""
    with running_app(tmp_path) as address, chromium() as browser:
        found = [log_in(Visit(browser, address, DESKTOP), name) for name in ("bob", "olga", "ada")]
        yield found[0], found[1], found[2]
        for visitor in found:
            visitor.context.close()
            assert (visitor.foreign, visitor.errors) == ([], [])


def write(page: Any) -> None:
    """The item, with two options that are the same."""
    write_question(page, "First drug for pressure")
    page.locator("#options .row").nth(2).locator("[data-name=text] textarea").first.fill("Aspirin")
    fill(page, "topics", TOPIC)
    page.locator("#references > [data-kind] > [data-add]").click()
    page.locator("#references [data-seek]").fill("first-line drug hypertension")
    page.locator("#references .sentence", has_text="Amlodipine is the first-line drug").first.click()


def test_an_item_goes_from_a_gap_through_form_and_review_to_a_learner_and_its_figures(
    people: tuple[Visit, Visit, Visit],
) -> None:
    bob, olga, ada = people
    page = bob.open("/author/coverage")
    page.locator("h1").wait_for()
    page = bob.open("/author/items/new?type=single_best_answer")
    page.locator("#remarks summary").wait_for()
    write(page)
    assert saved(page) == "Saved as version 1."
    press(bob.open(REVIEW), "Send to review")
    theirs = olga.open(REVIEW)
    assert theirs.get_by_role("button", name="Publish", exact=True).is_disabled()
    press(theirs, "Ask for changes", "Two options are the same.")
    page = bob.open("/author/items/item/first-drug-for-pressure")
    page.locator("#remarks summary", has_text="fault").wait_for()
    row = page.locator("#options .row").nth(2)
    row.locator("summary").first.click()
    row.locator("[data-name=text] textarea").first.fill("Heparin")
    page.locator("#remarks summary", has_not_text="fault").wait_for()
    assert saved(page) == "Saved as version 2."
    press(bob.open(REVIEW), "Send to review")
    assert bob.page.get_by_role("button", name="Publish", exact=True).is_disabled()
    press(olga.open(REVIEW), "Publish")
    assert "Reviewed by olga" in learnt(ada)
    ada.page.locator(".choice", has_text="Amlodipine").click()
    ada.page.locator(".send .primary").click()
    ada.page.locator("#verdict", has_text="Right.").wait_for()
    figures = bob.open("/author/statistics")
    assert "First drug for pressure" in figures.locator("main").inner_text()
