"""An answer checked in headless Chromium, by the keyboard, on a desktop and on a phone."""

from typing import Any

import pytest

from tests.ui.browsing import DESKTOP, PHONE, Visit, log_in
from tests.ui.running import needs_chromium

pytestmark = [pytest.mark.browser, needs_chromium, pytest.mark.slow]


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_an_answer_is_marked_and_handed_in_by_the_keyboard(
    browser: Any, address: str, viewport: dict[str, int]
) -> None:
    visitor = log_in(Visit(browser, address, viewport), "ada")
    page = visitor.open("/audit")
    page.locator(".audit-begin button").focus()
    page.keyboard.press("Enter")
    button = page.locator("[data-hand-in]")
    button.get_by_text("Hand in: nothing is wrong").wait_for()
    page.keyboard.press("2")
    assert page.evaluate("document.activeElement.dataset.place") == "2"
    page.keyboard.press("ArrowDown")
    button.get_by_text("Hand in: 1 marked").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    button.focus()
    page.keyboard.press("Enter")
    page.locator("#verdict").wait_for()
    told = page.locator("main").inner_text()
    page.reload()
    assert page.locator("main").inner_text() == told
    visitor.leave()
