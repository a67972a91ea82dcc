"""An item written in headless Chromium: every type, its picture, a place drawn, tried, and written by two."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.ui.browsing import DESKTOP, PHONE, Visit, log_in
from tests.ui.running import needs_chromium

pytestmark = [pytest.mark.browser, needs_chromium, pytest.mark.slow]


@pytest.fixture
def visit(address: str, browser: Any) -> Iterator[Visit]:
    """Bob, who is an educator."""
    visitor = log_in(Visit(browser, address, DESKTOP), "bob")
    yield visitor
    visitor.leave()


def fill(page: Any, name: str, words: str, *, within: str = "#item") -> None:
    page.locator(f"{within} [data-name={name}]").first.locator("input, textarea").first.fill(words)


def saved(page: Any) -> str:
    page.keyboard.press("Control+s")
    page.locator("#told.fine, #told.fault").wait_for()
    return str(page.locator("#told").inner_text())


def write_question(page: Any, title: str) -> None:
    fill(page, "title", title)
    fill(page, "lead_in", "Which drug is the first-line drug for hypertension in adults?")
    rows = page.locator("#options .row")
    for number, words in enumerate(("Amlodipine", "Aspirin", "Heparin", "Insulin", "Warfarin")):
        row = rows.nth(number)
        if row.get_attribute("open") is None:
            row.locator("summary").first.click()
        row.locator("[data-name=text] textarea").first.fill(words)
        row.locator("[data-name=reason] textarea").first.fill(f"{words} is judged by the guideline.")
    rows.nth(0).locator("[data-name=correct] input").check()


def test_a_question_is_written_cited_tried_and_saved_as_a_draft(visit: Visit) -> None:
    page = visit.open("/author/items/new?type=single_best_answer")
    page.locator("#remarks summary", has_text="fault").wait_for()
    write_question(page, "First drug in hypertension")
    assert page.locator("#about [data-name=id] input").input_value() == "first-drug-in-hypertension"
    page.locator("#references > [data-kind] > [data-add]").click()
    page.locator("#references [data-seek]").fill("first-line drug hypertension")
    page.locator("#references .sentence", has_text="Amlodipine is the first-line drug").first.click()
    quote = page.locator("#references [data-name=quote] textarea")
    assert quote.input_value().startswith("Amlodipine is the first-line drug")
    page.get_by_role("button", name="Try it").click()
    page.locator("#merge .choice", has_text="Aspirin").click()
    page.get_by_role("button", name="Answer").click()
    assert "Not right." in page.locator("#verdict").inner_text()
    page.get_by_role("button", name="Close").click()
    assert saved(page) == "Saved as version 1."
    assert page.url.endswith("/author/items/item/first-drug-in-hypertension")
    page.goto(f"{visit.address}/author/items?q=first+drug+in+hyper")
    assert (
        page.get_by_role("row", name="First drug in hypertension").locator(".badge").inner_text() == "draft"
    )


def test_a_place_is_drawn_on_a_picture_without_what_its_file_told(visit: Visit) -> None:
    page = visit.open("/author/items/new?type=image_hotspot")
    page.locator("#remarks summary").wait_for()
    page.locator("[data-name=file] [type=file]").set_input_files(
        {"name": "Smith John.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    frame = page.locator("#pictures .chosen-picture")
    frame.wait_for()
    name = page.locator("[data-name=file] input").first.input_value()
    assert re.fullmatch(r"smith-john-[0-9a-f]{8}\.png", name)
    fill(page, "alt", "A grey field with a white square")
    fill(page, "title", "The white square")
    fill(page, "lead_in", "Where is the white square?")
    frame.scroll_into_view_if_needed()
    area = frame.locator("img").bounding_box()
    page.mouse.move(area["x"] + area["width"] * 0.25, area["y"] + area["height"] * 0.25)
    page.mouse.down()
    page.mouse.move(area["x"] + area["width"] * 0.5, area["y"] + area["height"] * 0.5, steps=4)
    page.mouse.up()
    row = page.locator("#regions .row")
    edge = float(row.locator("[data-name=right] input").input_value())
    assert edge == pytest.approx(0.5, abs=0.02)
    row.locator("[data-name=label] input").fill("the square")
    row.locator("[data-name=correct] input").check()
    assert saved(page) == "Saved as version 1."
    page.reload()
    page.locator("#pictures .chosen-picture .drawn-place").wait_for()
    body = page.request.get(page.url + f"/picture/1/{name}").body()
    assert b"Exif" not in body
    assert b"secret" not in body
    page.get_by_role("button", name="Try it").click()
    page.locator("#merge [data-target] img").click(position={"x": 60, "y": 60})
    page.get_by_role("button", name="Answer").click()
    page.locator("#verdict").wait_for()


def test_two_tabs_are_put_together_by_field(visit: Visit) -> None:
    first = visit.open("/author/items/new?type=single_best_answer")
    write_question(first, "Two tabs")
    assert saved(first) == "Saved as version 1."
    second = visit.context.new_page()
    second.goto(first.url)
    second.locator("#remarks summary").wait_for()
    fill(first, "lead_in", "Which drug is given first?")
    fill(first, "explanation", "Begin with amlodipine.")
    assert saved(first) == "Saved as version 2."
    fill(second, "lead_in", "Which drug comes first?")
    second.locator("#options .row").nth(1).locator("summary").first.click()
    second.locator("#options .row").nth(1).locator("[data-name=text] textarea").fill("Aspirin in a low dose")
    assert "version 2 was saved meanwhile" in saved(second)
    clash = second.locator("#merge .clash")
    assert clash.count() == 1
    clash.locator(".theirs input").check()
    second.get_by_role("button", name="Put both together in the form").click()
    second.locator("#told", has_text="on version 2").wait_for()
    assert saved(second) == "Saved as version 3."
    second.reload()
    assert second.locator("[data-name=lead_in] textarea").input_value() == "Which drug is given first?"
    assert second.locator("[data-name=explanation] textarea").input_value() == "Begin with amlodipine."
    assert "low dose" in second.locator("#options [data-name=text] textarea").nth(1).input_value()
    second.close()


def test_yaml_goes_out_of_the_form_and_back(visit: Visit) -> None:
    page = visit.open("/author/items?origin=starter&type=cloze_card")
    page.get_by_role("link", name="Copy").first.click()
    page.locator("#remarks summary").wait_for()
    page.locator("#as-yaml > summary").click()
    page.wait_for_function("document.getElementById('yaml').value.includes('cloze_card')")
    text = page.locator("#yaml").input_value()
    page.locator("#yaml").fill(re.sub(r"(?m)^title: .*$", "title: Written as YAML", text))
    page.get_by_role("button", name="Put it into the form").click()
    page.locator("#yaml-told", has_text="in the form now").wait_for()
    assert page.locator("[data-name=title] textarea").input_value() == "Written as YAML"
    assert "Saved as version 1." in saved(page)


@pytest.mark.parametrize("kind", ["short_answer", "multiple_response", "cloze_card", "image_read"])
def test_every_form_fits_a_phone(address: str, browser: Any, kind: str) -> None:
    visitor = log_in(Visit(browser, address, PHONE), "bob")
    for at in (f"/author/items/new?type={kind}", "/author/items", "/author/items/import"):
        page = visitor.open(at)
        page.locator("h1").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), at
    visitor.context.close()
    assert visitor.errors == []


def photo() -> bytes:
    """A photo with a white square, and with words in its metadata."""
    from PIL import Image

    image = Image.new("RGB", (240, 240), "#777777")
    image.paste("#ffffff", (60, 60, 120, 120))
    exif = Image.Exif()
    exif[0x010E] = "secret words"
    file = io.BytesIO()
    image.save(file, "jpeg", exif=exif)
    return file.getvalue()
