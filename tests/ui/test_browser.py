"""The app as people meet it: headless Chromium against the real app on a real library."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.ui.browsing import DESKTOP, PHONE, Visit, log_in
from tests.ui.running import PASSWORD, database, make_pdf, needs_chromium

pytestmark = [pytest.mark.browser, needs_chromium, pytest.mark.slow]
QUESTION = "What is the first-line drug for hypertension?"


@pytest.fixture(scope="module")
def cookies(browser: Any, address: str) -> Any:
    visitor = log_in(Visit(browser, address, DESKTOP), "olga")
    found = visitor.context.cookies()
    visitor.context.close()
    return found


@pytest.fixture
def visit(address: str, browser: Any, cookies: Any) -> Iterator[Visit]:
    """Olga, who owns the library and has logged in."""
    visitor = Visit(browser, address, DESKTOP)
    visitor.context.add_cookies(cookies)
    yield visitor
    visitor.leave()


def test_whoever_logs_in_is_where_they_wanted_to_be(browser: Any, address: str) -> None:
    visitor = Visit(browser, address, DESKTOP)
    page = visitor.open("/library")
    page.fill("input[name=name]", "olga")
    page.fill("input[name=password]", "wrong")
    page.click("button[type=submit]")
    page.locator("[role=alert]").wait_for()
    page.fill("input[name=name]", "olga")
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.locator("#documents", has_text="Hypertension in adults").wait_for()
    assert page.url == f"{address}/library"
    visitor.context.close()


def test_asking_shows_a_cited_answer_and_the_citation_opens_the_marked_section(visit: Visit) -> None:
    page = visit.open()
    page.wait_for_selector("#question textarea:focus")
    turn = visit.ask(QUESTION)
    turn.locator("a.chip").first.click()
    page.locator("#source-title", has_text="Hypertension in adults").wait_for()
    marked = " ".join(page.locator("#source-body .section mark").all_inner_texts())
    assert "Amlodipine is the first-line drug for hypertension" in marked
    assert "3rd edition" in page.locator("#source-body").inner_text()
    assert "not clinician-reviewed" in turn.inner_text()


def test_a_calculator_is_offered_filled_in_and_shows_its_working(visit: Visit) -> None:
    visit.open()
    turn = visit.ask("egfr 70 year old woman creatinine 1.4")
    turn.locator("details.calculator > summary").click()
    assert turn.locator("input[name=age]").input_value() == "70"
    turn.locator("input[name=creatinine]").press("Enter")
    turn.locator(".outcome .problem", has_text="say the unit").wait_for()
    turn.locator("select[name='creatinine.unit']").select_option("mg/dL")
    turn.get_by_role("button", name="Calculate").click()
    turn.locator(".outcome .figure", has_text="40 mL/min/1.73 m²").wait_for()
    assert "0.9938^70 = 0.647" in turn.locator(".outcome").inner_text()


def test_the_keyboard_is_enough(visit: Visit) -> None:
    page = visit.open()
    visit.ask(QUESTION)
    page.locator("article.turn a.chip").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#source-title:focus")
    before = page.locator("#source-body .place").inner_text()
    page.keyboard.press("]")
    page.wait_for_function(
        "words => document.querySelector('#source-body .place').innerText !== words", arg=before
    )
    page.keyboard.press("Escape")
    page.wait_for_selector("article.turn a.chip:focus")
    page.keyboard.press("/")
    page.wait_for_selector("#question textarea:focus")


def test_a_pdf_is_added_asked_about_and_shown_with_its_passage_boxed(visit: Visit, tmp_path: Path) -> None:
    page = visit.open("/library")
    page.locator("#documents", has_text="Hypertension in adults").wait_for()
    page.set_input_files("#files input[type=file]", make_pdf(tmp_path / "scabies.pdf"))
    page.locator("#report", has_text="Done: 1 added").wait_for(timeout=60_000)
    assert "scabies.pdf" in page.locator("#report tbody").inner_text()
    page.locator("#documents", has_text="Scabies in care homes").wait_for()
    visit.open()
    turn = visit.ask("How is scabies treated?")
    turn.locator(".sentences a.chip").first.click()
    picture = page.locator("#source-body .sheet img")
    picture.wait_for()
    page.wait_for_function("document.querySelector('#source-body .sheet img').naturalWidth > 500")
    box = page.locator("#source-body .box").first.bounding_box()
    sheet = picture.bounding_box()
    # The line is written 720 of 842 points above the foot, from 72 of 595 points on.
    assert (box["y"] + box["height"] / 2 - sheet["y"]) / sheet["height"] == pytest.approx(
        1 - 724 / 842, abs=0.01
    )
    assert (box["x"] - sheet["x"]) / sheet["width"] == pytest.approx(72 / 595, abs=0.01)
    assert "Page 2 of 2" in page.locator("#source-body .place").inner_text()


def test_the_session_is_there_again_after_a_refresh_and_a_new_one_is_empty(visit: Visit) -> None:
    page = visit.open()
    visit.ask(QUESTION)
    visit.ask("Is ramipril given once daily?")
    page.reload()
    page.locator("article.turn h2.question", has_text="Is ramipril given once daily?").wait_for()
    page.locator("details.earlier summary", has_text=QUESTION).first.click()
    page.locator("details.earlier .turn", has_text="first-line drug").first.wait_for()
    page.click("#new-session")
    page.locator("article.turn").wait_for(state="detached")


def test_copying_exporting_and_judging_an_answer(visit: Visit, home: Path) -> None:
    visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visit.open()
    turn = visit.ask(QUESTION)
    turn.get_by_role("button", name="Copy with citations").click()
    page.locator("#announcer", has_text="Copied").wait_for(state="attached")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert (
        copied.startswith(QUESTION) and "[1] Hypertension in adults. Example Society. 3rd edition." in copied
    )
    with page.expect_download() as download:
        turn.get_by_role("link", name="BibTeX").click()
    assert "@misc{hypertension-in-adults" in Path(download.value.path()).read_text(encoding="utf-8")
    turn.get_by_role("button", name="Helpful", exact=True).click()
    turn.locator("[data-feedback=up][aria-pressed=true]").wait_for()
    turn.get_by_role("button", name="Disagree").click()
    turn.locator("form.disagree textarea").fill("Page 3 says otherwise.")
    turn.get_by_role("button", name="Send note").click()
    turn.locator("text=Your note is kept").wait_for()
    with closing(sqlite3.connect(database(home))) as connection:
        kept = connection.execute("SELECT user_id, kind, note FROM feedback ORDER BY given_at").fetchall()
    assert kept == [("id-olga", "up", ""), ("id-olga", "disagree", "Page 3 says otherwise.")]


def test_an_empty_question_says_what_to_do_and_hostile_words_stay_words(visit: Visit) -> None:
    page = visit.open()
    page.fill("#question textarea", "   ")
    page.keyboard.press("Enter")
    page.locator("#problem [role=alert]", has_text="The question is empty").wait_for()
    hostile = "<img src=x onerror=alert(1)> ${alert(2)} {{value}} hypertension drug"
    turn = visit.ask(hostile)
    assert turn.locator("img").count() == 0


def test_on_a_phone_the_source_slides_over_and_closes(address: str, browser: Any, cookies: Any) -> None:
    visitor = Visit(browser, address, PHONE)
    visitor.context.add_cookies(cookies)
    page = visitor.open()
    turn = visitor.ask(QUESTION)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert not page.locator("#source-pane").is_visible()
    turn.locator("a.chip").first.click()
    page.locator("#source-title", has_text="Hypertension in adults").wait_for()
    page.click("#close-source")
    page.locator("#source-pane").wait_for(state="hidden")
    visitor.context.close()
    assert visitor.foreign == []


def test_removing_asks_first_and_then_the_source_is_gone(visit: Visit, tmp_path: Path) -> None:
    note = tmp_path / "measles.txt"
    note.write_text("Measles is very contagious. A rash begins behind the ears.", encoding="utf-8")
    page = visit.open("/library")
    page.set_input_files("#files input[type=file]", note)
    row = page.locator("#documents tr", has_text="measles")
    row.get_by_role("button", name="Remove").click()
    row.get_by_role("button", name="Keep").click()
    row.get_by_role("button", name="Remove").click()
    row.get_by_role("button", name="Remove it").click()
    page.locator("text=Removed: measles").wait_for()
    page.reload()
    page.locator("#documents", has_text="Hypertension in adults").wait_for()
    assert row.count() == 0


def test_two_people_in_two_browsers_never_see_each_others_history(browser: Any, address: str) -> None:
    ada, bob = (log_in(Visit(browser, address, DESKTOP), name) for name in ("ada", "bob"))
    for person in (ada, bob):
        person.open()
    hers, his = "Which hypertension drug does Ada ask about?", "Which hypertension drug does Bob ask about?"
    ada.ask(hers)
    bob.ask(his)
    for person, other in ((ada, his), (bob, hers)):
        page = person.open()
        page.locator("article.turn").wait_for()
        assert other not in page.content()
    turn = ada.page.locator("article.turn").get_attribute("data-turn")
    assert ada.page.request.get(f"{address}/export/{turn}.bib").status == 200
    for secret in (f"/export/{turn}.bib", f"/turn/{turn}"):
        assert bob.page.request.get(address + secret).status == 404
    ada.open("/library").locator("#documents table").wait_for()
    assert ada.page.locator("#files, [data-remove]").count() == 0, "a learner may not change the library"
    for person in (ada, bob):
        person.context.close()
        assert person.foreign == []
