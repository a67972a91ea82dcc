"""Chromium, and people who look at the app with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.ui.running import ARGUMENTS, CHROMIUM, PASSWORD

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


class Visit:
    """One browser profile at the app, which notes every request to another host and every script error."""

    def __init__(self, browser: Any, address: str, viewport: dict[str, int]) -> None:
        self.context = browser.new_context(viewport=viewport, accept_downloads=True)
        self.page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.address = address
        self.foreign: list[str] = []
        self.errors: list[str] = []
        self.page.on("request", self._note)
        self.page.on("pageerror", lambda error: self.errors.append(f"{error} {error.stack}"))

    def _note(self, request: Any) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.foreign.append(request.url)

    def open(self, path: str = "/") -> Any:
        self.page.goto(self.address + path)
        return self.page

    def ask(self, question: str) -> Any:
        self.page.locator("#top .brand").wait_for()
        turn = self.page.locator("article.turn")
        before = turn.get_attribute("data-turn") if turn.count() else ""
        self.page.fill("#question textarea", question)
        self.page.keyboard.press("Enter")
        self.page.locator(f"article.turn:not([data-turn='{before}'])").wait_for()
        assert turn.locator("h2.question").inner_text() == question
        return turn


@contextmanager
def chromium() -> Iterator[Any]:
    """A headless browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()


def log_in(visitor: Visit, name: str) -> Visit:
    """The same visitor, logged in."""
    page = visitor.open("/")
    page.fill("input[name=name]", name)
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_selector("#question textarea")
    return visitor
