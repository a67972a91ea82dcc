"""A picture beside the question on page Ask: Chromium, the real app, a scripted vision model."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from eval.made.studies import film
from tests.assistant.image.pictures import dicom_file
from tests.assistant.scripted_server import ScriptedServer, scripted_server
from tests.ui.browsing import DESKTOP, PHONE, Visit, log_in
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


def bring(page: Any, file: Path) -> None:
    page.locator("#add-picture input[type=file], input[type=file]").first.set_input_files(str(file))


def bring_scan(visit: Visit, folder: Path) -> str:
    """The id of an image with thirty frames, in its viewer."""
    file = folder / "scan.dcm"
    file.write_bytes(dicom_file("examples_ybr_color.dcm"))
    visit.open("/images")
    visit.page.set_input_files("#image-files", str(file))
    visit.page.wait_for_url("**/image/*")
    visit.page.wait_for_function("document.querySelector('.viewer')?.viewer?.source")
    return str(visit.page.url).rsplit("/", 1)[1]


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
    kept = bring_scan(visit, tmp_path)
    page.locator(".viewer-stage").focus()
    page.keyboard.press("End")
    page.keyboard.press("PageUp")
    page.locator("[data-ask-about]").click()
    page.locator("#top .brand").wait_for()
    page.locator(f"#chosen-picture img[src*='/{kept}/frame/28.png']").wait_for()
    number = page.locator("#picture-frame input[type=number]")
    assert number.input_value() == "29"
    number.fill("3")
    number.press("Enter")
    page.locator(f"#chosen-picture img[src*='/{kept}/frame/2.png']").wait_for()
    turn = visit.ask("And on this scan?")
    turn.locator("section.look", has_text="Looked at: frame 3 of 30.").wait_for()
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert visit.foreign == [] and visit.errors == []
    visit.context.close()
