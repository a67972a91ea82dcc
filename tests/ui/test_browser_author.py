"""A case written in headless Chromium: copied, changed, checked beside the field, never overwritten."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.ui.browsing import DESKTOP, PHONE, Visit, log_in
from tests.ui.running import needs_chromium

pytestmark = [pytest.mark.browser, needs_chromium, pytest.mark.slow]
CASE = "pressure-in-the-chest"


@pytest.fixture
def visit(address: str, browser: Any) -> Iterator[Visit]:
    """Bob, who is an educator."""
    visitor = log_in(Visit(browser, address, DESKTOP), "bob")
    yield visitor
    visitor.leave()


def checked(page: Any) -> str:
    page.locator("#remarks summary").wait_for()
    return str(page.locator("#remarks summary").inner_text())


def saved(page: Any) -> str:
    page.keyboard.press("Control+s")
    page.locator("#told.fine, #told.fault").wait_for()
    return str(page.locator("#told").inner_text())


def test_a_copy_is_changed_checked_and_saved(visit: Visit) -> None:
    page = visit.open("/author")
    page.get_by_role("row", name=CASE).get_by_role("link", name="Copy").click()
    # The library of this test has none of the chapters that the case cites.
    assert re.fullmatch(r"\d+ to look at", checked(page))
    fact = page.locator("#facts .row").nth(3)
    fact.locator("summary").click()
    fact.locator("[data-name=says] textarea").fill("They told me it was an NSTEMI.")
    page.locator("#remarks summary", has_text="1 fault").wait_for()
    assert "names the diagnosis" in fact.locator(".remark").inner_text()
    assert "has-fault" in fact.get_attribute("class")
    assert page.locator(".index a", has_text="Facts").inner_text().endswith("1 fault")
    fact.locator("[data-name=says] textarea").fill("It came on while I was lifting a pot.")
    page.locator("#remarks summary", has_not_text="fault").wait_for()
    assert saved(page) == "Saved as version 1."
    assert page.url.endswith(f"/author/case/{CASE}-copy")
    page.reload()
    checked(page)
    assert page.locator("#facts [data-name=says] textarea").nth(3).input_value().endswith("lifting a pot.")


def test_of_two_tabs_the_second_overwrites_nothing(visit: Visit) -> None:
    first = visit.open(f"/author/new?copy={CASE}")
    checked(first)
    first.fill("[data-name=id] >> nth=0 >> input", "two-tabs")
    assert saved(first) == "Saved as version 1."
    second = visit.context.new_page()
    second.goto(f"{visit.address}/author/case/two-tabs")
    checked(second)
    first.fill("[data-name=opening] textarea", "It hurts, doctor.")
    assert saved(first) == "Saved as version 2."
    second.fill("[data-name=opening] textarea", "It is much worse now.")
    second.fill("[data-name=title] >> nth=0 >> textarea", "A man with pain in the chest")
    assert "version 2 was saved meanwhile by you in another window" in saved(second)
    clash = second.locator("#merge .clash")
    assert clash.count() == 1
    assert "It hurts, doctor." in clash.locator(".theirs").inner_text()
    assert "It is much worse now." in clash.locator(".mine").inner_text()
    clash.locator("textarea").fill("It hurts, and it is worse now.")
    second.get_by_role("button", name="Put both together in the form").click()
    second.locator("#told", has_text="on version 2").wait_for()
    assert second.locator("[data-name=opening] textarea").input_value() == "It hurts, and it is worse now."
    assert saved(second) == "Saved as version 3."
    second.reload()
    checked(second)
    assert second.locator("h1").inner_text() == "A man with pain in the chest"
    second.close()


def test_parts_are_added_found_and_removed_with_the_keyboard(visit: Visit) -> None:
    page = visit.open("/author/new")
    assert "fault" in checked(page)
    page.get_by_role("button", name="Add a fact").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("cough")
    row = page.locator("#facts .row")
    row.locator("[data-name=intents] .finder").fill("cough")
    assert row.locator("[data-name=intents] input").first.input_value() == "cough"
    row.locator("[data-name=says] textarea").fill("No, no cough.")
    assert row.locator("summary .gist").inner_text() == "No, no cough."
    page.get_by_role("button", name="Remove this fact").press("Enter")
    assert row.count() == 0


def test_the_form_fits_a_phone(address: str, browser: Any) -> None:
    visitor = log_in(Visit(browser, address, PHONE), "bob")
    page = visitor.open(f"/author/new?copy={CASE}")
    checked(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    visitor.context.close()


def test_a_learner_is_not_led_there(address: str, browser: Any) -> None:
    visitor = log_in(Visit(browser, address, DESKTOP), "ada")
    page = visitor.open("/library")
    page.locator("#top nav").wait_for()
    assert page.locator("#top nav", has_text="Author").count() == 0
    page = visitor.open("/author")
    assert "Only educators and owners may write cases" in page.locator("main").inner_text()
    visitor.context.close()
