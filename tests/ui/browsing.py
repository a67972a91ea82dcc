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
        # Reaching it is a failure, not a measure of speed: beside other tests a page may take its time.
        self.context.set_default_timeout(60_000)
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

    def leave(self) -> None:
        """Closes the profile: nothing went to another host, and no script failed."""
        self.context.close()
        assert (self.foreign, self.errors) == ([], [])

    def ask(self, question: str) -> Any:
        """The newest turn when there is something to read in it."""
        self.page.locator("#top .brand").wait_for()
        turn = self.page.locator("article.turn")
        before = turn.get_attribute("data-turn") if turn.count() else ""
        self.page.fill("#question textarea", question)
        self.page.keyboard.press("Enter")
        self.page.locator(f"article.turn:not([data-turn='{before}'], [data-state=searching])").wait_for()
        assert turn.locator("h2.question").inner_text() == question
        return turn

    def fresh(self) -> None:
        """Begins a new session, in which nothing is a follow-up."""
        self.open()
        self.page.locator("#model .model").wait_for()
        if self.page.locator("article.turn").count():
            self.page.click("#new-session")
            self.page.locator("article.turn").wait_for(state="detached")

    def state(self, wanted: str) -> Any:
        """The newest turn when its answer is in that state."""
        turn = self.page.locator(f"article[data-state={wanted}]")
        turn.wait_for()
        return turn

    def top(self, selector: str) -> float:
        """How far below the window's upper edge the first such element stands."""
        return float(self.page.locator(selector).first.bounding_box()["y"])

    def told(self, words: str) -> None:
        """Waits until a screen reader is told these words."""
        self.page.locator("#announcer", has_text=words).wait_for(state="attached")


@contextmanager
def chromium() -> Iterator[Any]:
    """A headless browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()


def log_in(visitor: Visit, name: str) -> Visit:
    """The same visitor, logged in, with no page open yet."""
    form = {"name": name, "password": PASSWORD}
    reply = visitor.context.request.post(f"{visitor.address}/login", form=form, max_redirects=0)
    assert reply.status == 303, reply.text()
    return visitor
