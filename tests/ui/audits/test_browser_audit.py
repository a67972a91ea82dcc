"""An answer checked in headless Chromium, by the keyboard, on a desktop and on a phone."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.ui.browsing import DESKTOP, PHONE, Visit, chromium, log_in
from tests.ui.running import needs_chromium, running_app

pytestmark = [pytest.mark.browser, needs_chromium, pytest.mark.slow]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_app(tmp_path_factory.mktemp("audit")) as at:
        yield at


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as opened:
        yield opened


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
    visitor.context.close()
    assert (visitor.foreign, visitor.errors) == ([], [])
