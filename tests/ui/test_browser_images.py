"""The viewer and marks in headless Chromium: by mouse, by keyboard, in two tabs, by two people."""

import base64
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from PIL import Image

from assistant.home import open_items
from assistant.settings import Settings
from curricula.items.keeping import Entry, Source
from curricula.items.types import Picture
from tests.assistant.image.pictures import dicom_file
from tests.assistant.quiz.bank import NOON, question
from tests.ui.browsing import DESKTOP, PHONE, Visit, log_in
from tests.ui.running import needs_chromium, running_app

pytestmark = [pytest.mark.browser, needs_chromium, pytest.mark.slow]
SAVED = "Everything is saved."
Pixels = np.ndarray[Any, Any]
EXPERT = """{"author": "educator", "marks": [
 {"id": "e1", "shape": "box", "left": 0.4, "top": 0.4, "right": 0.6, "bottom": 0.6,
  "label": "the secret cavity"},
 {"id": "e2", "shape": "arrow", "tail": {"x": 0.1, "y": 0.1}, "tip": {"x": 0.1, "y": 0.9}}]}"""


def film(width: int = 300, height: int = 200) -> bytes:
    """A picture with a bright square in its middle."""
    grid = np.full((height, width, 3), (40, 60, 80), np.uint8)
    grid[height * 2 // 5 : height * 3 // 5, width * 2 // 5 : width * 3 // 5] = 220
    buffer = io.BytesIO()
    Image.fromarray(grid).save(buffer, "PNG")
    return buffer.getvalue()


def pixels(png: bytes) -> Pixels:
    return np.asarray(Image.open(io.BytesIO(png)).convert("L"))


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("images")
    with running_app(folder) as at:
        item = question(1, topics=("films",), pictures=(Picture(file="film.png", alt="A made-up film"),))
        with open_items(Settings(library=folder / "library")) as bank:
            files = {"film.png": film(), "film.png.marks.json": EXPERT.encode()}
            bank.put_many([Entry(item, files)], Source(origin="author", at=NOON))
        yield at


class Looker:
    """Somebody with an image of their own before them."""

    def __init__(self, visitor: Visit) -> None:
        self.visitor, self.page = visitor, visitor.page

    def bring(self, data: bytes, name: str) -> str:
        """The address of the image, which is opened."""
        self.visitor.open("/images")
        self.page.set_input_files("#image-files", {"name": name, "mimeType": "", "buffer": data})
        self.page.wait_for_url("**/image/*")
        self.ready()
        return str(self.page.url).removeprefix(self.visitor.address)

    def ready(self, page: Any = None) -> None:
        (page or self.page).wait_for_function("document.querySelector('.viewer')?.viewer?.drawing?.layer")
        (page or self.page).wait_for_function("document.querySelector('.viewer').viewer.source")

    def shades(self) -> Pixels:
        """The grey pixels that the viewer draws from, before zoom and filter."""
        address = self.page.evaluate(
            "document.querySelector('.viewer').viewer.source.toDataURL('image/png').split(',')[1]"
        )
        return pixels(base64.b64decode(address))

    def screen(self) -> Pixels:
        """The stage as it is seen."""
        return pixels(self.page.locator(".viewer-stage").screenshot())

    def state(self, name: str) -> Any:
        return self.page.evaluate(f"document.querySelector('.viewer').viewer.state.{name}")

    def drag(self, *places: tuple[float, float], page: Any = None) -> None:
        """Presses at the first place, in fractions of the picture, moves over the others and lets go."""
        at = page or self.page
        corners = at.evaluate(
            "(places) => { const { viewer } = document.querySelector('.viewer'); "
            "const box = viewer.stage.getBoundingClientRect(); return places.map(([x, y]) => { "
            "const to = viewer.toStage({ x, y }); return [box.left + to.x, box.top + to.y]; }); }",
            list(places),
        )
        at.mouse.move(*corners[0])
        at.mouse.down()
        for corner in corners[1:]:
            at.mouse.move(*corner, steps=4)
        at.mouse.up()

    def saved(self, page: Any = None) -> None:
        (page or self.page).locator(".viewer-marks .note", has_text=SAVED).first.wait_for()

    def labels(self) -> list[str]:
        return [one.input_value() for one in self.page.locator(".viewer-list .label").all()]


def looker(browser: Any, address: str, name: str) -> Looker:
    return Looker(log_in(Visit(browser, address, DESKTOP), name))


@pytest.fixture
def ada(browser: Any, address: str) -> Iterator[Looker]:
    one = looker(browser, address, "ada")
    yield one
    one.visitor.leave()


def test_the_windows_of_a_scan_are_drawn_as_the_server_draws_them(ada: Looker) -> None:
    page = ada.page
    at = ada.bring(dicom_file("CT_small.dcm"), "scan.dcm")
    page.locator(".viewer-more summary").click()
    page.wait_for_function("document.querySelector('.viewer').viewer.whole")
    page.locator("[aria-label=Window]").select_option(label="brain (40 / 80)")
    page.wait_for_function("document.querySelector('.viewer').viewer.source instanceof HTMLCanvasElement")
    for centre, width in ((40, 80), (-600.5, 1500.25), (1100, 1), (900, 2000)):
        page.evaluate(
            "(window) => document.querySelector('.viewer').viewer.windowTo(window)",
            {"centre": centre, "width": width},
        )
        frame = f"{ada.visitor.address}{at}/frame/0.png?centre={centre}&width={width}"
        served = pixels(page.request.get(frame).body())
        assert np.array_equal(ada.shades(), served), (centre, width)
    before = ada.shades()
    page.locator("input[type=range]").first.focus()
    page.keyboard.press("End")
    assert not np.array_equal(ada.shades(), before)
    assert page.locator(".viewer-scale").inner_text().endswith(" mm")
    assert page.locator(".viewer-edge").all_inner_texts() == ["R", "A", "L", "P"]


def test_zoom_pan_invert_and_reset_by_mouse_and_keyboard(ada: Looker) -> None:
    page = ada.page
    ada.bring(film(), "film.png")
    fitted = ada.screen()
    page.locator(".viewer-stage").focus()
    page.keyboard.press("i")
    middle = tuple(side // 2 for side in fitted.shape)
    assert abs(int(ada.screen()[middle]) - (255 - int(fitted[middle]))) <= 2
    page.keyboard.press("i")
    page.mouse.move(700, 450)
    page.mouse.wheel(0, -400)
    page.wait_for_function("document.querySelector('.viewer').viewer.state.zoom > 1.2")
    page.keyboard.press("+")
    x = ada.state("x")
    page.keyboard.press("ArrowRight")
    assert ada.state("x") > x
    ada.drag((0.5, 0.5), (0.6, 0.5))
    assert ada.state("x") < x + 0.1
    page.keyboard.press("w")
    assert page.locator(".viewer-full").count() == 1
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    assert (ada.state("zoom"), ada.state("x")) == (1, 0.5)
    assert np.abs(ada.screen().astype(int) - fitted).mean() < 2
    page.keyboard.press("?")
    assert "Page Up" in page.locator(".viewer-keys").inner_text()
    assert page.locator(".viewer-scale").inner_text() == "No scale known"


def test_frames_are_scrolled_by_key_slider_and_button(ada: Looker) -> None:
    page = ada.page
    at = ada.bring(dicom_file("rtdose.dcm"), "stack.dcm")
    page.locator(".viewer-stage").focus()
    page.keyboard.press("PageDown")
    page.keyboard.press("End")
    page.locator("output", has_text="15 of 15").wait_for()
    page.wait_for_function("document.querySelector('.viewer').viewer.source.src?.endsWith('/frame/14.png')")
    page.get_by_label("Frame before").click()
    assert ada.state("frame") == 13
    for link in ("[data-ask-about]", "[data-similar-to]"):
        assert page.locator(link).get_attribute("href").endswith("&frame=14")
    page.locator("[data-similar-to]").click()
    page.locator(".figures-of img[src*='/frame/13.png']").wait_for()
    page.set_viewport_size({"width": 360, "height": 780})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.set_viewport_size(DESKTOP)
    beside = ada.bring(film(), "film.png")
    ada.visitor.open(f"{at}?with={beside.rsplit('/', 1)[-1]}")
    page.wait_for_function(
        "[...document.querySelectorAll('.viewer')].filter((one) => one.viewer?.source).length === 2"
    )
    page.locator("[data-link]").check()
    page.locator(".viewer-stage").first.focus()
    page.keyboard.press("+")
    zooms = page.evaluate("[...document.querySelectorAll('.viewer')].map((one) => one.viewer.state.zoom)")
    assert zooms[0] == zooms[1] > 1


def test_marks_by_mouse_and_keyboard_outlive_a_reload_and_stay_in_place(ada: Looker) -> None:
    page = ada.page
    ada.bring(film(301, 200), "marked.png")
    page.locator(".viewer-stage").focus()
    page.keyboard.press("b")
    ada.drag((0.2, 0.2), (0.3, 0.4))
    page.keyboard.type("<b>cavity</b>")
    page.keyboard.press("Enter")
    page.keyboard.press("a")
    ada.drag((0.8, 0.8), (0.6, 0.5))
    page.keyboard.press("Enter")
    page.keyboard.press("d")
    ada.drag((0.1, 0.6), (0.2, 0.6), (0.2, 0.8), (0.1, 0.8))
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.locator("summary", has_text="by numbers").click()
    page.locator("form.viewer-numbers [name=label]").fill("by numbers")
    page.locator("form.viewer-numbers [name=label]").press("Enter")
    assert ada.labels() == ["<b>cavity</b>", "", "", "by numbers"]
    page.locator(".viewer-list .choose").last.click()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    moved = page.evaluate("document.querySelector('.viewer').viewer.drawing.chosen()")
    assert (moved["left"], moved["top"]) == (0.405, 0.42)
    page.keyboard.press("Delete")
    assert len(ada.labels()) == 3
    page.keyboard.press("Control+z")
    assert ada.labels()[-1] == "by numbers"
    ada.saved()
    page.reload()
    ada.ready()
    assert ada.labels() == ["<b>cavity</b>", "", "", "by numbers"]
    assert page.locator(".viewer-paper b, .viewer-list b").count() == 0
    box = page.locator(".mark .line").first
    before = box.bounding_box()
    page.locator(".viewer-stage").focus()
    page.keyboard.press("+")
    assert box.bounding_box()["width"] == pytest.approx(1.25 * before["width"], rel=0.1)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download marks").click()
    assert download.value.suggested_filename == "marked.png.marks.json"
    assert '"author": "learner"' in Path(download.value.path()).read_text(encoding="utf-8")


def test_a_second_tab_chooses_what_is_kept_and_nobody_else_sees_it(ada: Looker, browser: Any) -> None:
    page = ada.page
    at = ada.bring(film(302, 200), "twice.png")
    second = ada.visitor.context.new_page()
    second.goto(ada.visitor.address + at)
    ada.ready(second)
    for tab, place in ((page, 0.2), (second, 0.6)):
        tab.bring_to_front()
        tab.get_by_role("button", name="Box").click()
        ada.drag((place, 0.2), (place + 0.1, 0.4), page=tab)
        if tab is page:
            ada.saved()
    second.locator(".viewer-clash [role=alert]").wait_for()
    assert (
        len(page.request.get(f"{ada.visitor.address}{at}/marks").json()["layers"][0]["layer"]["marks"]) == 1
    )
    second.get_by_role("button", name="Both").click()
    ada.saved(second)
    page.reload()
    ada.ready()
    assert len(ada.labels()) == 2
    bob = log_in(Visit(browser, ada.visitor.address, PHONE), "bob")
    assert bob.page.goto(bob.address + at).status == 404
    assert bob.page.request.get(f"{bob.address}{at}/marks").status == 404
    assert "twice.png" not in bob.open("/images").content()
    bob.context.close()


def test_the_expert_of_an_item_is_compared_with_after_marking_and_answering(ada: Looker) -> None:
    page = ada.page
    replies: list[str] = []
    page.on("response", lambda one: replies.append(one.url))
    page.request.post(
        f"{ada.visitor.address}/quiz/start",
        form={"id": "films-0001", "mode": "study", "topic": "films", "count": "1"},
    )
    ada.visitor.open("/sitting/films-0001")
    ada.ready()
    assert page.locator("canvas[aria-label='A made-up film']").count() == 1
    page.get_by_role("button", name="Mark", exact=True).click()
    assert page.get_by_role("button", name="Compare with the expert").is_disabled()
    page.locator(".viewer-stage").focus()
    page.keyboard.press("b")
    ada.drag((0.4, 0.4), (0.6, 0.6))
    page.keyboard.type("a hole")
    page.keyboard.press("Enter")
    ada.saved()
    assert "secret cavity" not in page.content()
    page.locator("input[name=option]").first.check()
    page.locator("form[data-answer] button.primary").click()
    page.locator("#verdict").wait_for()
    ada.ready()
    page.get_by_role("button", name="Mark", exact=True).click()
    page.get_by_role("button", name="Compare with the expert").click()
    told = page.locator(".viewer-told")
    told.locator("h3", has_text="You found 1 of 2 places").wait_for()
    assert "yours is “a hole”, the expert's is “the secret cavity”" in told.inner_text()
    assert page.locator(".mark-educator").count() == 2
    assert page.locator(".mark-missed").count() == 1


def test_a_phone_shows_images_without_scrolling_sideways(ada: Looker) -> None:
    at = ada.bring(film(), "film.png")
    ada.page.set_viewport_size({"width": 360, "height": 740})
    for path in ("/images", at):
        ada.visitor.open(path)
        ada.page.wait_for_timeout(200)
        assert ada.page.evaluate("document.documentElement.scrollWidth") <= 360, path


def test_what_is_no_image_is_refused_in_words(ada: Looker) -> None:
    ada.visitor.open("/images")
    assert httpx.URL(ada.page.url).path == "/images"
    ada.page.set_input_files("#image-files", {"name": "<i>x.png", "mimeType": "", "buffer": b"words"})
    refused = ada.page.locator("#bringing .refused")
    refused.wait_for()
    assert "<i>x.png" in refused.inner_text() and refused.locator("i").count() == 0
