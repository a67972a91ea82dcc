"""Two people in headless Chromium: one writes and sends, the other asks for changes and publishes."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from assistant.home import open_items
from assistant.settings import read_settings
from curricula.items.keeping import Source
from tests.curricula.items.samples import single
from tests.ui.browsing import DESKTOP, PHONE, Visit, log_in
from tests.ui.running import needs_chromium, running_app

pytestmark = [pytest.mark.browser, needs_chromium, pytest.mark.slow]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
TOPIC = "first drugs"
ADDRESS = "/author/review/item/drug-in-review"


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    with running_app(home) as at:
        keep(home, None, text="Amlodipine")
        yield at


@pytest.fixture
def people(address: str, browser: Any) -> Iterator[tuple[Visit, Visit, Visit]]:
    """Bob, an educator; Olga, who owns the library; and Ada, who learns."""
    found = [log_in(Visit(browser, address, DESKTOP), name) for name in ("bob", "olga", "ada")]
    yield found[0], found[1], found[2]
    for visitor in found:
        visitor.leave()


def keep(home: Path, based_on: int | None, *, text: str) -> None:
    """Bob saves a version: an item that cites the guideline, with that key."""
    quote = "Amlodipine is the first-line drug for hypertension in adults of any age in this teaching text."
    cited = [{"document": "Hypertension in adults", "quote": quote}]
    names = (text, "Thiazide", "Ramipril", "Spironolactone")
    options: list[dict[str, Any]] = [
        {"id": "abcd"[at], "text": name, "correct": at == 0, "reason": "By the text.", "references": []}
        for at, name in enumerate(names)
    ]
    options[0]["references"] = cited
    item = single(
        "drug-in-review",
        title="First drug for hypertension",
        author="bob",
        vignette="A woman of 50 has a blood pressure of 162/98 mmHg at three visits.",
        options=options,
        topics=[TOPIC],
        objectives=[],
    )
    with open_items(read_settings(library=home / "library")) as bank:
        bank.revise(item, Source(origin="author", at=NOON, by="id-bob"), based_on=based_on)


def press(page: Any, name: str, note: str = "") -> None:
    page.fill("textarea[name=note]", note)
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def test_an_item_is_sent_returned_changed_and_published_by_a_second_person(
    people: tuple[Visit, Visit, Visit], home: Path
) -> None:
    bob, olga, ada = people
    keep(home, 1, text="Thiazide")
    mine, theirs = bob.open(ADDRESS), olga.open(ADDRESS)
    press(mine, "Send to review")
    assert mine.get_by_role("button", name="Publish", exact=True).is_disabled()
    assert "You wrote what is to be reviewed" in mine.locator(".why-not").inner_text()
    theirs = olga.open("/author/reviews")
    theirs.get_by_role("link", name="First drug for hypertension").click()
    theirs.locator("h2", has_text="1 fault").wait_for()
    assert theirs.get_by_role("button", name="Publish", exact=True).is_disabled()
    press(theirs, "Comment", "Two options are the same.")
    press(theirs, "Ask for changes", "Make them differ.")
    mine = bob.open("/author/reviews?show=returned")
    mine.get_by_role("link", name="First drug for hypertension").click()
    assert "Make them differ." in mine.locator(".trail").inner_text()
    keep(home, 2, text="Amlodipine")
    press(bob.open(ADDRESS), "Send to review")
    theirs = olga.open(ADDRESS)
    theirs.get_by_role("link", name="Hypertension in adults", exact=True).click()
    assert "/source/" in theirs.url
    press(olga.open(ADDRESS), "Publish")
    assert "Reviewed by olga" in learnt(ada)


def learnt(ada: Visit) -> str:
    """What Ada sees with the item when she practises its topic."""
    page = ada.open("/quiz")
    page.locator("input[type=radio][name=mode][value=study]").check()
    tick = page.locator(f"input[name=topic][value='{TOPIC}']")
    if not tick.is_visible():
        page.locator("details", has=tick).locator("summary").click()
    tick.check()
    page.locator("input[name=count]").fill("1")
    page.locator("input[name=count]").press("Enter")
    page.wait_for_selector("#sitting")
    return str(page.locator("#sitting").inner_text())


def test_a_review_fits_a_phone(address: str, browser: Any) -> None:
    visitor = log_in(Visit(browser, address, PHONE), "olga")
    for where in ("/author/reviews?show=all", ADDRESS, "/author/trail"):
        page = visitor.open(where)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    visitor.context.close()
