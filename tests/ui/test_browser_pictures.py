"""A picture beside the question on page Ask: Chromium, the real app, a scripted vision model."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.assistant.image.synthetic import film
from tests.assistant.scripted_server import ScriptedServer, scripted_server
from tests.ui.browsing import DESKTOP, PHONE, Visit, chromium, log_in
from tests.ui.running import needs_chromium, running_app
from tests.ui.test_pictures import sees

pytestmark = [pytest.mark.browser, needs_chromium, pytest.mark.slow]
QUESTION = "What is the first-line drug for hypertension, and what does this chest X-ray show?"


@pytest.fixture(scope="module")
def host() -> Iterator[ScriptedServer]:
    with scripted_server(sees) as running:
        yield running


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, host: ScriptedServer) -> Iterator[str]:
    with running_app(tmp_path_factory.mktemp("pictures"), PRECEPTOR_MODEL_URL=host.url) as at:
        yield at


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as opened:
        yield opened


def bring(page: Any, file: Path) -> None:
    page.locator("#add-picture input[type=file], input[type=file]").first.set_input_files(str(file))


def test_a_picture_is_brought_looked_at_on_its_layer_and_removed(
    address: str, browser: Any, tmp_path: Path
) -> None:
    file, words = tmp_path / "film.png", tmp_path / "words.png"
    file.write_bytes(film())
    words.write_text("no picture")
    visit = log_in(Visit(browser, address, DESKTOP), "olga")
    page = visit.open()
    page.locator("#top .brand").wait_for()
    bring(page, words)
    page.locator("#chosen-picture .problem").wait_for()
    bring(page, file)
    page.locator("#chosen-picture img").wait_for()
    assert "sent to the connected model" in page.locator("#chosen-picture").inner_text()
    turn = visit.ask(QUESTION)
    look = turn.locator("section.look")
    look.locator("blockquote", has_text="right lower zone").wait_for()
    assert "Nobody has checked it." in look.inner_text()
    assert look.locator("svg rect").count() == 1 and look.locator("svg").is_visible()
    assert look.locator("img").evaluate("image => image.complete && image.naturalWidth") == 320
    look.locator(".look-boxes").uncheck()
    assert not look.locator("svg").is_visible()
    page.get_by_role("button", name="Remove picture").click()
    page.locator("#chosen-picture img").wait_for(state="detached")
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert visit.foreign == [] and visit.errors == []
    visit.context.close()
