"""A curriculum in headless Chromium: read from a syllabus, arranged, covered, planned, kept up to date."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from curricula.items.bank import Bank
from curricula.items.keeping import Source
from curricula.types import Reference
from retrieval.store.engine import open_engine
from tests.curricula.items.samples import single
from tests.ui.browsing import DESKTOP, PHONE, Visit, log_in
from tests.ui.running import GUIDELINE, needs_chromium

pytestmark = [pytest.mark.browser, needs_chromium, pytest.mark.slow]
SYLLABUS = """
# Blood pressure course

## Treatment of hypertension

By the end students will be able to:

- Choose the first-line drug for hypertension in adults
- Understand the renin system
- Titrate ramipril to its usual maximum dose

## Assessment

The written paper counts 60 % of the mark.
"""


CITED = "Thiazide diuretics are an alternative when a calcium channel blocker is not tolerated."
NOW = "Thiazide diuretics are an alternative when a calcium channel blocker is not tolerated after 4 weeks."
NEWER = GUIDELINE.replace("edition: 3rd edition", "edition: 4th edition\nsupersedes: Hypertension in adults")


@pytest.fixture
def visit(address: str, browser: Any) -> Iterator[Visit]:
    """Bob, who is an educator."""
    visitor = log_in(Visit(browser, address, DESKTOP), "bob")
    yield visitor
    visitor.leave()


@pytest.fixture
def on_phone(address: str, browser: Any) -> Iterator[Visit]:
    """Bob on a phone."""
    visitor = log_in(Visit(browser, address, PHONE), "bob")
    yield visitor
    visitor.leave()


def fits(page: Any) -> bool:
    """Whether nothing has to be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def read_in(visit: Visit) -> Any:
    page = visit.open("/author/curriculum")
    page.get_by_role("link", name="Read a syllabus").click()
    file = {"name": "pressure.md", "mimeType": "text/markdown", "buffer": SYLLABUS.encode()}
    page.locator("#syllabus").set_input_files(file)
    page.get_by_role("button", name="Read it").click()
    page.locator("#keep").wait_for()
    return page


def test_a_syllabus_is_read_chosen_corrected_kept_and_seen_in_the_tree(visit: Visit) -> None:
    page = read_in(visit)
    rows = page.locator(".proposed > li")
    assert rows.count() == 3
    assert page.locator("#chosen").inner_text() == "3 of 3 chosen"
    assert "Left out: 1 assessment." in page.locator("main").inner_text()
    assert "nobody can watch" in rows.nth(1).locator(".remarks").inner_text()
    rows.nth(1).locator("[data-field=verb]").fill("Explain")
    rows.nth(1).locator("[data-field=content]").fill("how the renin system raises blood pressure")
    rows.nth(1).locator("[data-field=content]").blur()
    rows.nth(1).locator(".remarks", has_not_text="nobody can watch").wait_for(state="attached")
    rows.nth(2).locator("[data-use]").uncheck()
    assert page.locator("#chosen").inner_text() == "2 of 3 chosen"
    page.click("#keep")
    page.wait_for_url("**/author/curriculum?**")
    assert page.locator(".told").inner_text().startswith("2 kept as drafts.")
    kept = page.locator("ol.objectives > li")
    assert kept.locator(".sentence").all_inner_texts() == [
        "Choose the first-line drug for hypertension in adults.",
        "Explain how the renin system raises blood pressure.",
    ]
    assert "draft" in kept.first.inner_text()
    kept.nth(1).get_by_role("button", name="Move up").click()
    page.locator(".curriculum-head .note", has_text="version 2").wait_for()
    assert kept.first.locator(".sentence").inner_text().startswith("Explain how the renin system")


def test_an_objective_is_written_in_the_form_with_lint_beside_the_field(visit: Visit) -> None:
    page = visit.open("/author/curriculum/objective/sepsis-management")
    page.locator("#remarks summary").wait_for()
    verb = page.locator("[data-name=verb] input")
    verb.fill("Know")
    page.locator("[data-name=verb] .remark", has_text="nobody can watch").wait_for()
    verb.fill("Treat")
    page.locator("[data-name=prerequisites] .finder").fill("sepsis-red-flags")
    page.locator("[data-name=prerequisites] input").first.press("Tab")
    page.keyboard.press("Control+s")
    page.locator("#told.fine").wait_for()
    page.goto(f"{visit.address}/author/curriculum?curriculum=starter-curriculum")
    row = page.locator("#at-sepsis-management")
    assert row.locator(".sentence").inner_text().startswith("Treat ")
    assert "draft" in row.inner_text()


def test_a_sentence_of_the_library_is_found_and_becomes_the_words_of_an_objective(visit: Visit) -> None:
    page = visit.open("/author/curriculum/objective/hypertension-management")
    page.locator("#remarks summary").wait_for()
    page.locator("#references > [data-kind] > [data-add]").click()
    row = page.locator("#references .row").last
    row.locator("[data-seek]").fill("first-line drug hypertension")
    row.locator(".sentence", has_text="Amlodipine is the first-line drug").first.click()
    assert row.locator("[data-name=document] input").input_value() == "Hypertension in adults"
    assert row.locator("[data-name=quote] textarea").input_value().startswith("Amlodipine is the first-line")
    assert row.locator(".sentence").count() == 0


def test_an_empty_curriculum_is_begun_and_gets_its_first_objective(on_phone: Visit) -> None:
    page = on_phone.open("/author/curriculum")
    page.get_by_text("New empty curriculum").click()
    page.get_by_label("Title", exact=True).fill("Year of practice")
    page.get_by_role("button", name="Make it").click()
    page.get_by_label("New course").fill("Pressure")
    page.get_by_role("button", name="Add course").click()
    page.get_by_label("New module").fill("Drugs")
    page.get_by_role("button", name="Add module").click()
    assert fits(page)
    page.get_by_role("link", name="Add an objective").click()
    page.locator("#remarks summary").wait_for()
    for name, words in (("title", "First drug"), ("verb", "Choose"), ("content", "the first drug")):
        page.locator(f"[data-name={name}]").locator("input, textarea").first.fill(words)
    page.locator("#remarks summary", has_not_text="fault").wait_for()
    page.keyboard.press("Control+s")
    page.locator("#told.fine").wait_for()
    page = on_phone.open("/author/curriculum?curriculum=year-of-practice")
    assert page.locator("ol.objectives .sentence").all_inner_texts() == ["Choose the first drug."]


def test_on_a_phone_nothing_is_wider_than_the_screen(on_phone: Visit) -> None:
    page = on_phone.open("/author/curriculum?curriculum=starter-curriculum")
    page.locator("ol.objectives > li").first.wait_for()
    assert fits(page)
    assert fits(read_in(on_phone))


def test_gaps_are_found_by_the_keyboard_and_an_objective_opens_its_lists(on_phone: Visit) -> None:
    page = on_phone.open("/author/coverage?curriculum=starter-curriculum")
    assert fits(page)
    page.get_by_label("only where something is missing").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**gaps=yes**")
    rows = page.locator(".matrix tbody tr")
    assert rows.count() == rows.filter(has=page.locator("td .badge")).count() > 0
    rows.first.locator("th a").press("Enter")
    page.wait_for_url("**/author/coverage/objective/*")
    assert page.locator("#items h2").is_visible() and fits(page)
    page.go_back()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download as CSV").click()
    assert waiting.value.suggested_filename == "coverage.csv"


def test_an_exam_is_planned_and_what_the_bank_lacks_is_told(on_phone: Visit) -> None:
    page = on_phone.open("/author/blueprints/new")
    page.fill("[name=id]", "plan")
    page.fill("[name=title]", "Plan")
    page.fill("[name=count]", "250")
    page.locator("[name=share_topic]").first.fill("sepsis")
    page.locator("[name=share_parts]").first.fill("1")
    page.get_by_role("button", name="Work out").click()
    page.get_by_role("button", name="Draft for the shortfall").wait_for()
    assert "250 wished" in page.locator("main").inner_text() and fits(page)
    page.get_by_role("button", name="Save as a draft").click()
    page.wait_for_url("**/author/blueprints/plan")
    assert "from version 1" in page.locator("main").inner_text()


def test_a_learner_is_turned_away(address: str, browser: Any) -> None:
    visitor = log_in(Visit(browser, address, DESKTOP), "ada")
    for where in ("", "/import", "/objective/sepsis-management", "/yaml/starter-curriculum"):
        assert visitor.page.request.get(f"{address}/author/curriculum{where}").status == 403
    visitor.context.close()


def test_a_new_edition_leads_to_what_cites_changed_words(on_phone: Visit, home: Path, tmp_path: Path) -> None:
    engine = open_engine(home / "library")
    citing = (Reference(document="Hypertension in adults", quote=CITED),)
    item = single("second-choice", title="Second choice", references=citing)
    Bank(engine).put(item, Source(origin="yaml", at=datetime.now(UTC)))
    engine.dispose()
    newer = tmp_path / "newer.md"
    newer.write_text(NEWER.replace(CITED, NOW), encoding="utf-8")
    page = on_phone.open("/library")
    page.locator("#files input[type=file]").set_input_files(str(newer))
    page.get_by_role("link", name="1 item, card, case or objective cites changed words").click()
    page.wait_for_url("**/author/changes")
    change = page.locator("article.change")
    assert "Numbers: now 4." in change.inner_text()
    assert change.locator("ins").inner_text() == " after 4 weeks" and fits(page)
    change.get_by_role("button", name="Mark for review").press("Enter")
    page.get_by_text("Nothing that cites this source needs a look.").wait_for()
    page.get_by_role("link", name="Also what was decided").click()
    assert "marked for review by bob" in change.inner_text()
