"""The sandbox of tones as an educator meets it: Chromium, the real app, a scripted model server."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.assistant.scripted_replies import Asked, Reply, says
from tests.assistant.scripted_server import scripted_server
from tests.ui.browsing import DESKTOP, Visit, chromium, log_in
from tests.ui.running import needs_chromium, running_app

pytestmark = [pytest.mark.browser, needs_chromium, pytest.mark.slow]
QUESTION = "What is the first-line drug for hypertension?"
GOOD = "Amlodipine is the first-line drug for hypertension in adults of any age [1]."


def obedient(asked: Asked) -> Reply:
    """A model that does what the wishes say."""
    if "tutor of medicine" in asked.text:
        return says("What do you think?")
    return says("Trust me, it is fine." if "Never cite" in asked.text else GOOD)


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    with scripted_server(obedient) as host:
        folder: Path = tmp_path_factory.mktemp("tone")
        with running_app(folder, PRECEPTOR_MODEL_URL=host.url) as address, chromium() as browser:
            visitor = log_in(Visit(browser, address, DESKTOP), "bob")
            yield visitor
            assert visitor.foreign == [] and visitor.errors == []
            visitor.context.close()


def tried(visit: Visit, wishes: str) -> Any:
    """The page when those wishes were tried."""
    page = visit.open("/author/tone")
    page.get_by_label("Wishes, one a line").fill(wishes)
    page.get_by_label("Three questions to compare on").fill(QUESTION)
    page.get_by_role("button", name="Try it").click()
    page.locator("#trial").wait_for(timeout=90_000)
    return page


def test_wishes_are_tried_side_by_side_and_saved_only_where_nothing_is_lost(visit: Visit) -> None:
    page = tried(visit, "Never cite.")
    assert "fall from 100% to 0%" in page.locator("#trial [role=alert]").inner_text()
    assert page.get_by_role("button", name="Save this version").count() == 0
    page = tried(visit, "Write warmly.")
    sides = page.locator(".tone-sides .side")
    assert sides.count() == 6 and "first-line drug" in sides.nth(1).inner_text()
    page.get_by_role("button", name="Save this version").click()
    page.get_by_text("in use", exact=True).wait_for()
    assert "bob" in page.locator("ol").last.inner_text()


def test_the_sandbox_fits_a_phone(visit: Visit) -> None:
    page = visit.open("/author/tone")
    page.set_viewport_size({"width": 360, "height": 740})
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(dict(DESKTOP))
    assert wide <= 360
